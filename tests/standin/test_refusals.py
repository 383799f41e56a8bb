"""What Twilio would refuse is refused with Twilio's code, through the official client."""

from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.standin.world import ACCOUNT, ALICE, FANG, LINE, LoopbackHttpClient, World

MISSING = "CA" + "0" * 32


def refusal(place: Any) -> TwilioRestException:
    """Run a request that must be refused, and give the refusal."""
    with pytest.raises(TwilioRestException) as caught:
        place()
    return caught.value


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"to": "12025550101"}, 21211),
        ({"to": "+1 202 555 0101"}, 21211),
        ({"to": "anybody"}, 21211),
        ({"to": ""}, 21201),
        ({"to": FANG}, 21215),
        ({"to": "+15005550003"}, 21215),
        ({"from_": ""}, 21213),
        ({"from_": "us"}, 21212),
        ({"url": "not an address"}, 21205),
        ({"url": "ftp://127.0.0.1/twiml"}, 21205),
        ({"url": None}, 21205),
        ({"url": None, "twiml": "x" * 4001}, 21627),
        ({"status_callback": "nowhere"}, 21609),
        ({"timeout": 601}, 20001),
    ],
)
def test_a_call_that_twilio_would_refuse_is_refused(
    world: World, options: dict[str, Any], code: int
) -> None:
    wanted = {"to": ALICE, "from_": LINE, "url": world.url("/bot/start"), **options}
    given = {name: value for name, value in wanted.items() if value is not None}

    error = refusal(lambda: world.twilio.calls.create(**given))

    assert (error.status, error.code) == (400, code)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"to": "0101"}, 21211),
        ({"to": ""}, 21604),
        ({"to": "+15005550004"}, 21610),
        ({"from_": ""}, 21603),
        ({"from_": "!"}, 21212),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"from_": ALICE}, 21266),
    ],
)
def test_a_message_that_twilio_would_refuse_is_refused(
    world: World, options: dict[str, Any], code: int
) -> None:
    wanted = {"to": ALICE, "from_": LINE, "body": "Hello", **options}

    error = refusal(lambda: world.twilio.messages.create(**wanted))

    assert (error.status, error.code) == (400, code)


def test_what_does_not_exist_is_not_found(world: World) -> None:
    call = refusal(lambda: world.twilio.calls(MISSING).fetch())
    message = refusal(lambda: world.twilio.messages("SM" + "0" * 32).fetch())

    assert (call.status, call.code) == (404, 20404)
    assert (message.status, message.code) == (404, 20404)


def test_a_call_that_has_ended_cannot_be_redirected(world: World) -> None:
    call = world.call()
    world.phone().waits_to_be("ringing")
    world.twilio.calls(call.sid).update(status="completed")

    error = refusal(lambda: world.twilio.calls(call.sid).update(url=world.url("/bot/start")))

    assert error.code == 21220


def test_a_wrong_token_is_not_let_in(world: World) -> None:
    stranger = Client(ACCOUNT, "wrong", http_client=LoopbackHttpClient(world.base))

    error = refusal(lambda: stranger.calls(MISSING).fetch())

    assert (error.status, error.code) == (401, 20003)


def test_nobody_is_let_in_without_credentials(world: World) -> None:
    url = world.url(f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json")

    answer = requests.get(url, timeout=5)

    assert answer.status_code == 401
    assert answer.json()["more_info"].endswith("/20003")


def test_another_account_is_not_found(world: World) -> None:
    url = world.url("/2010-04-01/Accounts/AC" + "f" * 32 + "/Calls.json")

    answer = requests.get(url, auth=(ACCOUNT, "0123456789abcdef0123456789abcdef"), timeout=5)

    assert (answer.status_code, answer.json()["code"]) == (404, 20404)
