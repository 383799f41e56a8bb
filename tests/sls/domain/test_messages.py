"""Utterances: ids and values, never words."""

import pytest

from sls.domain.messages import Utterance, label_id


def test_an_utterance_becomes_plain_data_with_what_is_inside_it():
    inner = Utterance("topic.change_pin")
    utterance = Utterance("topic.elsewhere", {"topic": inner, "number": 3}, ("hand_off",))

    data = utterance.as_data()

    assert data == {
        "id": "topic.elsewhere",
        "values": {"topic": {"id": "topic.change_pin", "values": {}}, "number": 3},
        "options": ["hand_off"],
    }


def test_other_options_leave_the_words_alone():
    utterance = Utterance("a", {"x": 1}, ("b",))

    assert utterance.with_options("c", "d") == Utterance("a", {"x": 1}, ("c", "d"))


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("send_code:voice", "option.send_code.voice"),
        ("hand_off", "option.hand_off"),
        ("platform:client_portal", "option.platform.client_portal"),
    ],
)
def test_an_option_has_the_label_of_its_name(option, expected):
    assert label_id(option) == expected
