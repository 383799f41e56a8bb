"""PINs: the forms of each device, and those that are guessed first (F36, G40, A29)."""

from datetime import timedelta

import pytest

from sls.adapters.pin_list import load_pin_rules
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.factors import FactorKind
from sls.domain.pins import PIN_CHANGE_LIFETIME, PinChange, PinChangeState
from sls.domain.purposes import Purpose
from sls.domain.security_errors import PinRefused
from tests.fakes.clock import NOON

RULES = load_pin_rules()
CARD, APP = FactorKind.DSC_PLUS, FactorKind.IB_KEY_ANDROID


def _reason(kind: FactorKind, pin: str, again: str | None = None) -> str | None:
    try:
        RULES.check(kind, pin, pin if again is None else again)
    except PinRefused as refusal:
        return refusal.reason
    return None


@pytest.mark.parametrize("pin", ["7305", "4826", "0619", "9042"])
def test_f36_the_card_takes_four_digits(pin):
    assert _reason(CARD, pin) is None


@pytest.mark.parametrize("pin", ["", "123", "73051", "73o5", "７３０５", "٧٣٠٥", "73 5", "7305\n"])
def test_f36_the_card_takes_nothing_else(pin):
    assert _reason(CARD, pin) == "form_digits"


@pytest.mark.parametrize("pin", ["7305", "k9!z", "Tz4#q", "B7-x2Q", "~~a!"])
def test_g40_the_app_takes_letters_digits_and_special_characters(pin):
    assert _reason(APP, pin) is None


@pytest.mark.parametrize("pin", ["k9!", "k9!z4Tq", "k 9!", "密码七三", "k9!\x00"])
def test_g40_the_app_takes_four_to_six_of_them(pin):
    assert _reason(APP, pin) == "form_characters"


@pytest.mark.parametrize(
    "pin",
    [
        *("1234", "0000", "9999", "4321", "0123", "6789", "7654"),
        *("1976", "2001", "1212", "6363", "2580", "1122", "0852"),
    ],
)
def test_a29_a_pin_that_is_guessed_first_is_refused(pin):
    assert _reason(CARD, pin) == "weak"


@pytest.mark.parametrize("pin", ["abcd", "fedc", "aaaa", "123456", "ababab", "PASS", "qwerty"])
def test_a29_so_is_one_of_letters(pin):
    assert _reason(APP, pin) == "weak"


def test_a_pin_typed_differently_the_second_time_is_refused():
    assert _reason(CARD, "7305", "7350") == "differs"


def test_most_pins_are_allowed():
    allowed = [pin for pin in range(10_000) if not RULES.is_weak(f"{pin:04d}")]

    assert len(allowed) > 9_500


def test_a_change_waits_ten_minutes_and_five_tries():
    change = PinChange(
        "change",
        "customer",
        "factor",
        b"sealed",
        "en",
        PinChangeState.PENDING,
        NOON,
        NOON + PIN_CHANGE_LIFETIME,
    )
    assert change.purpose is Purpose.PIN_CHANGE
    assert change.is_live(NOON + PIN_CHANGE_LIFETIME - timedelta(microseconds=1))
    assert not change.is_live(NOON + PIN_CHANGE_LIFETIME)

    change.attempts = MAX_ATTEMPTS

    assert not change.is_live(NOON)


def test_a_change_that_is_made_forgets_the_pin():
    change = PinChange(
        "change", "customer", "factor", b"sealed", "en", PinChangeState.PENDING, NOON, NOON
    )

    change.finish(NOON)

    assert (change.state, change.sealed_pin) == (PinChangeState.CHANGED, None)
