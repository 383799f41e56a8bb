"""Guiding: the walk of a conversation as it stands, with the facts that the core knows of it."""

from sls.domain.conversations import Level
from sls.domain.factors import Channel
from sls.domain.procedures import Procedure
from sls.domain.walks import Guide, Walk
from sls.ports import Library
from sls.services.sending import Sending
from sls.services.turns import Turn

_LEVELS = {Level.ANONYMOUS: "anonymous", Level.LOGIN_BOUND: "login"}


class Guiding:
    """Gives whoever walks, or texts a walk, the same guide."""

    def __init__(self, library: Library, sending: Sending) -> None:
        self._library = library
        self._sending = sending

    def current(self, turn: Turn) -> Guide | None:
        """Return the guide of the walk that is under way."""
        if not turn.conversation.walks:
            return None
        walk = Walk.from_data(turn.conversation.walks[-1])
        procedure = self._library.get(walk.procedure)
        return self.of(turn, procedure, walk) if procedure else None

    def of(self, turn: Turn, procedure: Procedure, walk: Walk) -> Guide:
        """Return the guide of a walk."""
        facts = {each.value: self._reach(turn, each) for each in Channel}
        return Guide(procedure, walk, {**facts, "level": _LEVELS.get(turn.level, "site")})

    def _reach(self, turn: Turn, channel: Channel) -> str:
        """What is known of a channel; of an anonymous visitor's user nothing may be."""
        if turn.login is None:
            return "unknown"
        reason = self._sending.unavailable(turn.unit, turn.login, channel, turn.now)
        return "unavailable" if reason else "available"
