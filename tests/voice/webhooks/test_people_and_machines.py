"""A code's call that a machine answers, and one that is put through to a person (A17)."""

import pytest

from sls.domain.transfers import TransferState
from tests.people import digits_in
from tests.voice.agents import state, takes_the_call
from tests.voice.webhooks.calls import (
    LANGUAGES,
    Call,
    words,
)
from tests.world import World


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_connects_with_a_person(language: str, world: World) -> None:
    call = Call.of(world, language)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)

    document = call.document("menu", Digits="0")

    say, dial = document
    assert "".join(say.itertext()) == call.says("voice.person.connecting")
    (number,) = dial
    assert (dial.tag, number.tag, number.text) == ("Dial", "Number", world.settings.agent_number)
    assert number.attrib["url"].startswith(f"{world.settings.public_base_url}/voice/transfers/")
    assert dial.attrib["action"] == "connected"
    assert int(dial.attrib["timeLimit"]) > 0
    busy = call.document("connected", DialCallStatus="no-answer")
    assert [part.tag for part in busy] == ["Say", "Hangup"]


def test_a_person_who_took_the_call_and_was_never_bridged_was_busy(world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)
    call.document("menu", Digits="0")
    takes_the_call(world)

    document = call.document("connected", DialCallStatus="no-answer", DialBridged="false")

    assert words(document) == [call.says("voice.person.busy")]


def test_a_key_that_is_delivered_twice_puts_the_call_through_once(world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)
    first = call.post("menu", Digits="0").get_data()

    at_once = call.post("menu", Digits="0").get_data()
    call.document("connected", DialCallStatus="no-answer", DialBridged="false")
    later = call.post("menu", Digits="0").get_data()

    assert first == at_once == later
    assert state(world) is TransferState.MISSED
    assert call.row().connected_at is None


@pytest.mark.parametrize("news", ["before", "after", "never"])
@pytest.mark.parametrize(
    ("bridged", "ended"), [("true", TransferState.TALKED), ("false", TransferState.LEFT)]
)
def test_a_caller_who_is_gone_after_the_key_has_talked_if_they_were_bridged(
    world: World, news: str, bridged: str, ended: TransferState
) -> None:
    call = Call.of(world)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)
    call.document("menu", Digits="0")
    takes_the_call(world)

    if news == "before":
        call.post("status", CallStatus="completed")
    call.post("connected", DialBridged=bridged, CallStatus="completed")
    if news == "after":
        call.post("status", CallStatus="completed")

    assert state(world) is ended
    assert call.row().is_over


def test_nobody_comes_back_from_a_talk_that_never_was(world: World) -> None:
    call = Call.of(world)
    call.document("answer")

    document = call.document("connected", DialCallStatus="completed")

    assert [part.tag for part in document] == ["Hangup"]


@pytest.mark.parametrize("answered_by", ["machine_start", "machine_end_beep", "fax"])
def test_a17_a_machine_is_hung_up_on_without_a_word(answered_by: str, world: World) -> None:
    call = Call.of(world)

    document = call.document("answer", AnsweredBy=answered_by)

    assert [part.tag for part in document] == ["Hangup"]
    assert (call.row().state, call.row().reason) == ("no_answer", "machine")
    assert call.row().gate_tries == 1


@pytest.mark.parametrize("answered_by", ["human", "unknown", ""])
def test_whoever_may_be_a_person_is_asked_for_the_key(answered_by: str, world: World) -> None:
    call = Call.of(world)

    document = call.document("answer", AnsweredBy=answered_by)

    assert [part.tag for part in document] == ["Gather", "Redirect"]


def test_a17_a_machine_found_meanwhile_hears_no_code(world: World) -> None:
    call = Call.of(world)
    call.document("answer")

    told = call.post("machine", AnsweredBy="machine_start")
    document = call.document("gate", Digits=call.row().gate_key)

    assert told.status_code == 204
    assert (call.row().state, call.row().reason) == ("no_answer", "machine")
    assert call.row().hang_up_at is not None
    assert call.code() not in digits_in(" ".join(words(document)), "en")


def test_a_person_found_meanwhile_goes_on(world: World) -> None:
    call = Call.of(world)
    call.document("answer")

    call.post("machine", AnsweredBy="human")

    assert call.row().state == "answered"
