"""The geo table: which countries the account may call and write to."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from standin.geography import OTHERS, country_of
from tests.standin.world import ALICE, BAO, FANG, LINE, World, eventually

OPEN = {"voice": True, "sms": True}
SHUT = {"voice": False, "sms": False}


def geo(world: World, **wanted: Any) -> dict[str, Any]:
    """Set a row, and give the table as it now stands."""
    answer = world.http.post(world.url("/standin/geo"), json=wanted, timeout=10)
    assert answer.status_code == 200, answer.text
    table: dict[str, Any] = answer.json()
    return table


def refused_call(world: World, number: str) -> int:
    """Place a call that must be refused; give the code."""
    with pytest.raises(TwilioRestException) as caught:
        world.call(number)
    return int(caught.value.code)


def refused_message(world: World, number: str) -> int:
    """Send a message that must be refused; give the code."""
    with pytest.raises(TwilioRestException) as caught:
        world.twilio.messages.create(to=number, from_=LINE, body="Hello")
    return int(caught.value.code)


def test_mainland_china_gets_messages_and_no_calls_as_delivered(world: World) -> None:
    table = world.http.get(world.url("/standin/geo")).json()

    assert table["others"] == OPEN
    assert table["countries"]["CN"] == {"voice": False, "sms": True}
    assert refused_call(world, FANG) == 21215
    assert world.twilio.messages.create(to=FANG, from_=LINE, body="您好").status == "queued"


def test_a_country_is_shut_for_calls_and_for_messages_each_by_itself(world: World) -> None:
    table = geo(world, country="HK", voice=False)

    assert table["countries"]["HK"] == {"voice": False, "sms": True}
    assert refused_call(world, BAO) == 21215
    world.twilio.messages.create(to=BAO, from_=LINE, body="Hello")
    assert geo(world, country="HK", sms=False)["countries"]["HK"] == SHUT
    assert refused_message(world, BAO) == 21408


def test_a_country_is_opened_again(world: World) -> None:
    geo(world, country="CN", voice=True)

    call = world.call(FANG)

    eventually(lambda: world.status(call.sid) == "ringing")


def test_all_others_are_shut_but_those_with_a_row_of_their_own(world: World) -> None:
    geo(world, country="US", voice=True, sms=True)

    assert geo(world, country=OTHERS, voice=False, sms=False)["others"] == SHUT

    world.call(ALICE)
    assert refused_call(world, BAO) == 21215
    assert refused_message(world, BAO) == 21408


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/geo"), ("POST", "/reset")])
def test_the_table_is_put_back(world: World, method: str, path: str) -> None:
    delivered = world.http.get(world.url("/standin/geo")).json()
    geo(world, country="US", voice=False)

    world.http.request(method, world.url(f"/standin{path}"), json={})

    assert world.http.get(world.url("/standin/geo")).json() == delivered


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ([], "country_unknown"),
        ({"voice": False}, "country_unknown"),
        ({"country": "XX", "voice": False}, "country_unknown"),
        ({"country": ["US"], "voice": False}, "country_unknown"),
        ({"country": "US"}, "permission_invalid"),
        ({"country": "US", "voice": "no"}, "permission_invalid"),
        ({"country": "US", "fax": False}, "permission_invalid"),
    ],
)
def test_a_row_that_makes_no_sense_changes_nothing(world: World, wanted: Any, code: str) -> None:
    delivered = world.http.get(world.url("/standin/geo")).json()

    answer = world.http.post(world.url("/standin/geo"), json=wanted)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert world.http.get(world.url("/standin/geo")).json() == delivered


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+12025550101", "US"),
        ("+14165550123", "CA"),
        ("+8613800138000", "CN"),
        ("+85251230102", "HK"),
        ("+11115550123", "US"),
        ("+999123456", OTHERS),
        ("Broker", OTHERS),
    ],
)
def test_the_number_tells_the_country(number: str, country: str) -> None:
    assert country_of(number) == country
