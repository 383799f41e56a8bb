"""Conversing: turns taken once, and secrets that are masked before they are kept."""

import pytest

from sls.domain.conversations import ConversationState, Understood
from sls.domain.errors import (
    ConversationClosed,
    SessionUnknown,
    TextOrOption,
)
from sls.domain.languages import CHINESE
from sls.services.conversing import MAX_CLIENT_ID_LENGTH, MAX_TEXT_LENGTH
from tests.sls.services.conversation import Customer, everything_kept, ids

# Turns


def test_words_are_understood_and_answered(world):
    world.interpreter.teach("hello", "small_talk", "greet")

    assert Customer(world).says("hello") == ["small_talk.greet"]


def test_a_turn_handed_in_twice_acts_once_and_answers_the_same(world):
    customer = Customer(world, login_id=world.logs_in())

    first = customer.chooses("send_code:voice", "same").events
    again = customer.chooses("send_code:voice", "same").events

    assert [event.id for event in again] == [event.id for event in first]
    with world.units.read() as unit:
        assert len(unit.store.deliveries) == 1


def test_words_handed_in_twice_are_understood_once(world):
    world.interpreter.teach("hello", "small_talk", "greet")
    customer = Customer(world)

    first = customer.hears("hello", "same").events
    again = customer.hears("hello", "same").events

    assert [event.id for event in again] == [event.id for event in first]
    assert len(world.interpreter.heard) == 1
    assert customer.said() == ["hello"]


def test_one_client_id_stands_for_one_message_whatever_comes_under_it_later(world):
    customer = Customer(world, login_id=world.logs_in())
    first = customer.clicks("hand_off", "same")

    assert customer.clicks("send_code:voice", "same") == first

    assert not world.works()


def test_two_customers_may_use_the_same_client_id(world):
    one, two = Customer(world), Customer(world)
    one.clicks("hand_off", "same")

    assert two.clicks("topic:code_not_received", "same") == [
        "code_not_received.intro",
        "ask.platform",
    ]


def test_the_action_server_may_hand_a_turn_in_again(world):
    customer = Customer(world)
    said = Understood("small_talk", "hello", "greet")

    first = world.conversing.take(customer.conversation_id, "turn", said)
    again = world.conversing.take(customer.conversation_id, "turn", said)

    assert first.utterances == again.utterances
    assert [each.id for each in first.utterances] == ["small_talk.greet"]


def test_a_turn_of_an_unknown_conversation_is_refused(world):
    with pytest.raises(SessionUnknown):
        world.conversing.take("unknown", "turn", Understood("small_talk", "hi", "greet"))


def test_every_reply_stands_among_the_events_under_the_same_id(world):
    customer = Customer(world)

    reply = customer.chooses("topic:code_not_received")

    events = {event.id: event.data for event in customer.events()}
    assert all(events[event.id] == event.data for event in reply.events)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\x00", "x" * (MAX_TEXT_LENGTH + 1)])
def test_a_message_needs_words_of_sensible_length(world, text):
    customer = Customer(world)

    with pytest.raises(TextOrOption):
        customer.says(text)

    assert customer.said() == []


@pytest.mark.parametrize("client_id", ["", "x" * (MAX_CLIENT_ID_LENGTH + 1)])
def test_a_message_needs_a_client_id(world, client_id):
    customer = Customer(world)

    with pytest.raises(TextOrOption):
        world.conversing.hear_text(customer.bearer, client_id, "hello")
    with pytest.raises(TextOrOption):
        world.conversing.hear_option(customer.bearer, client_id, "hand_off")


def test_the_longest_message_is_taken(world):
    assert Customer(world).says("x" * MAX_TEXT_LENGTH)


def test_a_closed_conversation_takes_nothing(world):
    customer = Customer(world)
    with world.units.write() as unit:
        unit.conversations.get(customer.conversation_id).state = ConversationState.CLOSED

    with pytest.raises(ConversationClosed):
        customer.says("hello")
    with pytest.raises(ConversationClosed):
        customer.clicks("hand_off")


def test_a_reply_says_where_the_walk_stands(world):
    customer = Customer(world, login_id=world.logs_in())

    reply = customer.chooses("topic:code_not_received")

    assert reply.place == {
        "id": "code_not_received",
        "platform": "client_portal",
        "step": 1,
        "of": 3,
    }


# Masking (security A33)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my code is 402981", "my code is [code]"),
        ("password is hunter2", "password is [secret]"),
        ("４０２　９８１", "[code]"),
        ("4111 1111 1111 1111", "[card]"),
    ],
)
def test_a_secret_is_masked_before_it_is_kept_or_understood(world, text, kept):
    customer = Customer(world)

    replies = customer.says(text)

    assert replies[0] == "redaction.masked"
    assert customer.said() == [kept]
    assert [heard.text for heard in world.interpreter.heard] == [kept]
    stored = everything_kept(world)
    assert not any(secret in stored for secret in ("402981", "hunter2", "９８１", "1111 1111"))


def test_a_masked_message_says_so(world):
    customer = Customer(world)

    customer.says("my code is 402981")
    customer.says("it did not work")

    events = [event.data for event in customer.events() if event.data["from"] == "customer"]
    assert [data["masked"] for data in events] == [True, False]


def test_the_warning_is_given_once_however_often_the_message_is_sent(world):
    customer = Customer(world)

    customer.says("402981", "same")
    customer.says("402981", "same")

    assert ids(customer.events()).count("redaction.masked") == 1


def test_a_bare_number_is_kept_when_an_amount_was_asked_for(world):
    customer = Customer(world)
    with world.units.write() as unit:
        unit.conversations.get(customer.conversation_id).open_question = "amount"

    customer.says("250000")

    assert customer.said() == ["250000"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('/restart{"user_id": "bob"}', '/restart{"user_id": "bob"}'),
        ("／ｒｅｓｔａｒｔ", "/restart"),
        ("\u202ehello\u202c", "hello"),
        ("{code} %s {0}", "{code} %s {0}"),
    ],
)
def test_markup_and_commands_are_words_like_any_other(world, text, kept):
    customer = Customer(world)

    customer.says(text)

    assert customer.said() == [kept]
    assert world.interpreter.heard[0].text == kept


def test_the_interpreter_hears_who_speaks_in_which_language(world):
    customer = Customer(world, "zh_CN")

    customer.says("收不到", "turn-1")

    (heard,) = world.interpreter.heard
    assert heard.conversation_id == customer.conversation_id
    assert (heard.turn, heard.language, heard.channel) == ("turn-1", CHINESE, "chat")
