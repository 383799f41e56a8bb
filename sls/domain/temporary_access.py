"""Temporary access: a passcode after a lost device, and the online card it may be used to print.

A passcode opens everything for two days. After that it opens Client Portal only, to print or save
the online card, and in the end nothing (F12, F13). The borders are written down at issue, so that
a changed setting moves none that was promised.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.factors import Factor, FactorKind
from sls.domain.platforms import Platform

# What stands in for a device for some days; every other kind of factor is a permanent one.
TEMPORARY_KINDS = frozenset({FactorKind.TEMPORARY_PASSCODE, FactorKind.ONLINE_CARD})
# Forty bits; without I, O, 0 and 1, for it is dictated over the phone (G1).
PASSCODE_LENGTH = 8
PASSCODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Access(StrEnum):
    """What a login may be used for once it is verified."""

    FULL = "full"
    CARD_ONLY = "card_only"


@dataclass(frozen=True)
class TemporaryRules:
    """How long each part lasts, in days of 24 hours (X4, X24)."""

    passcode_full: timedelta = timedelta(days=2)
    passcode_card: timedelta = timedelta(days=8)
    card: timedelta = timedelta(days=21)


@dataclass
class Passcode:
    """One temporary passcode; what it opens ends in two steps.

    `device_back_at` is when a permanent device was active again: then the passcode is over, and
    only after that may there be another one (F17).
    """

    factor_id: str
    customer_id: str
    hashed: str
    issued_by: str
    issued_at: datetime
    full_until: datetime
    card_until: datetime
    device_back_at: datetime | None = None

    def access(self, platform: Platform, now: datetime) -> Access | None:
        """Return what this passcode opens on a platform, or None for nothing."""
        if self.device_back_at is not None or now >= self.card_until:
            return None
        if now < self.full_until:
            return Access.FULL
        return Access.CARD_ONLY if platform is Platform.CLIENT_PORTAL else None

    def end(self, now: datetime) -> None:
        """End it, for a permanent device is active again; the first time counts."""
        self.device_back_at = self.device_back_at or now


def issued(
    factor: Factor, hashed: str, issued_by: str, rules: TemporaryRules, now: datetime
) -> Passcode:
    """Return the passcode behind a factor, with its borders; they end the factor too."""
    full_until = now + rules.passcode_full
    factor.expires_at = full_until + rules.passcode_card
    return Passcode(
        factor_id=factor.id,
        customer_id=factor.customer_id,
        hashed=hashed,
        issued_by=issued_by,
        issued_at=now,
        full_until=full_until,
        card_until=factor.expires_at,
    )


def typed_passcode(response: str) -> str | None:
    """Return a passcode as it was issued, or None for what cannot be one.

    Its letters are upper case (G2). Small ones, blanks and hyphens are forgiven: whoever reads a
    passcode from a note does not see them, and they make it no easier to guess.
    """
    if len(response) > 64:
        return None
    folded = re.sub(r"[\s\-‐-―－]", "", unicodedata.normalize("NFKC", response)).upper()
    is_one = len(folded) == PASSCODE_LENGTH and set(folded) <= set(PASSCODE_ALPHABET)
    return folded if is_one else None
