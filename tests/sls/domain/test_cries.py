"""Cries for help name no matter; words that name one are none."""

import pytest

from sls.domain.cries import is_cry


@pytest.mark.parametrize(
    "text",
    [
        "help!",
        "HELP ME PLEASE",
        "please help, I need help now",
        "can you help me?",
        "please somebody",
        "somebody help",
        "I'm panicking",
        "I’m so scared!!",
        "im freaking out",
        "having a panic attack",
        "I am in a panic",
        "this is an emergency",
        "it's urgent",
        "what should I do",
        "I don't know what to do, please help 😭",
        "omg",
        "oh no, oh no",
        "SOS",
        "救命",
        "救命啊！！！",
        "救命呀，點算",
        "救救我",
        "帮帮我",
        "快幫幫我",
        "求求你们",
        "急急急",
        "在线等，急",
        "我好慌",
        "我慌了",
        "急死我了，快帮我",
        "整个人都慌了",
        "我好害怕",
        "吓死我了",
        "怎么办",
        "我该怎么办啊",
        "我不知道怎么办",
        "出大事了",
        "快来人啊",
        "help 救命",
    ],
)
def test_a_cry_is_heard(text):
    assert is_cry(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "please",
        "hello",
        "有人吗",
        "有人可以帮我吗",
        "help me get in",
        "吓？",
        "你怕死吗",
        "help me with my homework",
        "help, I lost my card",
        "help!! I can't think of my PIN and I'm panicking",
        "PLEASE I can't log in and I'm panicking",
        "somebody stole my card",
        "emergency passcode",
        "what should I do with the old card",
        "are you human",
        "救命，有人正在转我的钱",
        "救命，凌晨三点收不到验证码",
        "帮帮我，账户登不进去了",
        "手机丢了怎么办",
        "急，收不到验证码登不进去",
        "急件補卡要加幾多錢",
        "帮我改一下PIN",
        "帮我查一下余额",
        "不要",
        "不急",
        "别怕",
        "not urgent",
        "那下一步怎么走",
        "I am scared that somebody is in my account",
        "a" * 121,
    ],
)
def test_what_names_a_matter_is_left_to_be_understood(text):
    assert not is_cry(text)


def test_a_long_story_is_none():
    assert not is_cry("help " * 30)
