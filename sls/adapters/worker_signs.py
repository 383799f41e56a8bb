"""Signs of life: a worker leaves its moment in the database, health pages look for it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from sls.adapters import tables
from sls.adapters.database import Database, change

FRESH_FOR = timedelta(seconds=10)
FORGOTTEN_AFTER = timedelta(hours=1)


class WorkerSigns:
    """The workers' signs of life; on the machine's own clock, for a demo clock may jump."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, worker: str) -> None:
        """Leave a sign of life, and sweep away those of workers long gone."""
        now, signs = datetime.now(UTC), tables.worker_signs
        with self._database.session(self._database.writing) as session:
            sign = update(signs).where(signs.c.worker == worker).values(seen_at=now)
            if change(session, sign) == 0:
                session.execute(insert(signs).values(worker=worker, seen_at=now))
                session.execute(delete(signs).where(signs.c.seen_at < now - FORGOTTEN_AFTER))

    def is_alive(self) -> bool:
        """Whether any worker gave a sign lately."""
        fresh = tables.worker_signs.c.seen_at > datetime.now(UTC) - FRESH_FOR
        with self._database.session(self._database.reading) as session:
            return bool(session.scalar(select(func.count()).where(fresh)))
