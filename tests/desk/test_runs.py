"""The runner walks as the chat does: same engine, its state in the address."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

import pytest

from desk.runs import Run, picked_up
from desk.spots import Spot, read_spot
from sls.adapters.procedure_files import ProcedureLibrary
from sls.domain.pick_ups import PickUp
from sls.domain.walks import Guide, Walk
from tests.desk.conftest import SHIPPED

EVERY = [each.id for each in ProcedureLibrary(SHIPPED).all()]
UNKNOWN = {"voice": "unknown", "sms": "unknown", "level": "anonymous"}


@pytest.fixture
def at(library):
    """Return a function that stands somewhere, by the words of an address."""

    def at(procedure_id: str, query: str = "") -> Run:
        procedure = library.get(procedure_id)
        return Run(procedure, read_spot(library, procedure, parse_qsl(query)))

    return at


def follow(library, spot: Spot) -> Run:
    """Go to a spot by its address, as a browser does."""
    procedure = library.get(spot.procedure)
    return Run(procedure, read_spot(library, procedure, parse_qsl(urlencode(spot.query()))))


@pytest.mark.parametrize("name", EVERY)
def test_the_first_answers_lead_step_by_step_to_the_end(library, name):
    """At every step the desk says what the chat's guide says."""
    procedure = library.get(name)
    run = follow(library, Spot(name))
    while run.question:
        run = follow(library, run.choosing(run.options[0].value))
    guide = Guide(procedure, Walk(name, procedure.version, dict(run.spot.values)), UNKNOWN)

    place = guide.enter()
    while place is not None:
        assert run.place == place
        assert len(run.passed) == place.number - 1
        run = follow(library, run.following)
        place = guide.next()

    assert run.spot.is_done
    assert run.place is None
    assert all(each.is_done for each in run.steps)


def test_a_question_comes_before_any_step(at):
    run = at("change_pin", "step=3")

    assert run.question == "device"
    assert [each.value for each in run.options] == ["dsc_plus", "ib_key"]
    assert (run.place, run.following, run.previous, run.steps) == (None, None, None, [])


def test_an_answer_that_is_no_option_is_no_answer(at):
    assert at("change_pin", "device=<script>").question == "device"
    assert at("change_pin", "device=dsc_plus&colour=red").spot.values == {"device": "dsc_plus"}


@pytest.mark.parametrize(("asked", "number"), [("99", 10), ("0", 1), ("-1", 1), ("x", 1), ("٣", 1)])
def test_a_step_that_there_is_not_becomes_one_that_there_is(at, asked, number):
    run = at("change_pin", f"device=dsc_plus&knows_pin=yes&step={asked}")

    assert run.place.number == number


def test_before_the_first_step_lies_the_question_that_led_to_it(library, at):
    run = at("change_pin", "device=dsc_plus&knows_pin=yes&step=1")

    run = follow(library, run.previous)
    assert run.question == "knows_pin"
    run = follow(library, run.previous)
    assert run.question == "device"
    assert run.previous is None


def test_the_same_answer_again_leads_back_to_the_step(library, at):
    run = at("change_pin", "device=dsc_plus&knows_pin=yes&step=4&again=device")

    assert run.question == "device"
    assert follow(library, run.choosing("dsc_plus")).place.number == 4


def test_a_corrected_answer_leads_to_the_first_step_that_reads_differently(library, at):
    """The words of steps 1 and 2 depend on the platform, so it begins again."""
    run = at("code_not_received", "platform=tws&step=3&again=platform")

    assert follow(library, run.choosing("ios")).place.number == 1


def test_what_was_said_alike_is_not_said_again(library, at):
    run = at("rejoin_secure_login", "portal=new&rejoin_way=ibkr_mobile&step=5&again=rejoin_way")

    run = follow(library, run.choosing("other_username"))

    assert (run.place.number, run.place.step.id) == (5, "choose_other_username")


def test_a_place_survives_a_correction_that_opens_another_question(library, at):
    """The steps that both portals share are not walked twice."""
    run = at("rejoin_secure_login", "portal=classic&step=5&again=portal")

    run = follow(library, run.choosing("new"))
    assert run.question == "rejoin_way"
    assert run.spot.was == {"portal": "classic"}
    run = follow(library, run.choosing("online_card"))

    assert (run.place.number, run.place.step.id) == (3, "log_in")
    assert run.spot.was == {}


def test_what_is_known_of_the_channels_can_be_said_by_the_agent(library, at):
    """F1: without a call, the text message is asked for again."""
    run = at("code_not_received", "platform=tws&step=1&again=voice")

    run = follow(library, run.choosing("unavailable"))

    assert run.place.step.id == "ask_for_sms"
    assert {each.name: each.value for each in run.answers} == {
        "platform": "tws",
        "voice": "unavailable",
        "sms": "unknown",
    }


def test_another_procedure_sets_this_one_aside_and_its_end_leads_back(library, at):
    run = at("lost_device", "device=dsc_plus&what_happened=lost&has_device=no&step=2")

    other = follow(library, run.leading_to(library.get("temporary_passcode")))
    back = follow(library, other.returning_to(other.spot.under[-1]))

    assert other.place.number == 1
    assert (back.procedure.id, back.place.number) == ("lost_device", 2)
    assert back.spot.under == ()


def test_a_procedure_that_was_set_aside_is_not_begun_again(library, at):
    run = at("lost_device", "device=dsc_plus&what_happened=lost&has_device=no&step=2")
    other = follow(library, run.leading_to(library.get("temporary_passcode")))

    back = follow(library, other.leading_to(library.get("lost_device")))

    assert (back.place.number, back.spot.under) == (2, ())


def test_at_its_last_step_a_procedure_is_over_and_not_set_aside(library, at):
    run = at("forgot_pin", "pin_trouble=blocked&step=99")

    assert run.leading_to(library.get("temporary_passcode")).under == ()


def test_the_phone_is_remembered_and_the_device_is_not(library, at):
    """The device that is lost is not the one that a task is confirmed with."""
    run = at("verify_identity", "device=ib_key&phone=android&opened_app_at=home_page&step=2")

    begun = run.leading_to(library.get("lost_device"))
    reset = run.leading_to(library.get("recover_ib_key"))

    assert begun.values == {}
    assert reset.values == {"phone": "android"}


def test_what_is_set_aside_never_grows_without_end(library, at):
    run = at("verify_identity", "device=dsc_plus&step=2")
    for name in ("forgot_pin", "temporary_passcode", "online_card", "m2fs", "opt_out"):
        run = follow(library, run.leading_to(library.get(name)))

    assert len(run.spot.under) == 3


@pytest.mark.parametrize(
    "packed", ["nothing?step=2", "?", "https://elsewhere.test/?x=1", "opt_out?%"]
)
def test_what_is_set_aside_is_one_of_our_procedures_or_nothing(at, packed):
    run = at("forgot_pin", urlencode([("under", packed)]))

    assert [each.procedure for each in run.spot.under] in ([], ["opt_out"])


def put_down(*walks: Walk) -> PickUp:
    """Return walks as a customer put them down."""
    stored = [each.as_data() for each in walks]
    return PickUp(b"digest", stored, {}, "en", datetime(2026, 1, 1, tzinfo=UTC))


def test_a_walk_is_picked_up_at_its_step_with_what_was_set_aside(library):
    lost = library.get("lost_device")
    answers = {"device": "dsc_plus", "what_happened": "lost", "has_device": "no"}
    guide = Guide(lost, Walk("lost_device", 1, answers), UNKNOWN)
    guide.enter()
    guide.next()
    passcode = Guide(library.get("temporary_passcode"), Walk("temporary_passcode", 1), UNKNOWN)
    passcode.enter()

    run = follow(library, picked_up(library, put_down(guide.walk, passcode.walk).walks))

    assert (run.procedure.id, run.place.number) == ("temporary_passcode", 1)
    assert run.spot.under == (
        replace(run.spot, procedure="lost_device", values=answers, step=2, under=()),
    )


def test_a_walk_at_a_question_is_picked_up_at_the_question(library):
    walk = Walk("change_pin", 1, {"device": "ib_key"})
    run = follow(library, picked_up(library, put_down(walk).walks))

    assert run.question == "phone"


def test_a_walk_of_a_procedure_that_is_gone_is_not_picked_up(library):
    assert picked_up(library, put_down(Walk("gone", 1)).walks) is None
