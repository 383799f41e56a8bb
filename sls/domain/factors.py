"""Second factors: the kinds there are, and the channels by which a code can travel."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """How a one-time code reaches a person."""

    SMS = "sms"
    VOICE = "voice"

    @property
    def other(self) -> "Channel":
        """The channel to offer when this one cannot be used."""
        return Channel.SMS if self is Channel.VOICE else Channel.VOICE


class FactorKind(StrEnum):
    """Every kind of second factor of the knowledge base (F22 to F30)."""

    SMS = "sms"
    IB_KEY_IOS = "ib_key_ios"
    IB_KEY_ANDROID = "ib_key_android"
    DSC_PLUS = "dsc_plus"
    DSC = "dsc"
    GOLD = "gold"
    PLATINUM = "platinum"
    SECURITY_CODE_CARD = "security_code_card"
    TEMPORARY_PASSCODE = "temporary_passcode"
    ONLINE_CARD = "online_card"


@dataclass
class Factor:
    """One second factor of one customer; `number` is set for the kinds that need a phone."""

    id: str
    customer_id: str
    kind: FactorKind
    number: str | None
    active_from: datetime

    def receives_codes(self) -> bool:
        """Voice callback exists only where SMS is the second factor (F1)."""
        return self.kind is FactorKind.SMS

    def is_cooling_off(self, now: datetime) -> bool:
        """A number changed lately gets no code until its cool-off is over."""
        return now < self.active_from
