"""Plays the cast's cards and phone apps: what a device shows for a challenge."""

import threading
from collections.abc import Sequence
from typing import Any

from sls.domain.challenges import SUITES, cell
from sls.domain.factors import FactorKind
from sls.domain.ocra import is_challenge, respond


class DeviceRefusal(Exception):
    """The device cannot answer; the text is a stable code."""


class Devices:
    """The cast's devices; those that count remember how often they answered."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counters: dict[tuple[str, str], int] = {}

    def reset(self) -> None:
        """Make every device new."""
        with self._lock:
            self._counters.clear()

    def answer(
        self, member: dict[str, Any], kind: str, challenge: str | Sequence[str], pin: str | None
    ) -> str:
        """Return what a device of a member of the cast shows.

        Raises:
            DeviceRefusal: no such device, a challenge it does not take, or a PIN missing.
        """
        key = member["device_keys"].get(kind)
        if key is None:
            raise DeviceRefusal("device_unknown")
        if FactorKind(kind) not in SUITES:
            return _read_cells(bytes.fromhex(key), challenge)
        if not isinstance(challenge, str) or not is_challenge(challenge):
            raise DeviceRefusal("challenge_not_six_digits")
        suite = SUITES[FactorKind(kind)]
        if suite.has_pin and not pin:
            raise DeviceRefusal("pin_missing")
        counter = self._count(member["username"], kind) if suite.has_counter else 0
        return respond(suite, bytes.fromhex(key), challenge, pin, counter)

    def _count(self, username: str, kind: str) -> int:
        with self._lock:
            counter = self._counters.get((username, kind), 0)
            self._counters[username, kind] = counter + 1
            return counter


def _read_cells(key: bytes, numbers: str | Sequence[str]) -> str:
    if isinstance(numbers, str) or not all(isinstance(each, str) for each in numbers):
        raise DeviceRefusal("cells_missing")
    return "".join(cell(key, number) for number in numbers)
