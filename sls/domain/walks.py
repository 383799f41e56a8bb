"""A walk through a procedure: where a person stands, and how they move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sls.domain.procedures import Procedure, Question, Step


@dataclass
class Walk:
    """One walk: the answers given, and the ids of the texts said from the first step on.

    Where those no longer are the beginning of the branch (a corrected answer, a newer version of
    the file), the walk goes on at the first step that reads differently.
    """

    procedure: str
    version: int
    answers: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Walk":
        """Rebuild a walk from what `as_data` stored."""
        return cls(data["procedure"], data["version"], dict(data["answers"]), list(data["said"]))

    def as_data(self) -> dict[str, Any]:
        """Return plain data for storage."""
        return {
            "procedure": self.procedure,
            "version": self.version,
            "answers": dict(self.answers),
            "said": list(self.said),
        }


@dataclass(frozen=True)
class Place:
    """Where a walk stands on its branch: step `number` of `of`."""

    step: Step
    message_id: str
    number: int
    of: int

    @property
    def is_last(self) -> bool:
        """Nothing follows this step."""
        return self.number == self.of


class Guide:
    """Moves a walk along its procedure, given the facts that the core knows (`voice`, …)."""

    def __init__(self, procedure: Procedure, walk: Walk, facts: Mapping[str, str]) -> None:
        self.procedure = procedure
        self.walk = walk
        self._facts = facts

    @property
    def known(self) -> dict[str, str]:
        """What is known: the core's facts, and the answers given."""
        return {**self._facts, **self.walk.answers}

    @property
    def open_question(self) -> Question | None:
        """The question to ask before any step can be said."""
        return self.procedure.open_question(self.known)

    @property
    def place(self) -> Place | None:
        """Where the walk stands, or None before its first step and off its branch."""
        number = len(self.walk.said)
        is_on_branch = number > 0 and self._common() == number
        return self._place(number) if is_on_branch else None

    def answer(self, name: str, value: str) -> bool:
        """Take an answer; return whether it corrects an earlier one."""
        earlier = self.walk.answers.get(name)
        self.walk.answers[name] = value
        return earlier is not None and earlier != value

    def reopen(self) -> bool:
        """Forget the last answer, so that its question is asked again; False if there is none."""
        given = self.procedure.relevant(self.known)
        for question in reversed(self.procedure.asks):
            if question.name in given:
                del self.walk.answers[question.name]
                return True
        return False

    def enter(self) -> Place:
        """Stand where the walk is, or at the first step that differs from what was said."""
        place = self.place
        return place if place is not None else self._go(self._common() + 1)

    def next(self) -> Place | None:
        """Go one step on, or to the first one of a branch that changed; None at the end."""
        place = self.place
        if place is None:
            return self.enter()
        return None if place.is_last else self._go(place.number + 1)

    def back(self) -> Place:
        """Go one step back; the first step stays the first."""
        return self._go(max(1, self.enter().number - 1))

    def intro_id(self) -> str:
        """Return the id of the words that open the procedure."""
        return self.procedure.intro_id(self.known)

    def texts(self) -> list[str]:
        """Return the ids of every step's text on this branch, in order."""
        relevant = self.procedure.relevant(self.known)
        return [
            self.procedure.message_id(step, relevant) for step in self.procedure.branch(self.known)
        ]

    def _common(self) -> int:
        pairs = zip(self.walk.said, self.texts(), strict=False)
        common = 0
        for said, text in pairs:
            if said != text:
                break
            common += 1
        return common

    def _go(self, number: int) -> Place:
        texts = self.texts()
        self.walk.said = texts[: min(number, len(texts))]
        return self._place(len(self.walk.said))

    def _place(self, number: int) -> Place:
        branch, texts = self.procedure.branch(self.known), self.texts()
        return Place(branch[number - 1], texts[number - 1], number, len(branch))
