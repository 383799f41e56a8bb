"""What the product says: ids and values, never words; edges render them from the catalogues."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sls.domain.moments import read_moment


@dataclass(frozen=True)
class Utterance:
    """One text of the catalogue; a value may itself be an utterance."""

    id: str
    values: Mapping[str, "str | int | Utterance"] = field(default_factory=dict)
    options: tuple[str, ...] = ()

    def with_options(self, *options: str) -> "Utterance":
        """Return the same words with these option ids to choose from."""
        return Utterance(self.id, self.values, options)

    def as_data(self) -> dict[str, object]:
        """Return plain data for storage and for the wire."""
        values = {
            name: {"id": value.id, "values": dict(value.values)}
            if isinstance(value, Utterance)
            else value
            for name, value in self.values.items()
        }
        return {"id": self.id, "values": values, "options": list(self.options)}


def label_id(option: str) -> str:
    """Return the id of an option's label: `send_code:voice` has `option.send_code.voice`.

    A procedure that is offered is called by its title.
    """
    return label_of(option).id


def label_of(option: str) -> Utterance:
    """Return an option's label: `label_id`, with the moment that an offered time names."""
    kind, _, value = option.partition(":")
    if kind == "walk":
        return Utterance(f"{value}.title")
    if kind == "callback" and read_moment(value) is not None:
        return Utterance("option.callback.at", {"rings_at": value})
    return Utterance("option." + option.replace(":", "."))
