"""Capabilities: the one table from what was said to the service that acts on it."""

from collections.abc import Callable

from sls.domain.conversations import Option, Said, Understood
from sls.domain.factors import Channel
from sls.services import answering
from sls.services.explaining_limits import ExplainingLimits
from sls.services.requesting_codes import RequestingCodes
from sls.services.turns import Turn
from sls.services.walking import MOVES, Walking

_CHANNELS = {"request_code_by_sms": Channel.SMS, "request_code_by_voice": Channel.VOICE}


class Capabilities:
    """Acts on words and on options alike, by the same services."""

    def __init__(
        self, walking: Walking, requesting: RequestingCodes, limits: ExplainingLimits
    ) -> None:
        self._walking = walking
        self._requesting = requesting
        self._limits = limits
        self._by_words: dict[str, Callable[[Turn, Understood], None]] = {
            "walk_procedure": self._walk,
            "navigate": self._navigate,
            "send_code": lambda turn, said: requesting.request(turn, _channel(said)),
            "check_withdrawal_limit": limits.tell,
            "answer_question": answering.answer_question,
            "hand_off": lambda turn, _said: answering.hand_off(turn),
            "small_talk": answering.small_talk,
            "clarify": answering.clarify,
        }
        self._by_option: dict[str, Callable[[Turn, str], None]] = {
            "platform": self._take_platform,
            "send_code": lambda turn, value: requesting.request(turn, Channel(value)),
            "topic": self._take_topic,
            "language": answering.switch_language,
            "hand_off": lambda turn, _value: answering.hand_off(turn),
            "why": self._explain,
            "finish": lambda turn, _value: walking.move(turn, "next"),
            **{move: self._mover(move) for move in MOVES},
        }

    def act(self, turn: Turn, said: Said) -> None:
        """Act on what was said and collect the replies in the turn."""
        if isinstance(said, Option):
            kind, _, value = said.id.partition(":")
            self._by_option[kind](turn, value)
        elif self._requesting.wants(turn, said):
            self._requesting.take_username(turn, said)
        else:
            self._by_words[said.capability](turn, said)
        self._drop_closed(turn)
        is_unclear = isinstance(said, Understood) and said.capability == "clarify"
        if not is_unclear:
            turn.conversation.misunderstandings = 0

    def greet(self, turn: Turn) -> None:
        """Say the first words, and promise no call where none can go."""
        can_be_called = not self._requesting.is_closed(turn, Channel.VOICE)
        kind = "login" if can_be_called else "login_without_call"
        turn.say(f"greeting.{kind if turn.login else 'site'}", *answering.HELP_OPTIONS)
        self._drop_closed(turn)

    def _drop_closed(self, turn: Turn) -> None:
        turn.replies = [
            each.with_options(*self._requesting.reachable(turn, each.options))
            for each in turn.replies
        ]

    def place(self, turn: Turn) -> dict[str, str | int] | None:
        """Return where the walk stands, if one is under way."""
        return self._walking.place(turn)

    def _mover(self, move: str) -> Callable[[Turn, str], None]:
        return lambda turn, _value: self._walking.move(turn, move)

    def _walk(self, turn: Turn, said: Understood) -> None:
        self._note_platform(turn, said)
        self._walking.begin(turn, said.intent, said.entities)

    def _navigate(self, turn: Turn, said: Understood) -> None:
        is_asked = turn.conversation.open_question == "platform"
        if "platform" in said.entities and (said.intent == "inform" or is_asked):
            self._take_platform(turn, said.entities["platform"])
            return
        if said.intent == "inform" and said.entities.get("channel") in set(Channel):
            self._requesting.request(turn, Channel(said.entities["channel"]))
            return
        self._walking.navigate(turn, said)

    def _take_platform(self, turn: Turn, platform: str) -> None:
        turn.note("platform", platform)
        if turn.conversation.pending is not None:
            self._requesting.ask_for_what_is_missing(turn)
            return
        self._walking.answer(turn, "platform", platform)

    def _take_topic(self, turn: Turn, intent: str) -> None:
        if intent == "none":
            turn.say("clarify.none", *answering.HELP_OPTIONS)
        elif intent in _CHANNELS:
            self._requesting.request(turn, _CHANNELS[intent])
        elif intent == "withdrawal_limit":
            self._limits.tell(turn, Understood("check_withdrawal_limit", "", intent))
        else:
            self._walking.begin(turn, intent, {})

    def _explain(self, turn: Turn, _value: str) -> None:
        answering.answer_question(turn, Understood("answer_question", "", "why"))

    def _note_platform(self, turn: Turn, said: Understood) -> None:
        if "platform" in said.entities:
            turn.note("platform", said.entities["platform"])


def _channel(said: Understood) -> Channel:
    return _CHANNELS.get(said.intent, Channel.VOICE)
