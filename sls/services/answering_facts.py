"""Answering facts: "how long is it valid?" gets its figure at once, and the steps are offered."""

from dataclasses import replace

from sls.domain.conversations import Understood
from sls.domain.messages import Utterance
from sls.domain.procedures import Procedure
from sls.domain.questions import (
    asked_kind,
    asks_how_long_it_takes,
    asks_steps_left,
    asks_which_device,
)
from sls.ports import Library
from sls.services.answering import HELP_OPTIONS, explain_question
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
_DEVICES, _WHICH_ONE = "choose_device", "which_one"
# What words about devices are taken for when they are such a question; others have their own steps.
_MAYBE_OF_DEVICES = frozenset({_DEVICES, "unsure", "inform", "out_of_scope", "nlu_fallback"})


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

    def answer_of_steps(self, turn: Turn, said: Understood) -> bool:
        """Answer how far the walk has come; False if the words ask for something else.

        How long it takes is told by a figure where the procedure states one.
        """
        walked = self._walking.under_way(turn)
        if walked is None:
            return False
        is_stated = "how_long" in walked.facts or self._library.about(said.entities) is not None
        is_of_time = asks_how_long_it_takes(said.text) and not is_stated
        if not is_of_time and not asks_steps_left(said.text):
            return False
        place = self._walking.place(turn)
        if place is None:
            turn.say("walk.steps_unknown")
        elif place["step"] == place["of"]:
            turn.say("walk.last_step", number=place["step"], of=place["of"])
        else:
            left = int(place["of"]) - int(place["step"])
            turn.say("walk.steps_left", number=place["step"], of=place["of"], left=left)
        return True

    def answer_of_devices(self, turn: Turn, said: Understood) -> bool:
        """Say what tells the devices apart (F36, F40, G26); False if that was not asked.

        A walk that needs to know which one it is says so with its answers to choose from.
        """
        if said.intent not in _MAYBE_OF_DEVICES or not asks_which_device(said.text):
            return False
        devices = self._library.for_intent(_DEVICES)
        if devices is None or _WHICH_ONE not in devices.facts:
            return False
        if not self._walking.help_to_answer(turn, "device"):
            self._tell_apart(turn, devices)
        return True

    def explain_why(self, turn: Turn) -> None:
        """Say why the open question is asked; of a step, what it belongs to."""
        walked = self._walking.under_way(turn)
        if walked is None or turn.conversation.open_question is not None:
            explain_question(turn)
        else:
            turn.say("why.step", "hand_off", title=Utterance(f"{walked.id}.title"))

    def answer_within(self, turn: Turn, said: Understood) -> bool:
        """Answer words about the topic under way that may be a question; False if they are none."""
        likely = (label for label, weight in said.ranking if weight >= _QUESTION)
        asked = next((label for label in likely if label in _KINDS), asked_kind(said.text))
        if asked is not None:
            self.answer(turn, replace(said, intent=asked))
        return asked is not None

    def _tell_apart(self, turn: Turn, devices: Procedure) -> None:
        walked = self._walking.under_way(turn)
        offers = () if walked is devices else (f"walk:{devices.id}",)
        if walked is None:
            offers = (*offers, "topic:login_with_card", "topic:lost_or_broken_device", "hand_off")
        turn.say(devices.fact_id(_WHICH_ONE))
        turn.say("fact.not_described", *offers)
        self._walking.resume(turn)

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
