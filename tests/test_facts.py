"""Every fact of the knowledge base is in the product, and every one that is a rule has its test.

A fact is known here by its number only. Code and procedures cite the numbers they follow, tests
those they prove: `F37` in their text, or `f37` in the name of a test.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAST = 62
LETTERED = {31: "abcdef"}
FACTS = [
    f"F{number}{letter}"
    for number in range(1, LAST + 1)
    for letter in LETTERED.get(number, "") or [""]
]
CITED_BY = ("sls", "procedures")

# No rule to hold anything to; for each, why. What a procedure says of them is tested with it.
NO_RULES = {
    "F5": "says what is stated nowhere",
    "F16": "a recommendation of the fastest way",
    "F22": "says which directions there are",
    "F29": "an example that contradicts the table of limits, which is followed",
    "F31a": "advice",
    "F31b": "advice",
    "F31c": "advice",
    "F31d": "advice",
    "F31e": "advice",
    "F31f": "advice",
    "F34": "advice",
    "F38": "a remark on what screens look like",
    "F39": "says what is stated nowhere",
    "F44": "steps on a phone's screen",
    "F46": "steps on a phone's screen",
    "F52": "steps on a phone's screen",
}
NOT_SAID = {"F29"}

_IN_TEXT = re.compile(r"\bF(\d+[a-f]?)\b")
_IN_A_NAME = re.compile(r"_f(\d+[a-f]?)(?=_|\b)")
_TEST = re.compile(r"^ *def (test_\w+)", re.MULTILINE)


def _texts(folder: str, *endings: str) -> Iterator[str]:
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in endings and path != Path(__file__):
            yield path.read_text(encoding="utf-8")


def _cited() -> set[str]:
    texts = (text for folder in CITED_BY for text in _texts(folder, ".py", ".yml"))
    return {f"F{number}" for text in texts for number in _IN_TEXT.findall(text)}


def _quoted() -> set[str]:
    found = set()
    for text in _texts("tests", ".py"):
        names = "\n".join(_TEST.findall(text))
        found |= {*_IN_TEXT.findall(text), *_IN_A_NAME.findall(names)}
    return {f"F{number}" for number in found}


def _missing(wanted: set[str], found: set[str]) -> list[str]:
    """Return what is wanted and not found; a lettered part stands for its fact."""
    whole = {re.sub(r"[a-f]$", "", each) for each in found}
    return sorted(each for each in wanted if each not in found | whole)


def test_every_fact_is_followed_or_said_somewhere():
    assert _missing(set(FACTS) - NOT_SAID, _cited()) == []


def test_every_fact_that_is_a_rule_is_proved_by_a_test():
    assert _missing(set(FACTS) - set(NO_RULES), _quoted()) == []


@pytest.mark.parametrize("fact", NO_RULES)
def test_what_is_no_rule_is_a_fact_and_says_why_not(fact):
    assert fact in FACTS
    assert NO_RULES[fact]


def test_no_number_is_cited_that_is_no_fact():
    whole = {f"F{number}" for number in range(1, LAST + 1)}
    strangers = {re.sub(r"[a-f]$", "", each) for each in _cited() | _quoted()} - whole

    assert strangers == set()
