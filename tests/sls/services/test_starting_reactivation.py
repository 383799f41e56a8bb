"""Reactivating IB Key from a chat: the code goes ahead, and only to whom we know (F49 to F51)."""

from datetime import timedelta

import pytest

from sls.domain.factors import FactorKind
from sls.services.starting_reactivation import StartingReactivation
from sls.services.turns import begin_turn
from tests.fakes.bootstrap import ALICE, HUGO, World
from tests.sls.services.apps import NEW_PHONE, Apps
from tests.sls.services.conversation import Customer

GUIDE = "topic:new_phone_or_reactivate"


class Chat:
    """A customer at the chat who has a new phone."""

    def __init__(self, world: World) -> None:
        self.world, self.apps = world, Apps(world)
        self.starting = StartingReactivation(self.apps.activating)

    def asks(self, login_id: str | None = None, identity: str | None = None):
        """Say so, in a new chat, and return the replies."""
        chat = Customer(self.world, "en", login_id=login_id, identity=identity)
        with self.world.units.write() as unit:
            conversation = unit.conversations.get(chat.conversation_id)
            turn = begin_turn(unit, conversation, self.world.now())
            self.starting.tell(turn)
            return turn.replies

    def hears(self, **known: str) -> list[str]:
        """Say so and return the ids of the replies."""
        return [each.id for each in self.asks(**known)]


@pytest.fixture
def chat(world: World) -> Chat:
    """Give a chat; Chen has IB Key."""
    world.has_customer("chen", FactorKind.IB_KEY_ANDROID, number=HUGO)
    return Chat(world)


def test_level_1_the_code_goes_to_the_masked_number_on_file(chat, world):
    replies = chat.asks(login_id=world.logs_in("chen"))

    assert [each.id for each in replies] == ["reactivation.sent", "reactivation.next"]
    assert replies[0].values["to"] == "+44 ••• 0107"
    assert replies[1].options == (GUIDE, "hand_off")
    world.works()
    (order,) = world.telephony.messages
    assert (order.to, order.body.split()[1]) == (HUGO, "sms.activation_code")


def test_level_2_likewise(chat, world):
    identity = world.tokens.issue("chen", world.now())

    assert chat.hears(identity=identity)[0] == "reactivation.sent"


def test_level_0_nothing_is_sent_and_the_procedure_is_offered(chat, world):
    replies = chat.asks()

    assert [each.id for each in replies] == ["reactivation.explained"]
    assert replies[0].options == (GUIDE, "hand_off")
    assert not world.works()


def test_without_ib_key_there_is_nothing_to_reactivate(chat, world):
    assert chat.hears(login_id=world.logs_in("alice")) == ["reactivation.no_app"]
    assert not world.works()


def test_g57_with_a_physical_device_that_one_is_asked_instead(chat, world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.DSC_PLUS, number=ALICE)

    (reply,) = chat.asks(login_id=world.logs_in("bao"))

    assert reply.id == "reactivation.by_device"
    assert reply.values["device"].id == "factor.dsc_plus"
    assert not world.works()


def test_asked_again_at_once_it_says_how_long_to_wait(chat, world):
    login_id = world.logs_in("chen")
    chat.asks(login_id=login_id)
    world.clock.advance(seconds=10)

    (reply,) = chat.asks(login_id=login_id)

    assert (reply.id, reply.values["seconds"]) == ("reactivation.too_soon", 20)


def test_after_too_many_it_says_so_in_minutes(chat, world):
    login_id = world.logs_in("chen")
    for _ in range(5):
        chat.asks(login_id=login_id)
        world.clock.advance(seconds=30)

    (reply,) = chat.asks(login_id=login_id)

    assert reply.id == "send_code.too_many"


def test_a19_a_number_that_was_changed_lately_gets_none(chat, world):
    world.has_customer("kara", FactorKind.SMS, FactorKind.IB_KEY_IOS, cooling_off=timedelta(days=3))

    assert chat.hears(login_id=world.logs_in("kara")) == ["send_code.unavailable.number_changed"]


def test_the_code_of_the_chat_is_typed_in_the_app(chat, world):
    chat.asks(login_id=world.logs_in("chen"))

    started = chat.apps.starts("chen", FactorKind.IB_KEY_ANDROID)

    assert chat.apps.types(started, NEW_PHONE, pin="Xk7!").factor.kind is FactorKind.IB_KEY_ANDROID
