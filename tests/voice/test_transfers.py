"""The whole way of a call that is put through: the whisper, the key, and what a mailbox does."""

import pytest
from twilio.request_validator import RequestValidator

from tests.people import Phone, eventually
from tests.voice.documents import parsed
from tests.world import World

CALLERS = [("alice", "1", "en"), ("chen", "2", "zh_CN")]


class Caller:
    """Somebody who calls our line and asks for a person."""

    def __init__(self, world: World, username: str, key: str) -> None:
        self.world = world
        self.phone = world.phone(username)
        self.agent = Phone(world.http, str(world.settings.agent_number))
        self.phone.does("call")
        for each in (key, "0"):
            known = len(self.phone.log("heard"))
            eventually(lambda seen=known: len(self.phone.log("heard")) > seen or seen == 0)
            eventually(self._is_asked)
            self.phone.does("press", digits=each)

    def _is_asked(self) -> bool:
        return bool(self.phone.log("heard"))

    def state(self) -> str:
        """Return how the desk sees it."""
        cards = self.world.core.watching_transfers.cards()
        return cards[0].transfer.state.value if cards else ""


@pytest.mark.parametrize(("username", "key", "language"), CALLERS)
def test_who_answers_hears_what_it_is_about_and_talks_after_the_key(world, username, key, language):
    caller = Caller(world, username, key)

    caller.agent.takes_the_call()
    caller.phone.talks_with(caller.agent)

    heard, texts = caller.agent.heard(), world.core.texts
    for each in ("kind.line", f"language.{language}", "known_by.nothing"):
        assert texts.text(language, f"transfer.{each}")[:12] in heard
    assert caller.state() == "talking"
    caller.agent.does("hangup")
    eventually(lambda: caller.state() == "talked")


def test_a17_a_mailbox_of_ours_gets_no_customer(world):
    """It answers, plays whatever tones it likes, and records the whisper at the most."""
    caller = Caller(world, "alice", "1")
    missed = world.core.texts.text("en", "line.person_missed")[:30]
    eventually(caller.agent.rings)

    caller.agent.does("voicemail", keys="5", seconds=1)

    eventually(lambda: missed in caller.phone.heard())

    assert caller.state() == "untaken"


def test_a_caller_who_hangs_up_after_the_talk_has_talked(world):
    caller = Caller(world, "alice", "1")
    caller.agent.takes_the_call()
    caller.phone.talks_with(caller.agent)

    caller.phone.does("hangup")

    eventually(lambda: caller.state() == "talked")


def test_a_caller_who_leaves_is_not_waited_for(world):
    caller = Caller(world, "alice", "1")
    eventually(caller.agent.rings)

    caller.phone.does("hangup")

    eventually(lambda: caller.state() == "left")


@pytest.mark.parametrize("step", ["whisper", "1/take"])
def test_a20_a_whisper_that_nobody_signed_is_not_told(world, step):
    answer = world.client.post(f"/voice/transfers/some/{step}", data={"Digits": "1"})

    assert answer.status_code == 403


def test_a21_a_transfer_that_nobody_knows_is_hung_up_on(world, signed):
    document = parsed(signed("/voice/transfers/nobody/whisper", CallSid="CA9").data)

    assert [part.tag for part in document] == ["Hangup"]


@pytest.mark.parametrize("told", [{"ParentCallSid": "CA9"}, {}])
@pytest.mark.parametrize("step", ["whisper", "1/take"])
def test_a21_a_call_that_is_not_rung_for_the_transfers_own_is_hung_up_on(world, signed, step, told):
    signed("/voice/line/answer", CallSid="CA1")
    for turn, key in enumerate(("1", "0")):
        signed(f"/voice/line/{turn}/heard", CallSid="CA1", Digits=key)
    (card,) = world.core.watching_transfers.cards()
    address = f"/voice/transfers/{card.transfer.id}/{step}"

    document = parsed(signed(address, CallSid="CA2", Digits="1", **told).data)

    assert [part.tag for part in document] == ["Hangup"]
    (card,) = world.core.watching_transfers.cards()
    assert card.transfer.state.value == "waiting"


def test_a_webhook_of_a_phone_of_ours_that_comes_twice_is_answered_and_counted_once(world, signed):
    signed("/voice/line/answer", CallSid="CA1")
    for turn, key in enumerate(("1", "0")):
        signed(f"/voice/line/{turn}/heard", CallSid="CA1", Digits=key)
    (card,) = world.core.watching_transfers.cards()
    ours = {"CallSid": "CA2", "ParentCallSid": "CA1"}
    base = f"/voice/transfers/{card.transfer.id}"
    told = [signed(f"{base}/whisper", **ours).data for _ in range(3)]
    silent = [signed(f"{base}/1/take", Digits="", **ours).data for _ in range(3)]

    taken = parsed(signed(f"{base}/2/take", Digits="1", **ours).data)

    assert len(set(told)) == len(set(silent)) == 1
    assert f"{world.settings.public_base_url}{base}/2/take".encode() in silent[0]
    assert list(taken) == []
    (card,) = world.core.watching_transfers.cards()
    assert (card.transfer.state.value, card.transfer.asks) == ("talking", {"CA2": 2})


@pytest.fixture
def signed(world):
    """Give a way to post as the provider does."""

    def post(address, **form):
        settings = world.settings
        signature = RequestValidator(settings.twilio_auth_token).compute_signature(
            settings.public_base_url + address, form
        )
        return world.client.post(address, data=form, headers={"X-Twilio-Signature": signature})

    return post
