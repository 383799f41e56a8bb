"""Walking: procedures step by step, with corrections and ways back."""

from collections.abc import Mapping

from sls.domain.conversations import Understood
from sls.domain.errors import ChannelUnavailable
from sls.domain.factors import Channel
from sls.domain.messages import Utterance
from sls.domain.procedures import Procedure
from sls.domain.walks import Guide, Place, Walk
from sls.ports import Library
from sls.services.requesting_codes import unavailable
from sls.services.sending import Sending
from sls.services.turns import Turn

MOVES = ("next", "back", "repeat", "stuck", "cancel")
_MEANINGS = {
    "next_step": "next",
    "affirm": "next",
    "previous_step": "back",
    "repeat": "repeat",
    "slower": "repeat",
    "stuck": "stuck",
    "deny": "stuck",
    "cancel": "cancel",
}


class Walking:
    """The first small version of the engine."""

    def __init__(self, library: Library, sending: Sending) -> None:
        self._library = library
        self._sending = sending

    def begin(self, turn: Turn, intent: str, entities: Mapping[str, str]) -> None:
        """Begin the procedure that an intent starts, with whatever was already said."""
        procedure = self._library.for_intent(intent)
        if procedure is None:
            turn.say("topic.elsewhere", "hand_off", topic=Utterance(f"topic.{intent}"))
            return
        walk = Walk(procedure.id, procedure.version)
        guide = self._guide(turn, procedure, walk)
        self._take_answers(turn, guide, entities)
        turn.say(guide.intro_id())
        turn.conversation.pending = None
        self._proceed(turn, guide)

    def answer(self, turn: Turn, name: str, value: str) -> None:
        """Take an answer to a procedure's question, also one that corrects an earlier answer."""
        turn.note(name, value)
        guide = self._current(turn)
        if guide is None:
            turn.say("walk.none", "topic:code_not_received", "hand_off")
            return
        self._take_answers(turn, guide, {name: value})
        self._proceed(turn, guide)

    def navigate(self, turn: Turn, said: Understood) -> None:
        """Move along the walk that is under way, by words."""
        self.move(turn, _MEANINGS.get(said.intent, "repeat"))

    def move(self, turn: Turn, direction: str) -> None:
        """Move along the walk: next, back, repeat, stuck or cancel."""
        guide = self._current(turn)
        if direction == "cancel":
            self._cancel(turn)
        elif guide is None:
            turn.say("walk.none", "topic:code_not_received", "hand_off")
        elif guide.procedure.open_question(guide.known) is not None:
            self._proceed(turn, guide)
        elif direction == "next":
            place = guide.next()
            self._say_place(turn, guide, place) if place else self._finish(turn, guide)
        elif direction == "back":
            self._say_place(turn, guide, guide.back())
        elif direction == "stuck":
            turn.say("walk.stuck", *guide.procedure.offers, "repeat", "next", "hand_off")
        else:
            self._say_place(turn, guide, guide.enter())

    def place(self, turn: Turn) -> dict[str, str | int] | None:
        """Return where the walk stands, for the chat's progress line."""
        guide = self._current(turn)
        place = guide.place if guide else None
        if guide is None or place is None:
            return None
        platform = str(guide.known.get("platform", ""))
        return {
            "id": guide.procedure.id,
            "platform": platform,
            "step": place.number,
            "of": place.of,
        }

    def _proceed(self, turn: Turn, guide: Guide) -> None:
        question = guide.procedure.open_question(guide.known)
        self._store(turn, guide)
        if question is not None:
            turn.conversation.open_question = question.name
            options = tuple(f"{question.name}:{option}" for option in question.options)
            turn.say(f"ask.{question.name}", *options, *guide.procedure.offers[:1])
            return
        turn.conversation.open_question = None
        if guide.known.get("voice") == "unavailable":
            self._say_why_no_voice(turn)
        self._say_place(turn, guide, guide.enter())

    def _say_place(self, turn: Turn, guide: Guide, place: Place) -> None:
        self._store(turn, guide)
        moves = [] if place.number == 1 else ["back"]
        moves += ["finish" if place.is_last else "next"]
        turn.say(
            "walk.step",
            *guide.procedure.offers,
            *moves,
            number=place.number,
            of=place.of,
            text=Utterance(guide.message_id(place)),
        )

    def _say_why_no_voice(self, turn: Turn) -> None:
        assert turn.login is not None
        reason = self._sending.unavailable(turn.unit, turn.login, Channel.VOICE, turn.now)
        if reason is not None:
            turn.replies.append(unavailable(ChannelUnavailable(reason, None)).with_options())

    def _finish(self, turn: Turn, guide: Guide) -> None:
        turn.conversation.walks = turn.conversation.walks[:-1]
        turn.say("walk.finished", *guide.procedure.offers, "hand_off")

    def _cancel(self, turn: Turn) -> None:
        conversation = turn.conversation
        conversation.walks, conversation.open_question, conversation.pending = [], None, None
        turn.say("walk.cancelled", "topic:code_not_received", "hand_off")

    def _take_answers(self, turn: Turn, guide: Guide, answers: Mapping[str, str]) -> None:
        for question in guide.procedure.asks:
            value = answers.get(question.name)
            if question.name == "platform":
                value = value or turn.platform
            if value in question.options:
                guide.answer(question.name, value)

    def _current(self, turn: Turn) -> Guide | None:
        if not turn.conversation.walks:
            return None
        walk = Walk.from_data(turn.conversation.walks[-1])
        procedure = self._library.get(walk.procedure)
        return self._guide(turn, procedure, walk) if procedure else None

    def _guide(self, turn: Turn, procedure: Procedure, walk: Walk) -> Guide:
        return Guide(procedure, walk, {each.value: self._reach(turn, each) for each in Channel})

    def _reach(self, turn: Turn, channel: Channel) -> str:
        """What is known of a channel; of an anonymous visitor's user nothing may be."""
        if turn.login is None:
            return "unknown"
        reason = self._sending.unavailable(turn.unit, turn.login, channel, turn.now)
        return "unavailable" if reason else "available"

    def _store(self, turn: Turn, guide: Guide) -> None:
        under = [
            walk for walk in turn.conversation.walks if walk["procedure"] != guide.procedure.id
        ]
        turn.conversation.walks = [*under, guide.walk.as_data()]
