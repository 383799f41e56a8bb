"""The repository of temporary passcodes and online cards, in memory."""

from collections.abc import Sequence
from datetime import datetime

from sls.domain.challenges import Device
from sls.domain.factors import Factor
from sls.domain.online_cards import CardState, OnlineCard
from sls.domain.temporary_access import Passcode
from tests.fakes.database import Store, insert, only


class MemoryTemporaryAccesses:
    """Temporary passcodes and online cards; the unit of work is its own lock."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def lock(self, customer_id: str) -> None:
        """Do nothing: nobody else is in this unit of work."""

    def add_passcode(self, factor: Factor, passcode: Passcode) -> None:
        insert(self._store.factors, factor.id, factor)
        insert(self._store.passcodes, passcode.factor_id, passcode)

    def passcode(self, factor_id: str) -> Passcode | None:
        return self._store.passcodes.get(factor_id)

    def open_passcode(self, customer_id: str) -> Passcode | None:
        own = [e for e in self._store.passcodes.values() if e.customer_id == customer_id]
        return only(each for each in own if each.device_back_at is None)

    def add_card(self, card: OnlineCard) -> None:
        insert(self._store.online_cards, card.id, card)

    def card(self, card_id: str) -> OnlineCard | None:
        return self._store.online_cards.get(card_id)

    def pending_cards(self, customer_id: str) -> Sequence[OnlineCard]:
        cards = [e for e in self._store.online_cards.values() if e.customer_id == customer_id]
        return [each for each in cards if each.state is CardState.PENDING]

    def charge_card(self, card_id: str, now: datetime) -> bool:
        card = self.card(card_id)
        if card is None or not card.is_pending(now):
            return False
        card.attempts += 1
        return True

    def add_factor(self, factor: Factor, device: Device) -> None:
        insert(self._store.factors, factor.id, factor)
        insert(self._store.devices, device.factor_id, device)

    def is_participant(self, customer_id: str) -> bool:
        return any(each.customer_id == customer_id for each in self._store.factors.values())
