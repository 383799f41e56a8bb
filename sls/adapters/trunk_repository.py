"""The repository of the way to the provider, on SQLAlchemy."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from sls.adapters.database import WRITES
from sls.adapters.locks import held, insert_once
from sls.adapters.sending_tables import breakers, buckets
from sls.domain.breakers import Breaker
from sls.domain.factors import Channel
from sls.domain.pacing import Bucket, Pacing, full_bucket


class SqlTrunks:
    """One row for each channel, made by the first who writes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[tuple[type, Channel], Any] = {}

    def bucket(self, channel: Channel, now: datetime, pacing: Pacing) -> Bucket:
        full = full_bucket(channel, now, pacing)
        row = {"channel": channel, "tokens": full.tokens, "filled_at": full.filled_at}
        return self._found(Bucket, channel, buckets, row) or full

    def peek(self, channel: Channel) -> Breaker:
        return self._session.get(Breaker, channel) or Breaker(channel)

    def breaker(self, channel: Channel) -> Breaker:
        row = {"channel": channel, "in_a_row": 0, "orders": 0, "failures": 0}
        return self._found(Breaker, channel, breakers, row) or Breaker(channel)

    def _found(self, kind: type[Any], channel: Channel, table: Table, row: dict[str, Any]) -> Any:
        """Return a row, which the session would forget, and ask for again at each use."""
        if (kind, channel) not in self._held:
            self._held[kind, channel] = self._find(kind, channel, table, row)
        return self._held[kind, channel]

    def _find(self, kind: type[Any], channel: Channel, table: Table, row: dict[str, Any]) -> Any:
        found = held(self._session, kind, channel)
        if found is not None or not self._session.info.get(WRITES):
            return found
        insert_once(self._session, table, [row])
        return self._session.get(kind, channel, with_for_update=True)
