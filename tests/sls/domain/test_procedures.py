"""Procedures as data."""

from sls.domain.procedures import Condition, Procedure, Question, Step

PLATFORM = Question("platform", ("tws", "ios"))
HAS_SMS = Question("has_sms", ("yes", "no"))
STEPS = (
    Step("open", ("F1",), by="platform"),
    Step("only_tws", ("F4",), None, Condition(when={"platform": ("tws",)})),
    Step("not_ios", ("F4",), None, Condition(unless={"platform": ("ios",)})),
    Step("call", ("F2",), None, Condition({"has_sms": ("yes",)}, {"voice": ("unavailable",)})),
    Step("end", ("F15",)),
)
PROCEDURE = Procedure("demo", 1, ("demo",), (PLATFORM, HAS_SMS), STEPS)


def _branch(**known: str) -> list[str]:
    return [step.id for step in PROCEDURE.branch(known)]


def test_a_step_belongs_to_a_branch_when_every_condition_holds():
    assert _branch(platform="tws", has_sms="yes") == ["open", "only_tws", "not_ios", "call", "end"]
    assert _branch(platform="ios", has_sms="yes") == ["open", "call", "end"]
    assert _branch(platform="ios", has_sms="no") == ["open", "end"]


def test_a_fact_can_take_a_step_out():
    assert "call" not in _branch(platform="tws", has_sms="yes", voice="unavailable")


def test_the_first_question_without_a_valid_answer_is_open():
    assert PROCEDURE.open_question({}) == PLATFORM
    assert PROCEDURE.open_question({"platform": "tws"}) == HAS_SMS
    assert PROCEDURE.open_question({"platform": "webtrader", "has_sms": "no"}) == PLATFORM
    assert PROCEDURE.open_question({"platform": "tws", "has_sms": "no"}) is None


def test_an_answer_picks_the_variant_of_a_text():
    assert PROCEDURE.message_id(STEPS[0], {"platform": "ios"}) == "demo.open.ios"
    assert PROCEDURE.message_id(STEPS[4], {"platform": "ios"}) == "demo.end"


def test_a_procedure_lists_every_text_it_can_say():
    assert PROCEDURE.message_ids() == [
        "demo.title",
        "demo.intro",
        "demo.open.tws",
        "demo.open.ios",
        "demo.only_tws",
        "demo.not_ios",
        "demo.call",
        "demo.end",
    ]


def test_a_variant_that_cannot_be_reached_needs_no_text():
    only_tws = Step(
        "open", ("F1",), by="platform", condition=Condition(when={"platform": ("tws",)})
    )
    procedure = Procedure("demo", 1, ("demo",), (PLATFORM,), (only_tws,))

    assert procedure.message_ids() == ["demo.title", "demo.intro", "demo.open.tws"]


def test_variants_are_listed_for_a_step_that_another_answer_opens():
    step = Step("open", ("F1",), by="platform", condition=Condition(when={"has_sms": ("yes",)}))
    procedure = Procedure("demo", 1, ("demo",), (PLATFORM, HAS_SMS), (step,))

    assert procedure.message_ids()[2:] == ["demo.open.tws", "demo.open.ios"]


def test_a_variant_ruled_out_is_not_listed():
    step = Step("open", ("F1",), by="platform", condition=Condition(unless={"platform": ("ios",)}))
    procedure = Procedure("demo", 1, ("demo",), (PLATFORM,), (step,))

    assert procedure.message_ids() == ["demo.title", "demo.intro", "demo.open.tws"]


def test_several_values_of_a_condition_are_alternatives():
    condition = Condition(when={"device": ("dsc", "dsc_plus")}, unless={"phone": ("ios",)})

    assert condition.holds({"device": "dsc"})
    assert condition.holds({"device": "dsc_plus", "phone": "android"})
    assert not condition.holds({"device": "gold"})
    assert not condition.holds({"device": "dsc", "phone": "ios"})


def test_what_was_named_makes_a_procedure_the_subject():
    procedure = Procedure("demo", 1, (), (), STEPS, subjects={"device": ("dsc", "gold")})

    assert procedure.is_about({"device": "gold", "platform": "tws"})
    assert not procedure.is_about({"platform": "tws"})


def test_short_answers_are_texts_too():
    procedure = Procedure("demo", 1, (), (), STEPS[4:], facts=("how_long",))

    assert procedure.fact_id("how_long") in procedure.message_ids()
