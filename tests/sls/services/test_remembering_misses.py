"""What was not understood is kept, masked, with what the customer did next."""

from datetime import timedelta

import pytest

from sls.domain.misses import FOLLOWED_WITHIN, MissKind
from sls.services.reviewing_misses import ReviewingMisses
from tests.sls.services.conversation import Customer

UNSURE = [
    ("nlu_fallback", 0.7),
    ("change_pin", 0.3),
    ("m2fs", 0.2),
    ("opt_out", 0.13),
    ("greet", 0.1),
]


@pytest.fixture
def customer(world) -> Customer:
    """Give a customer whose "hm" nobody understands."""
    world.interpreter.teach("hm", "clarify", "nlu_fallback", confidence=0.3, ranking=UNSURE)
    world.interpreter.teach("a new PIN please", "walk_procedure", "change_pin")
    world.interpreter.teach("thanks", "small_talk", "thank")
    return Customer(world)


@pytest.fixture
def reviewing(world) -> ReviewingMisses:
    """Give the reviewer's use cases."""
    return ReviewingMisses(world.units, world.clock)


def test_what_was_not_understood_waits_for_review_with_our_guesses(customer, reviewing):
    customer.says("hm")

    (miss,) = reviewing.waiting(10)
    assert (miss.kind, miss.text, miss.language) == (MissKind.UNRECOGNISED, "hm", "en")
    assert miss.guesses == ["change_pin", "m2fs", "opt_out"]
    assert (miss.meant, miss.reworded) == (None, None)


def test_the_option_chosen_next_tells_what_was_meant(customer, reviewing):
    customer.says("hm")
    customer.clicks("topic:m2fs")

    (miss,) = reviewing.waiting(10)
    assert (miss.meant, miss.reworded) == ("m2fs", None)


def test_none_of_these_tells_nothing_and_the_next_words_do(customer, reviewing):
    customer.says("hm")
    customer.clicks("topic:none")
    customer.says("thanks")
    assert reviewing.waiting(10)[0].meant is None

    customer.says("a new PIN please")

    (miss,) = reviewing.waiting(10)
    assert (miss.meant, miss.reworded) == ("change_pin", "a new PIN please")


@pytest.mark.parametrize(
    ("option", "meant"),
    [("send_code:voice", "request_code_by_voice"), ("send_code:sms", "request_code_by_sms")],
)
def test_a_code_asked_for_by_button_counts_as_its_label(world, reviewing, option, meant):
    world.interpreter.teach("huh", "clarify", "out_of_scope")
    customer = Customer(world)
    customer.says("huh")
    customer.clicks(option)

    assert reviewing.waiting(10)[0].meant == meant


def test_what_comes_much_later_is_about_something_else(world, customer, reviewing):
    customer.says("hm")
    world.clock.advance(minutes=FOLLOWED_WITHIN / timedelta(minutes=1))
    customer.says("a new PIN please")

    assert reviewing.waiting(10)[0].meant is None


def test_what_was_meant_is_told_once(customer, reviewing):
    customer.says("hm")
    customer.clicks("topic:m2fs")
    customer.says("a new PIN please")

    assert reviewing.waiting(10)[0].meant == "m2fs"


def test_a_secret_is_never_kept(world, reviewing):
    world.interpreter.teach("my pin is [secret] hm", "clarify", "nlu_fallback")
    Customer(world).says("my pin is 4826 hm")

    (miss,) = reviewing.waiting(10)
    assert "4826" not in miss.text


def test_words_that_are_taken_back_are_kept_with_the_correction(world, reviewing):
    world.interpreter.teach("the thing on my phone", "walk_procedure", "code_not_received")
    world.interpreter.teach("no, I meant TWS", "navigate", "correct_answer")
    customer = Customer(world)
    customer.says("the thing on my phone")
    customer.says("no, I meant TWS")

    (miss,) = reviewing.waiting(10)
    assert (miss.kind, miss.text) == (MissKind.CORRECTED, "the thing on my phone")
    assert (miss.meant, miss.reworded) == (None, "no, I meant TWS")


def test_a_user_name_that_was_asked_for_is_no_miss(world, reviewing):
    world.interpreter.teach("alice", "clarify", "nlu_fallback")
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks("platform:tws")
    customer.says("alice")

    assert list(reviewing.waiting(10)) == []


def test_a_turn_handed_in_twice_is_missed_once(customer, reviewing):
    customer.says("hm", client_id="same")
    customer.says("hm", client_id="same")

    assert len(reviewing.waiting(10)) == 1


def test_what_a_person_has_looked_at_does_not_come_again(customer, reviewing):
    customer.says("hm")
    (miss,) = reviewing.waiting(10)

    reviewing.review(miss.id)

    assert list(reviewing.waiting(10)) == []
