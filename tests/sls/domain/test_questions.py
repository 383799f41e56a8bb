"""The words of a question say which fact it asks for, whatever else they name."""

import pytest

from sls.domain.questions import asked_kind


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
