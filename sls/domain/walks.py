"""A walk through a procedure: where a person stands, and how they move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sls.domain.procedures import Procedure, Step


@dataclass
class Walk:
    """One walk; pinned to the version it began with. `step` is None until the first one is said."""

    procedure: str
    version: int
    answers: dict[str, str] = field(default_factory=dict)
    step: str | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Walk":
        """Rebuild a walk from what `as_data` stored."""
        return cls(data["procedure"], data["version"], dict(data["answers"]), data["step"])

    def as_data(self) -> dict[str, Any]:
        """Return plain data for storage."""
        return {
            "procedure": self.procedure,
            "version": self.version,
            "answers": dict(self.answers),
            "step": self.step,
        }


@dataclass(frozen=True)
class Place:
    """Where a walk stands on its branch: step `number` of `of`."""

    step: Step
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
        self.known = {**facts, **walk.answers}

    @property
    def place(self) -> Place | None:
        """Where the walk stands, or None before its first step."""
        branch = self.procedure.branch(self.known)
        for number, step in enumerate(branch, start=1):
            if step.id == self.walk.step:
                return Place(step, number, len(branch))
        return None

    def answer(self, name: str, value: str) -> None:
        """Take an answer, also one that corrects an earlier one; the branch follows."""
        self.walk.answers[name] = value
        self.known[name] = value

    def enter(self) -> Place:
        """Stand at the first step, or stay where the walk already is on its branch."""
        place = self.place
        return place if place is not None else self._go(1)

    def next(self) -> Place | None:
        """Go one step on, or to the first one of a branch that changed; None at the end."""
        place = self.place
        if place is None:
            return self._go(1)
        return None if place.is_last else self._go(place.number + 1)

    def back(self) -> Place:
        """Go one step back; the first step stays the first."""
        return self._go(max(1, self.enter().number - 1))

    def intro_id(self) -> str:
        """Return the id of the words that open the procedure."""
        return self.procedure.intro_id(self.known)

    def message_id(self, place: Place) -> str:
        """Return the id of the text of a place."""
        return self.procedure.message_id(place.step, self.known)

    def _go(self, number: int) -> Place:
        branch = self.procedure.branch(self.known)
        step = branch[number - 1]
        self.walk.step = step.id
        return Place(step, number, len(branch))
