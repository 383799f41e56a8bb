"""The repositories of IP restrictions and of guesses at passwords, in memory."""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.addresses import IpRestriction
from sls.domain.password_locks import NameFailures, NetworkFailures
from tests.fakes.database import Store, insert


class MemoryIpRestrictions:
    """IP restrictions."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get_to_change(self, restriction_id: str) -> IpRestriction | None:
        return self._store.ip_restrictions.get(restriction_id)

    def add(self, restriction: IpRestriction) -> None:
        insert(self._store.ip_restrictions, restriction.id, restriction)

    def of(self, customer_id: str, now: datetime) -> Sequence[IpRestriction]:
        rows = self._store.ip_restrictions.values()
        current = [e for e in rows if e.customer_id == customer_id and not e.is_over(now)]
        return sorted(current, key=lambda each: (each.created_at, each.id))


class MemoryPasswordFailures:
    """Failures and known networks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_network(self, name: bytes, network: bytes) -> NetworkFailures:
        fresh = NetworkFailures(name, network)
        return self._store.network_failures.setdefault((name, network), fresh)

    def of_name(self, name: bytes) -> NameFailures:
        return self._store.name_failures.setdefault(name, NameFailures(name))

    def knows(self, name: bytes, network: bytes, since: datetime) -> bool:
        seen_at = self._store.known_networks.get((name, network))
        return seen_at is not None and seen_at > since

    def learn(self, name: bytes, network: bytes, now: datetime) -> None:
        self._store.known_networks[name, network] = now

    def forget(self, failed_before: datetime, known_before: datetime) -> None:
        store = self._store
        store.network_failures = _since(store.network_failures, failed_before)
        store.name_failures = _since(store.name_failures, failed_before)
        known = store.known_networks.items()
        store.known_networks = {key: at for key, at in known if at >= known_before}


def _since(rows: dict, moment: datetime) -> dict:
    return {key: e for key, e in rows.items() if e.last_at is None or e.last_at >= moment}
