"""Second factors: the kinds there are, and the channels by which a code can travel."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sls.domain.lockouts import FREE_FAILURES, delay_after


class Channel(StrEnum):
    """How a one-time code reaches a person."""

    SMS = "sms"
    VOICE = "voice"

    @property
    def other(self) -> "Channel":
        """The channel to offer when this one cannot be used."""
        return Channel.SMS if self is Channel.VOICE else Channel.VOICE


EVERY_CHANNEL = frozenset(Channel)


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
    """One second factor of one customer; `number` is set for the kinds that need a phone.

    A factor that has ended (revoked, replaced, moved to another phone) stays on record and verifies
    nothing any more; a temporary one ends by itself at `expires_at`.
    """

    id: str
    customer_id: str
    kind: FactorKind
    number: str | None
    active_from: datetime
    failures: int = 0
    locked_until: datetime | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Ended, or past its time."""
        has_expired = self.expires_at is not None and now >= self.expires_at
        return has_expired or self.ended_at is not None

    def receives_codes(self) -> bool:
        """Voice callback exists only where SMS is the second factor (F1)."""
        return self.kind is FactorKind.SMS

    def is_locked(self, now: datetime) -> bool:
        """Resting after too many failures in a row."""
        return self.locked_until is not None and now < self.locked_until

    def charge(self, now: datetime) -> bool:
        """Charge one try before anything is compared; False while it rests or when it is over."""
        if self.is_locked(now) or self.is_over(now):
            return False
        self.failures += 1
        delay = delay_after(self.failures)
        self.locked_until = now + delay if delay is not None else None
        return True

    def is_worth_a_notice(self) -> bool:
        """Guessed at again after it rested; told once, for bombing is an attack as well (A6)."""
        return self.failures == FREE_FAILURES + 2

    def succeed(self) -> None:
        """Forget the failures: the customer has proved to hold this factor."""
        self.failures, self.locked_until = 0, None

    def end(self, now: datetime) -> None:
        """End this factor for good; ended again it stays as it is."""
        if self.ended_at is None:
            self.ended_at = now

    def is_cooling_off(self, now: datetime) -> bool:
        """A number changed lately gets no code until its cool-off is over."""
        return now < self.active_from
