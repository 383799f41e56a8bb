"""Calls on their way to people of ours: since when, about what, who it is, and how it ended."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from desk.standings import Standing, standing
from sls.domain.moments import written_moment
from sls.ports import Library
from sls.services.watching_transfers import TransferCard, WatchingTransfers


@dataclass(frozen=True)
class TransferRow:
    """One transfer on the page; texts by their ids."""

    id: str
    kind: str
    state: str
    language: str
    known_by: str
    to: str
    started_at: str
    ended_at: str | None
    place: Standing


class TransferRows:
    """What the page shows of them."""

    def __init__(self, watching: WatchingTransfers, library: Library, zone: tzinfo) -> None:
        self._watching = watching
        self._library = library
        self._zone = zone

    def rows(self) -> list[TransferRow]:
        """Return those under way and the latest that are over, the newest first."""
        return [self._row(card) for card in self._watching.cards()]

    def _row(self, card: TransferCard) -> TransferRow:
        transfer = card.transfer
        return TransferRow(
            id=transfer.id,
            kind=transfer.kind.value,
            state=transfer.state.value,
            language=transfer.language,
            known_by=transfer.known_by.value,
            to=transfer.to or "",
            started_at=self._written(transfer.started_at),
            ended_at=self._written(transfer.ended_at) if transfer.ended_at is not None else None,
            place=standing(self._library, card.walks, transfer.topic),
        )

    def _written(self, moment: datetime) -> str:
        return written_moment(moment, self._zone)
