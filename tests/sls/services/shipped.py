"""A world of twins that walks people through the procedures that are shipped."""

from pathlib import Path

from sls.adapters.procedure_files import ProcedureLibrary
from tests.fakes.bootstrap import World

LIBRARY = ProcedureLibrary(Path(__file__).resolve().parents[3] / "procedures")


def shipped_world() -> World:
    """Return a world of twins with these procedures wherever procedures are looked up."""
    world = World()
    for guiding in (world.walking._guiding, world.line_texts._guiding):
        guiding._library = LIBRARY
    world.walking._library = world.capabilities._facts._library = LIBRARY
    return world
