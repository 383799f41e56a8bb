"""A person of ours, who is rung to take a call over."""

from sls.domain.calls import Speech
from sls.domain.transfers import TAKE_KEY, Transfer
from tests.fakes.bootstrap import World


class Agent:
    """Whoever answers at the number for people when a call is put through."""

    def __init__(self, world: World, sid: str = "CA1") -> None:
        self._world = world
        self._sid = sid

    @property
    def transfer(self) -> Transfer:
        """The transfer of this call as it stands now."""
        with self._world.units.read() as unit:
            transfer = unit.transfers.latest_of(self._sid)
        assert transfer is not None
        return transfer

    def answers(self) -> Speech:
        """Pick up."""
        return self._world.whispering.answer(self.transfer.id, self._sid)

    def presses(self, key: str) -> Speech:
        """Press a key, or none."""
        return self._world.whispering.press(self.transfer.id, self._sid, key)

    def takes(self) -> Speech:
        """Pick up and press the key."""
        self.answers()
        return self.presses(TAKE_KEY)
