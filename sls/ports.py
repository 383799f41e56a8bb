"""What the core asks of the world, as short protocols; adapters and their fakes keep them."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sls.domain.challenges import Challenge, Device
from sls.domain.codes import OneTimeCode
from sls.domain.conversations import Conversation, Event, TurnRecord
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel, Factor
from sls.domain.logins import PendingLogin
from sls.domain.procedures import Procedure
from sls.domain.withdrawals import LimitKind, Withdrawal


class Clock(Protocol):
    """The one source of time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class Randomness(Protocol):
    """The one source of chance; the real one is the operating system's."""

    def token(self) -> str:
        """Return an unguessable URL-safe token of 256 bits."""
        ...

    def digits(self, length: int) -> str:
        """Return that many random digits."""
        ...


class CodeVault(Protocol):
    """Keeps codes: as a keyed digest to compare, and sealed until they are sent."""

    def digest(self, login_id: str, customer_id: str, code: str) -> bytes:
        """Return the keyed digest of a code, with its login and customer bound in."""
        ...

    def seal(self, code: str, code_id: str) -> bytes:
        """Return the code encrypted, bound to its row."""
        ...

    def unseal(self, sealed: bytes, code_id: str) -> str:
        """Return the code.

        Raises:
            ValueError: the seal does not belong to this row or key.
        """
        ...


class SecretVault(Protocol):
    """Keeps the long-lived secrets of devices sealed, each bound to its place."""

    def seal(self, secret: bytes, place: str) -> bytes:
        """Return the secret encrypted for one table, row and column."""
        ...

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """Return the secret.

        Raises:
            ValueError: the seal is of another place, or of no known key.
        """
        ...


class PasswordCheck(Protocol):
    """The broker's own first factor."""

    def matches(self, customer: Customer | None, password: str) -> bool:
        """Whether the password is right; takes the same time for an unknown customer."""
        ...


class NumberingPlan(Protocol):
    """Knows the world's phone numbers."""

    def region(self, e164: str) -> str | None:
        """Return the ISO 3166 region of a valid number, or None."""
        ...


class ExchangeCalendar(Protocol):
    """The exchange whose days limits are counted in: New York."""

    def date_at(self, moment: datetime) -> date:
        """Return the date at the exchange at a moment."""
        ...

    def start_of(self, day: date) -> datetime:
        """Return the moment at which a date begins at the exchange, in UTC."""
        ...

    def is_open(self, day: date) -> bool:
        """Whether the exchange trades on a date, be it for half a day."""
        ...


@dataclass(frozen=True)
class CallOrder:
    """A call to place; `job` names it in every webhook."""

    job: str
    to: str


@dataclass(frozen=True)
class MessageOrder:
    """A text message to send; `body` holds the code and is never logged."""

    job: str
    to: str
    body: str
    lifetime: timedelta


class TelephonyGateway(Protocol):
    """Whoever carries calls and messages. Every method may raise GatewayError."""

    def place_call(self, order: CallOrder) -> str:
        """Place a call and return the provider's id of it."""
        ...

    def send_message(self, order: MessageOrder) -> str:
        """Send a message and return the provider's id of it."""
        ...

    def find(self, channel: Channel, to: str, since: datetime) -> Sequence[str]:
        """Return the ids of the calls or messages to a number since a moment, newest first."""
        ...


@dataclass(frozen=True)
class Heard:
    """One message of words, already folded and masked."""

    conversation_id: str
    turn: str
    text: str
    language: str
    channel: str


class Interpreter(Protocol):
    """Whoever understands words; it picks a capability and lets the core take the turn."""

    def hear(self, heard: Heard) -> None:
        """Have the turn taken.

        Raises:
            GatewayError: nobody took it; the same turn may be handed in again.
        """
        ...


@dataclass(frozen=True)
class IdentityClaims:
    """What a valid identity token says."""

    username: str
    token_id: str
    expires_at: datetime


class IdentityTokens(Protocol):
    """Checks the support site's identity tokens."""

    def claims(self, token: str, now: datetime) -> IdentityClaims:
        """Return what a token claims.

        Raises:
            IdentityRejected: the token does not hold.
        """
        ...


class Library(Protocol):
    """The procedures."""

    def get(self, procedure_id: str) -> Procedure | None: ...
    def for_intent(self, intent: str) -> Procedure | None: ...


class Words(Protocol):
    """The catalogues, for the few texts that the core itself must send (SMS)."""

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return one text."""
        ...


class Customers(Protocol):
    """The customers and their factors."""

    def get(self, customer_id: str) -> Customer | None: ...
    def by_username(self, username: str) -> Customer | None: ...
    def factor(self, factor_id: str) -> Factor | None: ...
    def factor_to_change(self, factor_id: str) -> Factor | None:
        """Return a factor whose row nobody else may change until this transaction ends."""
        ...

    def factors_of(self, customer_id: str) -> Sequence[Factor]: ...


class Devices(Protocol):
    """The devices behind factors, their challenges and the used cells of cards."""

    def get(self, factor_id: str) -> Device | None: ...
    def add_challenge(self, challenge: Challenge) -> None: ...
    def live_challenge(self, login_id: str, now: datetime) -> Challenge | None: ...
    def void_challenges(self, login_id: str, now: datetime) -> None: ...
    def consume(self, challenge_id: str, now: datetime) -> bool:
        """Use a challenge up; only one caller ever gets True."""
        ...

    def questions_of(self, factor_id: str) -> Sequence[str]: ...
    def used_cells(self, factor_id: str) -> frozenset[str]: ...
    def use_cells(self, factor_id: str, cells: Sequence[str], now: datetime) -> bool:
        """Use cells up; False when one of them was used before."""
        ...


class Logins(Protocol):
    """Pending logins."""

    def get(self, login_id: str) -> PendingLogin | None: ...
    def add(self, login: PendingLogin) -> None: ...
    def charge_attempt(self, login_id: str, now: datetime) -> bool:
        """Charge one try if the login is ready, live and has one left; say whether it did."""
        ...

    def latest_waiting(self, customer_id: str, now: datetime) -> PendingLogin | None: ...


class Codes(Protocol):
    """One-time codes."""

    def get(self, code_id: str) -> OneTimeCode | None: ...
    def add(self, code: OneTimeCode) -> None: ...
    def of_login(self, login_id: str) -> Sequence[OneTimeCode]: ...
    def consume(self, code_id: str, now: datetime) -> bool:
        """Use a code up; only one caller ever gets True."""
        ...

    def unseal_expired(self, now: datetime) -> int:
        """Forget the sealed form of every expired code; return how many there were."""
        ...


class Deliveries(Protocol):
    """The outbox and its record."""

    def get(self, delivery_id: str) -> Delivery | None: ...
    def by_job(self, job: str) -> Delivery | None: ...
    def add(self, delivery: Delivery) -> None: ...
    def of_login(self, login_id: str) -> Sequence[Delivery]: ...
    def sent_to(self, number: str, since: datetime) -> Sequence[datetime]:
        """Return when codes were sent to a number, oldest first, verified logins left out."""
        ...

    def has_due(self, now: datetime) -> bool:
        """Whether a claim would find anything; a read, so that idle workers lock nothing."""
        ...

    def claim(self, worker: str, now: datetime) -> Delivery | None:
        """Give one due delivery to this worker and no other."""
        ...

    def announce(self, delivery_id: str, worker: str, now: datetime) -> bool:
        """Say that the request leaves now; exactly one caller gets True."""
        ...

    def in_state(self, state: DeliveryState) -> Sequence[Delivery]: ...
    def knows_sid(self, provider_sid: str) -> bool: ...


class Conversations(Protocol):
    """Conversations, their turns and their events."""

    def get(self, conversation_id: str) -> Conversation | None: ...
    def by_bearer(self, bearer_digest: str) -> Conversation | None: ...
    def add(self, conversation: Conversation) -> None: ...
    def of_login(self, login_id: str) -> Sequence[Conversation]: ...
    def turn(self, conversation_id: str, client_id: str) -> TurnRecord | None: ...
    def add_turn(self, turn: TurnRecord) -> None: ...
    def add_event(self, event: Event) -> None: ...
    def events_after(self, conversation_id: str, after: int) -> Sequence[Event]: ...
    def recent_messages(self, conversation_id: str, limit: int) -> Sequence[Event]:
        """Return the newest messages, newest first."""
        ...

    def events_of_turn(self, conversation_id: str, client_id: str) -> Sequence[Event]: ...
    def all_events_after(self, after: int, limit: int) -> Sequence[Event]: ...
    def last_event_id(self) -> int: ...


class Withdrawals(Protocol):
    """Withdrawals, the accounts they leave, and the devices that confirm them."""

    def get(self, withdrawal_id: str) -> Withdrawal | None: ...
    def get_to_change(self, withdrawal_id: str) -> Withdrawal | None: ...
    def by_key(self, customer_id: str, key: str) -> Withdrawal | None: ...
    def add(self, withdrawal: Withdrawal) -> None: ...
    def account_of(self, customer_id: str) -> str | None:
        """Return the account that a customer is a user of."""
        ...

    def device_of(self, factor_id: str) -> str:
        """Return the physical device behind a factor; users who share one have factors of it."""
        ...

    def lock(self, account_id: str, device_id: str | None) -> None:
        """Let nobody else count or reserve for this account or device until the unit ends."""
        ...

    def held_by_account(self, account_id: str, kind: LimitKind, since: date) -> Mapping[date, int]:
        """Return the cents that hold per business day, for all users of an account."""
        ...

    def held_by_device(self, device_id: str, since: date) -> Mapping[date, int]:
        """Return the cents that hold per business day, for all accounts that share a device."""
        ...


class UnitOfWork(Protocol):
    """One transaction over everything."""

    @property
    def customers(self) -> Customers: ...
    @property
    def logins(self) -> Logins: ...
    @property
    def devices(self) -> Devices: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def withdrawals(self) -> Withdrawals: ...
    def use_identity_token(self, token_id: str, expires_at: datetime) -> bool:
        """Use an identity token up; only the first caller gets True."""
        ...


class UnitsOfWork(Protocol):
    """Begins transactions; a `write` commits at its end and rolls back on any exception."""

    def write(self) -> AbstractContextManager[UnitOfWork]: ...
    def read(self) -> AbstractContextManager[UnitOfWork]: ...
