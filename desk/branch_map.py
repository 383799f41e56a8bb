"""The branches of a procedure as a map: a row per step, a line per branch, a station per stop.

Answers that lead to the same steps travel on one line. Only the layout is made here, as data.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase

from desk.spots import CHANNELS, choices
from sls.domain.procedures import Procedure, Step

# One way to get onto a line: some answers for some questions, any answer for the others.
Ticket = Mapping[str, tuple[str, ...]]
Known = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One branch: its column, who travels on it, and the rows at which it stops."""

    key: str
    column: int
    tickets: tuple[Ticket, ...]
    travellers: tuple[Known, ...]
    stops: tuple[int, ...]
    is_present: bool
    is_open: bool

    def traveller_like(self, known: Mapping[str, str]) -> Known:
        """Return the answers that lead onto this line and differ least from what is known."""
        return max(self.travellers, key=lambda each: len(each.items() & known.items()) - len(each))


@dataclass(frozen=True)
class Station:
    """A stop that neighbouring lines share; `first` and `last` are their columns."""

    row: int
    first: int
    last: int
    is_open: bool


@dataclass(frozen=True)
class Row:
    """A step, whether its words depend on an answer, and what it is to the present line."""

    index: int
    step: Step
    is_worded: bool
    is_present: bool
    is_passed: bool
    is_here: bool


@dataclass(frozen=True)
class BranchMap:
    """The whole map."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    stations: tuple[Station, ...]


def map_branches(
    procedure: Procedure,
    known: Mapping[str, str],
    passed: Collection[str] = (),
    here: str | None = None,
) -> BranchMap:
    """Lay the map out for what is known; `passed` and `here` are ids of steps."""
    by_stops: dict[tuple[str, ...], list[Known]] = {}
    for traveller in _travellers(procedure):
        stops = tuple(step.id for step in procedure.branch(traveller))
        by_stops.setdefault(stops, []).append(traveller)
    travelled = {each for stops in by_stops for each in stops}
    steps = [step for step in procedure.steps if step.id in travelled]
    row_of = {step.id: row for row, step in enumerate(steps)}
    asked = choices(procedure)
    open_stops = [
        stops for stops, group in by_stops.items() if any(_fits(each, known) for each in group)
    ]
    lines = tuple(
        Line(
            _key(column),
            column,
            _tickets(group, asked),
            tuple(group),
            tuple(row_of[each] for each in stops),
            is_present=open_stops == [stops],
            is_open=stops in open_stops,
        )
        for column, (stops, group) in enumerate(by_stops.items())
    )
    present = {row for line in lines if line.is_present for row in line.stops}
    rows = tuple(
        Row(row, step, bool(step.by), row in present, step.id in passed, step.id == here)
        for row, step in enumerate(steps)
    )
    return BranchMap(lines, rows, tuple(_stations(lines, len(steps))))


def _travellers(procedure: Procedure) -> Iterator[Known]:
    """Yield every way in which the questions can be answered."""
    channels = {name: each for name, each in choices(procedure).items() if name in CHANNELS}
    for values in product(*channels.values()):
        yield from _answering(procedure, dict(zip(channels, values, strict=True)))


def _answering(procedure: Procedure, known: Known) -> Iterator[Known]:
    question = procedure.open_question(known)
    if question is None:
        yield known
        return
    for option in question.options:
        yield from _answering(procedure, {**known, question.name: option})


def _fits(traveller: Known, known: Mapping[str, str]) -> bool:
    """Whether nothing that is known speaks against it."""
    return all(known.get(name, value) == value for name, value in traveller.items())


def _tickets(group: Sequence[Known], asked: Mapping[str, tuple[str, ...]]) -> tuple[Ticket, ...]:
    """Say in as few tickets as can be whose answers lead here, in the order of the options."""
    tickets = [{name: frozenset({value}) for name, value in each.items()} for each in group]
    while (pair := _joinable(tickets)) is not None:
        first, second, name = pair
        joined = {**tickets[first], name: tickets[first][name] | tickets[second][name]}
        rest = [each for index, each in enumerate(tickets) if index not in (first, second)]
        tickets = [*rest[:first], joined, *rest[first:]]
    return tuple(
        {
            name: tuple(each for each in asked[name] if each in ticket[name])
            for name in asked
            if name in ticket and len(ticket[name]) < len(asked[name])
        }
        for ticket in tickets
    )


def _joinable(tickets: Sequence[Mapping[str, frozenset[str]]]) -> tuple[int, int, str] | None:
    """Return two tickets that differ in the answers to one question only, and that question."""
    for second, later in enumerate(tickets):
        for first, earlier in enumerate(tickets[:second]):
            if earlier.keys() == later.keys():
                differing = [name for name in earlier if earlier[name] != later[name]]
                if len(differing) == 1:
                    return first, second, differing[0]
    return None


def _stations(lines: Sequence[Line], rows: int) -> Iterator[Station]:
    """Yield the stops row by row, neighbouring lines together."""
    for row in range(rows):
        stopping = [line for line in lines if row in line.stops]
        while stopping:
            run = [stopping.pop(0)]
            while stopping and stopping[0].column == run[-1].column + 1:
                run.append(stopping.pop(0))
            is_open = any(line.is_open for line in run)
            yield Station(row, run[0].column, run[-1].column, is_open)


def _key(column: int) -> str:
    """Return the letter of a line; after Z comes AA."""
    rounds, letter = divmod(column, len(ascii_uppercase))
    return (ascii_uppercase[rounds - 1] if rounds else "") + ascii_uppercase[letter]
