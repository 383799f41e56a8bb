"""A person of ours, who is rung to take a call over."""

from sls.domain.calls import Listen, Speech
from sls.domain.transfers import TAKE_KEY, Transfer
from sls.services.whispering import Rung
from tests.fakes.bootstrap import World


class Agent:
    """Whoever answers at the number for people when a call is put through."""

    def __init__(self, world: World, sid: str = "CA1", own_sid: str = "CA-ours") -> None:
        self._world = world
        self._sid = sid
        self._own_sid = own_sid
        self._step = ""

    @property
    def rung(self) -> Rung:
        """The call in which this phone rings."""
        return Rung(self.transfer.id, self._sid, self._own_sid)

    @property
    def transfer(self) -> Transfer:
        """The transfer of this call as it stands now."""
        with self._world.units.read() as unit:
            transfer = unit.transfers.latest_of(self._sid)
        assert transfer is not None
        return transfer

    def answers(self) -> Speech:
        """Pick up."""
        return self._hears(self._world.whispering.answer(self.rung))

    def presses(self, key: str, ask: int | None = None) -> Speech:
        """Press a key, or none: when asked the last time, or the time that is named."""
        time = int(self._step.partition("/")[0]) if ask is None else ask
        return self._hears(self._world.whispering.press(self.rung, time, key))

    def takes(self) -> Speech:
        """Pick up and press the key."""
        self.answers()
        return self.presses(TAKE_KEY)

    def _hears(self, speech: Speech) -> Speech:
        steps = [part.to for part in speech.parts if isinstance(part, Listen)]
        self._step = steps[0] if steps else self._step
        return speech
