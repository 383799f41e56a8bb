"""What a call says and listens for, free of any provider's markup."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

MAX_GATE_TRIES = 3
MAX_READINGS = 4


class Pace(StrEnum):
    """How fast a code is read."""

    NORMAL = "normal"
    SLOW = "slow"


@dataclass(frozen=True)
class Speak:
    """Say one text of the catalogue."""

    message_id: str
    values: dict[str, str]


@dataclass(frozen=True)
class ReadCode:
    """Read a code out, in groups, digit by digit."""

    code: str
    pace: Pace


@dataclass(frozen=True)
class Wait:
    """Stay silent for a moment."""

    span: timedelta


@dataclass(frozen=True)
class Listen:
    """Say the prompts and wait for one key; the answer goes to step `to`, silence to `otherwise`.

    `may_interrupt` lets a key cut the prompts short.
    """

    prompts: tuple[Speak, ...]
    to: str
    otherwise: str
    timeout: timedelta
    may_interrupt: bool


@dataclass(frozen=True)
class HangUp:
    """End the call."""


Spoken: TypeAlias = Speak | ReadCode | Wait | Listen | HangUp


@dataclass(frozen=True)
class Speech:
    """One turn of a call, in one language."""

    language: str
    region: str | None
    parts: tuple[Spoken, ...]


def groups(code: str) -> list[str]:
    """Return a code in the groups in which people remember it: 3+3, or 4+4 for eight digits."""
    size = 4 if len(code) == 8 else 3
    return [code[start : start + size] for start in range(0, len(code), size)]
