"""The repository of temporary passcodes and online cards, on SQLAlchemy."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters import temporary_access_tables as temporary
from sls.adapters.database import change
from sls.adapters.locks import held, hold_row
from sls.domain.challenges import Device
from sls.domain.factors import Factor
from sls.domain.online_cards import MAX_PROOFS, PENDING_FOR, CardState, OnlineCard
from sls.domain.temporary_access import Passcode


class SqlTemporaryAccesses:
    """Temporary passcodes and online cards."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self, customer_id: str) -> None:
        hold_row(self._session, tables.customers, customer_id)

    def add_passcode(self, factor: Factor, passcode: Passcode) -> None:
        self._session.add(factor)
        self._session.flush()
        self._session.add(passcode)
        self._session.flush()

    def passcode(self, factor_id: str) -> Passcode | None:
        return self._session.get(Passcode, factor_id)

    def open_passcode(self, customer_id: str) -> Passcode | None:
        passcode = temporary.temporary_passcodes.c
        query = select(Passcode).where(
            passcode.customer_id == customer_id, passcode.device_back_at.is_(None)
        )
        return self._session.scalars(query).one_or_none()

    def add_card(self, card: OnlineCard) -> None:
        self._session.add(card)
        self._session.flush()

    def card(self, card_id: str) -> OnlineCard | None:
        return held(self._session, OnlineCard, card_id)

    def pending_cards(self, customer_id: str) -> Sequence[OnlineCard]:
        card = temporary.online_cards.c
        query = select(OnlineCard).where(
            card.customer_id == customer_id, card.state == CardState.PENDING
        )
        return self._session.scalars(query).all()

    def charge_card(self, card_id: str, now: datetime) -> bool:
        """One UPDATE decides, so that parallel guesses cannot get more tries than there are."""
        card = temporary.online_cards.c
        charge = (
            update(temporary.online_cards)
            .where(card.id == card_id, card.state == CardState.PENDING)
            .where(card.requested_at > now - PENDING_FOR, card.attempts < MAX_PROOFS)
            .values(attempts=card.attempts + 1)
        )
        return change(self._session, charge) == 1

    def add_factor(self, factor: Factor, device: Device) -> None:
        self._session.add(factor)
        self._session.flush()
        self._session.add(device)
        self._session.flush()

    def is_participant(self, customer_id: str) -> bool:
        factor = tables.factors.c
        query = select(factor.id).where(factor.customer_id == customer_id).limit(1)
        return self._session.scalar(query) is not None
