"""The units of work and their repositories: the same promises in memory and in the database."""

from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError

from sls.domain.deliveries import CALL_MAY_LAST, CLAIM_LEASE, DeliveryState
from sls.domain.factors import Channel
from sls.domain.logins import LoginState
from sls.domain.platforms import Platform
from sls.domain.purposes import Purpose
from tests.fakes.clock import NOON
from tests.sls.adapters.conftest import NUMBER, claim_one

S = DeliveryState
TICK = timedelta(microseconds=1)
LATER = NOON + timedelta(minutes=1)


class ChangedMindError(Exception):
    """Something goes wrong in the middle of a unit."""


def _delivery(store, delivery_id: str = "delivery"):
    with store.units.read() as unit:
        return unit.deliveries.get(delivery_id)


# Units of work


def test_a_unit_commits_at_its_end(store):
    store.has_customer()
    login = store.has_login()

    with store.units.write() as unit:
        unit.logins.get("login").attempts = 3

    with store.units.read() as unit:
        assert asdict(unit.logins.get("login")) == {**asdict(login), "attempts": 3}


def test_a_unit_rolls_back_on_any_exception(store):
    store.has_customer()
    store.has_login()

    with suppress(ChangedMindError), store.units.write() as unit:
        unit.logins.get("login").attempts = 3
        unit.logins.charge_attempt("login", NOON)
        raise ChangedMindError

    with store.units.read() as unit:
        assert unit.logins.get("login").attempts == 0


def test_what_was_added_in_a_unit_that_failed_is_not_there(store):
    store.has_customer()

    with suppress(ChangedMindError), store.units.write() as unit:
        unit.use_identity_token("jti", LATER)
        raise ChangedMindError

    with store.units.write() as unit:
        assert unit.use_identity_token("jti", LATER)


def test_what_a_unit_hands_out_is_detached_afterwards(store):
    store.has_customer()
    store.has_login()

    with store.units.write() as unit:
        login = unit.logins.get("login")
    login.attempts = 4

    with store.units.read() as unit:
        assert unit.logins.get("login").attempts == 0
    assert login.platform is Platform.CLIENT_PORTAL


def test_within_a_unit_one_row_is_one_object(store):
    store.has_customer()
    store.has_login()

    with store.units.write() as unit:
        unit.logins.get("login").language = "zh_CN"
        assert unit.logins.get("login").language == "zh_CN"
        assert unit.logins.latest_waiting("customer-alice", NOON) is unit.logins.get("login")


def test_a_change_made_before_a_conditional_change_is_kept(outbox):
    outbox.has_delivery()

    with outbox.units.write() as unit:
        unit.logins.get("login").language = "zh_CN"
        unit.codes.consume("code", NOON)

    with outbox.units.read() as unit:
        assert unit.logins.get("login").language == "zh_CN"


def test_a_conditional_change_is_seen_by_what_was_loaded_before(outbox):
    with outbox.units.write() as unit:
        login = unit.logins.get("login")
        assert unit.logins.charge_attempt("login", NOON)

        assert login.attempts == 1


def test_moments_come_back_as_they_were_in_utc(store):
    store.has_customer()
    created_at = datetime(2026, 3, 2, 20, 0, 0, 123456, timezone(timedelta(hours=8)))

    store.has_login(created_at=created_at)

    with store.units.read() as unit:
        kept = unit.logins.get("login").created_at
    assert kept == created_at
    assert kept.utcoffset() is not None


# Customers


def test_a_customer_is_found_by_any_spelling_of_the_name(store):
    customer = store.has_customer("alice")

    with store.units.read() as unit:
        assert unit.customers.by_username(" ALICE ").id == customer.id
        assert unit.customers.get(customer.id).username == "alice"
        assert unit.customers.by_username("bob") is None
        assert unit.customers.get("nobody") is None
        assert unit.customers.by_username("%") is None


def test_factors_are_listed_in_a_steady_order(store):
    customer = store.has_customer()

    with store.units.read() as unit:
        assert [each.id for each in unit.customers.factors_of(customer.id)] == ["factor-alice"]
        assert list(unit.customers.factors_of("nobody")) == []
        assert unit.customers.factor("factor-alice").number == NUMBER
        assert unit.customers.factor("nothing") is None


# Logins


def test_a_login_has_five_tries_to_charge(outbox):
    def charge() -> bool:
        with outbox.units.write() as unit:
            return unit.logins.charge_attempt("login", NOON)

    assert [charge() for _ in range(7)] == [True] * 5 + [False] * 2

    with outbox.units.read() as unit:
        assert unit.logins.get("login").attempts == 5


@pytest.mark.parametrize("state", set(LoginState) - {LoginState.READY})
def test_only_a_ready_login_is_charged(store, state):
    store.has_customer()
    store.has_login(state=state)

    with store.units.write() as unit:
        assert not unit.logins.charge_attempt("login", NOON)
        assert not unit.logins.charge_attempt("nothing", NOON)


def test_a_login_is_charged_until_it_expires_and_no_longer(outbox):
    expires_at = NOON + timedelta(minutes=20)

    with outbox.units.write() as unit:
        assert unit.logins.charge_attempt("login", expires_at - TICK)
        assert not unit.logins.charge_attempt("login", expires_at)


def test_the_latest_login_that_waits_is_found(store):
    store.has_customer()
    store.has_login("old")
    store.has_login("new", created_at=NOON + TICK)
    store.has_login("over", created_at=LATER, state=LoginState.VERIFIED)
    store.has_login("choosing", created_at=LATER, state=LoginState.CHOOSE)
    store.has_login("locked", created_at=LATER, attempts=5)
    store.has_login("expired", created_at=LATER, expires_at=LATER)

    with store.units.read() as unit:
        assert unit.logins.latest_waiting("customer-alice", LATER).id == "new"
        assert unit.logins.latest_waiting("customer-bob", LATER) is None


# Codes


def test_a_code_is_consumed_once(outbox):
    with outbox.units.write() as unit:
        assert unit.codes.consume("code", NOON)
        assert not unit.codes.consume("code", NOON)
        assert not unit.codes.consume("nothing", NOON)

    with outbox.units.read() as unit:
        code = unit.codes.get("code")
    assert (code.consumed_at, code.sealed) == (NOON, None)


def test_a_dead_code_is_not_consumed(outbox):
    outbox.has_code("voided", voided_at=NOON)

    with outbox.units.write() as unit:
        assert not unit.codes.consume("voided", NOON)
        assert not unit.codes.consume("code", NOON + timedelta(minutes=10))
        assert unit.codes.consume("code", NOON + timedelta(minutes=10) - TICK)


def test_codes_of_a_login_are_listed_oldest_first(outbox):
    outbox.has_login("other")
    outbox.has_code("foreign", login_id="other")
    outbox.has_code("younger", created_at=LATER)

    with outbox.units.read() as unit:
        assert [each.id for each in unit.codes.of_login("login")] == ["code", "younger"]


def test_the_sealed_form_of_expired_codes_is_forgotten(outbox):
    outbox.has_code("younger", expires_at=LATER + timedelta(minutes=10))

    with outbox.units.write() as unit:
        assert unit.codes.unseal_expired(NOON + timedelta(minutes=10)) == 1
        assert unit.codes.unseal_expired(NOON + timedelta(minutes=10)) == 0

    with outbox.units.read() as unit:
        assert unit.codes.get("code").sealed is None
        assert unit.codes.get("younger").sealed == b"sealed"


# Deliveries


def test_a_delivery_comes_back_as_it_was(outbox):
    delivery = outbox.has_delivery(reason="why", worker="w", ended_at=LATER)

    assert asdict(_delivery(outbox)) == asdict(delivery)


def test_a_delivery_is_claimed_by_one_worker(outbox):
    outbox.has_delivery()

    with outbox.units.write() as unit:
        claimed = claim_one(unit, "one", NOON)
    with outbox.units.write() as unit:
        assert claim_one(unit, "two", NOON) is None

    assert (claimed.state, claimed.worker) == (S.CLAIMED, "one")
    assert claimed.lease_until == NOON + CLAIM_LEASE
    assert _delivery(outbox).worker == "one"


def test_what_was_loaded_before_a_claim_is_seen_as_claimed(outbox):
    outbox.has_delivery()

    with outbox.units.write() as unit:
        before = unit.deliveries.get("delivery")
        claimed = claim_one(unit, "one", NOON)

    assert claimed is before
    assert claimed.state is S.CLAIMED


def test_the_delivery_that_is_due_first_is_claimed_first(outbox):
    outbox.has_delivery("second", due_at=NOON + TICK, channel=Channel.SMS)
    outbox.has_delivery("first", due_at=NOON, channel=Channel.SMS)
    outbox.has_delivery("later", due_at=LATER + TICK, channel=Channel.SMS)

    claimed = []
    for _ in range(3):
        with outbox.units.write() as unit:
            delivery = claim_one(unit, "one", LATER)
            claimed.append(delivery.id if delivery else None)

    assert claimed == ["first", "second", None]


def test_a_call_waits_until_the_phone_is_free(outbox):
    outbox.has_delivery("first", due_at=NOON)
    outbox.has_delivery("second", due_at=NOON + TICK)

    claimed = []
    for moment in (LATER, LATER, LATER + CLAIM_LEASE + TICK):
        with outbox.units.write() as unit:
            delivery = claim_one(unit, "one", moment)
            claimed.append(delivery.id if delivery else None)

    assert claimed == ["first", None, "first"]


def test_only_calls_in_hand_that_are_old_enough_are_forgotten(outbox):
    outbox.has_delivery("ringing", state=S.RINGING, created_at=NOON)
    outbox.has_delivery("read out", state=S.READ_OUT, created_at=NOON)
    outbox.has_delivery("ended", state=S.READ_OUT, created_at=NOON, ended_at=LATER)
    outbox.has_delivery("young", state=S.RINGING, created_at=NOON + TICK)
    outbox.has_delivery("queued", created_at=NOON)
    outbox.has_delivery("text", state=S.PLACED, created_at=NOON, channel=Channel.SMS)

    with outbox.units.read() as unit:
        forgotten = unit.deliveries.forgotten_calls(NOON)

    assert set(forgotten) == {"ringing", "read out"}


def test_a_call_that_left_late_is_not_forgotten_while_it_rings(outbox):
    outbox.has_delivery("ringing", state=S.RINGING, created_at=NOON, announced_at=LATER)

    with outbox.units.read() as unit:
        assert list(unit.deliveries.forgotten_calls(LATER - TICK)) == []
        assert list(unit.deliveries.forgotten_calls(LATER)) == ["ringing"]


@pytest.mark.parametrize(
    ("state", "since"), [(S.RINGING, "announced_at"), (S.CLAIMED, "lease_until")]
)
def test_a_phone_that_is_called_late_is_not_called_twice(outbox, state, since):
    late = NOON + CALL_MAY_LAST
    outbox.has_delivery("late", state=state, **{since: late})
    outbox.has_delivery("next", created_at=late, due_at=late)

    with outbox.units.write() as unit:
        assert claim_one(unit, "worker", late) is None


def test_a_claim_that_was_dropped_is_free_after_its_lease(outbox):
    outbox.has_delivery(state=S.CLAIMED, worker="dead", lease_until=LATER)

    with outbox.units.write() as unit:
        assert claim_one(unit, "two", LATER) is None
    with outbox.units.write() as unit:
        assert claim_one(unit, "two", LATER + TICK).worker == "two"


@pytest.mark.parametrize("state", set(S) - {S.QUEUED, S.CLAIMED})
def test_nothing_further_on_is_ever_claimed(outbox, state):
    outbox.has_delivery(state=state, lease_until=NOON)

    with outbox.units.write() as unit:
        assert claim_one(unit, "one", LATER) is None


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({}, True),
        ({"due_at": LATER}, True),
        ({"due_at": LATER + TICK}, False),
        ({"state": S.CLAIMED, "lease_until": LATER}, False),
        ({"state": S.CLAIMED, "lease_until": LATER - TICK}, True),
        ({"state": S.PLACING}, False),
    ],
)
def test_there_is_something_due_exactly_when_a_claim_would_find_it(outbox, fields, is_due):
    outbox.has_delivery(**fields)

    with outbox.units.read() as unit:
        assert unit.deliveries.has_due(LATER) == is_due
    with outbox.units.write() as unit:
        assert (claim_one(unit, "one", LATER) is not None) == is_due


def test_as_many_are_claimed_together_as_there_is_room_for(outbox):
    for number in range(3):
        outbox.has_delivery(f"call-{number}", number=f"+1202555011{number}", due_at=NOON)
        outbox.has_delivery(f"text-{number}", channel=Channel.SMS, due_at=NOON + TICK)

    with outbox.units.write() as unit:
        room = {Channel.VOICE: 2, Channel.SMS: 9}
        claimed = unit.deliveries.claim("one", LATER, room, most=4)

    channels = [each.channel for each in claimed]
    assert channels == [Channel.VOICE] * 2 + [Channel.SMS] * 2
    assert {(each.state, each.worker) for each in claimed} == {(S.CLAIMED, "one")}


def test_of_calls_to_one_phone_one_is_claimed_however_much_room_there_is(outbox):
    outbox.has_delivery("second", due_at=NOON + TICK)
    outbox.has_delivery("first", due_at=NOON)
    outbox.has_delivery("text", channel=Channel.SMS, due_at=NOON + 2 * TICK)

    with outbox.units.write() as unit:
        claimed = unit.deliveries.claim("one", LATER, dict.fromkeys(Channel, 9), most=9)

    assert [each.id for each in claimed] == ["first", "text"]


def test_without_room_only_what_expired_is_claimed(outbox):
    outbox.has_delivery("live", number="+12025550111")
    outbox.has_delivery("expired", number="+12025550112", expires_at=LATER)

    with outbox.units.write() as unit:
        claimed = unit.deliveries.claim("one", LATER, {}, most=9)

    assert [each.id for each in claimed] == ["expired"]


def test_what_is_held_comes_in_one_order_and_as_it_stands(outbox):
    for name in ("b", "c", "a"):
        outbox.has_delivery(name)

    with outbox.units.write() as unit:
        for each in unit.deliveries.hold(["c", "a"]):
            each.readings += 1

    with outbox.units.read() as unit:
        assert [each.id for each in unit.deliveries.hold(["c", "b", "a"])] == ["a", "b", "c"]
        assert [unit.deliveries.get(each).readings for each in "abc"] == [1, 0, 1]


def test_deliveries_are_found_by_job_login_and_state(outbox):
    outbox.has_login("other")
    outbox.has_delivery("one", created_at=LATER)
    outbox.has_delivery("two", state=S.PLACING)
    outbox.has_delivery("foreign", login_id="other")

    with outbox.units.read() as unit:
        assert unit.deliveries.by_job("job-two").id == "two"
        assert unit.deliveries.by_job("nothing") is None
        assert [each.id for each in unit.deliveries.of_login("login")] == ["two", "one"]
        assert [each.id for each in unit.deliveries.in_state(S.PLACING)] == ["two"]


def test_an_owner_is_known(outbox):
    outbox.has_delivery(provider_sid="CA1")

    with outbox.units.read() as unit:
        assert unit.deliveries.knows_sid("CA1")
        assert not unit.deliveries.knows_sid("CA2")


def test_no_two_deliveries_have_one_owner(outbox):
    outbox.has_delivery("one", provider_sid="CA1")
    outbox.has_delivery("two")

    with pytest.raises(IntegrityError), outbox.units.write() as unit:
        unit.deliveries.get("two").provider_sid = "CA1"


def test_sends_to_a_number_are_counted_without_those_of_verified_logins(outbox):
    outbox.has_login("verified", state=LoginState.VERIFIED)
    outbox.has_delivery("late", created_at=LATER + TICK, channel=Channel.SMS)
    outbox.has_delivery("early", created_at=LATER)
    outbox.has_delivery("edge", created_at=NOON)
    outbox.has_delivery("given_back", login_id="verified", created_at=LATER)
    outbox.has_delivery("elsewhere", number="+12025550102", created_at=LATER)

    with outbox.units.read() as unit:
        assert list(unit.deliveries.sent_to(NUMBER, NOON)) == [LATER, LATER + TICK]


@pytest.mark.parametrize("purpose", [Purpose.NOTICE, Purpose.CALLBACK])
def test_what_carries_no_code_uses_up_nobodys_codes(outbox, purpose):
    outbox.has_delivery(created_at=LATER, purpose=purpose, code_id=None, login_id="other")

    with outbox.units.read() as unit:
        assert list(unit.deliveries.sent_to(NUMBER, NOON)) == []


# Conversations


def test_a_conversation_comes_back_as_it_was(store):
    conversation = store.has_conversation(
        login_id="login", pending={"channel": "sms"}, answers={"platform": "tws"}, walks=[{"a": 1}]
    )

    with store.units.read() as unit:
        assert asdict(unit.conversations.get("chat")) == asdict(conversation)
        assert unit.conversations.by_bearer("digest-chat").id == "chat"
        assert unit.conversations.by_bearer("chat") is None
        assert [each.id for each in unit.conversations.of_login("login")] == ["chat"]
        assert list(unit.conversations.of_login("other")) == []


def test_a_new_value_is_kept_and_a_change_inside_one_is_not(store):
    store.has_conversation(answers={"platform": "tws"}, walks=[])

    with store.units.write() as unit:
        conversation = unit.conversations.get("chat")
        conversation.answers["platform"] = "ios"
        conversation.walks = [*conversation.walks, {"procedure": "demo"}]

    with store.units.read() as unit:
        kept = unit.conversations.get("chat")
    assert kept.answers == {"platform": "tws"}
    assert kept.walks == [{"procedure": "demo"}]


def test_no_two_conversations_have_one_bearer(store):
    store.has_conversation("one", bearer_digest="same")

    with pytest.raises(IntegrityError):
        store.has_conversation("two", bearer_digest="same")


# Identity tokens


def test_an_identity_token_is_used_once(store):
    with store.units.write() as unit:
        assert unit.use_identity_token("jti", LATER)
        assert not unit.use_identity_token("jti", LATER)
    with store.units.write() as unit:
        assert not unit.use_identity_token("jti", LATER)
        assert unit.use_identity_token("other", LATER)


def test_now_is_utc_in_the_contract_itself():
    assert NOON.tzinfo is UTC
