"""Where a customer stands who waits or talks: procedure and step, what was told and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desk.runs import Run, picked_up
from desk.spots import Spot
from sls.ports import Library


@dataclass(frozen=True)
class Standing:
    """One customer's place, by the ids of its texts; `spot` leads an agent to it."""

    title_id: str | None = None
    spot: Spot | None = None
    step: int = 0
    told: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


def standing(library: Library, walks: Sequence[dict[str, Any]], topic: str | None) -> Standing:
    """Return where the latest of some walks stands; without one, only the topic."""
    spot = picked_up(library, walks)
    procedure = library.get(spot.procedure if spot is not None else topic or "")
    if procedure is None:
        return Standing(spot=spot)
    title_id = f"{procedure.id}.title"
    if spot is None:
        return Standing(title_id)
    run = Run(procedure, spot)
    return Standing(title_id, spot, spot.step, tuple(walks[-1]["said"]), tuple(_answers(run)))


def _answers(run: Run) -> list[tuple[str, str]]:
    """Return what the customer has answered; what the core knows of a login is not theirs."""
    asked = {question.name for question in run.procedure.asks}
    given = [(name, value) for name, value in run.spot.values.items() if name in asked]
    return [(f"ask.{name}", run.label_of(name, value)) for name, value in given]
