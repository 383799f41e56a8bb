"""Each port, once as its twin and once as its adapter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from sls.adapters.repositories import SqlUnitsOfWork
from sls.domain.codes import OneTimeCode
from sls.domain.conversations import Conversation, ConversationState
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel, Factor, FactorKind
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.platforms import Platform
from sls.ports import UnitOfWork, UnitsOfWork
from tests.fakes.audit_keys import plain_chain
from tests.fakes.clock import NOON
from tests.fakes.repositories import MemoryUnitsOfWork
from tests.sls.conftest import seed_of

NUMBER = "+12025550101"


def claim_one(unit: UnitOfWork, worker: str, now: datetime) -> Delivery | None:
    """Claim one delivery, over either channel."""
    claimed = unit.deliveries.claim(worker, now, dict.fromkeys(Channel, 1), 1)
    return claimed[0] if claimed else None


@dataclass(frozen=True)
class Store:
    """Units of work of either kind, and rows to fill them with."""

    units: UnitsOfWork
    seed: Callable[[Customer, Sequence[Factor]], None]

    def has_customer(self, username: str = "alice") -> Customer:
        """Let there be a customer with one SMS factor."""
        customer = Customer(f"customer-{username}", username, "en", NUMBER, "hash")
        self.seed(
            customer,
            [Factor(f"factor-{username}", customer.id, FactorKind.SMS, NUMBER, NOON)],
        )
        return customer

    def has_login(self, login_id: str = "login", **other: object) -> PendingLogin:
        """Let there be a login that waits for its code."""
        fields: dict[str, object] = {
            "id": login_id,
            "customer_id": "customer-alice",
            "platform": Platform.CLIENT_PORTAL,
            "platform_version": None,
            "language": "en",
            "state": LoginState.READY,
            "created_at": NOON,
            "expires_at": NOON + timedelta(minutes=20),
            "factor_id": "factor-alice",
            **other,
        }
        login = PendingLogin(**fields)  # type: ignore[arg-type]
        with self.units.write() as unit:
            unit.logins.add(login)
        return login

    def has_code(self, code_id: str = "code", **other: object) -> OneTimeCode:
        """Let there be a code of the login."""
        fields: dict[str, object] = {
            "id": code_id,
            "login_id": "login",
            "digest": b"d" * 32,
            "sealed": b"sealed",
            "created_at": NOON,
            "expires_at": NOON + timedelta(minutes=10),
            **other,
        }
        code = OneTimeCode(**fields)  # type: ignore[arg-type]
        with self.units.write() as unit:
            unit.codes.add(code)
        return code

    def has_delivery(self, delivery_id: str = "delivery", **other: object) -> Delivery:
        """Let there be a call in the outbox."""
        fields: dict[str, object] = {
            "id": delivery_id,
            "job": f"job-{delivery_id}",
            "login_id": "login",
            "code_id": "code",
            "channel": Channel.VOICE,
            "number": NUMBER,
            "language": "en",
            "state": DeliveryState.QUEUED,
            "created_at": NOON,
            "due_at": NOON,
            "expires_at": NOON + timedelta(minutes=10),
            "gate_key": "7",
            **other,
        }
        delivery = Delivery(**fields)  # type: ignore[arg-type]
        with self.units.write() as unit:
            unit.deliveries.add(delivery)
        return delivery

    def has_conversation(self, conversation_id: str = "chat", **other: object) -> Conversation:
        """Let there be a conversation."""
        fields: dict[str, object] = {
            "id": conversation_id,
            "bearer_digest": f"digest-{conversation_id}",
            "language": "en",
            "is_language_pinned": False,
            "state": ConversationState.ASSISTANT,
            "channel": "chat",
            "created_at": NOON,
            "last_at": NOON,
            **other,
        }
        conversation = Conversation(**fields)  # type: ignore[arg-type]
        with self.units.write() as unit:
            unit.conversations.add(conversation)
        return conversation


@pytest.fixture(params=["twin", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give an empty store of each kind."""
    if request.param == "twin":
        memory = MemoryUnitsOfWork()
        return Store(memory, memory.seed)
    units = SqlUnitsOfWork(request.getfixturevalue(request.param), plain_chain())
    return Store(units, seed_of(units))


@pytest.fixture
def outbox(store: Store) -> Store:
    """Give a store with a customer, her login, its code and no delivery yet."""
    store.has_customer()
    store.has_login()
    store.has_code()
    return store
