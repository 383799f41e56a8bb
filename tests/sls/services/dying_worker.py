"""A worker that is killed by SIGKILL in the middle of its work; started by a test.

Its provider keeps a book in a file, as a real one would keep it in its own data centre.
"""

import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sls.adapters.database import Database
from sls.adapters.repositories import SqlUnitsOfWork
from sls.adapters.vault import KeyedCodeVault
from sls.domain.breakers import BreakerRules
from sls.domain.factors import Channel
from sls.domain.pacing import Pacing
from sls.ports import CallOrder, MessageOrder
from sls.services.delivering import Delivering
from sls.services.handing_over import HandingOver
from sls.services.reporting import Reporting
from tests.fakes.audit_keys import plain_chain
from tests.fakes.clock import ManualClock
from tests.fakes.randomness import CountingRandomness
from tests.fakes.reach import EveryoneReached
from tests.fakes.texts import IdsAsWords
from tests.fakes.worker import work_once

SECRET = "secret of the tests"


class BookedProvider:
    """Writes every accepted call into a book before it answers."""

    def __init__(self, book: Path, now: datetime) -> None:
        self._book = book
        self._now = now

    def place_call(self, order: CallOrder) -> str:
        """Accept a call."""
        entries = self.entries()
        sid = f"CA{len(entries) + 1}"
        entry = {"sid": sid, "job": order.job, "to": order.to, "at": self._now.isoformat()}
        self._book.write_text(json.dumps([*entries, entry]), encoding="utf-8")
        return sid

    def send_message(self, order: MessageOrder) -> str:
        """Refuse: this provider carries calls."""
        raise NotImplementedError

    def find(self, channel: Channel, to: str, since: datetime) -> Sequence[str]:
        """Return the calls to a number since a moment, newest first."""
        wanted = [
            each["sid"]
            for each in self.entries()
            if each["to"] == to and datetime.fromisoformat(each["at"]) >= since
        ]
        return wanted[::-1]

    def entries(self) -> list[dict[str, str]]:
        """Return the book."""
        return json.loads(self._book.read_text(encoding="utf-8")) if self._book.exists() else []


class KillingProvider(BookedProvider):
    """Kills its own process before or right after a call was accepted."""

    def __init__(self, book: Path, now: datetime, moment: str) -> None:
        super().__init__(book, now)
        self._moment = moment

    def place_call(self, order: CallOrder) -> str:
        """Never return."""
        if self._moment == "after_acceptance":
            super().place_call(order)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("the process is dead")


def main(url: str, book: str, moment: str) -> None:
    """Take one step of a worker, and die in it."""
    clock = ManualClock()
    handing_over = HandingOver(Pacing(), BreakerRules(), CountingRandomness())
    delivering = Delivering(
        SqlUnitsOfWork(Database(url), plain_chain()),
        clock,
        KillingProvider(Path(book), clock.now(), moment),
        KeyedCodeVault(SECRET),
        IdsAsWords(),
        Reporting(CountingRandomness(), EveryoneReached()),
        handing_over,
    )
    if moment == "before_announcement":
        handing_over.order_leaves = lambda *_arguments: os.kill(os.getpid(), signal.SIGKILL)
    work_once(delivering, "worker-that-dies")


if __name__ == "__main__":
    main(*sys.argv[1:])
