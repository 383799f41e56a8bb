"""Guided procedures as data: steps, questions, branches and the effects they offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# What may be known of a channel: facts that procedures can branch on beside the answers.
REACHES = ("available", "unavailable", "unknown")


@dataclass(frozen=True)
class Question:
    """Something a procedure must know before it can say its steps; `options` are the answers."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step; `by` names the answer that picks its variant, `cites` the facts it rests on.

    The step belongs to a branch when every entry of `when` holds and none of `unless` does.
    """

    id: str
    cites: tuple[str, ...]
    by: str | None = None
    when: Mapping[str, str] = field(default_factory=dict)
    unless: Mapping[str, str] = field(default_factory=dict)

    def belongs(self, known: Mapping[str, str]) -> bool:
        """Whether this step is part of the branch that these answers and facts make."""
        is_wanted = all(known.get(name) == value for name, value in self.when.items())
        return is_wanted and not any(
            known.get(name) == value for name, value in self.unless.items()
        )


@dataclass(frozen=True)
class Procedure:
    """One procedure of the knowledge base; its id is its file name and its message-id prefix."""

    id: str
    version: int
    intents: tuple[str, ...]
    asks: tuple[Question, ...]
    steps: tuple[Step, ...]
    offers: tuple[str, ...] = ()
    intro_by: str | None = None

    def branch(self, known: Mapping[str, str]) -> list[Step]:
        """Return the steps to walk, in order, for what is known."""
        return [step for step in self.steps if step.belongs(known)]

    def open_question(self, known: Mapping[str, str]) -> Question | None:
        """Return the first question that has no valid answer yet."""
        for question in self.asks:
            if known.get(question.name) not in question.options:
                return question
        return None

    def message_id(self, step: Step, known: Mapping[str, str]) -> str:
        """Return the id of a step's text, in the variant that the answers pick."""
        variant = f".{known[step.by]}" if step.by else ""
        return f"{self.id}.{step.id}{variant}"

    def intro_id(self, known: Mapping[str, str]) -> str:
        """Return the id of the opening words; with `intro_by`, of those for what is known."""
        return f"{self.id}.intro.{known[self.intro_by]}" if self.intro_by else f"{self.id}.intro"

    def message_ids(self) -> list[str]:
        """Return every message id that this procedure can say."""
        reaches = [{self.intro_by: reach} for reach in REACHES] if self.intro_by else [{}]
        ids = [f"{self.id}.title", *(self.intro_id(known) for known in reaches)]
        for step in self.steps:
            if step.by is None:
                ids.append(f"{self.id}.{step.id}")
                continue
            question = next(question for question in self.asks if question.name == step.by)
            for option in question.options:
                known = {step.by: option}
                by_answer = replace(
                    step,
                    when={name: step.when[name] for name in step.when if name == step.by},
                    unless={name: step.unless[name] for name in step.unless if name == step.by},
                )
                if by_answer.belongs(known):
                    ids.append(self.message_id(step, known))
        return ids
