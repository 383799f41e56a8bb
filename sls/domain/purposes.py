"""What a response, a code or a message is for: proved for one purpose, nothing for another (A10).

Whatever may be proved or told has one of these purposes and an id of its own; challenges and
the digests of codes are bound to both (`CodeVault.digest`, `Devices.live_challenge`).
"""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sls.domain.platforms import Platform


class Purpose(StrEnum):
    """What a code or a response opens, or a message tells."""

    LOGIN = "login"
    VERIFICATION = "verification"
    PIN_CHANGE = "pin_change"
    ACTIVATION = "activation"
    NUMBER_CHANGE = "number_change"
    SHARE = "share"
    ONLINE_CARD = "online_card"
    NOTICE = "notice"
    CALLER = "caller"
    CALLBACK = "callback"
    ANSWER = "answer"


class Waiting(Protocol):
    """Whatever waits for a response."""

    def is_live(self, now: datetime) -> bool:
        """Whether it still waits, in time and with tries left."""
        ...


class Subject(Protocol):
    """The one thing that a challenge or a code is for: a login, a verification and so on."""

    @property
    def purpose(self) -> Purpose:
        """What a response to it is for."""
        ...

    @property
    def id(self) -> str:
        """Its id, unguessable and its own."""
        ...

    @property
    def customer_id(self) -> str:
        """Whose it is."""
        ...

    @property
    def expires_at(self) -> datetime:
        """When it is over."""
        ...


class Awaiting(Subject, Waiting, Protocol):
    """A login or a verification that waits for the response of a factor of the customer's."""

    @property
    def factor_id(self) -> str | None:
        """The factor that was chosen to respond with."""
        ...

    @property
    def platform(self) -> Platform:
        """Where it was asked for."""
        ...

    @property
    def platform_version(self) -> str | None:
        """The TWS build, where it is known."""
        ...

    def is_ready(self, now: datetime) -> bool:
        """Whether it is live and its factor is chosen."""
        ...
