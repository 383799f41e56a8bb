"""Who travels on the lines of the map, in words."""

from collections.abc import Callable

from desk.branch_map import BranchMap, Line
from desk.runs import Run

Say = Callable[[str], str]


def heads_of(run: Run, branches: BranchMap, say: Say) -> list[str]:
    """Return the head of each line: the answers of its first ticket, and whether there are more."""
    return [_head(run, line, say) for line in branches.lines]


def _head(run: Run, line: Line, say: Say) -> str:
    ticket, *others = line.tickets
    answers = [
        " / ".join(say(run.label_of(name, value)) for value in values)
        for name, values in ticket.items()
    ]
    if not answers:
        return say("desk.map.always")
    return " · ".join([*answers, *(["…"] if others else [])])
