"""`make kills`: workers die by SIGKILL at random moments, and no phone rings twice (A22).

Real processes: workers over one database, and beside them a server with the stand-in, whose calls
and signed webhooks are Twilio's. The moments come from a seed; when in its work a worker was, when
its moment came, the machine decides. Between two workers the demo's clock goes on by more than a
lease, but only once nothing is on its way to the provider any more.
"""

import argparse
import json
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.databases import postgresql, sqlite
from benchmarks.traffic import Traffic
from benchmarks.victims import Victim, ask_for_a_call, delivery_of, is_settled
from sls.domain.deliveries import ANNOUNCEMENT_LEASE, Delivery, DeliveryState
from tests.world import RASA_TOKEN, World

ROOT = Path(__file__).resolve().parent.parent
KILLS, SEED = 50, 22
# One worker in two dies within this time of its birth, the other so soon after the provider has
# heard of an order: most of the work in between lasts a few hundredths of a second.
LONGEST_LIFE_SECONDS = 0.3
AFTER_AN_ORDER_SECONDS = 0.06
AFTER_A_LEASE = ANNOUNCEMENT_LEASE.total_seconds() + 2
MOST_ROUNDS, LAST_LIFE_SECONDS = 20, 3.0
PATIENCE_SECONDS = 30.0


class Massacre:
    """Kills worker after worker, while people ask for calls."""

    def __init__(self, world: World, seed: int) -> None:
        self._world = world
        self._chance = random.Random(seed)  # noqa: S311 - a seed is the point
        self._traffic = Traffic(world.app.wsgi_app, self._chance)
        world.app.wsgi_app = self._traffic  # type: ignore[assignment]
        self.victims: list[Victim] = []
        self._live: list[Victim] = []
        self.left_behind: Counter[str] = Counter()

    def run(self, kills: int) -> None:
        """Kill so many workers, then let the last ones finish what is left."""
        with _nursery(self._world) as nursery:
            for _ in range(kills):
                for _ in range(self._chance.randint(1, 2)):
                    self.victims.append(ask_for_a_call(self._world.core, len(self.victims)))
                    self._live.append(self.victims[-1])
                worker = _born(nursery)
                self._wait_for_the_moment()
                self._kill(worker)
            for _ in range(MOST_ROUNDS):
                if not self._live:
                    return
                worker = _born(nursery)
                self._wait_until_done()
                self._kill(worker)

    def rings(self, delivery: Delivery) -> int:
        """Return how often a call was ordered, by the provider's own book.

        A call that nobody took may be repeated once: that is a delivery of its own.
        """
        return self._traffic.ordered.count(f"/voice/calls/{delivery.job}/answer")

    def _wait_for_the_moment(self) -> None:
        # The more people wait, the longer a worker may live, or nobody would ever be rung.
        longest = LONGEST_LIFE_SECONDS * (1 + len(self._live) / 3)
        if self._chance.random() < 0.5:
            time.sleep(self._chance.uniform(0, longest))
            return
        self._traffic.wait_for_an_order(longest)
        time.sleep(self._chance.uniform(0, AFTER_AN_ORDER_SECONDS))

    def _wait_until_done(self) -> None:
        deadline = time.monotonic() + LAST_LIFE_SECONDS
        while time.monotonic() < deadline and not all(map(is_settled, self._states())):
            time.sleep(0.1)

    def _kill(self, worker: int) -> None:
        os.kill(worker, signal.SIGKILL)
        _wait_until_dead(worker)
        self.left_behind.update(str(each.state) for each in self._states() if not each.is_over)
        self._traffic.wait_for_silence()
        self._hang_up()
        self._world.http.advance(AFTER_A_LEASE)

    def _hang_up(self) -> None:
        """Decline every call that rings, as a person would, and forget who needs nothing more."""
        for victim, delivery in zip(self._live, self._states(), strict=True):
            if delivery.state is DeliveryState.RINGING:
                self._world.http.post(f"/standin/phones/{victim.number}/reject", {})
        self._live = [
            victim
            for victim, delivery in zip(self._live, self._states(), strict=True)
            if not is_settled(delivery)
        ]

    def _states(self) -> list[Delivery]:
        return [delivery_of(self._world.core, each) for each in self._live]


def measure(world: World, kills: int, seed: int) -> dict[str, Any]:
    """Kill so many workers in a world, and return what became of everybody."""
    massacre = Massacre(world, seed)
    started = time.monotonic()
    massacre.run(kills)
    ends = [delivery_of(world.core, each) for each in massacre.victims]
    rings = [massacre.rings(each) for each in ends]
    return {
        "kills": kills,
        "seed": seed,
        "requests": len(massacre.victims),
        "rung_once": rings.count(1),
        "rung_twice": sum(times > 1 for times in rings),
        "told_it_took_too_long": sum(
            times == 0 and end.state is DeliveryState.EXPIRED
            for times, end in zip(rings, ends, strict=True)
        ),
        "lost": sum(not is_settled(each) for each in ends),
        "states": dict(sorted(Counter(str(each.state) for each in ends).items())),
        "left_behind_by_the_dead": dict(sorted(massacre.left_behind.items())),
        "seconds": round(time.monotonic() - started, 1),
    }


@contextmanager
def world_over(url: str) -> Iterator[World]:
    """Give a world on this database, in which calls ring at once."""
    world = World(DATABASE_URL=url)
    try:
        yield world
    finally:
        world.close()


def main(words: Sequence[str]) -> int:
    """Kill on each database that there is; return 1 if a phone rang twice or anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills")
    parser.add_argument("kills", type=int, nargs="?", default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(words)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    found = []
    for place in (sqlite, postgresql):
        with place() as where:
            if where is None:
                print("PostgreSQL is not installed; it is left out.", file=sys.stderr)
                continue
            with world_over(where.url) as world:
                row = {"database": where.kind, **measure(world, asked.kills, asked.seed)}
        print(json.dumps(row), flush=True)
        found.append(row)
    return int(any(row["rung_twice"] or row["lost"] for row in found))


@contextmanager
def _nursery(world: World) -> Iterator["subprocess.Popen[str]"]:
    settings = world.settings
    environment = {
        **os.environ,
        "PORT": str(world.server.server_port),
        "DATABASE_URL": settings.database_url,
        "PUBLIC_BASE_URL": settings.public_base_url,
        "TWILIO_BASE_URL": world.base_url,
        "RASA_TOKEN": RASA_TOKEN,
        "CALLS_PER_SECOND": "100",
        "AUDIT_HEAD_FILE": str(Path(world.folder.name) / "audit-head.json"),
    }
    nursery = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.nursery"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield nursery
    finally:
        nursery.kill()
        nursery.communicate()


def _born(nursery: "subprocess.Popen[str]") -> int:
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())


def _wait_until_dead(process: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.002)
    raise TimeoutError("a killed worker did not die")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
