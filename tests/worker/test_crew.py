"""A crew: orders side by side, takes no more than it can begin at once, and ends in order."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.people import eventually
from worker.crew import MOST_FAILURES, Crew

PATIENCE_SECONDS = 10.0


class Work:
    """So many things to do; whoever does one can be made to wait in it."""

    def __init__(self, things: int) -> None:
        self.left = [f"thing-{number}" for number in range(things)]
        self.wanted: list[int] = []
        self.noted: list[list[str]] = []
        self.begun = threading.Semaphore(0)
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def take(self, most: int) -> Sequence[str]:
        """Give away what there is."""
        self.wanted.append(most)
        taken, self.left = self.left[:most], self.left[most:]
        return taken

    def order(self, thing: str) -> str:
        """Do one thing."""
        self.begun.release()
        self.may_go_on.wait(PATIENCE_SECONDS)
        return f"{thing} done"

    def note(self, answers: Sequence[str]) -> None:
        """Note what was done."""
        self.noted.append(sorted(answers))

    def everybody_begins(self, count: int) -> None:
        """Wait until so many threads are at work."""
        for _ in range(count):
            assert self.begun.acquire(timeout=PATIENCE_SECONDS)


@pytest.fixture
def crew_of() -> Iterator[Callable[[Work, int], Crew[str, str]]]:
    """Give a way to make crews, which all end with the test."""
    crews: list[Crew[str, str]] = []

    def make(work: Work, size: int) -> Crew[str, str]:
        crews.append(Crew(size, work.take, work.order, work.note))
        return crews[-1]

    yield make
    for each in crews:
        each.end()


def _has_noted(crew: Crew[str, str], work: Work, count: int) -> None:
    def looks() -> bool:
        crew.work_once()
        return sum(map(len, work.noted)) == count

    eventually(looks)


def test_a_slow_answer_of_the_provider_holds_up_one_of_the_crew(crew_of) -> None:
    work = Work(3)
    work.may_go_on.clear()
    crew = crew_of(work, 3)

    crew.work_once()

    work.everybody_begins(3)
    work.may_go_on.set()
    _has_noted(crew, work, 3)


def test_no_more_is_taken_than_can_be_begun_at_once(crew_of) -> None:
    work = Work(9)
    work.may_go_on.clear()
    crew = crew_of(work, 2)

    for _ in range(3):
        crew.work_once()

    work.everybody_begins(2)
    assert (work.wanted, len(work.left)) == ([2], 7)
    work.may_go_on.set()


def test_whoever_is_done_is_free_for_the_next(crew_of) -> None:
    work = Work(5)
    crew = crew_of(work, 2)

    _has_noted(crew, work, 5)

    assert work.left == []
    assert max(work.wanted) == 2


def test_what_was_answered_meanwhile_is_noted_together(crew_of) -> None:
    work = Work(3)
    crew = crew_of(work, 3)

    crew.work_once()
    work.everybody_begins(3)
    crew.end()

    assert work.noted == [["thing-0 done", "thing-1 done", "thing-2 done"]]


def test_at_the_end_everybody_finishes_what_they_have_and_begins_nothing_new(crew_of) -> None:
    work = Work(9)
    work.may_go_on.clear()
    crew = crew_of(work, 2)
    crew.work_once()
    work.everybody_begins(2)

    ending = threading.Thread(target=crew.end)
    ending.start()
    work.may_go_on.set()
    ending.join(PATIENCE_SECONDS)

    assert work.noted == [["thing-0 done", "thing-1 done"]]
    assert len(work.left) == 7


def test_what_goes_wrong_with_one_order_is_logged_and_its_thread_is_free_again(
    crew_of, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(2)
    order = work.order

    def fails_once(thing: str) -> str:
        if thing == "thing-0":
            raise RuntimeError("an order went wrong")
        return order(thing)

    work.order = fails_once  # type: ignore[method-assign]
    crew = crew_of(work, 1)

    _has_noted(crew, work, 1)

    assert work.noted == [["thing-1 done"]]
    assert [record.message for record in caplog.records] == ["order_failed"]


def _cannot_note(work: Work, times: int) -> None:
    """Let noting fail so many times."""
    note, failures = work.note, [RuntimeError("the database is away")] * times

    def fails(answers: Sequence[str]) -> None:
        if failures:
            raise failures.pop()
        note(answers)

    work.note = fails  # type: ignore[method-assign]


def test_a22_answers_that_could_not_be_noted_are_noted_at_the_next_round(crew_of) -> None:
    work = Work(2)
    _cannot_note(work, times=1)
    crew = crew_of(work, 1)
    crew.work_once()
    work.everybody_begins(1)

    with pytest.raises(RuntimeError):
        _has_noted(crew, work, 1)
    assert len(work.left) == 1
    _has_noted(crew, work, 2)

    assert work.noted == [["thing-0 done"], ["thing-1 done"]]


def test_a22_at_the_end_noting_is_tried_again(crew_of) -> None:
    work = Work(3)
    _cannot_note(work, times=2)
    crew = crew_of(work, 3)
    crew.work_once()
    work.everybody_begins(3)

    crew.end()

    assert work.noted == [["thing-0 done", "thing-1 done", "thing-2 done"]]


def test_an_answer_that_can_never_be_noted_does_not_hold_up_a_worker_for_ever(
    crew_of, caplog: pytest.LogCaptureFixture
) -> None:
    """Its delivery stays announced, and the reconciler asks the provider."""
    work = Work(2)
    _cannot_note(work, times=MOST_FAILURES)
    crew = crew_of(work, 1)
    crew.work_once()
    work.everybody_begins(1)

    for _ in range(MOST_FAILURES - 1):
        with pytest.raises(RuntimeError):
            _has_noted(crew, work, 1)
    _has_noted(crew, work, 1)

    assert work.noted == [["thing-1 done"]]
    assert [record.message for record in caplog.records] == ["answers_given_up count=1"]
