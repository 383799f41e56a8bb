"""One-time codes."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.codes import CODE_LIFETIME, OneTimeCode, normalise

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _code() -> OneTimeCode:
    return OneTimeCode("code", "login", b"digest", b"sealed", NOW, NOW + CODE_LIFETIME)


def test_a_code_lives_for_ten_minutes():
    code = _code()

    assert code.is_live(NOW + timedelta(minutes=10) - timedelta(microseconds=1))
    assert not code.is_live(NOW + timedelta(minutes=10))


def test_a_used_code_is_dead():
    code = _code()

    code.consumed_at = NOW

    assert not code.is_live(NOW)


def test_a_voided_code_is_dead_and_its_clear_form_is_gone():
    code = _code()

    code.void(NOW)

    assert not code.is_live(NOW)
    assert code.sealed is None


def test_a_code_is_sent_again_while_five_minutes_are_left():
    code = _code()

    assert code.can_be_sent_again(NOW + timedelta(minutes=5))
    assert not code.can_be_sent_again(NOW + timedelta(minutes=5, microseconds=1))


@pytest.mark.parametrize(
    "typed",
    [
        "402981",
        " 402981 ",
        "402 981",
        "402-981",
        "4 0 2 9 8 1",
        "４０２９８１",
        "402－981",
        "402–981",
        "402\u00a0981",
        "402\t981\n",
    ],
)
def test_what_people_and_keyboards_add_to_a_code_is_forgiven(typed):
    assert normalise(typed) == "402981"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "40298",
        "4029811",
        "40298a",
        "+402981",
        "-40298",
        "402.981",
        "٤٠٢٩٨١",
        "๔๐๒๙๘๑",
        "402981\x00",
        "4" * 65,
        " " * 59 + "402981",
        "402981" * 200_000,
        "四零二九八一",
        "[code]",
    ],
)
def test_everything_else_is_no_code(typed):
    assert normalise(typed) is None


def test_leading_zeros_are_kept():
    assert normalise("000 007") == "000007"
