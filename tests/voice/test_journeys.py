"""Whole calls with a code, through the stand-in and its webhooks, in each language."""

from collections.abc import Iterator

import pytest

from tests.people import Chat, LoginScreen, Phone, digits_in, eventually
from tests.world import World

LANGUAGES = ("en", "zh_CN")


class Journey:
    """A customer at the login page, with the chat open and a phone beside it."""

    def __init__(self, world: World, language: str) -> None:
        self.world = world
        self.language = language
        self.phone = world.phone("alice")
        self.login = LoginScreen.of(world.http, "alice", language=language)
        self.chat = Chat.open(world.http, login=self.login.id)

    def text(self, message_id: str, **values: object) -> str:
        """Return a text of the catalogue."""
        return self.world.core.texts.text(self.language, message_id, **values)

    def asks_for(self, channel: str) -> None:
        """Choose a channel in the chat; a worker takes it up."""
        self.chat.choose(f"send_code:{channel}")
        self.world.work()

    def options(self) -> list[str]:
        """Return what the last message of the chat offers."""
        messages = [each["data"] for each in self.chat.events() if each["event"] == "message"]
        return [option["id"] for option in messages[-1]["options"]]

    def is_told(self, message_id: str) -> None:
        """Wait until the chat has said this."""
        self.chat.is_told(self.text(message_id, to="+1 ••• 0101"))

    def hears(self, words: str) -> None:
        """Wait until this was heard on the phone."""
        eventually(lambda: words in self.phone.heard())


@pytest.fixture(params=LANGUAGES)
def journey(request: pytest.FixtureRequest, world: World) -> Journey:
    """Give a customer of each language."""
    return Journey(world, request.param)


def test_a_busy_phone_is_rung_once_more_and_the_code_comes_as_a_text_as_well(
    journey: Journey, world: World
) -> None:
    phone = journey.phone
    journey.asks_for("voice")
    eventually(phone.rings)
    phone.does("busy")
    journey.is_told("delivery.voice.busy.again")
    world.http.advance(8)
    world.work()

    phone.picks_up()
    journey.hears(journey.text("voice.welcome"))
    asked = eventually(lambda: phone.log("heard"))[-1]["text"]
    wrong = str(int(next(char for char in asked if char.isdigit())) % 9 + 1)
    phone.does("press", digits=wrong)
    journey.hears(journey.text("voice.wrong_key"))
    phone.presses_the_gate_key()
    code = phone.hears_the_code(journey.language)
    phone.does("press", digits="3")
    journey.hears(journey.text("voice.sms.started"))
    world.work()

    eventually(lambda: journey.chat.deliveries()[-1:] == ["delivered"])
    (message,) = world.http.inbox(phone.number)
    assert message["text"][:6] == code
    assert journey.login.verify(code).status_code == 200
    assert len(phone.calls()) == 2


def test_the_code_is_heard_again_slower_and_silence_ends_politely(journey: Journey) -> None:
    phone = journey.phone
    journey.asks_for("voice")
    phone.picks_up()
    phone.presses_the_gate_key()
    phone.hears_the_code(journey.language, times=2)

    phone.does("press", digits="2")
    phone.hears_the_code(journey.language, times=4)
    phone.does("press", digits="99")
    journey.hears(journey.text("voice.menu.goodbye"))

    eventually(lambda: journey.login.view()["deliveries"][0]["state"] == "read_out")
    journey.is_told("delivery.voice.read_out")


def test_a_person_takes_over_and_the_call_outlives_its_code(journey: Journey, world: World) -> None:
    phone, agent = journey.phone, Phone(world.http, str(world.settings.agent_number))
    journey.asks_for("voice")
    phone.picks_up()
    phone.presses_the_gate_key()
    code = phone.hears_the_code(journey.language)

    phone.does("press", digits="0")
    agent.takes_the_call()
    journey.login.verify(code)
    world.core.hanging_up.work_once()
    phone.talks_with(agent)
    agent.does("hangup")

    journey.hears(journey.text("voice.goodbye"))


def test_a_person_who_does_not_answer_is_not_waited_for(journey: Journey, world: World) -> None:
    phone, agent = journey.phone, Phone(world.http, str(world.settings.agent_number))
    journey.asks_for("voice")
    phone.picks_up()
    phone.presses_the_gate_key()
    phone.hears_the_code(journey.language)

    phone.does("press", digits="0")
    eventually(agent.rings)
    agent.does("reject")

    journey.hears(journey.text("voice.person.busy"))


def test_a_phone_stops_ringing_when_the_code_came_another_way(
    journey: Journey, world: World
) -> None:
    journey.asks_for("sms")
    eventually(lambda: world.http.inbox(journey.phone.number))
    journey.asks_for("voice")
    eventually(journey.phone.rings)

    code = world.http.inbox(journey.phone.number)[0]["text"][:6]
    assert journey.login.verify(code).status_code == 200
    world.core.hanging_up.work_once()

    eventually(lambda: not journey.phone.rings())
    journey.is_told("delivery.voice.not_needed")
    assert journey.chat.deliveries()[-1] == "expired"


@pytest.mark.parametrize("reason", ["unreachable", "landline", "filtered"])
def test_a_text_message_that_bounced_makes_the_chat_offer_the_call(
    reason: str, journey: Journey, world: World
) -> None:
    assert world.http.post("/standin/faults", {"messages": reason}).ok

    journey.asks_for("sms")

    journey.is_told(f"delivery.sms.{reason}")
    assert journey.options()[0] == "send_code:voice"
    journey.asks_for("voice")
    journey.phone.picks_up()


def test_whoever_texted_stop_is_told_how_to_start_again(journey: Journey, world: World) -> None:
    journey.phone.does("text", text="STOP")

    journey.asks_for("sms")

    journey.is_told("delivery.sms.opted_out")
    assert journey.options()[0] == "send_code:voice"


def test_a17_a_mailbox_without_detection_hears_no_code(journey: Journey) -> None:
    """The random key alone keeps it: this greeting even plays keys."""
    journey.asks_for("voice")
    eventually(journey.phone.rings)

    journey.phone.does("voicemail", keys="##", seconds=1)

    journey.is_told("delivery.voice.no_key")
    assert len(digits_in(journey.phone.heard(), journey.language)) < 6


@pytest.fixture(scope="module", params=["sync", "async"])
def detecting_world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Give a world whose provider listens for machines, with the call or beside it."""
    world = World(MACHINE_DETECTION=request.param)
    yield world
    world.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a17_a_mailbox_that_is_detected_is_told_to_the_chat(
    language: str, detecting_world: World
) -> None:
    detecting_world.reset()
    journey = Journey(detecting_world, language)
    journey.asks_for("voice")
    eventually(journey.phone.rings)

    journey.phone.does("voicemail", seconds=1)

    journey.is_told("delivery.voice.machine")
    assert journey.options()[0] == "send_code:sms"
    assert len(digits_in(journey.phone.heard(), language)) < 6
