"""Things to be done later are done in the order of their moments, or not at all."""

import threading

from standin.timetable import Timetable

PATIENCE_SECONDS = 5.0


def test_what_is_due_first_is_done_first() -> None:
    timetable, done, is_over = Timetable(), list[str](), threading.Event()

    timetable.add(0.06, is_over.set)
    timetable.add(0.04, lambda: done.append("second"))
    timetable.add(0.02, lambda: done.append("first"))

    assert is_over.wait(PATIENCE_SECONDS)
    assert done == ["first", "second"]


def test_what_is_due_at_once_keeps_its_order() -> None:
    timetable, done, is_over = Timetable(), list[int](), threading.Event()

    for number in range(3):
        timetable.add(0.0, lambda number=number: done.append(number))
    timetable.add(0.0, is_over.set)

    assert is_over.wait(PATIENCE_SECONDS)
    assert done == [0, 1, 2]


def test_a_reset_leaves_nothing_to_be_done() -> None:
    timetable, done, is_over = Timetable(), list[str](), threading.Event()
    timetable.add(0.02, lambda: done.append("forgotten"))

    timetable.reset()
    timetable.add(0.04, is_over.set)

    assert is_over.wait(PATIENCE_SECONDS)
    assert done == []
