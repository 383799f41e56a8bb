"""Running a procedure at the desk: the same engine as in the chat, its state in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk.spots import CHANNELS, MAX_UNDER, Spot, choices, fitting
from sls.domain.messages import label_id
from sls.domain.procedures import Procedure, Question, Step
from sls.domain.walks import Guide, Place, Walk
from sls.ports import Library

# Nobody has proved anything at the desk, and of the login only what the agent says is known.
_UNPROVED = {"voice": "unknown", "sms": "unknown", "level": "anonymous"}
# Answers that stay true in the next procedure.
_REMEMBERED = ("platform", "phone")


@dataclass(frozen=True)
class Answer:
    """A question or channel with what is known of it, as ids of texts."""

    name: str
    value: str
    ask_id: str
    label_id: str


@dataclass(frozen=True)
class Passed:
    """A step of the branch, and whether it was done."""

    step: Step
    message_id: str
    number: int
    is_done: bool
    is_here: bool


class Run:
    """What the runner shows at one spot, and the spots that one can go to from there."""

    def __init__(self, procedure: Procedure, spot: Spot) -> None:
        self.procedure = procedure
        self.spot = settled(procedure, spot)
        self._guide = _guide(procedure, self.spot.values)
        if self._guide.open_question is None:
            self._guide.walk.said = _said(procedure, self.spot.values, self.spot.step)

    @property
    def known(self) -> dict[str, str]:
        """What is known and counts: the channels, and the answers to this branch's questions."""
        return self.procedure.relevant(self._guide.known)

    @property
    def question(self) -> str | None:
        """The name of what is asked now: anew on purpose, or because it is still open."""
        if self.spot.again:
            return self.spot.again
        question = self._guide.open_question
        return question.name if question else None

    @property
    def options(self) -> list[Answer]:
        """The answers to choose from."""
        name = self.question
        values = choices(self.procedure)[name] if name else ()
        return [_answer(name, value) for value in values] if name else []

    @property
    def place(self) -> Place | None:
        """The step to say now."""
        is_asking = self.question is not None or self.spot.is_done
        return None if is_asking else self._guide.place

    @property
    def answers(self) -> list[Answer]:
        """What is known, in the order of the questions; of channels, also that it is not."""
        known = self.known
        return [_answer(name, known[name]) for name in choices(self.procedure) if name in known]

    @property
    def intro_id(self) -> str | None:
        """The opening words, until the second step."""
        is_late = self.spot.is_done or (self.question is None and self.spot.step > 1)
        return None if is_late else self._guide.intro_id()

    @property
    def steps(self) -> list[Passed]:
        """The steps of the branch; none while a question is open that decides about them."""
        if self._guide.open_question is not None:
            return []
        known, here = self.known, self.spot.step
        return [
            Passed(
                step,
                self.procedure.message_id(step, known),
                number,
                self.spot.is_done or number < here,
                number == here and not self.spot.is_done,
            )
            for number, step in enumerate(self.procedure.branch(known), start=1)
        ]

    @property
    def passed(self) -> list[str]:
        """The ids of the steps that were done."""
        return [each.step.id for each in self.steps if each.is_done]

    @property
    def here(self) -> str | None:
        """The id of the step that is said now."""
        return self.place.step.id if self.place else None

    @property
    def then(self) -> list[str]:
        """What to suggest when it is finished."""
        return [f"walk:{each}" for each in self.procedure.then]

    @property
    def onward(self) -> list[str]:
        """What the procedure offers at every step, and what often comes next."""
        return [*self.procedure.offers, *self.then]

    @property
    def following(self) -> Spot | None:
        """The spot after this step."""
        place = self.place
        if place is None:
            return None
        return replace(self.spot, is_done=place.is_last, step=place.number + (not place.is_last))

    @property
    def previous(self) -> Spot | None:
        """The spot before: the last step, or the question that led here."""
        if self.spot.is_done and self.question is None:
            return replace(self.spot, is_done=False)
        if self.place is not None and self.place.number > 1:
            return replace(self.spot, step=self.place.number - 1)
        question = self._question_before(self.question)
        return self.asking(question.name) if question else None

    def choosing(self, value: str) -> Spot:
        """Return the spot that an answer leads to; where it changes one, the first new step."""
        assert self.question is not None
        return self.taking({self.question: value})

    def taking(self, values: Mapping[str, str]) -> Spot:
        """Return the spot that these answers lead to."""
        spot = self.spot
        known = {**_UNPROVED, **spot.values}
        changed = {
            name: known[name] for name in values if known.get(name, values[name]) != values[name]
        }
        answered = replace(
            spot, values={**spot.values, **values}, again=None, was={**changed, **spot.was}
        )
        return settled(self.procedure, answered)

    def asking(self, name: str) -> Spot:
        """Return the spot at which this is asked again."""
        return replace(self.spot, again=name)

    def label_of(self, name: str, value: str) -> str:
        """Return the id of an answer's label."""
        return _answer(name, value).label_id

    def ask_of(self, name: str) -> str:
        """Return the id of a question."""
        return _answer(name, "").ask_id

    def words_id(self, step: Step) -> str:
        """Return the id of a step's words; where nothing picks a variant yet, of the first."""
        first = {name: values[0] for name, values in choices(self.procedure).items()}
        name = step.by or ""
        values = choices(self.procedure).get(name, ())
        possible = next((each for each in values if step.condition.allows(name, each)), "")
        return self.procedure.message_id(step, {**first, name: possible, **self.known})

    def at_step(self, number: int) -> Spot:
        """Return another step of the branch."""
        return replace(self.spot, step=number, is_done=False, again=None)

    def from_the_start(self) -> Spot:
        """Return the spot at which nothing is answered."""
        return Spot(self.procedure.id, under=self.spot.under)

    def returning_to(self, aside: Spot) -> Spot:
        """Return the spot at which a procedure was set aside; what was begun on it is over."""
        depth = self.spot.under.index(aside)
        return replace(aside, under=self.spot.under[:depth])

    def leading_to(self, procedure: Procedure) -> Spot:
        """Return the start of another procedure, this one set aside; or where that was left."""
        under = self.spot.under
        for each in under:
            if each.procedure == procedure.id:
                return self.returning_to(each)
        values = {name: value for name, value in self.known.items() if name in _REMEMBERED}
        if values.get("platform") in ("ios", "android"):
            values["phone"] = values["platform"]
        place = self.place
        is_over = self.spot.is_done or (place is not None and place.is_last)
        aside = () if is_over else (replace(self.spot, again=None, under=()),)
        return Spot(
            procedure.id, fitting(procedure, values.items()), under=(*under, *aside)[-MAX_UNDER:]
        )

    def _question_before(self, name: str | None) -> Question | None:
        known = self.known
        earlier = []
        for question in self.procedure.asks:
            if question.name == name:
                break
            if question.name in known:
                earlier.append(question)
        return earlier[-1] if earlier else None


def settled(procedure: Procedure, spot: Spot) -> Spot:
    """Return the spot at a step that there is; after changed answers, the first that reads new."""
    guide = _guide(procedure, spot.values)
    if guide.open_question is not None:
        return replace(spot, is_done=False)
    before = {**spot.values, **spot.was}
    guide.walk.said = _said(procedure, before, len(procedure.steps) if spot.is_done else spot.step)
    is_done = spot.is_done and not spot.was
    return replace(spot, step=guide.enter().number, is_done=is_done, was={})


def picked_up(library: Library, walks: Sequence[Mapping[str, Any]]) -> Spot | None:
    """Return the spot at which a customer put a walk down, what they had set aside below it."""
    spots = []
    for walk in map(Walk.from_data, walks):
        procedure = library.get(walk.procedure)
        if procedure is not None:
            spots.append(_spot_of(procedure, walk))
    if not spots:
        return None
    return replace(spots[-1], under=tuple(spots[:-1])[-MAX_UNDER:])


def _spot_of(procedure: Procedure, walk: Walk) -> Spot:
    values = fitting(procedure, walk.answers.items())
    guide = _guide(procedure, values)
    guide.walk.said = walk.said
    step = 0 if guide.open_question else guide.enter().number
    return Spot(procedure.id, values, step)


def _said(procedure: Procedure, values: Mapping[str, str], steps: int) -> list[str]:
    """Return what was said at a step, from the first one on."""
    guide = _guide(procedure, values)
    if guide.open_question is not None or steps < 1:
        return []
    guide.enter()
    for _ in range(min(steps, len(procedure.steps)) - 1):
        guide.next()
    return guide.walk.said


def _guide(procedure: Procedure, values: Mapping[str, str]) -> Guide:
    answers = {name: value for name, value in values.items() if name not in CHANNELS}
    channels = {name: value for name, value in values.items() if name in CHANNELS}
    return Guide(
        procedure, Walk(procedure.id, procedure.version, answers), {**_UNPROVED, **channels}
    )


def _answer(name: str, value: str) -> Answer:
    if name in CHANNELS:
        return Answer(name, value, f"desk.ask.{name}", f"desk.reach.{name}.{value}")
    return Answer(name, value, f"ask.{name}", label_id(f"{name}:{value}"))
