"""The trained model, on lines it has never seen."""

import asyncio
import subprocess
import sys
from collections import defaultdict

import pytest
from rasa.core.agent import Agent

from bot.parse import understand
from tests.bot.sources import ROOT, holdout, rejecting_labels

REJECTED = rejecting_labels()


@pytest.fixture(scope="module")
def judged():
    """Return (line, understood) for every held-out line; trains the model when it is missing."""
    done = subprocess.run(
        [sys.executable, "bot/train.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    agent = Agent.load(done.stdout.splitlines()[-1])

    async def run():
        return [(line, await understand(agent, line["text"])) for line in holdout()]

    return asyncio.run(run())


def accuracy_by_language(judged):
    right = defaultdict(list)
    for line, understood in judged:
        if line["intent"] not in REJECTED:
            right[line["lang"]].append(understood["intent"]["name"] == line["intent"])
    return {language: sum(marks) / len(marks) for language, marks in right.items()}


def test_most_of_what_is_in_scope_is_understood_in_every_script(judged):
    assert min(accuracy_by_language(judged).values()) >= 0.9


def test_what_is_out_of_scope_is_rejected(judged):
    names = [got["intent"]["name"] for line, got in judged if line["intent"] in REJECTED]

    assert sum(name in REJECTED for name in names) / len(names) >= 0.85


def test_little_of_what_is_in_scope_is_rejected(judged):
    names = [got["intent"]["name"] for line, got in judged if line["intent"] not in REJECTED]

    assert sum(name in REJECTED for name in names) / len(names) <= 0.05


def test_the_ranking_names_every_intent(judged):
    for _, understood in judged:
        assert len(understood["intent_ranking"]) >= 40


def test_entities_are_found_in_sentences(judged):
    wanted = found = both = 0
    for line, understood in judged:
        expected = {(one["entity"], one["value"]) for one in line["entities"]}
        got = {(one["entity"], one["value"]) for one in understood["entities"]}
        wanted, found, both = wanted + len(expected), found + len(got), both + len(expected & got)

    assert 2 * both / (wanted + found) >= 0.95
