"""Guided procedures as data: questions, steps, branches, and what each offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

# What may be known of a channel: facts that procedures can branch on beside the answers.
REACHES = ("available", "unavailable", "unknown")
# Kinds of questions that a procedure may answer in a sentence, with the figure.
FACT_KINDS = ("how_long", "what_needed", "how_many", "which_one")

Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Condition:
    """When a question or step belongs to a branch: every entry of `when` and none of `unless`.

    An entry holds when what is known under its name is one of its values.
    """

    when: Values = field(default_factory=dict)
    unless: Values = field(default_factory=dict)

    def holds(self, known: Mapping[str, str]) -> bool:
        """Whether it holds for what is known."""
        is_wanted = all(known.get(name) in values for name, values in self.when.items())
        return is_wanted and not any(
            known.get(name) in values for name, values in self.unless.items()
        )

    def allows(self, name: str, value: str) -> bool:
        """Whether it can hold at all with this answer to this one question."""
        return value in self.when.get(name, (value,)) and value not in self.unless.get(name, ())


@dataclass(frozen=True)
class Question:
    """Something a procedure must know before it can say its steps; `options` are the answers.

    `unsure` is the answer of whoever does not know, where not knowing is an answer.
    """

    name: str
    options: tuple[str, ...]
    condition: Condition = field(default_factory=Condition)
    unsure: str | None = None


@dataclass(frozen=True)
class Step:
    """One step; `by` names the answer that picks its variant, `cites` the facts it rests on.

    `not_found` names the text for whoever does not see what the step speaks of.
    """

    id: str
    cites: tuple[str, ...]
    by: str | None = None
    condition: Condition = field(default_factory=Condition)
    offers: tuple[str, ...] = ()
    not_found: str | None = None


@dataclass(frozen=True)
class Procedure:
    """One procedure of the knowledge base; its id is its file name and its message-id prefix."""

    id: str
    version: int
    intents: tuple[str, ...]
    asks: tuple[Question, ...]
    steps: tuple[Step, ...]
    sources: tuple[str, ...] = ()
    subjects: Values = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    intro_by: str | None = None

    def relevant(self, known: Mapping[str, str]) -> dict[str, str]:
        """Return what is known without answers to questions that this branch does not ask."""
        asked = {question.name for question in self.asks}
        kept = {name: value for name, value in known.items() if name not in asked}
        for question in self.asks:
            value = known.get(question.name)
            if value in question.options and question.condition.holds(kept):
                kept[question.name] = value
        return kept

    def branch(self, known: Mapping[str, str]) -> list[Step]:
        """Return the steps to walk, in order, for what is known."""
        relevant = self.relevant(known)
        return [step for step in self.steps if step.condition.holds(relevant)]

    def open_question(self, known: Mapping[str, str]) -> Question | None:
        """Return the first question of this branch that has no answer yet."""
        relevant = self.relevant(known)
        for question in self.asks:
            if question.name not in relevant and question.condition.holds(relevant):
                return question
        return None

    def question(self, name: str) -> Question | None:
        """Return the question of this name, if the procedure asks it at all."""
        return next((each for each in self.asks if each.name == name), None)

    def depends_on(self, name: str) -> bool:
        """Whether what is known under this name decides about steps."""
        return any(name in {*step.condition.when, *step.condition.unless} for step in self.steps)

    def implied_by(self, name: str) -> dict[str, str]:
        """Return the answers without which this question would not be asked at all.

        Whoever says "on Android", where only the app has a phone to ask about, means the app.
        """
        question = self.question(name)
        implied: dict[str, str] = {}
        for other, values in question.condition.when.items() if question else ():
            if len(values) == 1 and self.question(other) is not None:
                implied |= {**self.implied_by(other), other: values[0]}
        return implied

    def is_about(self, entities: Mapping[str, str]) -> bool:
        """Whether something that was named makes this procedure the subject."""
        return any(entities.get(name) in values for name, values in self.subjects.items())

    def message_id(self, step: Step, known: Mapping[str, str]) -> str:
        """Return the id of a step's text, in the variant that the answers pick."""
        variant = f".{known[step.by]}" if step.by else ""
        return f"{self.id}.{step.id}{variant}"

    def intro_id(self, known: Mapping[str, str]) -> str:
        """Return the id of the opening words; with `intro_by`, of those for what is known."""
        return f"{self.id}.intro.{known[self.intro_by]}" if self.intro_by else f"{self.id}.intro"

    def hint_id(self, step: Step) -> str:
        """Return the id of what helps to find what a step speaks of."""
        return f"{self.id}.{step.not_found}"

    def fact_id(self, kind: str) -> str:
        """Return the id of the short answer to one kind of question."""
        return f"{self.id}.fact.{kind}"

    def message_ids(self) -> list[str]:
        """Return every message id that this procedure can say."""
        reaches = [{self.intro_by: reach} for reach in REACHES] if self.intro_by else [{}]
        ids = [f"{self.id}.title", *(self.intro_id(known) for known in reaches)]
        ids += [self.fact_id(kind) for kind in self.facts]
        for step in self.steps:
            ids += self._ids_of(step)
        return ids + [self.hint_id(step) for step in self.steps if step.not_found]

    def _ids_of(self, step: Step) -> list[str]:
        question = self.question(step.by) if step.by else None
        if question is None:
            return [self.message_id(step, {})]
        answers = [each for each in question.options if step.condition.allows(question.name, each)]
        return [self.message_id(step, {question.name: each}) for each in answers]
