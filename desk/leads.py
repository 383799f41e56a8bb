"""Where a step leads besides the next one: other procedures, and what the chat offers there."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.runs import Run
from desk.spots import Spot
from sls.domain.messages import label_id
from sls.domain.procedures import Procedure
from sls.ports import Library


@dataclass(frozen=True)
class Lead:
    """An offer: its label, and the spot it leads to; None for what only the chat can do."""

    label_id: str
    spot: Spot | None


def leads(run: Run, library: Library, options: Iterable[str]) -> list[Lead]:
    """Return what a procedure offers, in its order."""
    found = []
    for option in options:
        procedure = _procedure(library, option)
        if procedure is None:
            found.append(Lead(label_id(option), None))
        else:
            found.append(Lead(f"{procedure.id}.title", run.leading_to(procedure)))
    return found


def _procedure(library: Library, option: str) -> Procedure | None:
    kind, _, value = option.partition(":")
    if kind == "walk":
        return library.get(value)
    return library.for_intent(value) if kind == "topic" else None
