"""Conversing: sessions, turns taken once, masking, languages and a Rasa that is down."""

from datetime import timedelta

import pytest

from sls.domain.conversations import ConversationState, Level, Understood
from sls.domain.errors import (
    ConversationClosed,
    GatewayError,
    IdentityRejected,
    OptionUnknown,
    SessionUnknown,
    TextOrOption,
)
from sls.domain.languages import CHINESE, ENGLISH
from sls.services.conversing import MAX_CLIENT_ID_LENGTH, MAX_TEXT_LENGTH
from tests.sls.services.conversation import Customer, ids


def _raw(world) -> str:
    """Return everything that the store keeps, as one text to search."""
    with world.units.read() as unit:
        return repr(unit.store)


# Sessions


def test_a_session_is_opened_with_a_greeting_and_help(world):
    opened = world.conversing.open("en", None, None)

    assert ids(opened.events) == ["greeting.site"]
    assert opened.level is Level.ANONYMOUS
    assert opened.events[0].data["utterance"]["options"]


def test_the_bearer_is_told_once_and_not_kept(world):
    opened = world.conversing.open("en", None, None)

    assert f"'{opened.bearer}'" not in _raw(world)
    assert world.conversing.session(opened.bearer).id == opened.conversation.id


@pytest.mark.parametrize("bearer", ["", "unknown", "token-000001"])
def test_an_unknown_bearer_has_no_session(world, bearer):
    customer = Customer(world)
    assert customer.bearer != "" or bearer

    for call in (
        lambda: world.conversing.session(customer.conversation_id),
        lambda: world.conversing.events_after("unknown", 0),
        lambda: world.conversing.hear_text("unknown", "1", "hello"),
        lambda: world.conversing.hear_option("unknown", "1", "hand_off"),
    ):
        with pytest.raises(SessionUnknown):
            call()


def test_the_id_of_a_pending_login_opens_level_one(world):
    opened = world.conversing.open("en", None, world.logs_in())

    assert opened.level is Level.LOGIN_BOUND
    assert ids(opened.events) == ["greeting.login"]


@pytest.mark.parametrize("kind", ["unknown", "expired", "verified", "locked"])
def test_a_login_that_is_not_pending_opens_level_zero(world, kind):
    login_id = world.logs_in()
    if kind == "expired":
        world.clock.advance(minutes=20)
    elif kind == "verified":
        world.logging_in.verify(login_id, world.sends(login_id).code)
    elif kind == "locked":
        with world.units.write() as unit:
            unit.logins.get(login_id).attempts = 5

    opened = world.conversing.open("en", None, "nonsense" if kind == "unknown" else login_id)

    assert opened.level is Level.ANONYMOUS
    assert opened.conversation.login_id is None


def test_an_identity_token_opens_level_two(world):
    token = world.tokens.issue("alice", world.now())

    opened = world.conversing.open("en", token, None)

    assert opened.level is Level.SITE_AUTHENTICATED
    assert opened.conversation.customer_id == "customer-alice"


@pytest.mark.parametrize("quiet", [timedelta(hours=1), timedelta(days=30)])
def test_who_was_quiet_for_an_hour_is_no_longer_known_and_hears_so_once(world, quiet):
    """NIST SP 800-63B-4: a session of two factors ends after an hour without a sign of life."""
    customer = Customer(world, identity=world.tokens.issue("alice", world.now()))
    world.clock.advance(quiet)

    assert customer.clicks("topic:withdrawal_limit")[0] == "session.identity_ended"
    assert world.conversing.session(customer.bearer).customer_id is None
    assert "session.identity_ended" not in customer.clicks("topic:withdrawal_limit")


def test_who_goes_on_talking_stays_known_for_a_day_at_the_most(world):
    customer = Customer(world, identity=world.tokens.issue("alice", world.now()))
    for _ in range(47):
        world.clock.advance(timedelta(minutes=30))
        assert "session.identity_ended" not in customer.says("hello")
    world.clock.advance(timedelta(minutes=30))

    assert customer.says("hello")[0] == "session.identity_ended"


def test_a10_the_login_of_somebody_else_is_not_mixed_with_an_identity(world):
    world.has_customer("bao")
    token = world.tokens.issue("alice", world.now())

    opened = world.conversing.open("en", token, world.logs_in("bao"))

    assert opened.level is Level.SITE_AUTHENTICATED
    assert opened.conversation.login_id is None


def test_a_rejected_identity_opens_nothing(world):
    with pytest.raises(IdentityRejected):
        world.conversing.open("en", "forged", None)

    assert "greeting" not in _raw(world)


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", ENGLISH), ("zh_CN", CHINESE), ("zh-TW", CHINESE), ("de", ENGLISH), (None, ENGLISH)],
)
def test_a_session_speaks_the_language_it_is_asked_for(world, asked, language):
    assert world.conversing.open(asked, None, None).conversation.language == language


def test_a_session_without_a_language_speaks_the_logins(world):
    login_id = world.logs_in(language="zh_CN")

    assert world.conversing.open(None, None, login_id).conversation.language == CHINESE
    assert world.conversing.open("en", None, login_id).conversation.language == ENGLISH


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
    stored = _raw(world)
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


# Options


def test_an_option_is_taken_only_if_it_was_offered(world):
    customer = Customer(world)

    for option in ("next", "platform:tws", "language:en", "send_code:pigeon", "", "topic:none"):
        with pytest.raises(OptionUnknown):
            customer.clicks(option)

    assert customer.said() == []


def test_an_option_offered_to_another_is_not_offered_here(world):
    one, two = Customer(world), Customer(world)
    one.clicks("topic:code_not_received")

    with pytest.raises(OptionUnknown):
        two.clicks("platform:tws")


def test_an_earlier_option_may_still_be_taken(world):
    customer = Customer(world)
    customer.clicks("hand_off")

    assert customer.clicks("topic:code_not_received")


def test_a_click_is_kept_as_its_label(world):
    customer = Customer(world)

    customer.clicks("hand_off")

    assert customer.said() == ["en option.hand_off"]


@pytest.mark.parametrize(
    "text",
    ["1", " 1 ", "１", "en option.topic.code_not_received", "EN OPTION.TOPIC.CODE_NOT_RECEIVED "],
)
def test_an_option_may_be_named_by_its_number_or_its_label(world, text):
    customer = Customer(world)

    assert customer.says(text) == ["code_not_received.intro", "ask.platform"]
    assert world.interpreter.heard == []


@pytest.mark.parametrize("text", ["0", "9", "99", "-1", "1.", "٢"])
def test_a_number_that_names_no_option_is_left_to_the_interpreter(world, text):
    customer = Customer(world)

    customer.says(text)

    assert len(world.interpreter.heard) == 1


def test_a_number_names_one_of_the_options_offered_last(world):
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    customer.says("2")

    assert customer.conversation.answers["platform"] == "tws"


def test_a_choice_in_words_handed_in_again_is_the_same_choice(world):
    customer = Customer(world)

    first = customer.says("1", "same")
    again = customer.says("1", "same")

    assert again == first
    assert "platform" not in customer.conversation.answers


def test_a_user_name_that_is_awaited_is_no_number_of_an_option(world):
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks("platform:tws")

    customer.says("1")

    assert len(world.interpreter.heard) == 1


# Languages


def test_the_language_follows_what_is_written(world):
    customer = Customer(world, "en")

    assert customer.hears("收不到验证码").conversation.language == CHINESE
    assert customer.hears("TWS").conversation.language == CHINESE
    assert customer.hears("please speak to me").conversation.language == ENGLISH


def test_replies_are_in_the_language_that_was_just_written(world):
    reply = Customer(world, "en").hears("收不到验证码")

    assert [event.data["language"] for event in reply.events] == [CHINESE]


def test_an_explicit_choice_of_language_stays(world):
    world.interpreter.teach("speak Chinese please", "small_talk", "switch_language")
    customer = Customer(world, "en")

    assert customer.says("speak Chinese please") == ["language.switched"]

    conversation = customer.hears("I will write in English all the same").conversation
    assert (conversation.language, conversation.is_language_pinned) == (CHINESE, True)


def test_switching_without_a_name_goes_to_the_other_language(world):
    world.interpreter.teach("other language", "small_talk", "switch_language")
    customer = Customer(world, "en")

    customer.says("other language")

    assert customer.conversation.language == CHINESE


# Rasa down


def test_a_customer_is_told_when_nobody_can_understand(world):
    customer = Customer(world)
    world.interpreter.goes_down()

    with pytest.raises(GatewayError):
        customer.says("hello", "same")

    last = customer.events()[-1]
    assert last.data["utterance"]["id"] == "assistant.unavailable"
    assert last.data["from"] == "system"
    assert last.data["utterance"]["options"]


def test_the_same_message_may_be_sent_again_when_rasa_is_back(world):
    world.interpreter.teach("hello", "small_talk", "greet")
    customer = Customer(world)
    world.interpreter.goes_down()
    with pytest.raises(GatewayError):
        customer.says("hello", "same")

    world.interpreter.comes_up()

    assert customer.says("hello", "same") == ["small_talk.greet"]
    assert customer.said() == ["hello"]


def test_silence_is_taken_for_failure(world):
    customer = Customer(world)
    world.interpreter.falls_silent()

    with pytest.raises(GatewayError):
        customer.says("hello")

    assert ids(customer.events())[-1] == "assistant.unavailable"


def test_an_answer_lost_on_the_way_back_is_no_failure(world):
    world.interpreter.teach("hello", "small_talk", "greet")
    world.interpreter.fails_after_taking()

    assert Customer(world).says("hello") == ["small_talk.greet"]


def test_options_work_while_rasa_is_down(world):
    customer = Customer(world, login_id=world.logs_in())
    world.interpreter.goes_down()

    assert customer.clicks("send_code:voice") == ["send_code.started.voice"]
    assert customer.says("1") == ["code_not_received.intro", "walk.step"]
    assert world.works()


def test_an_option_of_the_failure_message_works_too(world):
    customer = Customer(world)
    world.interpreter.goes_down()
    with pytest.raises(GatewayError):
        customer.says("hello")

    assert customer.clicks("topic:code_not_received") == ["code_not_received.intro", "ask.platform"]


# The shell


def test_a_shell_has_one_anonymous_conversation_per_sender(world):
    said = Understood("hand_off", "agent", "human_handoff")

    for _ in range(2):
        taken = world.conversing.take_from_shell("somebody", said)

    assert [each.id for each in taken.utterances] == ["hand_off.contact"]
    with world.units.read() as unit:
        (conversation,) = unit.store.conversations.values()
    assert (conversation.channel, conversation.login_id, conversation.customer_id) == (
        "shell",
        None,
        None,
    )


def test_a_shell_cannot_take_over_a_session_by_naming_it(world):
    customer = Customer(world, login_id=world.logs_in())
    said = Understood("send_code", "call me", "request_code_by_voice")

    taken = world.conversing.take_from_shell(customer.conversation_id, said)

    assert [each.id for each in taken.utterances] == ["ask.platform"]
    assert not world.works()


def test_a_shell_answers_in_the_language_it_hears(world):
    said = Understood("hand_off", "找人工", "human_handoff")

    assert world.conversing.take_from_shell("somebody", said).language == CHINESE
