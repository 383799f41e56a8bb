"""What the provider may not reach, or cannot send at once: the chat says so and offers the rest."""

import pytest

from tests.people import eventually
from tests.voice.test_journeys import LANGUAGES, Journey
from tests.world import World

OTHER = {"voice": "sms", "sms": "voice"}


@pytest.fixture(params=LANGUAGES)
def journey(request: pytest.FixtureRequest, world: World) -> Journey:
    """Give a customer of each language."""
    return Journey(world, request.param)


def set_up(world: World, what: str, **wanted: object) -> None:
    """Set up the account at the provider."""
    url = f"{world.base_url}/standin/{what}"
    assert world.http.session.post(url, json=wanted, timeout=10).status_code == 200


@pytest.mark.parametrize("channel", OTHER)
def test_a_country_that_is_shut_for_one_channel_is_offered_the_other(
    journey: Journey, world: World, channel: str
) -> None:
    """21215 and 21408: refused at once, so nothing is tried again."""
    set_up(world, "geo", country="US", **{channel: False})

    journey.asks_for(channel)

    eventually(lambda: journey.chat.deliveries()[-1:] == ["failed"])
    assert f"send_code:{OTHER[channel]}" in journey.options()
    assert f"send_code:{channel}" not in journey.options()
    assert not journey.phone.calls()
    assert world.http.inbox(journey.phone.number) == []


def test_a_message_that_waits_its_turn_arrives_once(journey: Journey, world: World) -> None:
    set_up(world, "limits", segments_per_second=0.5)
    journey.asks_for("sms")
    eventually(lambda: journey.chat.deliveries()[-1:] == ["delivered"])
    other = Journey(world, journey.language)
    world.http.advance(60)

    other.asks_for("sms")
    waiting = [each["status"] for each in world.http.inbox(journey.phone.number)]

    eventually(lambda: other.chat.deliveries()[-1:] == ["delivered"])
    arrived = [each["status"] for each in world.http.inbox(journey.phone.number)]
    assert (waiting, arrived) == (["delivered", "queued"], ["delivered", "delivered"])
