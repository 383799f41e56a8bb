"""Walking: procedures step by step, on a stack, with corrections, digressions and ways back."""

from collections.abc import Mapping

from sls.domain.conversations import Understood
from sls.domain.errors import ChannelUnavailable
from sls.domain.factors import Channel
from sls.domain.messages import Utterance, label_id
from sls.domain.procedures import Procedure
from sls.domain.walks import Guide, Place, Walk
from sls.ports import Library
from sls.services import asking
from sls.services.guiding import Guiding
from sls.services.requesting_codes import unavailable
from sls.services.sending import Sending
from sls.services.turns import Turn, said_last

MOVES = ("next", "back", "repeat", "stuck", "cancel")
# Under this name a conversation remembers the procedure that was cancelled last.
LEFT = "left"
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
_STUCK = "walk.stuck"
_YES_OR_NO = {"affirm": "yes", "deny": "no"}


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
        if turn.conversation.answers.get(LEFT) == procedure.id:
            turn.note(LEFT, "")
        if any(walk["procedure"] == procedure_id for walk in turn.conversation.walks):
            self._take_up(turn, procedure_id, entities)
            return
        self._set_aside(turn)
        guide = self._guiding.of(turn, procedure, Walk(procedure.id, procedure.version))
        asking.take_named(turn, guide, entities)
        turn.say(guide.intro_id())
        turn.conversation.walks = [*turn.conversation.walks, guide.walk.as_data()][-MAX_STACK:]
        self._proceed(turn, guide)

    def answer(self, turn: Turn, name: str, value: str) -> None:
        """Take an answer to a procedure's question, also one that corrects an earlier answer."""
        asking.remember(turn, name, value)
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
            for question in asking.ANSWERS.get(name, ()):
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
        elif question is not None and said.intent == "unsure" and question.unsure is not None:
            self.answer(turn, question.name, question.unsure)
        elif said.intent == "correct_answer" and guide is not None and guide.reopen():
            self._proceed(turn, guide)
        elif question is not None and said.intent not in _MEANINGS:
            asking.remind(turn, question)
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
            self._move_at_question(turn, guide, direction)
        elif direction == "next":
            place = guide.next()
            self._say_place(turn, guide, place) if place else self._finish(turn, guide)
        elif direction == "back":
            self._go_back(turn, guide)
        elif direction == "stuck":
            self._say_stuck(turn, guide)
        else:
            self._say_place(turn, guide, guide.enter())

    def remind(self, turn: Turn) -> None:
        """After words that answer nothing, say what is needed; without a question, the step."""
        guide = self._guiding.current(turn)
        question = guide.open_question if guide else None
        if question is not None:
            asking.remind(turn, question)
        else:
            self.resume(turn)

    def help_to_answer(self, turn: Turn, name: str | None = None) -> bool:
        """Say how the open question, or the one of this name, is answered; False if none is."""
        guide = self._guiding.current(turn)
        question = guide.open_question if guide and turn.conversation.pending is None else None
        if question is None or name not in (None, question.name):
            return False
        asking.help_to_answer(turn, question)
        return True

    def resume(self, turn: Turn) -> None:
        """After something else was answered, say again where the walk stands."""
        guide = self._guiding.current(turn)
        if guide is None:
            return
        question = guide.open_question
        if question is not None:
            asking.ask(turn, guide, question)
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
        is_on_top = turn.conversation.walks[-1]["procedure"] == procedure_id
        asked = turn.conversation.open_question if is_on_top else None
        while turn.conversation.walks[-1]["procedure"] != procedure_id:
            turn.conversation.walks = turn.conversation.walks[:-1]
        guide = self._guiding.current(turn)
        assert guide is not None
        asking.take_named(turn, guide, entities)
        self._store(turn, guide)
        question = guide.open_question
        if question is not None and question.name == asked:
            asking.remind(turn, question)
        else:
            self.resume(turn)

    def _move_at_question(self, turn: Turn, guide: Guide, direction: str) -> None:
        """No step can be gone to yet: say again what is asked, or help to answer it."""
        question = guide.open_question
        assert question is not None
        is_reopened = direction == "back" and guide.reopen()
        if is_reopened or direction == "repeat":
            self._proceed(turn, guide)
        elif direction == "stuck":
            asking.help_to_answer(turn, question)
        else:
            asking.remind(turn, question)

    def _say_stuck(self, turn: Turn, guide: Guide) -> None:
        if said_last(turn) == _STUCK:
            turn.say("walk.stuck_again", "hand_off", *guide.procedure.offers, "repeat", "cancel")
            return
        step = guide.enter().step
        if step.not_found:
            turn.say(guide.procedure.hint_id(step))
        turn.say(_STUCK, *guide.procedure.offers, "repeat", "next", "hand_off")

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
            asking.ask(turn, guide, question)
            return
        turn.conversation.open_question = None
        if guide.procedure.depends_on("voice") and guide.known["voice"] == "unavailable":
            self._say_why_no_voice(turn)
        self._say_place(turn, guide, guide.enter())

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
        if turn.conversation.walks:
            turn.note(LEFT, turn.conversation.walks[-1]["procedure"])
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

    def _store(self, turn: Turn, guide: Guide) -> None:
        turn.conversation.walks = [*turn.conversation.walks[:-1], guide.walk.as_data()]


def _title(guide: Guide) -> Utterance:
    return Utterance(f"{guide.procedure.id}.title")
