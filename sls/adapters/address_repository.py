"""The repositories of IP restrictions and of guesses at passwords, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from sls.adapters.address_tables import (
    ip_restrictions,
    known_networks,
    name_failures,
    network_failures,
)
from sls.adapters.database import change
from sls.adapters.locks import held, insert_once
from sls.domain.addresses import IpRestriction
from sls.domain.password_locks import NameFailures, NetworkFailures


class SqlIpRestrictions:
    """IP restrictions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_to_change(self, restriction_id: str) -> IpRestriction | None:
        return held(self._session, IpRestriction, restriction_id)

    def add(self, restriction: IpRestriction) -> None:
        self._session.add(restriction)
        self._session.flush()

    def of(self, customer_id: str, now: datetime) -> Sequence[IpRestriction]:
        row = ip_restrictions.c
        query = (
            select(IpRestriction)
            .where(row.customer_id == customer_id, or_(row.ends_at.is_(None), row.ends_at > now))
            .order_by(row.created_at, row.id)
        )
        return self._session.scalars(query).all()


class SqlPasswordFailures:
    """Failures; a row is made when it is asked for, so that there is always one to lock."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_network(self, name: bytes, network: bytes) -> NetworkFailures:
        row = {"name": name, "network": network, "recent": ()}
        insert_once(self._session, network_failures, [row])
        found = held(self._session, NetworkFailures, (name, network))
        assert found is not None
        return found

    def of_name(self, name: bytes) -> NameFailures:
        insert_once(self._session, name_failures, [{"name": name, "failures": 0}])
        found = held(self._session, NameFailures, name)
        assert found is not None
        return found

    def knows(self, name: bytes, network: bytes, since: datetime) -> bool:
        known = known_networks.c
        query = select(known.seen_at).where(
            known.name == name, known.network == network, known.seen_at > since
        )
        return self._session.scalar(query) is not None

    def learn(self, name: bytes, network: bytes, now: datetime) -> None:
        known = known_networks.c
        row = {"name": name, "network": network, "seen_at": now}
        if not insert_once(self._session, known_networks, [row]):
            is_it = (known.name == name) & (known.network == network)
            change(self._session, update(known_networks).where(is_it).values(seen_at=now))

    def forget(self, failed_before: datetime, known_before: datetime) -> None:
        for table in (network_failures, name_failures):
            change(self._session, delete(table).where(table.c.last_at < failed_before))
        change(self._session, delete(known_networks).where(known_networks.c.seen_at < known_before))
