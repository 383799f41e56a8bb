"""Runs one worker until it is told to stop; what it has in hand is finished first."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterable
from types import FrameType

from sls.bootstrap import build
from sls.core import Core
from sls.settings import Settings, load_settings
from worker.crew import Crew

# Between two looks into the outbox; what came meanwhile is taken, and noted, together.
POLL_SECONDS = 0.05
PAUSE_AFTER_FAILURE_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 2.0
WATCHING_SECONDS = 0.25
PURGING_SECONDS = 600.0
log = logging.getLogger("worker")


def main(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    work(build(settings), stop)


def work(core: Core, stop: threading.Event) -> None:
    """Keep house and hand over until told to stop."""
    name = f"worker-{os.getpid()}"
    housekeeper = threading.Thread(target=_keep_house, args=(core, name, stop), daemon=True)
    housekeeper.start()
    threading.Thread(target=_purge, args=(core, stop), daemon=True).start()
    threading.Thread(target=_watch_calls, args=(core, stop), daemon=True).start()
    delivering = core.delivering
    crew = Crew(
        core.settings.worker_threads,
        lambda most: delivering.take(name, most) if delivering.has_work() else (),
        delivering.hand_over,
        delivering.note,
    )
    log.info("worker_started name=%s", name)
    try:
        _loop(stop, POLL_SECONDS, crew.work_once)
    finally:
        crew.end()
    log.info("worker_stopped name=%s", name)


def _keep_house(core: Core, name: str, stop: threading.Event) -> None:
    steps: tuple[Callable[[], object], ...] = (
        lambda: core.worker_signs.give(name),
        core.delivering.reconcile,
        core.delivering.end_forgotten_calls,
        core.offering_instead.work_once,
        core.delivering.forget_expired_codes,
        core.ringing_back.look_after,
        lambda: _anchor(core),
    )
    _loop(stop, HOUSEKEEPING_SECONDS, lambda: _take(steps))


def _take(steps: Iterable[Callable[[], object]]) -> None:
    """Take every step, also after one that failed."""
    for step in steps:
        try:
            step()
        except Exception:  # what one step meets is no reason to leave the others undone
            log.exception("step_failed")


def _watch_calls(core: Core, stop: threading.Event) -> None:
    """End calls that nobody needs any more while they ring or speak."""
    _loop(stop, WATCHING_SECONDS, core.hanging_up.work_once)


def _anchor(core: Core) -> None:
    """Keep the head of the audit chain outside the database; the log is such a place, too."""
    try:
        head = core.checking_audit.anchor()
    except ValueError:
        log.exception("audit_chain_broken")
        return
    except OSError:
        log.exception("audit_head_not_kept")
        return
    if head is not None:
        log.info("audit_head seq=%d seal=%s", head.seq, head.seal)


def _purge(core: Core, stop: threading.Event) -> None:
    """Let personal data end; looks often, for the database knows when it was done last."""

    def once() -> None:
        purged = core.purging.purge_daily()
        if purged is not None:
            log.info("purged %s", " ".join(f"{kept}={count}" for kept, count in purged.items()))

    _loop(stop, PURGING_SECONDS, once)


def _loop(stop: threading.Event, pause: float, once: Callable[[], object]) -> None:
    while True:
        try:
            once()
        except Exception:  # a worker outlives whatever one round meets; the outbox keeps the work
            log.exception("round_failed")
            stop.wait(PAUSE_AFTER_FAILURE_SECONDS)
        if stop.wait(pause):
            return


if __name__ == "__main__":
    main(load_settings())
