"""The gate of a call."""

from datetime import UTC, datetime

import pytest

from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel
from sls.domain.gates import Gate, another_key, first_key, try_key

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def delivery() -> Delivery:
    return Delivery(
        id="d",
        job="j",
        login_id="l",
        code_id="c",
        channel=Channel.VOICE,
        number="+12025550101",
        language="en",
        state=DeliveryState.ANSWERED,
        created_at=NOW,
        due_at=NOW,
        expires_at=NOW,
        gate_key="4",
    )


@pytest.mark.parametrize(
    ("keys", "last"),
    [
        (["4"], Gate.OPEN),
        (["", "", "4"], Gate.OPEN),
        (["7", "4"], Gate.OPEN),
        (["", "", ""], Gate.SHUT),
        (["7", "7"], Gate.SHUT),
        (["", "7"], Gate.SHUT),
        (["7", "7", "4"], Gate.SHUT),
        (["", "", "", "4"], Gate.SHUT),
        (["44"], Gate.ASKED_AGAIN),
    ],
)
def test_a17_three_silences_or_two_wrong_keys_shut_the_gate(keys: list[str], last: Gate) -> None:
    call = delivery()

    assert [try_key(call, key) for key in keys][-1] is last


@pytest.mark.parametrize("key", list("123456789"))
def test_every_next_key_is_another_one(key: str) -> None:
    following = {another_key(key, str(chance)) for chance in range(1000)}

    assert following == set("123456789") - {key}


def test_every_key_may_come_first() -> None:
    assert {first_key(f"{chance:04d}") for chance in range(100)} == set("123456789")
