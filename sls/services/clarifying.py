"""Clarifying: what was not understood, or not known, seen from where the conversation stands."""

from sls.domain.conversations import Understood
from sls.domain.messages import Utterance
from sls.services import answering
from sls.services.asking import LIKELIEST
from sls.services.requesting_codes import PLATFORM_OPTIONS
from sls.services.turns import Turn, said_last
from sls.services.walking import Walking

_NOT_UNDERSTOOD, _OFFER = "clarify.not_understood", "clarify.offer_person"
_UNSURE_OF_PLATFORM, _NO_PERSON_YET = "unsure.platform", "unsure.person"
_NONE, _NO_TOPIC = "clarify.none", "unsure.no_topic"


class Clarifying:
    """Asks what was meant; within a walk, in words about the question or step it stands at."""

    def __init__(self, walking: Walking) -> None:
        self._walking = walking

    def clarify(self, turn: Turn, said: Understood) -> None:
        """Ask which of a few was meant; else say so of the question or step that is open."""
        answering.clarify(turn, said)
        admitted = turn.replies[-1]
        if not turn.conversation.walks or admitted.id == "clarify.which":
            return
        if turn.conversation.pending is not None and admitted.id != _OFFER:
            turn.replies[-1] = Utterance(f"{admitted.id}.walk")
            self._walking.resume(turn)
        elif self._walking.place(turn) is not None:
            self._clarify_step(turn, admitted)
        elif turn.conversation.pending is None:
            turn.replies.pop()
            if admitted.id not in (_NOT_UNDERSTOOD, _OFFER):
                turn.say(f"{admitted.id}.walk")
            self._walking.remind(turn)

    def help_to_answer(self, turn: Turn) -> None:
        """Who does not know what was asked is helped to; who was not asked hears what we do."""
        question, asked = turn.conversation.open_question, said_last(turn)
        if question == "platform" and asked == _UNSURE_OF_PLATFORM:
            turn.say("unsure.again", "hand_off", *PLATFORM_OPTIONS[:LIKELIEST])
        elif question == "platform":
            turn.say(_UNSURE_OF_PLATFORM, *PLATFORM_OPTIONS, "hand_off")
        elif question is not None and asked == _NO_PERSON_YET:
            turn.say("clarify.no_way_on", "hand_off", "cancel")
        elif question is not None:
            answering.explain_question(turn)
            turn.say(_NO_PERSON_YET, "hand_off", "cancel")
        elif asked == _NONE:
            turn.say(_NO_TOPIC, "hand_off", *answering.HELP_OPTIONS[:LIKELIEST])
        else:
            turn.say(_NONE, *answering.HELP_OPTIONS)

    def _clarify_step(self, turn: Turn, admitted: Utterance) -> None:
        if admitted.id == _OFFER:
            turn.replies[-1] = admitted.with_options("hand_off", "repeat", "cancel")
        elif admitted.id == _NOT_UNDERSTOOD:
            self._admit_at_step(turn)
        else:
            turn.replies[-1] = Utterance(f"{admitted.id}.walk")
            self._walking.resume(turn)

    def _admit_at_step(self, turn: Turn) -> None:
        """Ask for the words of an error and say the step again; then own up to not knowing them."""
        if turn.conversation.misunderstandings > 1:
            offers = ("stuck", "repeat", "next", "hand_off")
            turn.replies[-1] = Utterance("clarify.not_understood.step_again", {}, offers)
        else:
            turn.replies[-1] = Utterance("clarify.not_understood.step", {}, ("stuck", "hand_off"))
            self._walking.resume(turn)
