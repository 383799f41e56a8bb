"""Walking: procedures step by step, on a stack, with corrections, digressions and ways back."""

from collections.abc import Mapping

from sls.domain.conversations import Understood
from sls.domain.errors import ChannelUnavailable
from sls.domain.factors import Channel
from sls.domain.messages import Utterance, label_id
from sls.domain.procedures import Procedure, Question
from sls.domain.walks import Guide, Place, Walk
from sls.ports import Library
from sls.services.guiding import Guiding
from sls.services.requesting_codes import unavailable
from sls.services.sending import Sending
from sls.services.turns import Turn

MOVES = ("next", "back", "repeat", "stuck", "cancel")
# Who digresses from a digression this often will not come back to the first one.
MAX_STACK = 4
_MEANINGS = {
    "next_step": "next",
    "affirm": "next",
    "previous_step": "back",
    "repeat": "repeat",
    "slower": "repeat",
    "stuck": "stuck",
    "deny": "stuck",
    "unsure": "stuck",
    "cancel": "cancel",
}
# Questions whose answers can be told by looking at what one has.
TOLD_BY_LOOKING = frozenset({"device", "platform", "phone"})
_YES_OR_NO = {"affirm": "yes", "deny": "no"}
# Which questions something that was named answers: an iPhone is a platform and a phone.
_ANSWERS = {"platform": ("platform", "phone"), "device": ("device",), "channel": ("channel",)}


class Walking:
    """Begins walks, moves along them, and takes them up again after everything else."""

    def __init__(self, library: Library, sending: Sending) -> None:
        self._library = library
        self._sending = sending
        self._guiding = Guiding(library, sending)

    def begin_for(self, turn: Turn, intent: str, entities: Mapping[str, str]) -> None:
        """Begin the procedure that an intent starts, with whatever was already said."""
        procedure = self._library.for_intent(intent)
        self.begin(turn, procedure.id if procedure else "", entities)

    def begin(self, turn: Turn, procedure_id: str, entities: Mapping[str, str]) -> None:
        """Begin a procedure on top of what is under way, or go back to it where it is already."""
        procedure = self._library.get(procedure_id)
        if procedure is None:
            turn.say("walk.none", "topic:code_not_received", "hand_off")
            return
        turn.conversation.pending = None
        turn.note("topic", procedure.id)
        if any(walk["procedure"] == procedure_id for walk in turn.conversation.walks):
            self._take_up(turn, procedure_id, entities)
            return
        self._set_aside(turn)
        guide = self._guiding.of(turn, procedure, Walk(procedure.id, procedure.version))
        self._take_named(turn, guide, entities)
        turn.say(guide.intro_id())
        turn.conversation.walks = [*turn.conversation.walks, guide.walk.as_data()][-MAX_STACK:]
        self._proceed(turn, guide)

    def answer(self, turn: Turn, name: str, value: str) -> None:
        """Take an answer to a procedure's question, also one that corrects an earlier answer."""
        _remember(turn, name, value)
        guide = self._guiding.current(turn)
        if guide is None:
            turn.say("walk.none", "topic:code_not_received", "hand_off")
            return
        question = guide.procedure.question(name)
        if question is not None and value in question.options and guide.answer(name, value):
            turn.say("walk.corrected", answer=Utterance(label_id(f"{name}:{value}")))
        self._proceed(turn, guide)

    def take_named(self, turn: Turn, entities: Mapping[str, str]) -> bool:
        """Take what was named as answers; False when no walk has a use for it."""
        guide = self._guiding.current(turn)
        for name, value in entities.items():
            for question in _ANSWERS.get(name, ()):
                asked = guide.procedure.question(question) if guide else None
                if guide is not None and asked is not None and value in asked.options:
                    for other, answer in guide.procedure.implied_by(question).items():
                        guide.answer(other, answer)
                    self._store(turn, guide)
                    self.answer(turn, question, value)
                    return True
        return False

    def navigate(self, turn: Turn, said: Understood) -> None:
        """Move along the walk that is under way, by words."""
        guide = self._guiding.current(turn)
        question = guide.open_question if guide else None
        yes_or_no = _YES_OR_NO.get(said.intent)
        if question is not None and yes_or_no in question.options:
            self.answer(turn, question.name, yes_or_no or "")
        elif question is not None and said.intent == "unsure":
            self._help_to_answer(turn, question)
        elif said.intent == "correct_answer" and guide is not None and guide.reopen():
            self._proceed(turn, guide)
        else:
            self.move(turn, _MEANINGS.get(said.intent, "repeat"))

    def move(self, turn: Turn, direction: str) -> None:
        """Move along the walk: next, back, repeat, stuck or cancel."""
        guide = self._guiding.current(turn)
        if direction == "cancel":
            self._cancel(turn)
        elif guide is None:
            turn.say("walk.none", "topic:code_not_received", "hand_off")
        elif guide.open_question is not None:
            self._proceed(turn, guide)
        elif direction == "next":
            place = guide.next()
            self._say_place(turn, guide, place) if place else self._finish(turn, guide)
        elif direction == "back":
            self._go_back(turn, guide)
        elif direction == "stuck":
            step = guide.enter().step
            if step.not_found:
                turn.say(guide.procedure.hint_id(step))
            turn.say("walk.stuck", *guide.procedure.offers, "repeat", "next", "hand_off")
        else:
            self._say_place(turn, guide, guide.enter())

    def resume(self, turn: Turn) -> None:
        """After something else was answered, say again where the walk stands."""
        guide = self._guiding.current(turn)
        if guide is None:
            return
        question = guide.open_question
        if question is not None:
            self._ask(turn, guide, question)
        else:
            self._say_place(turn, guide, guide.enter(), "walk.step_again")

    def place(self, turn: Turn) -> dict[str, str | int] | None:
        """Return where the walk stands, for the chat's progress line."""
        guide = self._guiding.current(turn)
        place = guide.place if guide and guide.open_question is None else None
        if guide is None or place is None:
            return None
        return {
            "id": guide.procedure.id,
            "platform": str(guide.known.get("platform") or guide.known.get("phone") or ""),
            "step": place.number,
            "of": place.of,
        }

    def is_about(self, turn: Turn, intent: str) -> bool:
        """Whether what is being walked now is what this intent starts."""
        walked = self.under_way(turn)
        return walked is not None and walked is self._library.for_intent(intent)

    def under_way(self, turn: Turn) -> Procedure | None:
        """Return the procedure that is being walked now."""
        guide = self._guiding.current(turn)
        return guide.procedure if guide else None

    def _take_up(self, turn: Turn, procedure_id: str, entities: Mapping[str, str]) -> None:
        """Go back down the stack to a walk, and say where it stands."""
        while turn.conversation.walks[-1]["procedure"] != procedure_id:
            turn.conversation.walks = turn.conversation.walks[:-1]
        guide = self._guiding.current(turn)
        assert guide is not None
        self._take_named(turn, guide, entities)
        self._store(turn, guide)
        self.resume(turn)

    def _set_aside(self, turn: Turn) -> None:
        """Keep the place of a walk that is interrupted; one at its last step is over."""
        guide = self._guiding.current(turn)
        if guide is None:
            return
        place = guide.place
        if place is not None and place.is_last:
            turn.conversation.walks = turn.conversation.walks[:-1]
        else:
            turn.say("walk.set_aside", title=_title(guide))

    def _proceed(self, turn: Turn, guide: Guide) -> None:
        self._store(turn, guide)
        question = guide.open_question
        if question is not None:
            self._ask(turn, guide, question)
            return
        turn.conversation.open_question = None
        if guide.procedure.depends_on("voice") and guide.known["voice"] == "unavailable":
            self._say_why_no_voice(turn)
        self._say_place(turn, guide, guide.enter())

    def _help_to_answer(self, turn: Turn, question: Question) -> None:
        """Take "I don't know" as the answer that it is, or say how to find out."""
        if question.unsure is not None:
            self.answer(turn, question.name, question.unsure)
            return
        name = question.name if question.name in TOLD_BY_LOOKING else "any"
        turn.say(f"unsure.{name}", *_options(question), "hand_off")

    def _ask(self, turn: Turn, guide: Guide, question: Question) -> None:
        turn.conversation.open_question = question.name
        turn.say(f"ask.{question.name}", *_options(question), *guide.procedure.offers[:1])

    def _go_back(self, turn: Turn, guide: Guide) -> None:
        """Go to the step before; before the first one, to the question that led to it."""
        if guide.enter().number == 1 and guide.reopen():
            self._proceed(turn, guide)
        else:
            self._say_place(turn, guide, guide.back())

    def _say_place(self, turn: Turn, guide: Guide, place: Place, frame: str = "walk.step") -> None:
        self._store(turn, guide)
        turn.conversation.open_question = None
        has_way_back = place.number > 1 or guide.procedure.relevant(guide.walk.answers)
        moves = ["back"] if has_way_back else []
        moves += ["finish" if place.is_last else "next"]
        turn.say(
            frame,
            *place.step.offers,
            *guide.procedure.offers,
            *moves,
            number=place.number,
            of=place.of,
            text=Utterance(place.message_id),
        )

    def _say_why_no_voice(self, turn: Turn) -> None:
        assert turn.login is not None
        reason = self._sending.unavailable(turn.unit, turn.login, Channel.VOICE, turn.now)
        if reason is not None:
            turn.replies.append(unavailable(ChannelUnavailable(reason, None)).with_options())

    def _finish(self, turn: Turn, guide: Guide) -> None:
        suggestions = [f"walk:{each}" for each in guide.procedure.then]
        turn.say("walk.finished", *suggestions, *guide.procedure.offers, "hand_off")
        self._leave(turn)

    def _cancel(self, turn: Turn) -> None:
        turn.say("walk.cancelled", "topic:code_not_received", "hand_off")
        turn.conversation.pending = None
        self._leave(turn)

    def _leave(self, turn: Turn) -> None:
        """Leave the walk on top; what it interrupted goes on."""
        turn.conversation.walks = turn.conversation.walks[:-1]
        turn.conversation.open_question = None
        guide = self._guiding.current(turn)
        if guide is not None:
            turn.replies = [each.with_options() for each in turn.replies]
            turn.say("walk.back_to", title=_title(guide))
            self.resume(turn)

    def _take_named(self, turn: Turn, guide: Guide, entities: Mapping[str, str]) -> None:
        """Answer what can be answered from what was named now, or is remembered."""
        for question in guide.procedure.asks:
            said = [
                entities.get(name) for name, names in _ANSWERS.items() if question.name in names
            ]
            known = [*said, *_remembered(turn, question.name)]
            value = next((each for each in known if each in question.options), None)
            if value is None:
                continue
            guide.answer(question.name, value)
            implied = guide.procedure.implied_by(question.name) if value in said else {}
            for other in implied.keys() - entities.keys():
                guide.answer(other, implied[other])

    def _store(self, turn: Turn, guide: Guide) -> None:
        turn.conversation.walks = [*turn.conversation.walks[:-1], guide.walk.as_data()]


def _options(question: Question) -> tuple[str, ...]:
    return tuple(f"{question.name}:{option}" for option in question.options)


def _title(guide: Guide) -> Utterance:
    return Utterance(f"{guide.procedure.id}.title")


def _remember(turn: Turn, name: str, value: str) -> None:
    """Keep for later procedures what a customer told us of their platform and phone."""
    if name in ("platform", "phone"):
        turn.note(name, value)
    if name == "platform" and value in ("ios", "android"):
        turn.note("phone", value)


def _remembered(turn: Turn, name: str) -> list[str | None]:
    if name == "platform":
        return [turn.platform]
    if name == "phone":
        phone = turn.conversation.answers.get("phone")
        return [str(phone) if phone else None, turn.platform]
    return []
