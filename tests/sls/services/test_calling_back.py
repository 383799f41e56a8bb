"""A customer asks to be called back: who may, when, how often, and how it is taken back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sls.domain.bindings import BindingRules
from sls.domain.conversations import PHONE
from sls.domain.errors import OptionUnknown
from sls.domain.factors import FactorKind
from sls.domain.help_requests import MAX_A_DAY, HelpState
from sls.domain.messages import label_of
from sls.domain.moments import read_moment
from sls.domain.numbers import NUMBER_CHANGE_LIFETIME, NumberChange
from sls.services.line_menus import mentions
from sls.services.turns import begin_turn
from sls.texts import Catalogues
from tests.fakes.bootstrap import FANG, HUGO, World
from tests.sls.services.conversation import Customer, ids

ROOT = Path(__file__).resolve().parents[3]
COOL_OFF = BindingRules().number_cool_off


class Chatter(Customer):
    """A customer who follows options that were just offered."""

    def asks_now(self) -> list[str]:
        """Ask for a person, then for a call now."""
        return self.clicks_all("hand_off", "callback", "callback:now")

    def clicks_all(self, *options: str) -> list[str]:
        """Take one option after the other; return the last replies."""
        replies: list[str] = []
        for option in options:
            replies = self.clicks(option)
        return replies


def alice(world: World) -> Chatter:
    """Return Alice at a login, who asked for a person."""
    customer = Chatter(world, login_id=world.logs_in())
    customer.clicks("hand_off")
    return customer


def open_request(world: World):
    """Return the one open request."""
    with world.units.read() as unit:
        (request,) = unit.help_requests.all_open()
    return request


def windows(options: list[str]) -> list[datetime]:
    """Return the times that were offered."""
    moments = [read_moment(each.partition(":")[2]) for each in options]
    return [each for each in moments if each is not None]


def test_a_person_who_is_known_is_offered_a_call(world):
    customer = alice(world)

    assert "callback" in customer.options()
    assert customer.clicks("callback") == ["callback.when"]
    assert customer.options()[0] == "callback:now"
    assert customer.options()[-1] == "callback:no"
    offered = [(each.day, each.hour) for each in windows(customer.options())]
    assert offered == [(2, 13), (2, 14), (2, 15), (3, 9), (3, 12)]


def test_whoever_we_know_and_who_wants_to_be_called_by_a_person_is_asked_when(world):
    world.interpreter.teach("can someone call me tomorrow", "hand_off", "human_handoff")
    customer = Chatter(world, login_id=world.logs_in())

    assert customer.says("can someone call me tomorrow") == ["callback.when"]
    assert windows(customer.options())


def test_whoever_wants_a_person_and_no_call_is_told_how(world):
    world.interpreter.teach("a human please", "hand_off", "human_handoff")

    customer = Chatter(world, login_id=world.logs_in())

    assert customer.says("a human please") == ["hand_off.contact"]


def test_an_anonymous_visitor_who_wants_to_be_called_is_told_how_to_reach_a_person(world):
    world.interpreter.teach("can someone call me tomorrow", "hand_off", "human_handoff")

    assert Customer(world).says("can someone call me tomorrow") == ["hand_off.contact"]


@pytest.mark.parametrize(
    ("words", "is_meant"),
    [
        ("can someone call me tomorrow morning", True),
        ("明天早上打给我行吗", True),
        ("明天给我打个电话好吗", True),
        ("can I call somebody?", False),
        ("我想打人工客服电话", False),
    ],
)
def test_a_wish_to_be_called_is_told_from_a_wish_to_call(world, words, is_meant):
    texts = Catalogues(ROOT / "locales")

    assert mentions(texts, "hear.callback", words) is is_meant


def test_an_anonymous_visitor_is_offered_none(world):
    visitor = Customer(world)

    visitor.clicks("hand_off")

    assert "callback" not in visitor.options()


def test_whose_login_is_over_is_told_to_log_in_and_no_number_is_named(world):
    customer = alice(world)
    world.clock.advance(hours=1)

    reply = customer.chooses("callback")

    assert ids(reply.events) == ["callback.not_known"]
    assert "to" not in reply.events[-1].data["utterance"]["values"]


def test_now_is_asked_for_and_confirmed_with_the_number_masked(world):
    customer = alice(world)
    customer.clicks("callback")

    reply = customer.chooses("callback:now")

    assert ids(reply.events) == ["callback.requested_now"]
    assert reply.events[-1].data["utterance"]["values"] == {"to": "+1 ••• 0101"}
    assert customer.options() == ["callback_cancel"]
    assert open_request(world).due_at == world.now()


def test_a_time_that_was_offered_is_kept_as_the_moment_it_names(world):
    customer = alice(world)
    customer.clicks("callback")
    option = customer.options()[2]

    assert customer.clicks(option) == ["callback.requested"]
    assert open_request(world).due_at == read_moment(option.partition(":")[2])


def test_out_of_hours_only_times_within_them_are_offered(world):
    world.clock.advance(hours=8)
    customer = alice(world)

    assert customer.clicks("callback") == ["callback.when_closed"]
    assert "callback:now" not in customer.options()
    offered = windows(customer.options())
    assert [each.hour for each in offered] == [9, 10, 11, 12]
    assert all(each.date() > world.now().date() for each in offered)


def test_now_is_not_promised_when_the_hours_ended_meanwhile(world):
    world.clock.advance(hours=4, minutes=58)
    customer = alice(world)
    customer.clicks("callback")
    world.clock.advance(minutes=3)

    assert customer.clicks("callback:now") == ["callback.when_closed"]


def test_a_time_that_is_over_is_offered_no_more(world):
    world.clock.advance(minutes=58)
    customer = alice(world)
    customer.clicks("callback")
    first = customer.options()[1]
    world.clock.advance(minutes=3)

    assert customer.clicks(first) == ["callback.when"]
    assert first not in customer.options()


def test_a_time_that_was_never_offered_is_unknown(world):
    customer = alice(world)
    customer.clicks("callback")

    with pytest.raises(OptionUnknown):
        customer.clicks("callback:2026-03-02T13:30Z[UTC]")


def test_there_is_one_open_request_for_a_customer_in_every_conversation(world):
    alice(world).asks_now()
    again = Chatter(world, login_id=world.logs_in())
    again.clicks("hand_off")

    assert again.clicks("callback") == ["callback.open_now"]
    assert open_request(world).rings == 0


def test_it_is_cancelled_from_any_conversation_of_the_customer(world):
    alice(world).asks_now()
    again = Chatter(world, login_id=world.logs_in())
    again.clicks_all("hand_off", "callback")

    assert again.clicks("callback_cancel") == ["callback.cancelled"]
    with world.units.read() as unit:
        assert list(unit.help_requests.all_open()) == []


def test_it_cannot_be_cancelled_while_the_phone_is_called(world):
    customer = alice(world)
    customer.asks_now()
    world.ringing_back.look_after()

    assert customer.clicks("callback_cancel") == ["callback.rings_already"]
    assert open_request(world).state is HelpState.CALLING


def test_no_is_taken_for_an_answer(world):
    customer = alice(world)
    customer.clicks("callback")

    assert customer.clicks("callback:no") == ["callback.dropped"]


def test_only_so_many_are_taken_in_a_day(world):
    customer = alice(world)
    for _ in range(MAX_A_DAY):
        customer.asks_now()
        customer.clicks("callback_cancel")

    customer.clicks("hand_off")
    assert customer.clicks("callback") == ["callback.refused.too_many"]


def test_a19_a_number_that_was_changed_lately_is_not_called(world):
    world.has_customer("kara", cooling_off=timedelta(days=1))
    customer = Chatter(world, login_id=world.logs_in("kara"))
    customer.clicks("hand_off")

    assert customer.clicks("callback") == ["callback.refused.number_changed"]


def test_a19_nor_is_one_that_no_factor_knows_of(world):
    """Whoever has an app or a card only has the number on their own record."""
    world.has_customer("ines", FactorKind.IB_KEY_IOS, number=HUGO)
    login_id = world.logs_in("ines")
    change = NumberChange(
        id="change",
        customer_id="customer-ines",
        number=HUGO,
        created_at=world.now(),
        expires_at=world.now() + NUMBER_CHANGE_LIFETIME,
    )
    change.confirm(world.now(), COOL_OFF)
    with world.units.write() as unit:
        unit.bindings.add_number_change(change)
    customer = Chatter(world, login_id=login_id)
    customer.clicks("hand_off")

    assert customer.clicks("callback") == ["callback.refused.number_changed"]
    world.clock.advance(COOL_OFF)
    later = Chatter(world, login_id=world.logs_in("ines"))
    assert later.clicks_all("hand_off", "callback") == ["callback.when"]


def test_a_country_that_no_call_reaches_is_told_so(world):
    world.has_customer("fang", number=FANG)
    customer = Chatter(world, login_id=world.logs_in("fang"))
    customer.clicks("hand_off")

    assert customer.clicks("callback") == ["callback.refused.country"]


def test_the_request_keeps_what_it_is_about(world):
    customer = Chatter(world, login_id=world.logs_in())
    customer.clicks("topic:code_not_received")
    topic = customer.conversation.walks[-1]["procedure"]
    customer.asks_now()

    assert open_request(world).topic == topic


@pytest.mark.parametrize(("is_known", "offered"), [(True, "callback"), (False, "prove:callback")])
def test_on_the_line_who_is_not_known_is_asked_who_they_are_before_a_call_is_offered(
    world, is_known, offered
):
    world.clock.advance(hours=8)
    login_id = world.logs_in()

    with world.units.write() as unit:
        conversation = world.hearing.new_conversation("en", PHONE)
        conversation.login_id = login_id if is_known else None
        turn = begin_turn(unit, conversation, world.now())
        world.person.tell(turn)

    assert turn.replies[-1].options[0] == offered
    assert "topic:code_not_received" in turn.replies[-1].options


def test_an_offered_time_is_called_by_the_moment_it_names():
    option = "callback:2026-11-23T14:00Z[America/New_York]"

    label = label_of(option)

    assert label.id == "option.callback.at"
    assert label.values == {"rings_at": "2026-11-23T14:00Z[America/New_York]"}
