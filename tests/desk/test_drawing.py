"""The map's measures: everything has a place, and words end where their room does."""

import pytest

from desk.branch_map import map_branches
from desk.drawing import Drawing
from sls.adapters.procedure_files import ProcedureLibrary
from tests.desk.conftest import SHIPPED

EVERY = [each.id for each in ProcedureLibrary(SHIPPED).all()]


@pytest.mark.parametrize("name", EVERY)
def test_lines_labels_and_rows_lie_inside_the_picture(library, name):
    branches = map_branches(library.get(name), {})
    drawing = Drawing(branches, ["x" * 200 for _ in branches.lines])

    assert drawing.x(len(branches.lines) - 1) < drawing.label < drawing.width - 300
    assert drawing.head < drawing.y(0) < drawing.y(len(branches.rows) - 1) < drawing.height


def test_a_long_text_ends_in_dots_and_a_short_one_as_it_is(library):
    drawing = Drawing(map_branches(library.get("opt_out"), {}), ["head"])

    assert drawing.label_words("a word, " * 100).startswith("a word, a word, ")
    assert drawing.label_words("x" * 300).endswith("x…")
    assert drawing.label_words("字" * 100) == drawing.label_words("字" * 300)
    assert len(drawing.label_words("字" * 100)) < len(drawing.label_words("x" * 300))
    assert drawing.label_words("a word") == "a word"
