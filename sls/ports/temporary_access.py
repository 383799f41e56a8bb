"""Temporary passcodes and online cards: their repository, and how a passcode is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sls.domain.challenges import Device
from sls.domain.factors import Factor
from sls.domain.online_cards import OnlineCard
from sls.domain.temporary_access import Passcode


class TemporaryAccesses(Protocol):
    """Temporary passcodes and online cards, with the factors they become."""

    def lock(self, customer_id: str) -> None:
        """Let nobody else issue or activate for this customer until the unit ends."""
        ...

    def add_passcode(self, factor: Factor, passcode: Passcode) -> None: ...
    def passcode(self, factor_id: str) -> Passcode | None: ...
    def open_passcode(self, customer_id: str) -> Passcode | None:
        """Return the passcode since which no permanent device was active, run out or not."""
        ...

    def add_card(self, card: OnlineCard) -> None: ...
    def card(self, card_id: str) -> OnlineCard | None: ...
    def pending_cards(self, customer_id: str) -> Sequence[OnlineCard]: ...
    def charge_card(self, card_id: str, now: datetime) -> bool:
        """Charge one proof if the card is pending, in time and has one left; say whether it did."""
        ...

    def add_factor(self, factor: Factor, device: Device) -> None:
        """Add the factor and the device that a card in force is."""
        ...

    def is_participant(self, customer_id: str) -> bool:
        """Whether this customer has, or ever had, a second factor."""
        ...


class PasscodeVault(Protocol):
    """Keeps temporary passcodes so that neither a stolen database nor a guess opens them."""

    def hash(self, passcode: str, factor_id: str) -> str:
        """Return the stored form of a passcode, bound to its factor."""
        ...

    def matches(self, hashed: str, passcode: str, factor_id: str) -> bool:
        """Whether this is the passcode that is stored so."""
        ...
