"""The worker: outlives whatever one round meets, and finishes what it has in hand."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

from sls.domain.audit import AuditKind
from sls.domain.deliveries import Delivery
from sls.services.auditing import record
from tests.people import LoginScreen, eventually
from tests.world import World
from worker.__main__ import PAUSE_AFTER_FAILURE_SECONDS, _loop, _take

ROOT = Path(__file__).resolve().parents[2]
MESSAGE_SID = "SM" + "1" * 32


class PatientStop(threading.Event):
    """A stop that notes how long it was waited for, and comes after so many waits."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.waits: list[float | None] = []
        self.after = after

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for no time at all."""
        self.waits.append(timeout)
        return len(self.waits) >= self.after


def test_a_round_that_fails_is_logged_and_the_next_one_runs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rounds: list[int] = []

    def once() -> None:
        rounds.append(len(rounds))
        if len(rounds) == 2:
            raise RuntimeError("a round went wrong")

    stop = PatientStop(after=6)
    _loop(stop, 0.05, once)

    assert len(rounds) == 5
    assert [record.message for record in caplog.records] == ["round_failed"]
    assert PAUSE_AFTER_FAILURE_SECONDS in stop.waits


def test_a24_a_step_that_fails_is_logged_and_the_others_are_taken(
    caplog: pytest.LogCaptureFixture,
) -> None:
    taken: list[str] = []

    def fails() -> None:
        raise RuntimeError("the provider answers with a failure")

    _take([lambda: taken.append("before"), fails, lambda: taken.append("after")])

    assert taken == ["before", "after"]
    assert [record.message for record in caplog.records] == ["step_failed"]


def test_a_loop_ends_when_it_is_told_to() -> None:
    rounds: list[int] = []
    stop = threading.Event()
    stop.set()

    _loop(stop, 60.0, lambda: rounds.append(1))

    assert rounds == [1]


class SlowProvider:
    """A provider that holds a message's request until it is let go."""

    def __init__(self) -> None:
        self.asked, self.may_answer = threading.Event(), threading.Event()
        app = Flask("slow_provider")

        @app.post("/2010-04-01/Accounts/<account>/Messages.json")
        def create(account: str) -> tuple[Response, int]:
            self.asked.set()
            self.may_answer.wait(4)
            return jsonify(sid=MESSAGE_SID, account_sid=account, to=request.form["To"]), 201

        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def own_world() -> Iterator[World]:
    """Give a world of the test's own."""
    world = World()
    yield world
    world.close()


@pytest.fixture
def provider() -> Iterator[SlowProvider]:
    """Give a provider that takes its time."""
    provider = SlowProvider()
    yield provider
    provider.close()


def head_file(world: World) -> Path:
    """Return where a worker on this world's database keeps the head of the audit chain."""
    return Path(world.folder.name) / "audit-head.json"


@contextmanager
def worker(world: World, provider_url: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a worker on a world's database."""
    environment = {
        **os.environ,
        "DATABASE_URL": world.settings.database_url,
        "PUBLIC_BASE_URL": world.settings.public_base_url,
        "TWILIO_BASE_URL": provider_url,
        "AUDIT_HEAD_FILE": str(head_file(world)),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "worker"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def row(world: World, delivery_id: str) -> Delivery:
    """Return what the database holds of a delivery."""
    with world.core.units.read() as unit:
        found = unit.deliveries.get(delivery_id)
    assert found is not None
    return found


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_worker_that_is_told_to_stop_finishes_what_it_has(
    sent: signal.Signals, own_world: World, provider: SlowProvider
) -> None:
    delivery = LoginScreen.of(own_world.http, "alice").ask_for("sms").json()["delivery"]

    with worker(own_world, provider.url) as process:
        assert provider.asked.wait(30)
        process.send_signal(sent)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        provider.may_answer.set()
        process.wait(10)
        errors = process.stderr.read() if process.stderr else ""

    assert process.returncode == 0
    assert "Traceback" not in errors
    assert row(own_world, delivery).state == "placed"
    assert row(own_world, delivery).provider_sid == MESSAGE_SID


def test_a_worker_gives_signs_of_life_and_logs_no_number(own_world: World) -> None:
    login = LoginScreen.of(own_world.http, "alice")
    login.ask_for("sms")

    with worker(own_world, own_world.base_url) as process:
        eventually(own_world.core.worker_signs.is_alive, 30)
        eventually(lambda: login.last_delivery() == "delivered")
        process.terminate()
        _, log = process.communicate(timeout=10)

    (message,) = own_world.http.inbox("+12025550101")
    assert "worker_started" in log
    assert "worker_stopped" in log
    assert "2025550101" not in log
    assert message["text"][:6] not in log


def test_two_workers_send_one_message(own_world: World) -> None:
    login = LoginScreen.of(own_world.http, "alice")

    with worker(own_world, own_world.base_url), worker(own_world, own_world.base_url):
        login.ask_for("sms")
        login.ask_for("voice")
        eventually(lambda: login.last_delivery() == "ringing", 30)
        eventually(lambda: login.view()["deliveries"][0]["state"] == "delivered")

    assert len(own_world.http.inbox("+12025550101")) == 1
    assert len(own_world.phone("alice").calls()) == 1


def test_a_worker_keeps_the_head_of_the_audit_chain_and_purges(own_world: World) -> None:
    with own_world.core.units.write() as unit:
        record(unit, AuditKind.LOGIN_STARTED, own_world.core.clock.now())

    with worker(own_world, own_world.base_url) as process:
        eventually(head_file(own_world).exists, 30)
        eventually(lambda: own_world.core.purging.purge_daily() is None, 30)
        process.terminate()
        _, log = process.communicate(timeout=10)

    kept = json.loads(head_file(own_world).read_text(encoding="utf-8"))
    with own_world.core.units.read() as unit:
        assert kept["seq"] == unit.audit.head().seq
    assert f"audit_head seq={kept['seq']} seal={kept['seal']}" in log


def test_a_chain_that_was_cut_is_told_and_the_worker_works_on(own_world: World) -> None:
    cut = {"seq": 10**6, "seal": "a" * 64, "signature": "b" * 64}
    head_file(own_world).write_text(json.dumps(cut), encoding="utf-8")
    login = LoginScreen.of(own_world.http, "alice")
    login.ask_for("sms")

    with worker(own_world, own_world.base_url) as process:
        eventually(own_world.core.worker_signs.is_alive, 30)
        eventually(lambda: login.last_delivery() == "delivered")
        process.terminate()
        _, log = process.communicate(timeout=10)

    assert "audit_chain_broken" in log
    assert json.loads(head_file(own_world).read_text(encoding="utf-8")) == cut
