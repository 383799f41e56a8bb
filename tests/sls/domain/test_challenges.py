"""Challenges of devices and cards."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.challenges import (
    CHALLENGE_LIFETIME,
    COUNTER_WINDOW,
    SUITES,
    Challenge,
    DeviceSecrets,
    cell,
    cells_match,
    matched_counter,
)
from sls.domain.factors import FactorKind
from sls.domain.ocra import respond
from sls.domain.purposes import Purpose

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = bytes(range(20))
SECRETS = DeviceSecrets(KEY, "4826")
ANDROID, CARD = FactorKind.IB_KEY_ANDROID, FactorKind.DSC_PLUS


def _answer(kind: FactorKind, counter: int = 0, challenge: str = "123456") -> str:
    return respond(SUITES[kind], KEY, challenge, "4826", counter)


def _match(kind: FactorKind, response: str, counter: int = 0) -> int | None:
    return matched_counter(kind, SECRETS, counter, "123456", response)


def test_a_challenge_lives_five_minutes_and_once():
    challenge = Challenge(
        "id", Purpose.LOGIN, "login", "factor", "123456", NOW, NOW + CHALLENGE_LIFETIME
    )

    assert challenge.is_live(NOW + timedelta(minutes=5) - timedelta(microseconds=1))
    assert not challenge.is_live(NOW + timedelta(minutes=5))
    challenge.consumed_at = NOW
    assert not challenge.is_live(NOW)


@pytest.mark.parametrize("kind", SUITES)
def test_the_right_response_matches(kind):
    assert _match(kind, _answer(kind)) == 0


@pytest.mark.parametrize("kind", SUITES)
def test_a_response_to_another_challenge_does_not(kind):
    assert _match(kind, _answer(kind, challenge="654321")) is None


@pytest.mark.parametrize("spelling", ["{} ", "{}\n", " {}"])
def test_blanks_and_hyphens_in_a_response_are_forgiven(spelling):
    response = _answer(CARD)

    assert _match(CARD, spelling.format(f"{response[:4]} {response[4:]}")) == 0
    assert _match(CARD, f"{response[:4]}-{response[4:]}") == 0


@pytest.mark.parametrize(
    "response", ["", "1234567", "123456789", "abcdefgh", "٠١٢٣٤٥٦٧", "1" * 9999]
)
def test_what_is_no_response_matches_nothing(response):
    assert _match(ANDROID, response) is None


def test_a_device_may_have_counted_on_by_itself():
    assert _match(ANDROID, _answer(ANDROID, COUNTER_WINDOW - 1)) == COUNTER_WINDOW - 1
    assert _match(ANDROID, _answer(ANDROID, COUNTER_WINDOW)) is None


def test_a_counter_never_goes_back():
    assert _match(ANDROID, _answer(ANDROID, 4), counter=5) is None
    assert _match(ANDROID, _answer(ANDROID, 5), counter=5) == 5


def test_a_card_without_a_counter_has_one_answer():
    assert _match(CARD, _answer(CARD), counter=7) == 7


def test_a_cell_is_three_steady_characters_that_nobody_mixes_up():
    cells = [cell(KEY, str(number)) for number in range(1, 225)]

    assert cells == [cell(KEY, str(number)) for number in range(1, 225)]
    assert len(set(cells)) > 200
    assert not set("".join(cells)) & set("IO01")


def test_cells_match_in_their_order_in_either_case_with_or_without_blanks():
    first, second = cell(KEY, "12"), cell(KEY, "34")

    for response in (first + second, f"{first} {second}", f"{first}-{second}".lower()):
        assert cells_match(KEY, ["12", "34"], response)
    for response in (second + first, first, "", f"{first}{second}X", "ß" * 6, "\ud800"):
        assert not cells_match(KEY, ["12", "34"], response)
