"""Signs of life."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from sls.adapters import tables
from sls.adapters.worker_signs import FORGOTTEN_AFTER, FRESH_FOR, WorkerSigns


def _ages(database, span: timedelta) -> None:
    moved = update(tables.worker_signs).values(seen_at=datetime.now(UTC) - span)
    with database.session(database.writing) as session:
        session.execute(moved)


def test_no_worker_is_alive_before_one_gives_a_sign(database):
    assert not WorkerSigns(database).is_alive()


def test_a_worker_that_gave_a_sign_is_alive(database):
    signs = WorkerSigns(database)

    signs.give("one")
    signs.give("one")

    assert signs.is_alive()


def test_a_sign_of_long_ago_is_none(database):
    signs = WorkerSigns(database)
    signs.give("one")

    _ages(database, FRESH_FOR)

    assert not signs.is_alive()


def test_workers_long_gone_are_swept_away(database):
    signs = WorkerSigns(database)
    signs.give("gone")
    _ages(database, FORGOTTEN_AFTER + timedelta(seconds=1))

    signs.give("new")

    with database.session(database.reading) as session:
        assert list(session.scalars(select(tables.worker_signs.c.worker))) == ["new"]
