"""A worker killed at each dangerous moment: never two calls, nothing lost (security A22)."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.deliveries import ANNOUNCEMENT_LEASE, CLAIM_LEASE, RETRY_PAUSE, DeliveryState
from tests.fakes.bootstrap import World
from tests.fakes.worker import work_once
from tests.sls.services.dying_worker import SECRET, BookedProvider

ROOT = Path(__file__).resolve().parents[3]
S = DeliveryState


class Scene:
    """A call in a real outbox, a worker that dies over it, and a healthy one that comes after."""

    def __init__(self, world: World, database_url: str, book: Path) -> None:
        self.world = world
        self._url = database_url
        self._book = book
        self.sent = world.sends(world.logs_in())
        self.provider = BookedProvider(book, world.now())
        self.healthy = world.delivering_to(self.provider)

    def a_worker_dies(self, moment: str) -> None:
        """Run a worker in a process of its own that is killed at this moment."""
        command = [
            sys.executable,
            "-m",
            "tests.sls.services.dying_worker",
            self._url,
            str(self._book),
            moment,
        ]
        died = subprocess.run(command, cwd=ROOT, timeout=60, check=False)
        assert died.returncode == -signal.SIGKILL

    def a_healthy_worker_goes_on(self) -> None:
        """Let time pass as it does, with a healthy worker and its housekeeping."""
        for span in (CLAIM_LEASE, ANNOUNCEMENT_LEASE, RETRY_PAUSE, ANNOUNCEMENT_LEASE):
            self.world.clock.advance(span, microseconds=1)
            self.healthy.reconcile()
            while work_once(self.healthy, "worker-healthy"):
                pass

    @property
    def state(self) -> DeliveryState:
        """Where the delivery stands."""
        return self.world.delivery(self.sent.delivery.id).state


@pytest.fixture
def scene(sql_units, sql_seed, database, tmp_path) -> Scene:
    """Give the scene, on the real database."""
    world = World(sql_units, sql_seed, KeyedCodeVault(SECRET))
    world.has_customer("alice")
    return Scene(world, database.url, tmp_path / "book.json")


@pytest.mark.parametrize(
    ("moment", "left_behind"),
    [
        ("before_announcement", S.QUEUED),
        ("before_acceptance", S.PLACING),
        ("after_acceptance", S.PLACING),
    ],
)
def test_a_killed_worker_costs_neither_a_call_nor_a_second_one(scene, moment, left_behind):
    scene.a_worker_dies(moment)
    assert scene.state is left_behind

    scene.a_healthy_worker_goes_on()

    (call,) = scene.provider.entries()
    assert call["job"] == scene.sent.delivery.job
    delivery = scene.world.delivery(scene.sent.delivery.id)
    assert (delivery.state, delivery.provider_sid) == (S.PLACED, call["sid"])
    assert scene.world.calling.answer(delivery.job, call["sid"])
    assert scene.world.code_of(delivery) == scene.sent.code


def test_nobody_dials_between_the_death_and_the_reconciler(scene):
    scene.a_worker_dies("before_acceptance")

    scene.world.clock.advance(minutes=1)
    worked = work_once(scene.healthy, "worker-healthy")

    assert not worked
    assert scene.provider.entries() == []


def test_a_call_that_expired_meanwhile_is_not_placed_any_more(scene):
    scene.a_worker_dies("before_acceptance")

    scene.world.clock.advance(minutes=10)
    scene.a_healthy_worker_goes_on()

    assert scene.provider.entries() == []
    assert scene.state is S.EXPIRED
