"""A customer who asks for a call in the chat, and the phone that rings then."""

from sls.domain.calls import Listen, Speak, Speech
from sls.domain.deliveries import Delivery
from sls.domain.help_requests import HelpRequest
from tests.fakes.bootstrap import World
from tests.sls.services.conversation import Customer, ids


class Callee:
    """Alice at a login; her calls are CA1, CA2 and so on."""

    def __init__(self, world: World, language: str = "en") -> None:
        self._world = world
        self.login_id = world.logs_in(language=language)
        self.chat = Customer(world, language, login_id=self.login_id)

    def asks_now(self) -> None:
        """Ask to be called now."""
        self.chat.clicks("hand_off")
        self.chat.clicks("callback")
        self._choose("callback:now")

    def asks_for_window(self, index: int) -> None:
        """Ask for one of the times offered after now."""
        self.chat.clicks("hand_off")
        self.chat.clicks("callback")
        self._choose(self.chat.options()[index])

    def is_rung(self) -> None:
        """Let the workers ring when it is due."""
        self._world.ringing_back.look_after()
        self._world.works()

    @property
    def request(self) -> HelpRequest:
        """Her latest request."""
        with self._world.units.read() as unit:
            request = unit.help_requests.get(self._request_id)
        assert request is not None
        return request

    @property
    def delivery(self) -> Delivery:
        """The latest call for it."""
        return self._world.delivery(self.request.delivery_id)

    @property
    def job(self) -> str:
        """The opaque name of the latest call."""
        return self.delivery.job

    @property
    def sid(self) -> str:
        """The provider's id of the latest call."""
        return f"CA{self.request.rings}"

    def provider_says(self, status: str, sip_code: str | None = None) -> None:
        """Let the provider tell what became of the call."""
        self._world.talking_back.provider_says(self.job, self.sid, status, sip_code)

    def picks_up(self) -> Speech:
        """Answer the call."""
        return self._world.talking_back.answer(self.job, self.sid)

    def presses(self, key: str) -> Speech:
        """Press a key at the gate."""
        return self._world.talking_back.press_at_gate(self.job, self.sid, key)

    def answers(self) -> Speech:
        """Answer and press the right key."""
        self.picks_up()
        return self.presses(self.delivery.gate_key)

    def told(self) -> list[str]:
        """Return the ids of everything that was said in the chat."""
        return ids(self.chat.events())

    def _choose(self, option: str) -> None:
        self.chat.clicks(option)
        with self._world.units.read() as unit:
            (request,) = unit.help_requests.all_open()
        self._request_id = request.id


def said(speech: Speech) -> list[str]:
    """Return the ids of everything said, prompts of a listening included."""
    found = []
    for part in speech.parts:
        if isinstance(part, Speak):
            found.append(part.message_id)
        elif isinstance(part, Listen):
            found += [prompt.message_id for prompt in part.prompts]
    return found
