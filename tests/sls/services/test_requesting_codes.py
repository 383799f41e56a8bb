"""Requesting a code in a conversation: what each level may have and may be told (security A8)."""

from datetime import timedelta

import pytest

from sls.domain.budgets import Budget, BudgetScope, Conversion, SpendingRules
from sls.domain.factors import Channel, FactorKind
from sls.domain.platforms import Platform
from sls.services.requesting_codes import MAX_ANONYMOUS_REQUESTS
from tests.fakes.bootstrap import FANG, World
from tests.sls.services.conversation import Customer, ids

PORTAL = "platform:client_portal"


def _story(world: World, username: str, channel: str = "voice") -> list[dict[str, object]]:
    """Let an anonymous visitor ask for a code, and return every reply in full."""
    customer = Customer(world)
    customer.clicks(f"send_code:{channel}")
    customer.clicks(PORTAL)
    customer.says(username)
    return [event.data["utterance"] for event in customer.events() if "utterance" in event.data]


def _jobs(world: World) -> int:
    with world.units.read() as unit:
        return len(unit.store.deliveries)


# Level 0


def test_an_anonymous_visitor_is_asked_for_platform_and_user_name(world):
    customer = Customer(world)

    assert customer.clicks("send_code:voice") == ["ask.platform"]
    assert customer.options() == [f"platform:{platform}" for platform in Platform]
    assert customer.clicks(PORTAL) == ["ask.username"]
    assert customer.says("alice") == ["send_code.anonymous.voice"]


@pytest.mark.parametrize("channel", ["voice", "sms"])
def test_everybody_hears_the_same_whoever_waits_or_exists(world, channel):
    world.has_customer("idle", number="+12025550102")
    world.has_customer("fang", number=FANG)
    world.has_customer("kara", number="+12025550110", cooling_off=timedelta(days=3))
    world.has_customer("dana", FactorKind.SECURITY_CODE_CARD)
    world.has_customer("choosing", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    for username in ("alice", "fang", "kara", "dana", "choosing"):
        world.logs_in(username)

    stories = [
        _story(world, username, channel)
        for username in ("alice", "alice", "idle", "nobody", "fang", "kara", "dana", "choosing")
    ]

    assert all(story == stories[0] for story in stories)
    assert stories[0][-1]["id"] == f"send_code.anonymous.{channel}"
    assert stories[0][-1]["values"] == {}


def test_no_delivery_event_reaches_an_anonymous_visitor(world):
    world.logs_in()
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)
    customer.says("alice")

    assert world.works()
    world.calling.answer(world.telephony.calls[0].job, "CA1")

    assert {event.kind for event in customer.events()} == {"message"}


def test_a_waiting_login_gets_its_code_on_the_number_on_file(world):
    login_id = world.logs_in()

    _story(world, "Alice")

    (delivery,) = world.logging_in.view(login_id).deliveries
    assert (delivery.channel, delivery.number) == ("voice", "+12025550101")
    assert delivery.conversation_id is None


@pytest.mark.parametrize("username", ["nobody", "idle"])
def test_nothing_is_sent_where_no_login_waits(world, username):
    world.has_customer("idle", number="+12025550102")
    world.logs_in("alice")

    _story(world, username)

    assert _jobs(world) == 0


def test_nothing_is_sent_for_a_login_on_another_platform(world):
    world.logs_in(platform=Platform.TWS)

    _story(world, "alice")

    assert _jobs(world) == 0


def test_the_login_of_the_named_platform_is_found_among_several(world):
    portal = world.logs_in(platform=Platform.CLIENT_PORTAL)

    _story(world, "alice")

    assert len(world.logging_in.view(portal).deliveries) == 1


def test_the_limits_hold_for_anonymous_requests(world):
    world.logs_in()

    for _ in range(3):
        _story(world, "alice", "sms")

    assert _jobs(world) == 1


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("scope", list(BudgetScope))
def test_a8_when_a_budget_is_spent_everybody_hears_the_same(channel, scope):
    """A15: nothing goes out, and nobody learns from the sentence whose budget it was."""

    class Thrifty(World):
        spending_rules = SpendingRules(
            (Budget(scope, channel, 1, timedelta(hours=1)),), Conversion(5, 0.3, timedelta(hours=1))
        )

    world = Thrifty()
    world.has_customer("alice")
    world.logs_in("alice")
    before = _story(world, "alice", channel)
    sent = _jobs(world)
    world.clock.advance(minutes=10)

    after = [_story(world, each, channel) for each in ("alice", "nobody")]

    assert _jobs(world) == sent == 1
    assert after == [before, before]


@pytest.mark.parametrize(
    "answer",
    ["alice", "it is alice", "my username is alice.", "用户名是alice", "ALICE", " alice "],
)
def test_a_user_name_is_found_in_an_answer(world, answer):
    login_id = world.logs_in()

    _story(world, answer)

    assert len(world.logging_in.view(login_id).deliveries) == 1


def test_after_three_requests_in_one_chat_a_person_is_offered(world):
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)
    assert customer.says("alice") == ["send_code.anonymous.voice"]
    for _ in range(MAX_ANONYMOUS_REQUESTS - 1):
        customer.clicks("send_code:voice")
        assert customer.says("alice") == ["send_code.anonymous.voice"]

    customer.clicks("send_code:voice")

    assert customer.says("alice") == ["send_code.too_many_here"]
    assert customer.options() == ["hand_off"]


def test_the_platform_is_asked_once_in_a_chat(world):
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)
    customer.says("alice")

    assert customer.clicks("send_code:sms") == ["ask.username"]


@pytest.mark.parametrize(
    ("text", "platform", "reply"),
    [
        ("call me, it is TWS", "tws", "ask.username"),
        ("call my Android", "android", "ask.platform"),
    ],
)
def test_a_platform_that_was_named_with_the_wish_is_not_asked_for(world, text, platform, reply):
    """A phone may be what is to ring, and not where the login is."""
    world.interpreter.teach(
        text, "send_code", "request_code_by_voice", entities={"platform": platform}
    )

    assert Customer(world).says(text) == [reply]


@pytest.mark.parametrize(
    ("text", "capability", "intent", "reply"),
    [
        ("cancel", "navigate", "cancel", "walk.cancelled"),
        ("human please", "hand_off", "human_handoff", "hand_off.contact"),
        ("but why", "answer_question", "why", "why.username"),
        ("rather by sms", "send_code", "request_code_by_sms", "ask.username"),
    ],
)
def test_a_control_word_said_surely_is_not_a_user_name(world, text, capability, intent, reply):
    world.interpreter.teach(text, capability, intent, confidence=0.95)
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)

    assert customer.says(text) == [reply]


@pytest.mark.parametrize("text", ["hello", "OK", "Help", "no"])
def test_a_word_that_everybody_says_is_not_a_user_name(world, text):
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)

    assert customer.says(text) == ["clarify.not_understood"]
    assert customer.conversation.open_question == "username"


def test_any_other_single_word_is_a_user_name_whatever_it_was_taken_for(world):
    world.interpreter.teach("agentsmith", "hand_off", "human_handoff", confidence=0.99)
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)

    assert customer.says("agentsmith") == ["send_code.anonymous.voice"]


def test_a_control_word_understood_unsurely_is_a_user_name(world):
    world.interpreter.teach("human99", "hand_off", "human_handoff", confidence=0.5)
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)

    assert customer.says("human99") == ["send_code.anonymous.voice"]


def test_words_without_a_name_are_understood_as_ever(world):
    world.interpreter.teach("等一下", "small_talk", "wait")
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)

    assert customer.says("等一下") == ["small_talk.wait"]


def test_the_user_name_in_a_chat_gives_no_higher_level(world):
    login_id = world.logs_in()
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks(PORTAL)
    customer.says("alice")

    conversation = customer.conversation
    assert (conversation.login_id, conversation.customer_id) == (None, None)
    assert world.logging_in.view(login_id).login.customer_id not in repr(customer.events())


# Level 1


def test_a_login_bound_chat_is_rung_at_once_and_sees_the_masked_number(world):
    login_id = world.logs_in()
    customer = Customer(world, login_id=login_id)

    reply = customer.chooses("send_code:voice")

    assert ids(reply.events) == ["send_code.started.voice"]
    assert reply.events[0].data["utterance"]["values"] == {"to": "+1 ••• 0101"}
    (delivery,) = world.logging_in.view(login_id).deliveries
    assert delivery.conversation_id == customer.conversation_id


def test_words_do_what_options_do(world):
    world.interpreter.teach("ring me", "send_code", "request_code_by_voice")
    world.interpreter.teach("text me", "send_code", "request_code_by_sms")
    customer = Customer(world, login_id=world.logs_in())

    assert customer.says("ring me") == ["send_code.started.voice"]
    assert customer.says("text me") == ["send_code.started.sms"]


def test_a_call_speaks_the_language_of_the_chat(world):
    login_id = world.logs_in(language="en")
    customer = Customer(world, "zh_CN", login_id)

    customer.clicks("send_code:voice")

    assert world.logging_in.view(login_id).deliveries[0].language == "zh_CN"


def test_too_soon_is_told_with_the_seconds_and_the_other_way(world):
    customer = Customer(world, login_id=world.logs_in())
    customer.clicks("send_code:sms")
    world.clock.advance(seconds=12)

    reply = customer.chooses("send_code:sms")

    assert ids(reply.events) == ["send_code.too_soon.sms"]
    assert reply.events[0].data["utterance"]["values"] == {"seconds": 18}
    assert customer.options() == ["send_code:voice", "hand_off"]


def test_parts_of_a_second_are_waited_for_too(world):
    customer = Customer(world, login_id=world.logs_in())
    customer.clicks("send_code:sms")
    world.clock.advance(milliseconds=29_500)

    reply = customer.chooses("send_code:sms")

    assert reply.events[0].data["utterance"]["values"] == {"seconds": 1}


def test_why_a_country_is_not_reached_is_told_with_what_reaches_it(world):
    world.has_customer("fang", number=FANG)
    world.interpreter.teach("ring me", "send_code", "request_code_by_voice")
    customer = Customer(world, login_id=world.logs_in("fang"))

    assert customer.says("ring me") == ["send_code.unavailable.country_not_reached"]
    assert customer.options() == ["send_code:sms", "hand_off"]


def test_a_channel_that_cannot_reach_the_customer_is_not_offered(world):
    world.has_customer("fang", number=FANG)
    customer = Customer(world, login_id=world.logs_in("fang"))

    assert ids(customer.opened.events) == ["greeting.login_without_call"]
    assert "send_code:voice" not in customer.options()
    assert "send_code:sms" in customer.options()


def test_an_anonymous_visitor_is_offered_every_channel(world):
    world.has_customer("fang", number=FANG)
    world.logs_in("fang")

    offered = Customer(world).options()

    assert {"send_code:voice", "send_code:sms"} <= set(offered)


def test_too_many_codes_are_told_in_minutes(world):
    for _ in range(5):
        world.sends(world.logs_in(), Channel.SMS)
    world.clock.advance(seconds=90)
    customer = Customer(world, login_id=world.logs_in())

    reply = customer.chooses("send_code:sms")

    assert ids(reply.events) == ["send_code.too_many"]
    assert reply.events[0].data["utterance"]["values"] == {"minutes": 9}


def test_a_device_must_be_chosen_before_a_code_can_be_sent(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    customer = Customer(world, login_id=world.logs_in("bao"))

    assert customer.clicks("send_code:voice") == ["send_code.choose_device_first"]


def test_a_login_that_is_over_is_told_and_nobody_is_asked_for_a_name(world):
    customer = Customer(world, login_id=world.logs_in())

    world.clock.advance(minutes=20)

    assert customer.clicks("send_code:voice") == ["send_code.login_over"]
    assert customer.conversation.open_question is None


# Level 2


def test_a_customer_whom_the_site_knows_gets_the_code_of_a_waiting_login(world):
    login_id = world.logs_in()
    customer = Customer(world, identity=world.tokens.issue("alice", world.now()))

    assert customer.clicks("send_code:voice") == ["send_code.started.voice"]
    assert len(world.logging_in.view(login_id).deliveries) == 1


def test_without_a_waiting_login_that_is_said(world):
    customer = Customer(world, identity=world.tokens.issue("alice", world.now()))

    assert customer.clicks("send_code:voice") == ["send_code.no_login_waiting"]


def test_the_login_of_somebody_else_is_not_theirs(world):
    world.has_customer("bob", number="+12025550102")
    world.logs_in("bob")
    customer = Customer(world, identity=world.tokens.issue("alice", world.now()))

    assert customer.clicks("send_code:voice") == ["send_code.no_login_waiting"]


def test_a_new_login_is_found_although_the_chat_was_opened_with_an_older_one(world):
    identity = world.tokens.issue("alice", world.now())
    customer = Customer(world, login_id=world.logs_in(), identity=identity)
    world.clock.advance(minutes=20)
    world.logs_in()

    assert customer.clicks("send_code:voice") == ["send_code.started.voice"]


# The table of levels


@pytest.mark.parametrize(
    ("level", "reply", "sends"),
    [
        (0, "ask.platform", False),
        (1, "send_code.started.voice", True),
        (2, "send_code.started.voice", True),
    ],
)
def test_what_each_level_gets_when_it_asks_for_a_call(world, level, reply, sends):
    login_id = world.logs_in()
    identity = world.tokens.issue("alice", world.now()) if level == 2 else None
    customer = Customer(world, login_id=login_id if level == 1 else None, identity=identity)
    assert customer.opened.level == level

    assert customer.clicks("send_code:voice") == [reply]

    assert world.works() == sends


def test_level_one_ends_with_its_login(world):
    login_id = world.logs_in()
    customer = Customer(world, login_id=login_id)
    sent = world.sends(login_id)

    world.logging_in.verify(login_id, sent.code)

    assert customer.clicks("send_code:sms") == ["send_code.login_over"]


@pytest.mark.parametrize("intent", ["inform", "correct_answer", "deny"])
def test_a_platform_that_is_corrected_is_not_a_user_name(world, intent):
    text = "no, sorry, Client Portal"
    world.interpreter.teach(text, "navigate", intent, entities={"platform": "client_portal"})
    customer = Customer(world)
    customer.clicks("send_code:voice")
    customer.clicks("platform:tws")

    assert customer.says(text) == ["ask.username"]
    assert customer.conversation.answers["platform"] == "client_portal"
