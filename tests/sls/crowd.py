"""Many who do things at the same moment, with chance and a provider that keep pace with them."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sls.adapters.randomness import SystemRandomness
from sls.domain.errors import Refusal
from sls.domain.factors import Channel
from sls.ports import CodeVault
from tests.fakes.bootstrap import World
from tests.fakes.twilio_gateway import BookedTelephony
from tests.sls.conftest import Seed, SqlUnitsOfWork

Answer = TypeVar("Answer")


class BusyTelephony(BookedTelephony):
    """Takes orders one by one, however many workers call."""

    _taking = threading.Lock()

    def _accept(self, channel: Channel, to: str) -> str:
        with self._taking:
            return super()._accept(channel, to)


class Crowd(World):
    """A world on a real database whose twins stand many threads."""

    def __init__(self, units: SqlUnitsOfWork, seed: Seed, vault: CodeVault | None = None) -> None:
        super().__init__(units, seed, vault)

    def _build(self) -> None:
        self.randomness = SystemRandomness()  # type: ignore[assignment]
        self.telephony = BusyTelephony(self.clock)
        super()._build()


def at_once(*acts: Callable[[], Answer]) -> list[Answer | Refusal]:
    """Do all of this at the same moment; return what came of each, refusals too."""
    start = threading.Barrier(len(acts))

    def do(act: Callable[[], Answer]) -> Answer | Refusal:
        start.wait(timeout=30)
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def granted(answers: Sequence[Answer | Refusal]) -> list[Answer]:
    """Return the answers that are no refusals."""
    return [each for each in answers if not isinstance(each, Refusal)]
