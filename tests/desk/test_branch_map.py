"""The map: answers that lead to the same steps share a line, and nothing of a procedure is lost."""

import pytest

from desk.branch_map import map_branches
from desk.spots import CHANNELS
from sls.adapters.procedure_files import ProcedureLibrary
from sls.domain.procedures import Condition, Procedure, Question, Step
from tests.desk.conftest import SHIPPED

# Six steps: a and b alone, c and d shared by some, e by all, f by nobody who is asked.
SMALL = Procedure(
    id="small",
    version=1,
    intents=(),
    asks=(
        Question("device", ("card", "app", "token")),
        Question("phone", ("ios", "android"), Condition(when={"device": ("app",)})),
    ),
    steps=(
        Step("take_card", ("F1",), None, Condition(when={"device": ("card",)})),
        Step("open_app", ("F2",), "phone", Condition(when={"device": ("app",)})),
        Step("press", ("F3",), None, Condition(unless={"device": ("app",)})),
        Step("done", ("F4",)),
        Step("never", ("F5",), None, Condition(when={"device": ("sms",)})),
    ),
)
EVERY = [each.id for each in ProcedureLibrary(SHIPPED).all()]


def test_answers_that_lead_to_the_same_steps_share_a_line():
    branches = map_branches(SMALL, {})

    assert [line.key for line in branches.lines] == ["A", "B", "C"]
    assert [line.stops for line in branches.lines] == [(0, 2, 3), (1, 3), (2, 3)]
    assert [line.tickets for line in branches.lines] == [
        ({"device": ("card",)},),
        ({"device": ("app",)},),
        ({"device": ("token",)},),
    ]


def test_a_step_that_no_answer_leads_to_has_no_row():
    assert "never" not in [row.step.id for row in map_branches(SMALL, {}).rows]


def test_neighbouring_lines_share_a_station_and_distant_ones_do_not():
    stations = map_branches(SMALL, {}).stations

    assert [(each.row, each.first, each.last) for each in stations] == [
        (0, 0, 0),
        (1, 1, 1),
        (2, 0, 0),
        (2, 2, 2),
        (3, 0, 2),
    ]


def test_answers_close_lines_until_one_is_left():
    def open_lines(**known: str) -> str:
        return "".join(line.key for line in map_branches(SMALL, known).lines if line.is_open)

    assert open_lines() == "ABC"
    assert open_lines(phone="ios") == "ABC"
    assert open_lines(device="app") == "B"
    assert [line.is_present for line in map_branches(SMALL, {"device": "app"}).lines] == [
        False,
        True,
        False,
    ]
    assert not any(line.is_present for line in map_branches(SMALL, {}).lines)


def test_the_map_shows_what_is_done_and_where_one_stands():
    rows = map_branches(SMALL, {"device": "card"}, passed=["take_card"], here="press").rows

    assert [row.step.id for row in rows if row.is_passed] == ["take_card"]
    assert [row.step.id for row in rows if row.is_here] == ["press"]
    assert [row.is_present for row in rows] == [True, False, True, True]
    assert [row.is_worded for row in rows] == [False, True, False, False]


def test_a_line_leads_to_the_answers_that_differ_least():
    line = map_branches(SMALL, {}).lines[1]

    assert line.traveller_like({"phone": "android"}) == {"device": "app", "phone": "android"}


def test_what_a_login_can_be_reached_by_has_lines_too(library):
    """F1, F15: without voice there is another way, and without both a person."""
    procedure = library.get("code_not_received")
    reached = {"voice": "available", "sms": "available"}

    branches = map_branches(procedure, {**reached, "voice": "unavailable"})

    present = next(line for line in branches.lines if line.is_present)
    steps = [branches.rows[row].step.id for row in present.stops]
    assert steps == ["ask_for_sms", "check_phone", "contact_us"]
    assert present.tickets == ({"voice": ("unavailable",), "sms": ("available", "unknown")},)


@pytest.mark.parametrize("name", EVERY)
def test_every_way_through_a_procedure_is_on_exactly_one_line(library, name):
    procedure = library.get(name)
    branches = map_branches(procedure, {})

    seen = [tuple(sorted(each.items())) for line in branches.lines for each in line.travellers]
    stops = [line.stops for line in branches.lines]
    assert len(seen) == len(set(seen))
    assert len(stops) == len(set(stops))
    for line in branches.lines:
        assert line.stops
        for traveller in line.travellers:
            assert procedure.open_question(traveller) is None
            walked = [step.id for step in procedure.branch(traveller)]
            assert walked == [branches.rows[row].step.id for row in line.stops]


@pytest.mark.parametrize("name", EVERY)
def test_a_ticket_is_for_its_line_and_no_other(library, name):
    branches = map_branches(library.get(name), {})

    for line in branches.lines:
        for other in branches.lines:
            for traveller in other.travellers:
                travels = any(_is_for(ticket, traveller) for ticket in line.tickets)
                assert travels == (line is other)


def _is_for(ticket, traveller) -> bool:
    return all(traveller.get(name) in values for name, values in ticket.items())


@pytest.mark.parametrize("name", EVERY)
def test_every_step_of_a_shipped_procedure_has_a_row(library, name):
    procedure = library.get(name)

    rows = [row.step for row in map_branches(procedure, {}).rows]

    assert rows == list(procedure.steps)


def test_no_question_has_the_name_of_something_else_in_the_address(library):
    asked = {question.name for each in library.all() for question in each.asks}

    assert not asked & {"lang", "step", "again", "was", "under", *CHANNELS}
