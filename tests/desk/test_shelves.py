"""The list: every procedure once, and found by the words that agents have."""

import pytest

from desk.shelves import SHELVES, arrange, haystack, matches
from sls.domain.procedures import Procedure


def test_every_procedure_stands_on_one_shelf(library):
    listed = [each for shelf in arrange(library.all()) for each in shelf.procedures]

    assert sorted(each.id for each in listed) == sorted(each.id for each in library.all())


def test_no_shelf_waits_for_a_procedure_that_is_gone(library):
    waiting = [each for ids in SHELVES.values() for each in ids if library.get(each) is None]

    assert waiting == []


def test_a_procedure_that_nobody_sorted_in_is_listed_all_the_same():
    new = Procedure("brand_new", 1, (), (), ())

    assert [(shelf.name, shelf.procedures) for shelf in arrange([new])] == [("other", (new,))]


@pytest.mark.parametrize(
    "wanted", ["", "KB1018", "kb1018", "PIN change", "更改", "ＰＩＮ", "change_pin"]
)
def test_a_procedure_is_found_by_title_and_number(library, wanted):
    text = haystack(library.get("change_pin"), ["Change your PIN", "更改PIN码"])

    assert matches(text, wanted.replace("_", " "))


def test_every_word_must_be_there(library):
    assert not matches(haystack(library.get("change_pin"), ["Change your PIN"]), "change card")
