"""Walks through a procedure."""

from sls.domain.procedures import Procedure, Question, Step
from sls.domain.walks import Guide, Walk

PROCEDURE = Procedure(
    "demo",
    2,
    ("demo",),
    (Question("platform", ("tws", "ios")),),
    (
        Step("open", ("F1",), by="platform"),
        Step("only_tws", ("F4",), when={"platform": "tws"}),
        Step("call", ("F2",), unless={"voice": "unavailable"}),
        Step("message", ("F1",), when={"voice": "unavailable"}),
        Step("end", ("F15",)),
    ),
)


def _guide(step: str | None = None, platform: str = "tws", **facts: str) -> Guide:
    return Guide(PROCEDURE, Walk("demo", 2, {"platform": platform}, step), facts)


def test_a_walk_has_no_place_before_its_first_step():
    assert _guide().place is None


def test_a_walk_begins_at_its_first_step():
    place = _guide().enter()

    assert (place.step.id, place.number, place.of, place.is_last) == ("open", 1, 4, False)


def test_entering_again_stays_where_the_walk_is():
    assert _guide("call").enter().step.id == "call"


def test_next_goes_to_the_end_and_no_further():
    guide = _guide()
    guide.enter()

    steps = [guide.next(), guide.next(), guide.next(), guide.next()]

    assert [place.step.id if place else None for place in steps] == [
        "only_tws",
        "call",
        "end",
        None,
    ]
    assert guide.walk.step == "end"


def test_back_goes_to_the_first_step_and_no_further():
    guide = _guide("call")

    assert [guide.back().number for _ in range(3)] == [2, 1, 1]


def test_a_correction_keeps_the_step_and_changes_its_variant():
    guide = _guide("open", platform="tws")
    place = guide.place
    assert place is not None
    assert guide.message_id(place) == "demo.open.tws"

    guide.answer("platform", "ios")

    assert guide.message_id(guide.enter()) == "demo.open.ios"
    assert guide.enter().of == 3
    assert guide.walk.answers == {"platform": "ios"}


def test_a_correction_that_takes_the_step_away_replays_from_the_first():
    guide = _guide("only_tws", platform="tws")

    guide.answer("platform", "ios")

    assert guide.place is None
    assert guide.enter().step.id == "open"


def test_correcting_back_again_leads_to_the_same_branch():
    guide = _guide("call", platform="tws")

    guide.answer("platform", "ios")
    guide.answer("platform", "tws")

    place = guide.place
    assert place is not None
    assert (place.step.id, place.number, place.of) == ("call", 3, 4)


def test_a_fact_of_the_core_shapes_the_branch():
    guide = _guide("only_tws", voice="unavailable")

    place = guide.next()

    assert place is not None
    assert place.step.id == "message"


def test_next_says_the_first_step_when_the_branch_has_changed_under_the_walk():
    guide = _guide("call", voice="unavailable")

    place = guide.next()

    assert place is not None
    assert place.step.id == "open"


def test_a_walk_is_stored_as_plain_data_and_rebuilt():
    walk = Walk("demo", 2, {"platform": "ios"}, "call")

    data = walk.as_data()
    rebuilt = Walk.from_data(data)

    assert data == {
        "procedure": "demo",
        "version": 2,
        "answers": {"platform": "ios"},
        "step": "call",
    }
    assert rebuilt == walk
    assert rebuilt.answers is not data["answers"]
