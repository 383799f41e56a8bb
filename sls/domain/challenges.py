"""Challenges of devices: six digits to answer with eight, or two cells of a card to read."""

import hmac
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.factors import FactorKind
from sls.domain.ocra import ANDROID_APP, CARD, IOS_APP, RESPONSE_LENGTH, Suite, respond
from sls.domain.purposes import Purpose

# The source does not say how long (F39); when it is over, the login starts over (F37).
CHALLENGE_LIFETIME = timedelta(minutes=5)
# A device may have answered for nothing a few times: keys pressed without a login.
COUNTER_WINDOW = 10
CELLS_ASKED = 2
CELL_LENGTH = 3
CARD_CELLS = 224
# Without I, O, 0 and 1, which people mix up on a printed card.
_CELL_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

SUITES: dict[FactorKind, Suite] = {
    FactorKind.DSC_PLUS: CARD,
    FactorKind.DSC: CARD,
    FactorKind.GOLD: CARD,  # operated as a DSC
    FactorKind.PLATINUM: CARD,
    FactorKind.IB_KEY_ANDROID: ANDROID_APP,
    FactorKind.IB_KEY_IOS: IOS_APP,
}


@dataclass
class Device:
    """The secrets of one device, sealed; `counter` is the lowest one it may answer with."""

    factor_id: str
    sealed_key: bytes
    sealed_pin: bytes | None
    counter: int = 0

    def place(self, secret: str) -> str:
        """Where a secret of this device is sealed for, so that rows cannot be swapped (A36)."""
        return f"devices|{self.factor_id}|{secret}"

    def lacks_pin(self, kind: FactorKind) -> bool:
        """Whether this kind answers with a PIN, and an agent has reset it."""
        return kind in SUITES and SUITES[kind].has_pin and self.sealed_pin is None


@dataclass
class Challenge:
    """A question put to one device for one purpose: six digits, or cell numbers joined by blanks.

    `subject_id` is the login, verification or the like that the answer is for.
    """

    id: str
    purpose: Purpose
    subject_id: str
    factor_id: str
    question: str
    created_at: datetime
    expires_at: datetime
    consumed_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """A challenge that may still be answered."""
        return self.consumed_at is None and now < self.expires_at

    @property
    def cells(self) -> list[str]:
        """The cell numbers of a card's challenge."""
        return self.question.split(" ")


@dataclass(frozen=True)
class DeviceSecrets:
    """A device's secrets in clear, for the moment of comparing."""

    key: bytes
    pin: str | None


def matched_counter(
    kind: FactorKind, secrets: DeviceSecrets, counter: int, challenge: str, response: str
) -> int | None:
    """Return the counter with which a device gave this response, or None if it did not.

    Every counter of the window is computed, so that time tells nothing of which one matched.
    """
    suite = SUITES[kind]
    typed = _fold(response)
    if len(typed) != RESPONSE_LENGTH or not typed.isascii() or not typed.isdigit():
        return None
    window = range(counter, counter + COUNTER_WINDOW) if suite.has_counter else [counter]
    found: int | None = None
    for candidate in window:
        expected = respond(suite, secrets.key, challenge, secrets.pin, candidate)
        if hmac.compare_digest(expected, typed) and found is None:
            found = candidate
    return found


def cell(key: bytes, number: str) -> str:
    """Return the three characters that stand in one cell of a card."""
    digest = hmac.digest(key, f"cell {number}".encode(), "sha256")
    return "".join(_CELL_ALPHABET[byte % len(_CELL_ALPHABET)] for byte in digest[:CELL_LENGTH])


def cells_match(key: bytes, numbers: Sequence[str], response: str) -> bool:
    """Whether a response holds the cells asked for, in order; blanks are forgiven (G27)."""
    expected = "".join(cell(key, number) for number in numbers)
    typed = _fold(response).upper().encode(errors="replace")  # halves of surrogates match no cell
    return hmac.compare_digest(expected.encode(), typed)


def _fold(response: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", response))
