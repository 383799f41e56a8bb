"""The words of the stand-in: complete in both languages, and all of them used."""

import re
from pathlib import Path
from string import Formatter

import standin
from tests.standin.world import read_catalogue

SOURCES = Path(standin.__file__).parent
USED = re.compile(
    r"standin\.(?:page|phone|log|voice|device|sms|fault|geo|limit)\.[a-z_.]*[A-Za-z_]"
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
# These ids are put together from a state or a language code.
BUILT = ("standin.language.", "standin.phone.state.", "standin.log.", "standin.fault.")


def sources() -> str:
    """Read all code, templates and scripts of the stand-in."""
    files = [path for path in SOURCES.rglob("*") if path.suffix in {".py", ".js", ".html"}]
    return "\n".join(path.read_text("utf-8") for path in files)


def placeholders(text: str) -> set[str]:
    """List the named values of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_ids_and_placeholders() -> None:
    english, chinese = read_catalogue("en"), read_catalogue("zh_CN")

    assert set(english) == set(chinese)
    assert all(english.values())
    assert all(chinese.values())
    for key, text in english.items():
        assert placeholders(text) == placeholders(chinese[key]), key


def test_every_id_in_the_code_is_in_the_catalogue_and_the_other_way_round() -> None:
    known = set(read_catalogue("en"))
    used = {key for key in USED.findall(sources()) if not f"{key}.".startswith(BUILT)}
    plain = {key for key in known if not key.startswith(BUILT)}

    assert used <= known
    assert plain <= used


def test_no_chinese_words_stand_in_the_code() -> None:
    found = CHINESE.findall(sources())

    assert found == []
