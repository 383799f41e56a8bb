"""Clocks, chance, keys, telephony and the others that stand outside our process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sls.domain.customers import Customer
from sls.domain.factors import Channel
from sls.domain.procedures import Procedure
from sls.domain.purposes import Subject


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

    def digest(self, subject: Subject, code: str) -> bytes:
        """Return the keyed digest of a code, with what it is for and its customer bound in."""
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

    def refusal(self, number: str) -> str | None:
        """Return why this cannot be somebody's mobile number, or None when it can."""
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
    """A call to place; `job` names it in every webhook, below the address that `kind` says.

    After `leave_by` it is not to be sent any more.
    """

    job: str
    to: str
    leave_by: datetime
    kind: str = "calls"


@dataclass(frozen=True)
class MessageOrder:
    """A text message to send, as a call; `body` holds the code and is never logged."""

    job: str
    to: str
    body: str
    lifetime: timedelta
    leave_by: datetime


class TelephonyGateway(Protocol):
    """Whoever carries calls and messages. Every method may raise GatewayError."""

    def place_call(self, order: CallOrder) -> str:
        """Place a call and return the provider's id of it.

        Raises:
            AnnouncedTooLongAgo: its moment to leave was over, and nothing was sent.
        """
        ...

    def send_message(self, order: MessageOrder) -> str:
        """Send a message and return the provider's id of it.

        Raises:
            AnnouncedTooLongAgo: as `place_call`.
        """
        ...

    def end_call(self, sid: str) -> None:
        """End a call that rings or speaks; one that is over already stays so."""
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
    def about(self, entities: Mapping[str, str]) -> Procedure | None:
        """Return the procedure that something named makes the subject, or None."""
        ...


class Words(Protocol):
    """The catalogues, for the few texts that the core itself must send (SMS) or recognise."""

    def text(self, language: str, message_id: str, **values: object) -> str:
        """Return one text."""
        ...

    def phrases(self, language: str, message_id: str) -> Sequence[str]:
        """Return the ways to say something; none where no text has this id."""
        ...
