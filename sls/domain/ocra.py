"""OCRA responses (RFC 6287) for the suites of the broker's devices (security notes 3.3).

A 6-digit challenge with an 8-digit response breaks RFC 6287 IC4; the devices are what they are, and
one use per challenge, the counter and the lock-out stand in for it (X22).
"""

import hashlib
import hmac
from dataclasses import dataclass

CHALLENGE_LENGTH = 6
RESPONSE_LENGTH = 8
_QUESTION_BYTES = 128


@dataclass(frozen=True)
class Suite:
    """One OCRA suite: what goes into the HMAC beside the question."""

    name: str
    has_counter: bool
    has_pin: bool


CARD = Suite("OCRA-1:HOTP-SHA1-8:QN06-PSHA1", has_counter=False, has_pin=True)
ANDROID_APP = Suite("OCRA-1:HOTP-SHA1-8:C-QN06-PSHA1", has_counter=True, has_pin=True)
# No PIN: the phone checks its owner by itself (F10).
IOS_APP = Suite("OCRA-1:HOTP-SHA1-8:C-QN06", has_counter=True, has_pin=False)


def is_challenge(text: str) -> bool:
    """Whether a text is six ASCII digits; int() would take digits of any script."""
    return len(text) == CHALLENGE_LENGTH and text.isascii() and text.isdigit()


def encode_question(challenge: str) -> bytes:
    """Return the question as it enters the HMAC.

    The number is written in hexadecimal and padded on the right, so that different challenges can
    mean the same question: record and compare this form, not the digits.

    Raises:
        ValueError: the challenge is not six digits.
    """
    if not is_challenge(challenge):
        raise ValueError("a challenge has six digits")
    digits = f"{int(challenge):X}"
    return bytes.fromhex(digits.ljust(_QUESTION_BYTES * 2, "0"))


def respond(suite: Suite, key: bytes, challenge: str, pin: str | None, counter: int) -> str:
    """Return the eight digits that a device shows for a challenge.

    Args:
        suite: the device's suite.
        key: the device's secret, 20 bytes.
        challenge: six digits.
        pin: the PIN, for suites that have one.
        counter: how often the device has answered before, for suites that count.

    Raises:
        ValueError: the challenge is not six digits, or a PIN is missing.
    """
    data = suite.name.encode() + b"\0"
    if suite.has_counter:
        data += counter.to_bytes(8, "big")
    data += encode_question(challenge)
    if suite.has_pin:
        if pin is None:
            raise ValueError("this device needs its PIN")
        data += hashlib.sha1(pin.encode(), usedforsecurity=False).digest()
    return _truncate(hmac.digest(key, data, "sha1"))


def _truncate(digest: bytes) -> str:
    """Truncate dynamically (RFC 4226 5.3)."""
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**RESPONSE_LENGTH:0{RESPONSE_LENGTH}d}"
