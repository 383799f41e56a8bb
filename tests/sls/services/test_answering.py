"""Answering: small talk, questions, handing over, clarifying."""

from datetime import UTC, timedelta
from pathlib import Path

import pytest

from sls.domain.business_hours import read_business_hours
from sls.domain.messages import Utterance
from sls.services.answering import HELP_OPTIONS, MAX_MISUNDERSTANDINGS
from sls.services.finding_person import FindingPerson
from sls.services.turns import begin_turn
from sls.texts import Catalogues
from tests.fakes.bootstrap import AGENT, HOURS
from tests.sls.services.conversation import Customer, ids

ROOT = Path(__file__).resolve().parents[3]
ALWAYS, DAYS = "UTC mon-sun 00:00-24:00", "UTC mon-fri 00:00-24:00"

UNSURE = [("change_pin", 0.3), ("m2fs", 0.2), ("opt_out", 0.13), ("ip_restriction", 0.12)]


@pytest.mark.parametrize("intent", ["goodbye", "thank", "wait"])
def test_courtesies_are_returned_without_options(world, intent):
    world.interpreter.teach("words", "small_talk", intent)
    customer = Customer(world)

    reply = customer.hears("words")

    assert ids(reply.events) == [f"small_talk.{intent}"]
    assert reply.events[0].data["utterance"]["options"] == []


@pytest.mark.parametrize("intent", ["greet", "bot_challenge"])
def test_a_greeting_offers_help(world, intent):
    world.interpreter.teach("words", "small_talk", intent)

    reply = Customer(world).hears("words")

    assert reply.events[0].data["utterance"]["options"] == list(HELP_OPTIONS)


def test_a_possible_break_in_is_offered_from_the_start_and_changes_no_number(world):
    """Last before the person: who learned that 4 is a lost device still gets there."""
    assert Customer(world).options() == [
        "topic:code_not_received",
        "send_code:voice",
        "send_code:sms",
        "topic:lost_or_broken_device",
        "topic:new_phone_or_reactivate",
        "topic:withdrawal_limit",
        "topic:suspected_break_in",
        "hand_off",
    ]


def test_why_is_answered_for_the_open_question(world):
    world.interpreter.teach("why", "answer_question", "why")
    customer = Customer(world)

    assert customer.says("why") == ["why.general"]
    customer.clicks("send_code:voice")
    assert customer.says("why") == ["why.platform"]
    customer.clicks("platform:tws")
    assert customer.says("why") == ["why.username"]
    assert customer.clicks("why") == ["why.username"]


def test_a_wish_for_a_person_is_told_how(world):
    world.interpreter.teach("agent", "hand_off", "human_handoff")
    customer = Customer(world)

    assert customer.says("agent") == ["hand_off.contact"]
    assert customer.clicks("hand_off") == ["hand_off.contact"]


@pytest.mark.parametrize(
    ("later", "hours", "moment"),
    [
        (timedelta(0), "hand_off.hours.open", {"closes_at": "2026-03-02T17:00Z[UTC]"}),
        (timedelta(hours=8), "hand_off.hours.closed", {"opens_at": "2026-03-03T09:00Z[UTC]"}),
        (timedelta(days=5), "hand_off.hours.closed", {"opens_at": "2026-03-09T09:00Z[UTC]"}),
    ],
)
def test_whoever_asks_for_a_person_hears_whether_one_is_there_or_when(world, later, hours, moment):
    """Monday noon, Monday evening, and Saturday."""
    world.interpreter.teach("what time do you open?", "hand_off", "human_handoff")
    world.clock.advance(later)

    (event,) = Customer(world).hears("what time do you open?").events

    assert event.data["utterance"]["values"] == {"hours": {"id": hours, "values": moment}}


@pytest.mark.parametrize(("written", "said"), [(ALWAYS, "hand_off.hours.always"), (DAYS, None)])
def test_where_nobody_ever_leaves_no_end_is_told(world, written, said):
    hours = read_business_hours(written, lambda _zone: UTC)

    (reply,) = _written(world, FindingPerson(AGENT, hours))

    told = reply.values["hours"].id
    assert told == (said or "hand_off.hours.open")


def test_where_there_is_no_desk_no_hours_are_told(world):
    (reply,) = _written(world, FindingPerson(None, HOURS))

    assert (reply.id, reply.values) == ("hand_off.contact_only", {})


def _written(world, person):
    with world.units.write() as unit:
        turn = begin_turn(unit, world.hearing.new_conversation("en", "chat"), world.now())
        person.write(turn)
    return turn.replies


@pytest.mark.parametrize(
    ("language", "closed"),
    [
        ("en", "It opens again on Monday, March 9, 9:00 AM (Eastern Daylight Time)."),
        ("zh_CN", "3月9日星期一 09:00（北美东部夏令时间）恢复服务。"),
    ],
)
def test_the_hours_are_told_in_words_with_their_zone(language, closed):
    """Written into the texts that people read."""
    texts = Catalogues(ROOT / "locales")
    opens_at = "2026-03-09T13:00Z[America/New_York]"
    hours = Utterance("hand_off.hours.closed", {"opens_at": opens_at})

    text = texts.text(language, "hand_off.contact", hours=hours)

    assert closed in text
    assert "ibkr.com/support" in text


def test_between_a_few_the_customer_is_asked(world):
    world.interpreter.teach("hm", "clarify", "nlu_fallback", confidence=0.3, ranking=UNSURE)
    customer = Customer(world)

    assert customer.says("hm") == ["clarify.which"]
    assert customer.options() == ["topic:change_pin", "topic:m2fs", "topic:opt_out", "topic:none"]


def test_none_of_these_is_an_answer(world):
    world.interpreter.teach("hm", "clarify", "nlu_fallback", confidence=0.3, ranking=UNSURE)
    customer = Customer(world)
    customer.says("hm")

    assert customer.clicks("topic:none") == ["clarify.none"]


def test_what_is_told_with_nothing_under_way_is_asked_on_and_not_refused(world):
    """Gold alone names no matter; that no steps are under way would be no answer."""
    world.interpreter.teach("gold", "navigate", "inform", entities={"device": "gold"})
    customer = Customer(world)

    assert customer.says("gold") == ["told.before"]
    assert customer.options() == list(HELP_OPTIONS)


def test_a_topic_that_asks_for_a_code_sends_one(world):
    ranking = [("request_code_by_sms", 0.3), ("request_code_by_voice", 0.2)]
    world.interpreter.teach("hm", "clarify", "nlu_fallback", confidence=0.3, ranking=ranking)
    customer = Customer(world, login_id=world.logs_in())
    customer.says("hm")

    assert customer.clicks("topic:request_code_by_sms") == ["send_code.started.sms"]
    assert customer.clicks("topic:request_code_by_voice") == ["send_code.started.voice"]


def test_out_of_scope_is_said_with_what_help_there_is(world):
    world.interpreter.teach("weather", "clarify", "out_of_scope")
    customer = Customer(world)

    assert customer.says("weather") == ["clarify.out_of_scope"]
    assert customer.options() == list(HELP_OPTIONS)


def test_not_understood_is_admitted(world):
    assert Customer(world).says("blub") == ["clarify.not_understood"]


def test_the_third_misunderstanding_in_a_row_offers_a_person(world):
    customer = Customer(world)

    replies = [customer.says(f"blub {number}") for number in range(MAX_MISUNDERSTANDINGS)]

    assert replies[-1] == ["clarify.offer_person"]
    assert customer.options()[0] == "hand_off"
    assert customer.says("blub again") == ["clarify.not_understood"]


def test_understanding_something_in_between_begins_the_count_anew(world):
    world.interpreter.teach("hello", "small_talk", "greet")
    customer = Customer(world)
    customer.says("blub")
    customer.says("blab")

    customer.says("hello")

    assert customer.says("blob") == ["clarify.not_understood"]


def test_a_click_in_between_begins_the_count_anew(world):
    customer = Customer(world)
    customer.says("blub")
    customer.says("blab")

    customer.clicks("hand_off")

    assert customer.says("blob") == ["clarify.not_understood"]


def test_yes_to_a_person_brings_one(world):
    world.interpreter.teach("hm", "clarify", "nlu_fallback", confidence=0.2)
    world.interpreter.teach("yes", "navigate", "affirm")
    customer = Customer(world)
    for _ in range(MAX_MISUNDERSTANDINGS):
        customer.says("hm")

    assert customer.says("yes") == ["hand_off.contact"]
    assert customer.says("yes") == ["walk.none"]


@pytest.mark.parametrize(
    ("likely", "replies"),
    [
        (["opt_out", "code_not_received"], ["code_not_received.intro", "ask.platform"]),
        (["change_pin", "code_not_received"], ["clarify.which"]),
        (["opt_out"], ["clarify.which"]),
    ],
)
def test_the_only_topic_that_is_likely_again_after_the_question_is_meant(world, likely, replies):
    first, again = ["change_pin", "code_not_received"], likely
    for text, labels in (("my phone", first), ("it brings nothing", again)):
        ranking = [(label, 0.2) for label in labels]
        world.interpreter.teach(text, "clarify", "nlu_fallback", confidence=0.3, ranking=ranking)
    customer = Customer(world)

    assert customer.says("my phone") == ["clarify.which"]
    assert customer.says("it brings nothing") == replies
