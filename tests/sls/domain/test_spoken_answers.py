"""How long an answer is by ear decides what is said, and what it is decides who may read it."""

import pytest

from sls.domain.spoken_answers import (
    LONG_BY_EAR,
    is_answer,
    is_general,
    is_long,
    said_first,
    seconds_to_say,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("Open the app and log in.", 2.4),
        ("请打开应用程序", 1.75),
        ("Your DSC", 1.6),
        ("12 days", 1.2),
    ],
)
def test_a_text_takes_about_so_long(text, seconds):
    assert seconds_to_say(text) == pytest.approx(seconds)


def test_twenty_seconds_are_not_long_and_more_is():
    assert not is_long(LONG_BY_EAR.total_seconds())
    assert is_long(LONG_BY_EAR.total_seconds() + 0.1)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [([30], 1), ([30, 1], 1), ([10, 5, 10], 2), ([10, 10, 1], 2), ([1, 2, 3], 3)],
)
def test_as_much_is_said_first_as_is_not_long_and_one_part_at_least(seconds, said):
    assert said_first(seconds) == said


@pytest.mark.parametrize(
    ("message_id", "answers", "is_for_all"),
    [
        ("limits.table.issued", True, True),
        ("limits.device.legacy", True, True),
        ("limits.own.limited", True, False),
        ("lost_device.fact.how_long", True, True),
        ("walk.step", False, False),
        ("pick_up.given", False, False),
        ("line.proved", False, False),
    ],
)
def test_only_what_is_the_same_for_all_is_general(message_id, answers, is_for_all):
    assert is_answer(message_id) is answers
    assert is_general(message_id) is is_for_all
