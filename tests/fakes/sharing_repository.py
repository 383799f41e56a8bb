"""The repository of shared devices and identities, in memory."""

from collections.abc import Mapping, Sequence

from sls.domain.factors import Factor
from sls.domain.identities import Identity
from sls.domain.sharing import Share, ShareState
from tests.fakes.database import Store, insert


class MemoryShares:
    """Shares, identities, and which factor is whose device."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, share_id: str) -> Share | None:
        return self._store.shares.get(share_id)

    def get_to_change(self, share_id: str) -> Share | None:
        return self.get(share_id)

    def add(self, share: Share) -> None:
        insert(self._store.shares, share.id, share)

    def pending(self) -> Sequence[Share]:
        waiting = [e for e in self._store.shares.values() if e.state is ShareState.PENDING]
        return sorted(waiting, key=lambda share: share.created_at)

    def identity_of(self, customer_id: str) -> Identity | None:
        return self._store.identities.get(customer_id)

    def put_identity(self, identity: Identity) -> None:
        self._store.identities[identity.customer_id] = identity

    def bind(self, factor: Factor, device_id: str) -> None:
        insert(self._store.factors, factor.id, factor)
        insert(self._store.shared_devices, factor.id, device_id)

    def borrowed_by(self, customer_id: str) -> Mapping[str, str]:
        factors, shared = self._store.factors, self._store.shared_devices
        own = [each for each in factors.values() if each.customer_id == customer_id]
        return {
            each.id: factors[shared[each.id]].customer_id
            for each in own
            if each.ended_at is None and each.id in shared
        }

    def sharers_of(self, device_id: str) -> Sequence[Factor]:
        shared = self._store.shared_devices.items()
        sharers = [self._store.factors[factor] for factor, device in shared if device == device_id]
        return sorted((e for e in sharers if e.ended_at is None), key=lambda factor: factor.id)
