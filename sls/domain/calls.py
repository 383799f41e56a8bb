"""What a call says and listens for, free of any provider's markup."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeAlias

MAX_READINGS = 4
# Silences and keys without a meaning in the menu, until the call ends politely.
MAX_MENU_MISSES = 2


class Pace(StrEnum):
    """How fast a code is read."""

    NORMAL = "normal"
    SLOW = "slow"


@dataclass(frozen=True)
class Speak:
    """Say one text of the catalogue, in the language of the speech unless another is named."""

    message_id: str
    values: Mapping[str, Any]
    language: str | None = None


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

    `may_interrupt` lets a key cut the prompts short. `digits` is how many keys are awaited, and
    `takes_words` whether somebody may say it instead.
    """

    prompts: tuple[Speak, ...]
    to: str
    otherwise: str
    timeout: timedelta
    may_interrupt: bool
    digits: int = 1
    takes_words: bool = False


@dataclass(frozen=True)
class HangUp:
    """End the call."""


@dataclass(frozen=True)
class GoOn:
    """Ask for what comes next at another step."""

    to: str


@dataclass(frozen=True)
class Connect:
    """Connect the call with a person of ours; what became of that goes to step `to`.

    Whoever answers hears first what the transfer of the name `whisper` is about.
    """

    number: str
    to: str
    timeout: timedelta
    whisper: str


Spoken: TypeAlias = Speak | ReadCode | Wait | Listen | GoOn | Connect | HangUp


@dataclass(frozen=True)
class Speech:
    """One turn of a call, in one language."""

    language: str
    region: str | None
    parts: tuple[Spoken, ...]
    pace: Pace = Pace.NORMAL


@dataclass(frozen=True)
class CallTurn:
    """What came from the other end: keys, or words with how sure the recogniser is, or nothing.

    `caller` is the number that calls, as far as it is told; it proves nothing.
    """

    keys: str = ""
    words: str = ""
    confidence: float = 1.0
    caller: str = ""

    @property
    def is_silence(self) -> bool:
        """Nothing was pressed and nothing was said."""
        return not self.keys and not self.words.strip()


def groups(code: str) -> list[str]:
    """Return a code in the groups in which people remember it: 3+3, or 4+4 for eight digits."""
    size = 4 if len(code) == 8 else 3
    return [code[start : start + size] for start in range(0, len(code), size)]
