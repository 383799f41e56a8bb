"""Somebody of ours who took the call that is being put through."""

from sls.domain.transfers import TAKE_KEY, TransferState
from sls.services.whispering import Rung
from tests.world import World


def takes_the_call(world: World) -> None:
    """Pick up, and press the key when asked the first time."""
    (card,) = world.core.watching_transfers.cards()
    rung = Rung(card.transfer.id, card.transfer.sid, "CA-ours")
    world.core.whispering.answer(rung)
    world.core.whispering.press(rung, 1, TAKE_KEY)


def state(world: World) -> TransferState:
    """Return how the desk sees the only transfer."""
    (card,) = world.core.watching_transfers.cards()
    return card.transfer.state
