"""The cast's cards and phone apps, played."""

import pytest

from sls.domain.factors import FactorKind
from sls.domain.ocra import ANDROID_APP, CARD, respond
from standin.devices import DeviceRefusal, Devices

KEY = "00" * 20
MEMBER = {
    "username": "bao",
    "device_keys": {
        kind.value: KEY
        for kind in (
            FactorKind.DSC_PLUS,
            FactorKind.IB_KEY_ANDROID,
            FactorKind.IB_KEY_IOS,
            FactorKind.SECURITY_CODE_CARD,
        )
    },
}


def test_a_card_answers_a_challenge_with_its_pin():
    response = Devices().answer(MEMBER, "dsc_plus", "123456", "4826")

    assert response == respond(CARD, bytes.fromhex(KEY), "123456", "4826", 0)


def test_an_app_counts_its_answers_until_it_is_reset():
    devices = Devices()
    first, second = (devices.answer(MEMBER, "ib_key_android", "123456", "4826") for _ in range(2))
    devices.reset()

    assert second == respond(ANDROID_APP, bytes.fromhex(KEY), "123456", "4826", 1)
    assert devices.answer(MEMBER, "ib_key_android", "123456", "4826") == first


def test_a_printed_card_shows_three_characters_a_cell():
    response = Devices().answer(MEMBER, "security_code_card", ["12", "34"], None)

    assert len(response) == 6
    assert response.isalnum()


@pytest.mark.parametrize(
    ("kind", "challenge", "pin", "code"),
    [
        ("gold", "123456", "4826", "device_unknown"),
        ("nonsense", "123456", "4826", "device_unknown"),
        ("dsc_plus", "12345", "4826", "challenge_not_six_digits"),
        ("dsc_plus", ["12", "34"], "4826", "challenge_not_six_digits"),
        ("dsc_plus", "123456", None, "pin_missing"),
        ("security_code_card", "123456", None, "cells_missing"),
    ],
)
def test_what_a_device_cannot_answer_is_refused_by_name(kind, challenge, pin, code):
    with pytest.raises(DeviceRefusal, match=code):
        Devices().answer(MEMBER, kind, challenge, pin)
