"""A customer says in words when to be called: what fits is offered, and nothing is promised."""

from datetime import datetime

import pytest

from sls.domain.moments import read_moment
from tests.fakes.bootstrap import World
from tests.sls.services.caller import Caller
from tests.sls.services.conversation import Customer, ids

# As the shipped model takes words that are nothing but a time.
TAKEN_FOR = {
    "tomorrow morning": ("small_talk", "greet"),
    "明天早上": ("small_talk", "greet"),
    "tomorrow at ten": ("clarify", "out_of_scope"),
    "明天上午十点": ("clarify", "out_of_scope"),
    "this afternoon": ("small_talk", "greet"),
    "今天下午": ("clarify", "out_of_scope"),
    "wednesday": ("clarify", "nlu_fallback"),
    "saturday": ("clarify", "nlu_fallback"),
    "later": ("small_talk", "goodbye"),
    "下周": ("clarify", "out_of_scope"),
    "right now": ("navigate", "next_step"),
    "help!": ("navigate", "stuck"),
    "no": ("navigate", "deny"),
    "mumble": ("clarify", "nlu_fallback"),
    "thanks": ("small_talk", "thank"),
    "I lost my card this morning": ("walk_procedure", "code_not_received"),
    "can someone call me tomorrow morning": ("hand_off", "human_handoff"),
    # That close to a wish for a code by call.
    "please call me tomorrow morning": ("send_code", "request_code_by_voice"),
    "no code since this morning, call me": ("send_code", "request_code_by_voice"),
    "call me with the code tomorrow morning": ("send_code", "request_code_by_voice"),
    "call me on saturday": ("hand_off", "human_handoff"),
}


@pytest.fixture
def world() -> World:
    """Give a world on Monday noon, whose desk answers from nine to five."""
    world = World()
    world.has_customer("alice")
    for words, (capability, intent) in TAKEN_FOR.items():
        world.interpreter.teach(words, capability, intent)
    return world


@pytest.fixture
def customer(world) -> Customer:
    """Give Alice, who was asked when to call her."""
    customer = Customer(world, login_id=world.logs_in())
    customer.clicks("hand_off")
    customer.clicks("callback")
    return customer


def offered(options: list[str]) -> list[tuple[int, int]]:
    """Return the days and hours that were offered."""
    moments = [read_moment(each.partition(":")[2]) for each in options]
    return [(each.day, each.hour) for each in moments if isinstance(each, datetime)]


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("tomorrow morning", [(3, 9), (3, 10), (3, 11)]),
        ("明天早上", [(3, 9), (3, 10), (3, 11)]),
        ("tomorrow at ten", [(3, 10)]),
        ("明天上午十点", [(3, 10)]),
        ("this afternoon", [(2, 13), (2, 14), (2, 15), (2, 16)]),
        ("今天下午", [(2, 13), (2, 14), (2, 15), (2, 16)]),
        ("wednesday", [(4, 9), (4, 11), (4, 13), (4, 16)]),
    ],
)
def test_the_times_that_fit_are_offered_and_other_ones(customer, words, times):
    assert customer.says(words) == ["callback.when"]
    assert offered(customer.options()) == times
    assert customer.options()[-2:] == ["callback:other", "callback:no"]


def test_one_of_them_is_taken_by_choosing_it(world, customer):
    customer.says("tomorrow at ten")

    assert customer.clicks(customer.options()[0]) == ["callback.requested"]
    with world.units.read() as unit:
        (request,) = unit.help_requests.all_open()
    assert (request.due_at.day, request.due_at.hour) == (3, 10)


def test_other_times_are_those_of_the_beginning(customer):
    first = customer.options()
    customer.says("tomorrow at ten")

    assert customer.clicks("callback:other") == ["callback.when"]
    assert customer.options() == first


def test_when_nobody_is_there_then_that_is_said_with_the_usual_times(customer):
    first = customer.options()

    assert customer.says("saturday") == ["callback.not_then"]
    assert customer.options() == first


@pytest.mark.parametrize("words", ["later", "下周", "mumble"])
def test_a_time_that_is_not_read_leaves_the_options_and_is_owned_up_to(customer, words):
    first = customer.options()

    assert customer.says(words) == ["callback.not_read"]
    assert customer.options() == first
    assert customer.says("tomorrow at ten") == ["callback.when"]


def test_what_is_not_understood_twice_is_no_time(customer):
    customer.says("mumble")

    assert customer.says("mumble") == ["clarify.not_understood"]


def test_now_is_taken_at_its_word(world, customer):
    assert customer.says("right now") == ["callback.requested_now"]


def test_now_is_not_promised_out_of_hours(world, customer):
    world.clock.advance(hours=8)
    later = Customer(world, login_id=world.logs_in())
    later.clicks("hand_off")
    later.clicks("callback")

    assert later.says("right now") == ["callback.when_closed"]


def test_a_cry_is_no_time(customer):
    assert customer.says("help!") == ["calm.help"]


def test_no_is_no_call(customer):
    assert customer.says("no") == ["callback.dropped"]


def test_words_about_something_else_are_taken_for_that(customer):
    assert customer.says("I lost my card this morning")[0] == "code_not_received.intro"


def test_thanks_are_thanks(customer):
    assert customer.says("thanks") == ["small_talk.thank"]


@pytest.mark.parametrize(
    "words", ["can someone call me tomorrow morning", "please call me tomorrow morning"]
)
def test_who_names_the_time_at_once_is_offered_it_at_once(world, words):
    customer = Customer(world, login_id=world.logs_in())

    assert customer.says(words) == ["callback.when"]
    assert offered(customer.options()) == [(3, 9), (3, 10), (3, 11)]


@pytest.mark.parametrize(
    "words", ["no code since this morning, call me", "call me with the code tomorrow morning"]
)
def test_a_code_is_called_at_once_whatever_time_is_named(world, words):
    customer = Customer(world, login_id=world.logs_in())

    assert customer.says(words) == ["send_code.started.voice"]


def test_who_names_a_day_off_is_told_so_at_once(world):
    customer = Customer(world, login_id=world.logs_in())

    assert customer.says("call me on saturday") == ["callback.not_then"]


def test_where_no_time_was_asked_for_none_is_taken(world):
    customer = Customer(world, login_id=world.logs_in())

    assert customer.says("tomorrow morning") == ["small_talk.greet"]


def test_whom_we_no_longer_know_is_told_to_log_in(world, customer):
    world.clock.advance(hours=1)

    reply = customer.hears("tomorrow at ten")

    assert ids(reply.events) == ["callback.not_known"]


def test_a_caller_who_proved_who_they_are_says_it_too(world):
    world.clock.advance(hours=8)
    caller = Caller.in_menu(world)
    caller.presses("0")
    caller.presses("1")
    with world.units.read() as unit:
        (delivery,) = unit.deliveries.of_login(unit.line_calls.proof_of(caller.sid).id)
    assert "line.callback_when" in caller.presses(world.code_of(delivery))

    assert caller.says("later")[0] == "line.callback_not_read"
    assert caller.says("saturday")[0] == "line.callback_not_then"
    assert caller.says("tomorrow at ten")[:2] == ["line.callback_when", "1 option.callback.at"]
    assert caller.presses("1")[0] == "line.callback_requested"


@pytest.mark.parametrize(
    "words", ["can someone call me tomorrow morning", "please call me tomorrow morning"]
)
def test_a_caller_who_wants_a_call_tomorrow_says_first_who_they_are(world, words):
    caller = Caller.in_menu(world)

    assert caller.says(words)[:2] == ["line.callback_prove", "1 option.prove.callback"]

    caller.presses("1")
    with world.units.read() as unit:
        (delivery,) = unit.deliveries.of_login(unit.line_calls.proof_of(caller.sid).id)
    assert "line.callback_when" in caller.presses(world.code_of(delivery))


def test_a_caller_who_wants_a_person_now_is_put_through(world):
    world.interpreter.teach("a person please", "hand_off", "human_handoff")

    assert Caller.in_menu(world).says("a person please")[0] == "line.connecting"
