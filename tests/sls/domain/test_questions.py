"""The words of a question say which fact it asks for, whatever else they name."""

import pytest

from sls.domain.questions import (
    asked_kind,
    asks_how_long_it_takes,
    asks_meaning,
    asks_steps_left,
    asks_which_device,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("and how long is the online card valid?", "ask_how_long"),
        ("for how many days does it work", "ask_how_long"),
        ("when will the call come", "ask_how_long"),
        ("电话多久会打过来", "ask_how_long"),
        ("臨時碼用得幾日", "ask_how_long"),
        ("how many users fit on one phone", "ask_how_many"),
        ("可以加几个用户", "ask_how_many"),
        ("what do I need for it", "ask_what_needed"),
        ("需要什麼", "ask_what_needed"),
        ("the code still has not come", None),
        ("how long have I been waiting for this code", None),
        ("还是没收到验证码", None),
    ],
)
def test_a_question_is_known_by_its_words(text, kind):
    assert asked_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("how many more steps?", True),
        ("how many steps are left", True),
        ("how much longer", True),
        ("are we almost done?", True),
        ("还有几步", True),
        ("还剩多少步", True),
        ("仲有幾多步", True),
        ("还要多久才弄完", True),
        ("多久能弄好", True),
        ("how many digits does it have", False),
        ("多久才能收到验证码", False),
        ("I am done", False),
        ("几个步骤都试过了", False),
        ("这几步我做完了", False),
        ("还有几个步骤", True),
        ("下一步", False),
        ("上一步怎么做", False),
    ],
)
def test_a_question_for_the_steps_left_is_known_by_its_words(text, is_asked):
    assert asks_steps_left(text) is is_asked


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("how long will this take?", True),
        ("how long does it all take", True),
        ("这个要多久", True),
        ("要弄多长时间", True),
        ("how long is the card valid", False),
        ("验证码多久有效", False),
    ],
)
def test_a_question_for_the_time_it_takes_is_known_by_its_words(text, is_asked):
    assert asks_how_long_it_takes(text) is is_asked


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("what does that mean", True),
        ("what do you mean?", True),
        ("什么意思", True),
        ("係咩意思", True),
        ("I mean the card", False),
        ("那是什么", False),
    ],
)
def test_a_question_for_the_meaning_is_known_by_its_words(text, is_asked):
    assert asks_meaning(text) is is_asked


@pytest.mark.parametrize(
    "text",
    [
        "what is the grey one like a pocket calculator?",
        "what's the grey thing with buttons",
        "which card do I have",
        "which device do I have?",
        "what device am I using",
        "what kind of device is this",
        "what does the DSC+ look like",
        "what is a DSC+",
        "what's the difference between the code card and the DSC",
        "how do I tell the devices apart",
        "怎么看我用的是哪种设备",
        "我用的是哪种设备",
        "我手上这个是什么设备",
        "那个像计算器的灰色的是什么",
        "我的卡是哪一种",
        "怎么知道我用的是什么设备",
        "数码安全卡长什么样",
        "點知我嗰張卡係邊種",
    ],
)
def test_it_is_asked_which_of_the_devices_one_is(text):
    assert asks_which_device(text)


@pytest.mark.parametrize(
    "text",
    [
        "the grey one",
        "which device should I use",
        "which device do I need to withdraw 2 million",
        "which is the best device",
        "what is the code on the card",
        "my card is lost, which card was it",
        "what is the DSC+ fee",
        "what is my credit card limit",
        "灰的那个，像个小计算器",
        "最安全的是哪种设备",
        "哪种设备限额最高",
        "我的卡丢了",
        "我该用哪种设备",
        "这是什么意思",
        "信用卡什么时候到",
    ],
)
def test_other_words_about_devices_ask_something_else(text):
    assert not asks_which_device(text)
