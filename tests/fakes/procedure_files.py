"""A library of procedures that a test writes itself."""

from collections.abc import Mapping

from sls.domain.procedures import Procedure


class Shelf:
    """Holds a few procedures."""

    def __init__(self, *procedures: Procedure) -> None:
        self._procedures = procedures

    def get(self, procedure_id: str) -> Procedure | None:
        """Return one procedure, or None."""
        return next((each for each in self._procedures if each.id == procedure_id), None)

    def about(self, entities: Mapping[str, str]) -> Procedure | None:
        """Return the procedure that something named makes the subject, or None."""
        return next((each for each in self._procedures if each.is_about(entities)), None)

    def for_intent(self, intent: str) -> Procedure | None:
        """Return the procedure that an intent starts, or None."""
        return next((each for each in self._procedures if intent in each.intents), None)
