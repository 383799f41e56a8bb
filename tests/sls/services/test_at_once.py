"""Use cases that meet: on either real database each is decided as if it were alone."""

from collections import Counter
from functools import partial

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.calls import MAX_READINGS, ReadCode, Speech
from sls.domain.customers import Customer
from sls.domain.deliveries import DeliveryState
from sls.domain.errors import CallRefused, NotVerified, ResendTooSoon, WrongState
from sls.domain.factors import Channel, Factor, FactorKind
from sls.domain.gates import MAX_GATE_TRIES
from sls.domain.limits import SendingLimits
from sls.domain.logins import LoginState
from sls.services.logging_in import ChosenFactor
from tests.fakes.bootstrap import ALICE, PASSWORD
from tests.fakes.clock import NOON
from tests.sls.crowd import Crowd, at_once, granted
from tests.sls.services.conversation import Customer as Visitor

THREADS = 10
S = DeliveryState


@pytest.fixture
def world(sql_units, sql_seed) -> Crowd:
    """Give a world on a real database in which Alice may log in."""
    world = Crowd(sql_units, sql_seed, KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    return world


def _is_read_out(speech: object) -> bool:
    assert isinstance(speech, Speech)
    return any(isinstance(part, ReadCode) for part in speech.parts)


def test_a41_of_ten_clicks_on_resend_one_sends(world):
    login_id = world.logs_in()
    click = partial(world.logging_in.request_code, login_id, Channel.VOICE, None)

    answers = at_once(*[click] * THREADS)

    assert len(granted(answers)) == 1
    assert {type(each) for each in answers} - {type(granted(answers)[0])} == {ResendTooSoon}
    assert len(world.logging_in.view(login_id).deliveries) == 1


def test_ten_logins_at_once_send_no_more_to_a_number_than_its_limit(world):
    logins = [world.logs_in() for _ in range(THREADS)]

    answers = at_once(
        *(partial(world.logging_in.request_code, each, Channel.SMS, None) for each in logins)
    )

    assert len(granted(answers)) == SendingLimits().per_number


def test_ten_workers_ring_once_for_one_request(world):
    world.sends(world.logs_in())

    at_once(*(partial(world.works, f"worker-{number}") for number in range(THREADS)))

    assert len(world.telephony.book) == 1


def test_ten_workers_never_ring_a_phone_that_rings(world):
    for _ in range(3):
        world.sends(world.logs_in())

    for _ in range(3):
        at_once(*(partial(world.works, f"worker-{number}") for number in range(THREADS)))

    assert len(world.telephony.book) == 1


def test_a21_of_ten_calls_that_claim_one_delivery_one_is_answered(world):
    sent = world.sends(world.logs_in())
    world.works()
    (placed,) = world.telephony.book

    answers = at_once(
        partial(world.calling.answer, sent.delivery.job, placed.sid),
        *(partial(world.calling.answer, sent.delivery.job, f"CA-{n}") for n in range(THREADS)),
    )

    assert isinstance(answers[0], Speech)
    assert {type(each) for each in answers[1:]} == {CallRefused}


def test_a21_of_ten_first_calls_before_the_provider_answered_one_owns_the_delivery(world):
    sent = world.sends(world.logs_in())
    world.telephony.loses_the_answer()
    world.works()

    answers = at_once(
        *(partial(world.calling.answer, sent.delivery.job, f"CA-{n}") for n in range(THREADS))
    )

    assert len(granted(answers)) == 1


def test_a21_a_replayed_key_is_counted_every_time(world):
    sent = world.rings(world.logs_in())
    sid = sent.delivery.provider_sid
    world.calling.answer(sent.delivery.job, sid)
    press = partial(world.calling.press_at_gate, sent.delivery.job, sid)

    answers = at_once(*[partial(press, sent.delivery.gate_key)] * THREADS)

    assert sum(map(_is_read_out, answers)) <= min(MAX_GATE_TRIES, MAX_READINGS)
    assert world.delivery(sent.delivery.id).gate_tries == THREADS


def test_a21_news_in_any_order_never_takes_a_call_back(world):
    sent = world.sends(world.logs_in())
    world.telephony.loses_the_answer()
    world.works()
    tell = partial(world.calling.provider_says, sent.delivery.job, "CA1")
    news = ["initiated", "ringing", "in-progress"] * 3

    at_once(*(partial(tell, each, None) for each in news))

    assert world.delivery(sent.delivery.id).state is S.ANSWERED


def test_a_message_posted_ten_times_at_once_is_taken_once(world):
    customer = Visitor(world, login_id=world.logs_in())

    answers = at_once(*[partial(customer.chooses, "topic:code_not_received", "same")] * THREADS)

    told = Counter(event.data["id"] for event in customer.events())
    assert set(told.values()) == {1}
    assert {tuple(event.id for event in each.events) for each in granted(answers)} == {
        tuple(event.id for event in answers[0].events)
    }


def test_of_two_factors_chosen_at_once_one_is_taken(world, sql_seed):
    phones = [Factor(f"phone-{n}", "customer-bao", FactorKind.SMS, ALICE, NOON) for n in (1, 2)]
    sql_seed(Customer("customer-bao", "bao", "en", ALICE, world.passwords.hash(PASSWORD)), phones)
    login_id = world.logs_in("bao")

    answers = at_once(
        *(partial(world.logging_in.choose_factor, login_id, each.id) for each in phones * 4)
    )

    chosen = {each.factor.id for each in granted(answers)}
    assert chosen == {world.logging_in.view(login_id).login.factor_id}
    assert {type(each) for each in answers} == {ChosenFactor, WrongState}


class BusyLogin:
    """A login at which everything happens at once: a call, guesses, resends and two chats."""

    def __init__(self, world: Crowd) -> None:
        self._world = world
        self.id = world.logs_in()
        self.tabs = [Visitor(world, login_id=self.id) for _ in range(2)]
        self.sent = world.rings(self.id)
        self._answer = partial(world.calling.answer, self.sent.delivery.job, self._sid)
        self._answer()

    @property
    def _sid(self) -> str:
        return self.sent.delivery.provider_sid or ""

    def guess(self) -> None:
        """Type something wrong, twice."""
        for _ in range(2):
            with pytest.raises(NotVerified):
                self._world.logging_in.verify(self.id, "wrong")

    def verify(self) -> None:
        """Type the code."""
        self._world.logging_in.verify(self.id, self.sent.code)

    def chat(self, tab: Visitor) -> None:
        """Ask for help and for codes."""
        for option in ("topic:code_not_received", "send_code:sms", "send_code:voice") * 3:
            if option in tab.options():
                tab.chooses(option)

    def call(self) -> None:
        """Have the provider call back."""
        for status in ("ringing", "in-progress") * 3:
            self._world.calling.provider_says(self.sent.delivery.job, self._sid, status, None)
            self._answer()

    def resend(self) -> None:
        """Ask for codes on the login screen."""
        for channel in Channel:
            at_once(partial(self._world.logging_in.request_code, self.id, channel, None))

    def work(self) -> None:
        """Be a worker that keeps house."""
        for _ in range(10):
            self._world.works()
            self._world.delivering.reconcile()
            self._world.delivering.forget_expired_codes()


def test_nobody_waits_for_each_other_forever(world):
    """A deadlock would be an error of the database, and no refusal."""
    login = BusyLogin(world)
    chats = [partial(login.chat, tab) for tab in login.tabs]

    at_once(login.guess, login.call, login.resend, login.work, login.work, *chats)
    at_once(login.verify, login.call, login.work, *chats)

    assert world.logging_in.view(login.id).state is LoginState.VERIFIED
