"""A crew: hands over side by side, sleeps while there is nothing, and ends in order."""

import threading
from collections.abc import Callable, Iterator

import pytest

from worker import crew as crew_module
from worker.crew import Crew

PATIENCE_SECONDS = 10.0


class Work:
    """So many things to do; whoever does one can be made to wait in it."""

    def __init__(self, things: int) -> None:
        self.left = things
        self.done: list[str] = []
        self.asked = threading.Semaphore(0)
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.inside = 0
        self._counting = threading.Lock()

    def once(self, name: str) -> bool:
        """Do one thing."""
        with self._counting:
            if self.left == 0:
                return False
            self.left -= 1
            self.inside += 1
        self.asked.release()
        self.may_go_on.wait(PATIENCE_SECONDS)
        with self._counting:
            self.inside -= 1
            self.done.append(name)
        return True


@pytest.fixture
def started() -> Iterator[Callable[[Work, int], Crew]]:
    """Give a way to start crews, which all end with the test."""
    crews: list[Crew] = []

    def start(work: Work, size: int) -> Crew:
        crews.append(Crew("worker", size, work.once))
        crews[-1].start()
        return crews[-1]

    yield start
    for each in crews:
        each.end()


def test_until_it_is_called_a_crew_does_nothing(started: Callable[[Work, int], Crew]) -> None:
    work = Work(1)

    started(work, 2)

    assert not work.asked.acquire(timeout=0.05)


def test_a_slow_answer_of_the_provider_holds_up_one_of_the_crew(
    started: Callable[[Work, int], Crew],
) -> None:
    work = Work(3)
    work.may_go_on.clear()
    crew = started(work, 3)

    crew.call()
    for _ in range(3):
        assert work.asked.acquire(timeout=PATIENCE_SECONDS)

    assert work.inside == 3
    work.may_go_on.set()


def test_whoever_is_called_works_until_nothing_is_left(
    started: Callable[[Work, int], Crew],
) -> None:
    work = Work(5)
    crew = started(work, 1)

    crew.call()
    for _ in range(5):
        assert work.asked.acquire(timeout=PATIENCE_SECONDS)
    crew.end()

    assert work.done == ["worker-0"] * 5


def test_at_the_end_everybody_finishes_what_they_have_and_begins_nothing_new(
    started: Callable[[Work, int], Crew],
) -> None:
    work = Work(9)
    work.may_go_on.clear()
    crew = started(work, 2)
    crew.call()
    for _ in range(2):
        assert work.asked.acquire(timeout=PATIENCE_SECONDS)

    ending = threading.Thread(target=crew.end)
    ending.start()
    while not crew._stop.is_set():
        pass
    work.may_go_on.set()
    ending.join(PATIENCE_SECONDS)

    assert sorted(work.done) == ["worker-0", "worker-1"]
    assert work.left == 7


def test_what_goes_wrong_with_one_delivery_is_logged_and_the_next_is_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(crew_module, "PAUSE_AFTER_FAILURE_SECONDS", 0.0)
    done = threading.Event()
    calls: list[str] = []

    def work_once(name: str) -> bool:
        calls.append(name)
        if len(calls) == 1:
            raise RuntimeError("a delivery went wrong")
        done.set()
        return False

    crew = Crew("worker", 1, work_once)
    crew.start()
    crew.call()
    while not caplog.records:
        pass
    crew.call()

    assert done.wait(PATIENCE_SECONDS)
    crew.end()
    assert [record.message for record in caplog.records] == ["delivery_failed"]
