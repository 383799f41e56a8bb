"""The whole way of a call for help: from the chat over the phone to a person, or to the line."""

import re

import pytest
from twilio.request_validator import RequestValidator

from sls.domain.deliveries import Delivery
from sls.domain.transfers import TransferState
from tests.people import Chat, LoginScreen, Phone, eventually
from tests.voice.agents import state, takes_the_call
from tests.world import World

ALWAYS = "UTC mon-sun 00:00-24:00"
AGENT = "+12025550198"
NUMBERS = {"alice": "+12025550101", "bao": "+85251230102"}


@pytest.fixture(scope="module")
def open_world():
    """Give an instance whose people are always there, closed at the end."""
    world = World(BUSINESS_HOURS=ALWAYS, AGENT_NUMBER=AGENT)
    yield world
    world.close()


@pytest.fixture
def world(open_world: World) -> World:
    """Give it as new."""
    open_world.reset()
    return open_world


class Caller:
    """A member of the cast at the chat, with a phone."""

    def __init__(self, world: World, username: str, language: str) -> None:
        self.world = world
        self.login = LoginScreen.of(world.http, username, language=language)
        self.chat = Chat.open(world.http, login=self.login.id, language=language)
        self.phone = Phone(world.http, NUMBERS[username])

    def asks_for_a_call(self) -> None:
        """Ask to be called now, and let the worker ring."""
        for option in ("hand_off", "callback", "callback:now"):
            self.chat.choose(option)
        self.world.core.ringing_back.look_after()
        self.world.work()

    def passes_the_gate(self) -> None:
        """Answer, and press the key that is named."""
        self.phone.picks_up()
        self.phone.presses_the_gate_key()


CAST = [
    ("alice", "en", "Nobody could answer", "The call is over."),
    ("bao", "zh_CN", "由我来帮您", "通话已结束。"),
]


@pytest.mark.parametrize(("username", "language", "missed", "over"), CAST)
def test_a_call_for_help_connects_with_a_person(world, username, language, missed, over):
    caller = Caller(world, username, language)
    caller.asks_for_a_call()
    agent = Phone(world.http, AGENT)

    caller.passes_the_gate()
    agent.takes_the_call()
    caller.phone.talks_with(agent)
    agent.does("hangup")

    caller.chat.is_told(over)
    assert not re.search(r"\d{6}", caller.phone.heard())


@pytest.mark.parametrize(("username", "language", "missed", "over"), CAST)
def test_where_nobody_answers_the_line_goes_on_with_the_steps(
    world, username, language, missed, over
):
    caller = Caller(world, username, language)
    caller.chat.choose("topic:code_not_received")
    caller.asks_for_a_call()
    agent = Phone(world.http, AGENT)

    caller.passes_the_gate()
    eventually(agent.rings)
    agent.does("reject")

    eventually(lambda: missed in caller.phone.heard())
    caller.phone.does("hangup")
    caller.chat.is_told(over)


def test_a_declined_call_is_told_in_the_chat(world):
    caller = Caller(world, "alice", "en")
    caller.asks_for_a_call()

    eventually(caller.phone.rings)
    caller.phone.does("reject")

    caller.chat.is_told("was not answered")


def test_a17_a_mailbox_or_a_wrong_key_connects_nobody(world):
    caller = Caller(world, "alice", "en")
    caller.asks_for_a_call()
    caller.phone.picks_up()

    eventually(lambda: "press" in caller.phone.heard())
    caller.phone.does("press", digits="0")

    eventually(lambda: "not the right key" in caller.phone.heard())
    assert not Phone(world.http, AGENT).rings()


def test_a17_a_machine_found_while_the_call_goes_on_is_hung_up_on(world):
    Caller(world, "alice", "en").asks_for_a_call()
    delivery = _call_for_help(world)
    address = f"/voice/callbacks/{delivery.job}/machine"
    form = {"CallSid": delivery.provider_sid, "AnsweredBy": "machine_start"}
    settings = world.settings
    signature = RequestValidator(settings.twilio_auth_token).compute_signature(
        settings.public_base_url + address, form
    )

    told = world.client.post(address, data=form, headers={"X-Twilio-Signature": signature})

    assert told.status_code == 204
    assert world.core.hanging_up.work_once() == 1


def test_a_person_who_took_the_call_and_was_never_bridged_leaves_it_to_the_line(world):
    caller = Caller(world, "alice", "en")
    caller.asks_for_a_call()
    caller.passes_the_gate()
    eventually(world.core.watching_transfers.cards)
    takes_the_call(world)

    job = _call_for_help(world).job
    assert b"/line/0/wait" in _is_told(world, job, "connected", DialBridged="false").data


@pytest.mark.parametrize("news", ["before", "after", "never"])
@pytest.mark.parametrize(
    ("bridged", "ended"), [("true", TransferState.TALKED), ("false", TransferState.LEFT)]
)
def test_a_caller_who_is_gone_after_the_key_has_talked_if_they_were_bridged(
    world, news, bridged, ended
):
    caller = Caller(world, "alice", "en")
    caller.asks_for_a_call()
    caller.passes_the_gate()
    eventually(world.core.watching_transfers.cards)
    takes_the_call(world)
    job = _call_for_help(world).job

    if news == "before":
        _is_told(world, job, "status", CallStatus="completed")
    told = _is_told(world, job, "connected", DialBridged=bridged, CallStatus="completed")
    if news == "after":
        _is_told(world, job, "status", CallStatus="completed")

    assert b"<Response><Hangup /></Response>" in told.data
    assert state(world) is ended


def _is_told(world, job, step, **news):
    (card,) = world.core.watching_transfers.cards()
    address = f"/voice/callbacks/{job}/{step}"
    form = {"CallSid": card.transfer.sid, **news}
    settings = world.settings
    signature = RequestValidator(settings.twilio_auth_token).compute_signature(
        settings.public_base_url + address, form
    )
    return world.client.post(address, data=form, headers={"X-Twilio-Signature": signature})


def test_a20_a_webhook_that_nobody_signed_is_not_read(world):
    answer = world.client.post("/voice/callbacks/some-job/answer", data={"CallSid": "CA1"})

    assert answer.status_code == 403


def test_no_full_number_and_no_name_is_in_the_address_that_the_provider_is_given(world):
    caller = Caller(world, "alice", "en")
    caller.asks_for_a_call()

    delivery = _call_for_help(world)
    assert "alice" not in delivery.job
    assert delivery.login_id not in delivery.job


def _call_for_help(world: World) -> Delivery:
    with world.core.units.read() as unit:
        (request,) = unit.help_requests.all_open()
        delivery = unit.deliveries.get(request.delivery_id or "")
    assert delivery is not None
    return delivery
