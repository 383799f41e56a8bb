"""A worker killed over a call for help: one ring at most, and the request goes on (A22)."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.deliveries import ANNOUNCEMENT_LEASE, CLAIM_LEASE, RETRY_PAUSE, DeliveryState
from sls.domain.help_requests import SHORTEST_WAIT, HelpState
from tests.fakes.bootstrap import World
from tests.fakes.worker import work_once
from tests.sls.services.callbacks import Callee
from tests.sls.services.dying_worker import SECRET, BookedProvider

ROOT = Path(__file__).resolve().parents[3]


class Scene:
    """A request whose call is in a real outbox, and the workers that come and go."""

    def __init__(self, world: World, database_url: str, book: Path) -> None:
        self.world = world
        self._url = database_url
        self._book = book
        self.callee = Callee(world)
        self.callee.asks_now()
        world.ringing_back.look_after()
        self.provider = BookedProvider(book, world.now())
        self._healthy = world.delivering_to(self.provider)

    def a_worker_dies(self, moment: str) -> None:
        """Run a worker in a process of its own that is killed at this moment."""
        dying = [sys.executable, "-m", "tests.sls.services.dying_worker"]
        command = [*dying, self._url, str(self._book), moment]
        died = subprocess.run(command, cwd=ROOT, timeout=60, check=False)
        assert died.returncode == -signal.SIGKILL

    def a_healthy_worker_goes_on(self) -> None:
        """Let time pass as it does, with a healthy worker and its housekeeping."""
        for span in (CLAIM_LEASE, ANNOUNCEMENT_LEASE, RETRY_PAUSE, ANNOUNCEMENT_LEASE):
            self.world.clock.advance(span, microseconds=1)
            self.a_healthy_worker_looks()

    def a_healthy_worker_looks(self) -> None:
        """Let a healthy worker keep house, and do what is due."""
        self._healthy.reconcile()
        self.world.ringing_back.look_after()
        while work_once(self._healthy, "worker-healthy"):
            pass


@pytest.fixture
def scene(sql_units, sql_seed, database, tmp_path) -> Scene:
    """Give the scene, on the real database."""
    world = World(sql_units, sql_seed, KeyedCodeVault(SECRET))
    world.has_customer("alice")
    return Scene(world, database.url, tmp_path / "book.json")


@pytest.mark.parametrize("moment", ["before_announcement", "before_acceptance", "after_acceptance"])
def test_a22_a_killed_worker_costs_neither_the_call_nor_a_second_ring(scene, moment):
    scene.a_worker_dies(moment)

    scene.a_healthy_worker_goes_on()

    (call,) = scene.provider.entries()
    assert call["job"] == scene.callee.job
    assert scene.callee.request.rings == 1
    assert scene.callee.delivery.state is DeliveryState.PLACED


def test_a22_a_call_that_could_not_leave_in_time_leaves_with_the_next_worker(scene):
    scene.a_worker_dies("before_acceptance")
    scene.world.clock.advance(minutes=3)
    scene.a_healthy_worker_looks()
    assert scene.callee.request.state is HelpState.REQUESTED

    scene.world.clock.advance(SHORTEST_WAIT)
    scene.a_healthy_worker_goes_on()

    assert len(scene.provider.entries()) == 1
    assert scene.callee.request.rings == 1
    assert "callback.again" not in scene.callee.told()
