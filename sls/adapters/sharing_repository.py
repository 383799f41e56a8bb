"""The repository of shared devices and identities, on SQLAlchemy."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.locks import held
from sls.adapters.sharing_tables import shares
from sls.domain.factors import Factor
from sls.domain.identities import Identity
from sls.domain.sharing import Share, ShareState


class SqlShares:
    """Shares, identities, and which factor is whose device."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, share_id: str) -> Share | None:
        return self._session.get(Share, share_id)

    def get_to_change(self, share_id: str) -> Share | None:
        return held(self._session, Share, share_id)

    def add(self, share: Share) -> None:
        self._session.add(share)
        self._session.flush()

    def pending(self) -> Sequence[Share]:
        query = (
            select(Share).where(shares.c.state == ShareState.PENDING).order_by(shares.c.created_at)
        )
        return self._session.scalars(query).all()

    def identity_of(self, customer_id: str) -> Identity | None:
        return self._session.get(Identity, customer_id)

    def put_identity(self, identity: Identity) -> None:
        self._session.merge(identity)
        self._session.flush()

    def bind(self, factor: Factor, device_id: str) -> None:
        self._session.add(factor)
        self._session.flush()
        row = {"factor_id": factor.id, "device_id": device_id}
        self._session.execute(insert(tables.shared_devices).values(row))

    def borrowed_by(self, customer_id: str) -> Mapping[str, str]:
        shared, own, lent = tables.shared_devices.c, tables.factors.c, tables.factors.alias("lent")
        query = (
            select(own.id, lent.c.customer_id)
            .join(tables.shared_devices, shared.factor_id == own.id)
            .join(lent, lent.c.id == shared.device_id)
            .where(own.customer_id == customer_id, own.ended_at.is_(None))
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def sharers_of(self, device_id: str) -> Sequence[Factor]:
        shared, factor = tables.shared_devices.c, tables.factors.c
        query = (
            select(Factor)
            .join(tables.shared_devices, shared.factor_id == factor.id)
            .where(shared.device_id == device_id, factor.ended_at.is_(None))
            .order_by(factor.id)
            .with_for_update(of=tables.factors, key_share=True)
        )
        return self._session.scalars(query).all()
