"""Which of two channels a message settles on is read from its words, in both languages."""

import numpy as np
import pytest

from bot.components.chosen_channel import LABELS, SMS, VOICE, chosen_channel, settle
from bot.components.entity_extractor import extract
from bot.components.folding import fold

_INTENTS = ["greet", LABELS[SMS], LABELS[VOICE]]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("don't call, text me", SMS),
        ("please don’t ring, a text is fine", SMS),
        ("a call? no. a text, yes", SMS),
        ("anything but a call", SMS),
        ("I'm deaf, is there another way", SMS),
        ("I pressed call by mistake, I meant text", SMS),
        ("唔好打嚟，出短訊", SMS),
        ("不要語音，傳簡訊", SMS),
        ("比起电话我更想收短信", SMS),
        ("能不能发短信给我", SMS),
        ("电话里听不清，改发文字", SMS),
        ("no texts please, ring me", VOICE),
        ("I'd rather get a call than a text", VOICE),
        ("a text? no. a call, yes", VOICE),
        ("switch to phone call from messages", VOICE),
        ("I can't read it without my glasses, call me", VOICE),
        ("别发短信，打电话", VOICE),
        ("我想揀voice嗰個，唔要短訊", VOICE),
        ("可不可以打电话念给我", VOICE),
        ("短信换成来电", VOICE),
        ("don't phone me", SMS),
        ("don't you dare ring me", SMS),
        ("from now on always text me the codes", SMS),
        ("forgo the SMS, kindly telephone the code", VOICE),
        ("writing is no use to me, say it on the phone", VOICE),
        ("毋須短訊，致電讀出即可", VOICE),
        ("短信那个就甭发了，直接来个电话念给我听", VOICE),
        ("短訊唔使再出，打嚟得喇", VOICE),
        ("电话别打了，发短信吧", SMS),
        ("用短信别打电话", SMS),
        ("有没有电话播报的", VOICE),
    ],
)
def test_what_is_left_when_one_is_turned_down_is_chosen(text, channel):
    assert chosen_channel(fold(text)) == channel


@pytest.mark.parametrize(
    "text",
    [
        "I lost my card",
        "call or text, I don't mind",
        "短信还是电话都行",
        "neither text nor call",
        "",
    ],
)
def test_a_text_that_settles_on_neither_leaves_it_open(text):
    assert chosen_channel(fold(text)) is None


def test_the_two_labels_change_places_when_the_words_say_otherwise():
    scores = np.array([[0.5, 1.0, 3.0], [0.5, 1.0, 3.0], [9.0, 1.0, 3.0]])
    settled = settle(scores, _INTENTS, ["text me, don't call", "call me", "hello"])
    assert settled.tolist() == [[0.5, 3.0, 1.0], [0.5, 1.0, 3.0], [9.0, 1.0, 3.0]]


def test_a_model_without_the_two_labels_is_left_alone():
    scores = np.array([[1.0, 2.0]])
    assert settle(scores, ["greet", "thank"], ["text me, don't call"]) is scores


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("don't call me, I'm at work. Text it instead", "sms"),
        ("短信在这里收不到，打电话念给我听吧", "voice"),
        ("No texts down here. Can the thing phone me and read the digits?", "voice"),
        ("my hearing is gone, no phone calls please, use text", "sms"),
        ("the robot call, please", "voice"),
        ("your texts only reach me when it is too late", "sms"),
    ],
)
def test_the_entity_is_the_channel_that_is_meant(text, channel):
    """A channel that is turned down or complained of counts where no other one is chosen."""
    values = [one["value"] for one in extract(text) if one["entity"] == "channel"]

    assert values == [channel]


@pytest.mark.parametrize("text", ["neither the SMS nor the voice call came", "短信还是语音都行"])
def test_channels_between_which_nothing_is_settled_are_both_named(text):
    assert {one["value"] for one in extract(text)} == {"sms", "voice"}
