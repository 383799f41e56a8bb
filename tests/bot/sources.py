"""Read what the repository trains on, for the tests of the data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
HELD_OUT = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh_CN")


class Line(NamedTuple):
    """One training line."""

    language: str
    intent: str
    text: str


def training_lines() -> "list[Line]":
    """Return every training line of both languages."""
    return [line for language in LANGUAGES for line in _lines_of(language)]


def _lines_of(language: str) -> Iterator[Line]:
    for path in sorted((BOT / "data" / "nlu" / language).glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for example in block["examples"].splitlines():
                yield Line(language, block["intent"], example.removeprefix("- "))


def held_out(name: str) -> "list[dict]":
    """Return lines that the model never sees in training: of `holdout`, `strangers` and so on."""
    with (HELD_OUT / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def holdout() -> "list[dict]":
    """Return the larger set, with entities; mistakes on it suggested training lines."""
    return held_out("holdout")


def rejecting_labels() -> "set[str]":
    """Return the labels that count as out of scope."""
    labels = yaml.safe_load((BOT / "labels.yml").read_text(encoding="utf-8"))
    return {"out_of_scope", *(name for name, label in labels.items() if label == "out_of_scope")}


def domain_intents() -> "list[str]":
    """Return the intents of all domain files, in order and with repetitions."""
    return [
        name
        for path in sorted((BOT / "domain").glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")).get("intents", [])
        for name in entry
    ]


def intents_of_rules() -> "list[str]":
    """Return every intent that a rule names, with repetitions."""
    names = []
    for path in sorted((BOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            first = rule["steps"][0]
            names += [entry["intent"] for entry in first.get("or", [first])]
    return names
