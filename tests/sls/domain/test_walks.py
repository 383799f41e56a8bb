"""Walks through a procedure."""

from sls.domain.procedures import Condition, Procedure, Question, Step
from sls.domain.walks import Guide, Walk

PROCEDURE = Procedure(
    "demo",
    2,
    ("demo",),
    (
        Question("platform", ("tws", "ios")),
        Question("has_key", ("yes", "no"), Condition(when={"platform": ("ios",)})),
    ),
    (
        Step("open", ("F1",), by="platform"),
        Step("only_tws", ("F4",), None, Condition(when={"platform": ("tws",)})),
        Step("call", ("F2",), None, Condition(unless={"voice": ("unavailable",)})),
        Step("message", ("F1",), None, Condition(when={"voice": ("unavailable",)})),
        Step("end", ("F15",)),
    ),
)


TWS = ["demo.open.tws", "demo.only_tws", "demo.call", "demo.end"]


def _guide(steps: int = 0, platform: str = "tws", **facts: str) -> Guide:
    """Give a guide whose walk has said so many steps of the branch for TWS."""
    answers = {"platform": platform, "has_key": "no"}
    return Guide(PROCEDURE, Walk("demo", 2, answers, TWS[:steps]), facts)


def test_a_walk_has_no_place_before_its_first_step():
    assert _guide().place is None


def test_a_walk_begins_at_its_first_step():
    place = _guide().enter()

    assert (place.step.id, place.number, place.of, place.is_last) == ("open", 1, 4, False)
    assert place.message_id == "demo.open.tws"


def test_entering_again_stays_where_the_walk_is():
    assert _guide(3).enter().step.id == "call"


def test_next_goes_to_the_end_and_no_further():
    guide = _guide(1)

    steps = [guide.next(), guide.next(), guide.next(), guide.next()]

    assert [place.step.id if place else None for place in steps] == [
        "only_tws",
        "call",
        "end",
        None,
    ]
    assert guide.walk.said == TWS


def test_back_goes_to_the_first_step_and_no_further():
    guide = _guide(3)

    assert [guide.back().number for _ in range(3)] == [2, 1, 1]


def test_a_question_that_the_branch_does_not_ask_is_never_open():
    guide = Guide(PROCEDURE, Walk("demo", 2, {"platform": "tws"}), {})

    assert guide.open_question is None
    guide.answer("platform", "ios")
    assert guide.open_question is not None
    assert guide.open_question.name == "has_key"


def test_an_answer_to_a_question_no_longer_asked_shapes_nothing():
    guide = Guide(PROCEDURE, Walk("demo", 2, {"platform": "tws", "has_key": "no"}), {})

    assert guide.procedure.relevant(guide.known) == {"platform": "tws"}


def test_a_correction_goes_to_the_first_step_that_reads_differently():
    guide = _guide(3)

    assert guide.answer("platform", "ios")

    assert guide.place is None
    assert guide.enter().message_id == "demo.open.ios"
    assert guide.enter().of == 3


def test_a_correction_that_changes_nothing_so_far_keeps_the_place():
    guide = _guide(2)

    assert guide.answer("has_key", "yes")

    assert guide.enter().step.id == "only_tws"


def test_the_same_answer_again_is_no_correction():
    assert not _guide(2).answer("platform", "tws")


def test_correcting_back_again_leads_to_the_same_place():
    guide = _guide(3)

    guide.answer("platform", "ios")
    guide.answer("platform", "tws")

    place = guide.place
    assert place is not None
    assert (place.step.id, place.number, place.of) == ("call", 3, 4)


def test_reopening_forgets_the_last_answer_of_the_branch_only():
    guide = _guide(2)

    assert guide.reopen()

    assert guide.walk.answers == {"has_key": "no"}
    assert guide.open_question is not None
    assert guide.open_question.name == "platform"
    assert not guide.reopen()


def test_a_fact_of_the_core_shapes_the_branch():
    place = _guide(2, voice="unavailable").next()

    assert place is not None
    assert place.step.id == "message"


def test_next_goes_to_the_first_difference_when_the_branch_has_changed_under_the_walk():
    place = _guide(4, voice="unavailable").next()

    assert place is not None
    assert (place.step.id, place.number) == ("message", 3)


def test_a_newer_version_of_the_file_does_not_break_a_walk_in_progress():
    newer = Procedure(
        "demo", 3, ("demo",), PROCEDURE.asks, (PROCEDURE.steps[0], PROCEDURE.steps[4])
    )
    guide = Guide(newer, Walk("demo", 2, {"platform": "tws"}, TWS[:3]), {})

    assert guide.place is None
    assert (guide.enter().step.id, guide.enter().number) == ("end", 2)


def test_a_walk_is_stored_as_plain_data_and_rebuilt():
    walk = Walk("demo", 2, {"platform": "ios"}, TWS[:1])

    data = walk.as_data()
    rebuilt = Walk.from_data(data)

    assert data == {
        "procedure": "demo",
        "version": 2,
        "answers": {"platform": "ios"},
        "said": TWS[:1],
    }
    assert rebuilt == walk
    assert rebuilt.answers is not data["answers"]
