"""Watching transfers: agents see who is being put through, where they stand, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sls.domain.transfers import MAY_LAST, SHOWN_FOR, Transfer
from sls.ports import Clock, UnitsOfWork


@dataclass(frozen=True)
class TransferCard:
    """One transfer, with the walks of its conversation as they stand now."""

    transfer: Transfer
    walks: Sequence[dict[str, Any]]


class WatchingTransfers:
    """What the desk may look at; nothing here tells a code, or a number in full."""

    def __init__(self, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def cards(self) -> Sequence[TransferCard]:
        """Return what is under way or was a short while ago, the newest first."""
        now = self._clock.now()
        with self._units.read() as unit:
            recent = unit.transfers.since(now - MAY_LAST - SHOWN_FOR)
            shown = [each for each in recent if each.is_shown(now)]
            talks = [unit.conversations.get(each.conversation_id or "") for each in shown]
        return [
            TransferCard(transfer, conversation.walks if conversation is not None else [])
            for transfer, conversation in zip(shown, talks, strict=True)
        ]
