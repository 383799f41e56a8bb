"""A customer at the chat: says things, clicks options, and reads what comes back."""

from collections.abc import Sequence

from sls.domain.conversations import Event
from sls.services.turns import Reply
from tests.fakes.bootstrap import World


class Customer:
    """One session with its bearer; every message gets a client id of its own."""

    def __init__(
        self,
        world: World,
        language: str | None = "en",
        login_id: str | None = None,
        identity: str | None = None,
    ) -> None:
        self._world = world
        self._sent = 0
        self.opened = world.conversing.open(language, identity, login_id)
        self.bearer = self.opened.bearer
        self.conversation_id = self.opened.conversation.id

    def says(self, text: str, client_id: str | None = None) -> list[str]:
        """Send words and return the ids of the replies."""
        return ids(self.hears(text, client_id).events)

    def hears(self, text: str, client_id: str | None = None) -> Reply:
        """Send words and return the whole reply."""
        return self._world.conversing.hear_text(self.bearer, client_id or self._next(), text)

    def clicks(self, option: str, client_id: str | None = None) -> list[str]:
        """Take an option and return the ids of the replies."""
        return ids(self.chooses(option, client_id).events)

    def chooses(self, option: str, client_id: str | None = None) -> Reply:
        """Take an option and return the whole reply."""
        return self._world.conversing.hear_option(self.bearer, client_id or self._next(), option)

    def events(self) -> Sequence[Event]:
        """Return everything that was told to this session."""
        return self._world.conversing.events_after(self.bearer, 0)

    def options(self) -> list[str]:
        """Return the options that were offered last."""
        offered = [e.data["utterance"]["options"] for e in self.events() if "utterance" in e.data]
        return next((options for options in reversed(offered) if options), [])

    def said(self) -> list[str]:
        """Return the customer's own words, as they were kept."""
        return [event.data["text"] for event in self.events() if "text" in event.data]

    @property
    def conversation(self):
        """The conversation as it stands now."""
        return self._world.conversing.session(self.bearer)

    def _next(self) -> str:
        self._sent += 1
        return f"client-{self._sent}"


def ids(events: Sequence[Event]) -> list[str]:
    """Return the message ids of what was said."""
    return [event.data["utterance"]["id"] for event in events if "utterance" in event.data]


def everything_kept(world: World) -> str:
    """Return everything that the store keeps, as one text to search."""
    with world.units.read() as unit:
        return repr(unit.store)
