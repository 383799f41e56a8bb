"""How far a long step of the training is, as whoever waits for it is told."""

import logging

from bot.components.progress import told
from bot.train import show_progress


def test_each_quarter_of_the_work_is_told_once(caplog):
    caplog.set_level(logging.INFO)

    parts = list(told("Encoding 6 lines", "abcdef", [1, 1, 1, 1, 2, 2]))

    assert parts == list("abcdef")
    assert caplog.messages == [f"Encoding 6 lines: {share} %" for share in (25, 50, 75, 100)]


def test_a_part_larger_than_a_quarter_is_told_when_it_is_done(caplog):
    caplog.set_level(logging.INFO)

    assert list(told("Fitting", [1, 2], [9, 1])) == [1, 2]
    assert caplog.messages == ["Fitting: 75 %", "Fitting: 100 %"]


def test_nothing_to_do_tells_nothing(caplog):
    caplog.set_level(logging.INFO)

    assert list(told("Fitting", [], [])) == []
    assert caplog.messages == []


def test_training_shows_what_our_components_say_and_nothing_else(capsys):
    said = [
        "2026-11-23 11:38:57 INFO     rasa.engine.training.hooks  - Starting to train\n",
        "2026-11-23 11:42:52 INFO     bot.components.progress  - Encoding 9 lines with e5: 25 %\n",
        "Processed rules:   0%|          | 0/65\n",
    ]

    show_progress(said)

    assert capsys.readouterr().err == "  Encoding 9 lines with e5: 25 %\n"


def test_training_that_fails_can_still_tell_its_last_words():
    said = [f"line {number}\n" for number in range(40)]

    assert list(show_progress(said))[-1] == "line 39\n"
    assert len(list(show_progress(said))) < len(said)
