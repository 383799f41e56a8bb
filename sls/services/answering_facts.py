"""Answering facts: "how long is it valid?" gets its figure at once, and the steps are offered."""

from dataclasses import replace

from sls.domain.conversations import Understood
from sls.domain.messages import Utterance
from sls.domain.procedures import Procedure
from sls.domain.questions import asked_kind
from sls.ports import Library
from sls.services.answering import HELP_OPTIONS
from sls.services.turns import Turn
from sls.services.walking import Walking

_KINDS = {
    "ask_how_long": "how_long",
    "ask_what_needed": "what_needed",
    "ask_how_many": "how_many",
}
# A question may hint at its subject without being about it; below this it is no hint.
_HINT = 0.03
# Words about the topic under way that are a question as likely as this are taken for one.
_QUESTION = 0.2


class AnsweringFacts:
    """The capability `answer_question`: short answers, from the procedure the question is about."""

    def __init__(self, library: Library, walking: Walking) -> None:
        self._library = library
        self._walking = walking

    def answer(self, turn: Turn, said: Understood) -> None:
        """Answer with the figure, or say that it is not stated; ask if it is unclear of what."""
        kind = _KINDS.get(said.intent, "how_long")
        subject = self._subject(turn, said, kind)
        if subject is None:
            turn.say("fact.of_what", *HELP_OPTIONS)
            return
        is_under_way = self._walking.under_way(turn) is subject
        offers = () if is_under_way else (f"walk:{subject.id}",)
        if kind in subject.facts:
            turn.say(subject.fact_id(kind), *offers)
        else:
            title = Utterance(f"{subject.id}.title")
            turn.say("fact.not_stated", *offers, "hand_off", title=title)

    def answer_within(self, turn: Turn, said: Understood) -> bool:
        """Answer words about the topic under way that may be a question; False if they are none."""
        likely = (label for label, weight in said.ranking if weight >= _QUESTION)
        asked = next((label for label in likely if label in _KINDS), asked_kind(said.text))
        if asked is not None:
            self.answer(turn, replace(said, intent=asked))
        return asked is not None

    def _subject(self, turn: Turn, said: Understood, kind: str) -> Procedure | None:
        """What is named; else what is walked; else what the words hint at; else the last topic."""
        named = self._library.about(said.entities)
        if named is not None:
            return named
        walked = self._walking.under_way(turn)
        if walked is not None and kind in walked.facts:
            return walked
        hints = [
            self._library.for_intent(label) for label, weight in said.ranking if weight > _HINT
        ]
        hinted = next((each for each in hints if each is not None and kind in each.facts), None)
        last = turn.conversation.answers.get("topic")
        return hinted or walked or (self._library.get(str(last)) if last else None)
