"""Walking through a procedure in a conversation."""

import pytest

from sls.domain.platforms import Platform
from tests.fakes.bootstrap import FANG, World
from tests.sls.services.conversation import Customer, ids

PORTAL, ANDROID = {"platform": "client_portal"}, {"platform": "android"}


@pytest.fixture
def walker(world) -> Customer:
    """Give a customer who has begun to walk on TWS, anonymously."""
    customer = Customer(world)
    customer.clicks("topic:code_not_received")
    customer.clicks("platform:tws")
    return customer


def _step(reply) -> tuple[str, int, int]:
    """Return the text, number and count of the step that was said last."""
    values = reply.events[-1].data["utterance"]["values"]
    return values["text"]["id"], values["number"], values["of"]


def _teach(world: World) -> None:
    for intent in (
        "affirm",
        "deny",
        "next_step",
        "previous_step",
        "repeat",
        "cancel",
        "stuck",
        "slower",
    ):
        world.interpreter.teach(intent, "navigate", intent)


def test_a_walk_begins_with_the_question_that_is_open(world):
    customer = Customer(world)

    assert customer.clicks("topic:code_not_received") == ["code_not_received.intro", "ask.platform"]
    assert customer.conversation.open_question == "platform"
    platforms = [f"platform:{platform}" for platform in Platform]
    assert customer.options() == [*platforms, "send_code:voice"]


def test_the_answer_leads_to_the_first_step_in_its_variant(world):
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    reply = customer.chooses("platform:tws")

    assert _step(reply) == ("code_not_received.open_link.tws", 1, 3)
    assert customer.options() == ["send_code:voice", "send_code:sms", "back", "next"]
    assert customer.conversation.open_question is None


def test_what_was_already_said_is_not_asked_again(world):
    world.interpreter.teach(
        "no code on my iphone", "walk_procedure", "code_not_received", entities={"platform": "ios"}
    )
    customer = Customer(world)

    reply = customer.hears("no code on my iphone")

    assert ids(reply.events) == ["code_not_received.intro", "walk.step"]
    assert _step(reply)[0] == "code_not_received.open_link.ios"


def test_a_login_bound_walk_knows_its_platform(world):
    customer = Customer(world, login_id=world.logs_in(platform=Platform.ANDROID))

    reply = customer.chooses("topic:code_not_received")

    assert _step(reply)[0] == "code_not_received.open_link.android"


def test_the_platform_may_be_named_in_words(world):
    world.interpreter.teach(
        "the portal", "navigate", "inform", entities={"platform": "client_portal"}
    )
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    reply = customer.hears("the portal")

    assert _step(reply)[0] == "code_not_received.open_link.client_portal"


def test_next_back_and_repeat_move_along(world, walker):
    assert _step(walker.chooses("next")) == ("code_not_received.wait_for_call", 2, 3)
    assert walker.options()[-2:] == ["back", "next"]
    assert _step(walker.chooses("back")) == ("code_not_received.open_link.tws", 1, 3)
    walker.chooses("next")
    assert _step(walker.chooses("next")) == ("code_not_received.check_phone", 3, 3)
    assert walker.options()[-2:] == ["back", "finish"]


@pytest.mark.parametrize(
    ("words", "number"),
    [("next_step", 3), ("affirm", 3), ("previous_step", 1), ("repeat", 2), ("slower", 2)],
)
def test_words_move_the_walk_as_options_do(world, walker, words, number):
    _teach(world)
    walker.chooses("next")

    assert _step(walker.hears(words))[1] == number


@pytest.mark.parametrize("words", ["stuck", "deny"])
def test_whoever_is_stuck_is_offered_ways_on(world, walker, words):
    _teach(world)

    assert walker.says(words) == ["walk.stuck"]
    assert walker.options() == ["send_code:voice", "send_code:sms", "repeat", "next", "hand_off"]
    assert _step(walker.chooses("repeat"))[1] == 1


def test_the_last_step_leads_to_the_end(walker):
    walker.chooses("next")
    walker.chooses("next")

    assert walker.clicks("finish") == ["walk.finished"]
    assert walker.conversation.walks == []
    assert walker.clicks("back") == ["walk.none"]


def test_a_walk_can_be_cancelled(world, walker):
    _teach(world)

    assert walker.says("cancel") == ["walk.cancelled"]

    assert walker.conversation.walks == []
    assert walker.says("next_step") == ["walk.none"]


def test_moving_without_a_walk_says_so(world):
    _teach(world)

    assert Customer(world).says("next_step") == ["walk.none"]


def test_moving_before_the_question_is_answered_says_what_is_needed_first(world):
    _teach(world)
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    assert customer.says("next_step") == ["clarify.first", "unsure.platform"]


def test_a_corrected_answer_replays_the_step_in_its_new_variant(world, walker):
    world.interpreter.teach(
        "sorry, android", "navigate", "inform", entities={"platform": "android"}
    )

    reply = walker.hears("sorry, android")

    assert _step(reply) == ("code_not_received.open_link.android", 1, 3)
    assert walker.conversation.answers["platform"] == "android"


def test_a_corrected_answer_goes_to_the_first_step_that_reads_differently(world, walker):
    world.interpreter.teach(
        "sorry, android", "navigate", "inform", entities={"platform": "android"}
    )
    walker.chooses("next")

    reply = walker.hears("sorry, android")

    assert ids(reply.events) == ["walk.corrected", "walk.step"]
    assert _step(reply) == ("code_not_received.open_link.android", 1, 3)


def test_an_unknown_platform_is_no_answer(world):
    world.interpreter.teach("webtrader", "navigate", "inform", entities={"platform": "webtrader"})
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    assert customer.says("webtrader") == ["ask.platform"]


def test_an_answer_without_a_walk_is_kept_for_later(world):
    world.interpreter.teach("I am on TWS", "navigate", "inform", entities={"platform": "tws"})
    customer = Customer(world)

    assert customer.says("I am on TWS") == ["told.before"]
    assert customer.clicks("topic:code_not_received") == ["code_not_received.intro", "walk.step"]


def test_a_walk_goes_on_after_a_digression(world, walker):
    world.interpreter.teach("hello", "small_talk", "greet")
    walker.chooses("next")

    walker.says("hello")

    assert _step(walker.chooses("next"))[1] == 3


def test_asking_again_for_what_is_under_way_says_where_it_stands(walker):
    walker.chooses("next")

    reply = walker.chooses("topic:code_not_received")

    assert ids(reply.events) == ["walk.step_again"]
    assert _step(reply)[1] == 2
    assert len(walker.conversation.walks) == 1


def test_a_topic_without_steps_is_admitted_and_a_person_is_offered(world):
    world.interpreter.teach("share it", "walk_procedure", "share_device")
    customer = Customer(world)

    assert customer.says("share it") == ["walk.none"]
    assert "hand_off" in customer.options()


def test_where_no_call_can_go_the_walk_says_why_and_asks_for_a_message(world):
    world.has_customer("fang", number=FANG)
    customer = Customer(world, login_id=world.logs_in("fang"))

    reply = customer.chooses("topic:code_not_received")

    assert ids(reply.events) == [
        "code_not_received.intro",
        "send_code.unavailable.country_not_reached",
        "walk.step",
    ]
    assert _step(reply) == ("code_not_received.ask_for_sms", 1, 2)
    assert "send_code:voice" not in customer.options()


def test_an_anonymous_walk_tells_nothing_of_the_user(world):
    world.has_customer("fang", number=FANG)
    world.logs_in("fang")
    customer = Customer(world)
    customer.clicks("topic:code_not_received")

    reply = customer.chooses("platform:client_portal")

    assert _step(reply) == ("code_not_received.open_link.client_portal", 1, 3)
    assert "send_code:voice" in customer.options()


def test_a_walk_whose_branch_changes_under_it_says_the_new_first_step(world):
    customer = Customer(world, login_id=world.logs_in())
    customer.clicks("topic:code_not_received")
    with world.units.write() as unit:
        unit.customers.factor("factor-alice-sms").number = FANG

    assert _step(customer.chooses("next"))[0] == "code_not_received.ask_for_sms"


def test_a_code_may_be_asked_for_in_the_middle_of_a_walk(world):
    customer = Customer(world, login_id=world.logs_in())
    customer.clicks("topic:code_not_received")

    assert customer.clicks("send_code:voice") == ["send_code.started.voice"]
    assert _step(customer.chooses("next"))[1] == 2
