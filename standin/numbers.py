"""Telephone numbers: their form, their spelling in addresses, and whom Twilio would not reach."""

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from standin.refusals import TwilioRefusal

E164 = re.compile(r"\+[1-9]\d{6,14}")
NORTH_AMERICAN = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")
SHORT_CODE = re.compile(r"\d{5,6}")
SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


def is_e164(number: str) -> bool:
    """Tell whether the number is written as Twilio wants it."""
    return E164.fullmatch(number) is not None


def from_address(written: str) -> str:
    """Read a number from a path or query, where a raw plus arrives as a blank."""
    number = written.strip()
    return number if number.startswith("+") or not number.isdigit() else f"+{number}"


def formatted(number: str) -> str:
    """Write a number as Twilio's `to_formatted` does: North American ones in groups."""
    match = NORTH_AMERICAN.fullmatch(number)
    return "({}) {}-{}".format(*match.groups()) if match else number


def check_callee(channel: str, number: str) -> None:
    """Refuse what is no number, and Twilio's own numbers for trying refusals.

    Raises: TwilioRefusal.
    """
    if not is_e164(number):
        raise TwilioRefusal(21211, number=number)
    code = _reach()[channel].get(number)
    if code is not None:
        raise TwilioRefusal(code, number=number)


def check_caller(number: str, *, names_allowed: bool = False) -> None:
    """Refuse a sender that Twilio would not accept; only messages have names and short codes.

    Raises: TwilioRefusal.
    """
    if number in _reach()["senders"]:
        raise TwilioRefusal(21212, number=number)
    if is_e164(number):
        return
    if names_allowed and (SENDER_NAME.fullmatch(number) or SHORT_CODE.fullmatch(number)):
        return
    raise TwilioRefusal(21212, number=number)


@cache
def _reach() -> dict[str, Any]:
    text = resources.files("standin").joinpath("data/reach.json").read_text("utf-8")
    reach: dict[str, Any] = json.loads(text)
    return reach
