"""Reads the procedures from their YAML files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sls.domain.procedures import Condition, Procedure, Question, Step


class ProcedureLibrary:
    """Every procedure, by id and by the intent that starts it.

    Raises:
        ValueError: a file does not hold what its name says, or two start on the same intent.
    """

    def __init__(self, folder: Path) -> None:
        self._by_id: dict[str, Procedure] = {}
        self._by_intent: dict[str, str] = {}
        for path in sorted(folder.glob("*.yml")):
            self._add(path, _procedure(yaml.safe_load(path.read_text(encoding="utf-8"))))

    def get(self, procedure_id: str) -> Procedure | None:
        """Return one procedure, or None."""
        return self._by_id.get(procedure_id)

    def for_intent(self, intent: str) -> Procedure | None:
        """Return the procedure that an intent starts, or None."""
        return self._by_id.get(self._by_intent.get(intent, ""))

    def about(self, entities: Mapping[str, str]) -> Procedure | None:
        """Return the procedure that something named makes the subject, or None."""
        return next((each for each in self.all() if each.is_about(entities)), None)

    def all(self) -> list[Procedure]:
        """Return every procedure."""
        return list(self._by_id.values())

    def _add(self, path: Path, procedure: Procedure) -> None:
        if procedure.id != path.stem:
            raise ValueError(f"{path.name} holds the procedure {procedure.id!r}")
        self._by_id[procedure.id] = procedure
        for intent in procedure.intents:
            if intent in self._by_intent:
                raise ValueError(f"{path.name}: {intent} already starts another procedure")
            self._by_intent[intent] = procedure.id


def _procedure(data: dict[str, Any]) -> Procedure:
    return Procedure(
        id=data["id"],
        version=data["version"],
        intents=tuple(data["intents"]),
        asks=tuple(_question(ask) for ask in data.get("asks", [])),
        steps=tuple(_step(step) for step in data["steps"]),
        sources=tuple(data["sources"]),
        subjects=_values(data.get("subjects", {})),
        offers=tuple(data.get("offers", [])),
        then=tuple(data.get("then", [])),
        facts=tuple(data.get("facts", [])),
        intro_by=data.get("intro_by"),
    )


def _question(data: dict[str, Any]) -> Question:
    return Question(data["name"], tuple(data["options"]), _condition(data), data.get("unsure"))


def _step(data: dict[str, Any]) -> Step:
    return Step(
        id=data["id"],
        cites=tuple(data["cites"]),
        by=data.get("by"),
        condition=_condition(data),
        offers=tuple(data.get("offers", [])),
        not_found=data.get("not_found"),
    )


def _condition(data: dict[str, Any]) -> Condition:
    return Condition(_values(data.get("when", {})), _values(data.get("unless", {})))


def _values(data: dict[str, str | list[str]]) -> dict[str, tuple[str, ...]]:
    return {
        name: (values,) if isinstance(values, str) else tuple(values)
        for name, values in data.items()
    }
