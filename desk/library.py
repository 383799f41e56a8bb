"""The procedures, as the desk needs them: to walk one, and to list them all."""

from typing import Protocol

from sls.domain.procedures import Procedure
from sls.ports import Library


class WholeLibrary(Library, Protocol):
    """A library that can be leafed through."""

    def all(self) -> list[Procedure]:
        """Return every procedure."""
        ...
