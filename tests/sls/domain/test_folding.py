"""A text is folded into one way of writing before anything looks at it (A32, A40)."""

import pytest

from sls.domain.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  hello \n", "hello"),
        ("ＨＥＬＬＯ　ｗｏｒｌｄ", "HELLO world"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\u202eevil\u202c", "evil"),
        ("a\u200bb\ufeffc", "abc"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\u200b \u200b", ""),
        ("／ｒｅｓｔａｒｔ", "/restart"),
    ],
)
def test_text_is_folded_before_anything_else_looks_at_it(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("4\ufe0f\u20e30\ufe0f\u20e3", "40"),
        ("4\u03360\u0336", "40"),
        ("a\u3164b\u2800c\u034fd\u115fe", "abcde"),
        ("\ue000\uf8ff\U000e0100", "\U000e0100"),
        ("❶❷⓿", "120"),
        ("é ﬁ 验证码 😀", "é fi 验证码 😀"),
    ],
)
def test_a40_what_nobody_sees_parts_no_digits(text, folded):
    assert fold(text) == folded
