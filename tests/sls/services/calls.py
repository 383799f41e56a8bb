"""Somebody at the other end of a call, as the provider's webhooks tell of them."""

from dataclasses import dataclass

from sls.domain.calls import HangUp, Listen, ReadCode, Speak, Speech
from sls.domain.deliveries import Delivery
from tests.fakes.bootstrap import Sent, World


@dataclass
class OnThePhone:
    """A call of the provider's for one delivery."""

    world: World
    sent: Sent
    sid: str = "CA1"

    @property
    def row(self) -> Delivery:
        """The delivery as it stands now."""
        return self.world.delivery(self.sent.delivery.id)

    def answers(self) -> Speech:
        """Pick up."""
        return self.world.calling.answer(self.sent.delivery.job, self.sid)

    def presses(self, key: str) -> Speech:
        """Press a key at the gate, or none."""
        return self.world.calling.press_at_gate(self.sent.delivery.job, self.sid, key)

    def hears_the_code(self) -> Speech:
        """Pick up and press the key that was asked for."""
        self.answers()
        return self.presses(self.row.gate_key)

    def chooses(self, key: str) -> Speech:
        """Press a key in the menu, or none."""
        return self.world.calling.press_after_code(self.sent.delivery.job, self.sid, key)

    def after_talk(self) -> Speech:
        """Be back from a person of ours."""
        return self.world.calling.after_talk(self.sent.delivery.job, self.sid)

    def is_told(self, status: str, sip: str | None = None) -> None:
        """Let the provider tell a status."""
        self.world.calling.provider_says(self.sent.delivery.job, self.sid, status, sip)


def said(speech: Speech) -> list[str]:
    """Return the ids of everything said, prompts of a listening included."""
    found = []
    for part in speech.parts:
        if isinstance(part, Speak):
            found.append(part.message_id)
        elif isinstance(part, Listen):
            found += [prompt.message_id for prompt in part.prompts]
    return found


def codes(speech: Speech) -> list[ReadCode]:
    """Return what is read out as a code."""
    return [part for part in speech.parts if isinstance(part, ReadCode)]


def ends(speech: Speech) -> bool:
    """Whether the call ends with this."""
    return isinstance(speech.parts[-1], HangUp)
