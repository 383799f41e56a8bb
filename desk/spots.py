"""Where an agent stands in a procedure, as the address of the page says it.

`?device=dsc_plus&step=3`: answers by the names of their questions, and the step. The address is all
the state there is, so that it can be sent to a colleague, and the browser's Back works.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from sls.domain.procedures import REACHES, Procedure
from sls.ports import Library

# What the core would know of a login stands beside the answers: an agent may know it too.
CHANNELS = ("voice", "sms")
DONE = "done"
MAX_UNDER = 3

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Spot:
    """A procedure, what was answered, and the step; 0 is before the first.

    Attributes:
        again: the question that is to be answered anew.
        was: answers that were replaced while a question is still open: they tell which steps were
            said, and so which one is the first to read differently.
        under: procedures that were set aside for this one, the latest last.
    """

    procedure: str
    values: Mapping[str, str] = field(default_factory=dict)
    step: int = 0
    is_done: bool = False
    again: str | None = None
    was: Mapping[str, str] = field(default_factory=dict)
    under: tuple["Spot", ...] = ()

    def query(self) -> Pairs:
        """Return the parameters of its address."""
        pairs = list(self.values.items())
        if self.is_done:
            pairs.append(("step", DONE))
        elif self.step:
            pairs.append(("step", str(self.step)))
        if self.again:
            pairs.append(("again", self.again))
        pairs += [("was", f"{name}:{value}") for name, value in self.was.items()]
        return pairs + [("under", each.packed()) for each in self.under]

    def packed(self) -> str:
        """Return it as one value, for the address of what was begun on top of it."""
        return f"{self.procedure}?{urlencode(replace(self, under=()).query())}"


def read_spot(library: Library, procedure: Procedure, pairs: Pairs) -> Spot:
    """Read a spot from the parameters of an address; what makes no sense is left out."""
    once = dict(reversed(pairs))
    again = once.get("again")
    was = [value.partition(":")[::2] for name, value in pairs if name == "was"]
    under = [_unpack(library, value) for name, value in pairs if name == "under"]
    step = once.get("step", "")
    return Spot(
        procedure.id,
        fitting(procedure, once.items()),
        _number(step),
        step == DONE,
        again if again in choices(procedure) else None,
        fitting(procedure, was),
        tuple(each for each in under if each is not None)[-MAX_UNDER:],
    )


def choices(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """Return what can be answered, by name: the questions, and the channels that count."""
    channels = [name for name in CHANNELS if _counts(procedure, name)]
    return {
        **{question.name: question.options for question in procedure.asks},
        **dict.fromkeys(channels, REACHES),
    }


def fitting(procedure: Procedure, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the answers that this procedure has a question for, in the order of the questions."""
    given = dict(pairs)
    possible = choices(procedure)
    return {name: given[name] for name, values in possible.items() if given.get(name) in values}


def _counts(procedure: Procedure, name: str) -> bool:
    return procedure.depends_on(name) or procedure.intro_by == name


def _unpack(library: Library, packed: str) -> Spot | None:
    procedure_id, _, query = packed.partition("?")
    procedure = library.get(procedure_id)
    if procedure is None:
        return None
    return replace(read_spot(library, procedure, parse_qsl(query)), under=())


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 3
    return int(text) if is_number else 0
