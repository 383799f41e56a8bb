"""Calls that read a code out: the gate, the menu, and whoever hears no code (A17)."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sls.domain.calls import MAX_READINGS
from sls.domain.factors import Channel
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.platforms import Platform
from tests.people import digits_in
from tests.voice.documents import parsed
from tests.voice.webhooks.calls import (
    LANGUAGES,
    OTHER_SID,
    SID,
    Call,
    addresses,
    post,
    words,
)
from tests.world import World


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gate_names_one_key_and_tells_no_code(language: str, world: World) -> None:
    call = Call.of(world, language)

    document = call.document("answer")

    (gather,) = document.iter("Gather")
    spoken = " ".join(words(document))
    assert [part.tag for part in document] == ["Gather", "Redirect"]
    assert call.says("voice.welcome") in spoken
    assert call.says("voice.press_key", key=call.row().gate_key) in spoken
    assert [char for char in spoken if char.isdigit()] == [call.row().gate_key]
    assert gather.attrib["numDigits"] == "1"
    assert gather.attrib["input"] == "dtmf"
    assert gather.attrib["actionOnEmptyResult"] == "true"
    assert call.code() not in str(addresses(document))
    assert len(digits_in(spoken, language)) < 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_key_has_the_code_read_out_twice(language: str, world: World) -> None:
    call = Call.of(world, language)
    call.document("answer")

    document = call.document("gate", Digits=call.row().gate_key)

    code = call.code()
    readings = [each for each in words(document) if len(digits_in(each, language)) == 6]
    assert [digits_in(each, language) for each in readings] == [code, code]
    assert [part.tag for part in document] == [
        "Say",
        "Say",
        "Pause",
        "Say",
        "Say",
        "Say",
        "Gather",
        "Redirect",
    ]
    assert code not in ET.tostring(document, encoding="unicode")
    assert code not in str(addresses(document))
    assert call.says("voice.never_share") in words(document)
    assert call.says("voice.menu") in words(document)
    assert call.row().state == "read_out"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["1", "2"])
def test_the_menu_reads_the_code_again(key: str, language: str, world: World) -> None:
    call = Call.of(world, language)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)

    document = call.document("menu", Digits=key)

    readings = [digits_in(each, language) for each in words(document)]
    assert readings.count(call.code()) == 2
    assert call.row().readings == 2
    rates = {part.attrib["rate"] for part in document.iter("prosody")}
    assert rates == ({"60%"} if key == "2" else {"85%"})


@pytest.mark.parametrize("key", ["", "9", "#", "*"])
def test_any_other_key_at_the_menu_is_asked_again_once(key: str, world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)

    first, second = call.document("menu", Digits=key), call.document("menu", Digits=key)

    assert [part.tag for part in first] == ["Gather", "Redirect"]
    assert words(second) == [call.says("voice.menu.goodbye")]
    assert [part.tag for part in second] == ["Say", "Hangup"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_sends_the_code_as_a_text_message(language: str, world: World) -> None:
    call = Call.of(world, language)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)

    document = call.document("menu", Digits="3")

    assert call.says("voice.sms.started") in words(document)
    assert document[-1].tag == "Hangup"
    deliveries = call.login.view()["deliveries"]
    assert [(each["channel"], each["state"]) for each in deliveries] == [
        ("voice", "read_out"),
        ("sms", "queued"),
    ]


def test_a33_what_is_typed_in_a_call_is_kept_nowhere(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    call = Call.of(world)
    call.document("answer")

    for _ in range(2):
        call.post("gate", Digits="7394028156")

    assert "7394028156" not in repr(vars(call.row()))
    assert "7394028156" not in caplog.text


def test_a_code_is_not_read_out_without_end(world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)

    documents = [call.document("menu", Digits="1") for _ in range(MAX_READINGS)]

    assert words(documents[-1]) == [call.says("voice.goodbye")]
    assert call.code() in digits_in(" ".join(words(documents[-2])), "en")


@pytest.mark.parametrize("key", ["", "*", "#", "0", "wrong"])
def test_a17_a_machine_or_a_wrong_key_hears_no_code(key: str, world: World) -> None:
    call = Call.of(world)
    call.document("answer")

    documents = []
    tries = 2 if key else 3
    for _ in range(tries):
        other = str(int(call.row().gate_key) % 9 + 1)
        documents.append(call.document("gate", Digits=other if key == "wrong" else key))

    assert all(call.code() not in digits_in(" ".join(words(each)), "en") for each in documents)
    assert [part.tag for part in documents[0]] == ["Gather", "Redirect"]
    assert words(documents[-1]) == [call.says("voice.goodbye_unheard")]
    assert list(documents[-1].iter("Hangup"))
    assert call.row().state == "answered"


def test_the_menu_tells_nothing_before_the_gate(world: World) -> None:
    call = Call.of(world)
    call.document("answer")

    document = call.document("menu", Digits="1")

    assert [part.tag for part in document] == ["Hangup"]


def test_a17_each_try_asks_for_another_key(world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    keys = [call.row().gate_key]

    for _ in range(2):
        spoken = " ".join(words(call.document("gate")))
        keys.append(call.row().gate_key)
        assert [char for char in spoken if char.isdigit()] == [keys[-1]]

    assert keys[0] != keys[1] != keys[2]


@pytest.mark.parametrize("step", ["answer", "gate", "menu"])
def test_a_second_call_for_the_same_code_is_hung_up_on(step: str, world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)
    call.sid = OTHER_SID

    document = call.document(step, Digits=call.row().gate_key)

    assert [part.tag for part in document] == ["Hangup"]
    assert call.row().provider_sid == SID


def test_a_call_without_an_id_owns_nothing(world: World) -> None:
    call = Call.of(world)
    call.sid = ""

    documents = [call.post("answer"), call.post("gate", Digits=call.row().gate_key)]

    assert all(b"<Hangup" in each.get_data() for each in documents)
    assert call.row().state == "placing"


def test_a_call_that_we_never_placed_is_hung_up_on(world: World) -> None:
    answer = post(world, "/voice/calls/guess/answer", CallSid=SID)

    assert answer.status_code == 200
    assert [part.tag for part in parsed(answer.get_data())] == ["Hangup"]


@pytest.mark.parametrize(
    "reason", ["expired", "login verified", "login over", "call over", "newer code"]
)
def test_a_code_that_is_no_longer_wanted_is_not_read_out(reason: str, world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    if reason == "expired":
        world.http.advance(601)
    elif reason == "login verified":
        call.login.verify(call.code())
    elif reason == "login over":
        world.http.advance(1201)
    elif reason == "call over":
        call.post("status", CallStatus="completed")
    else:
        world.http.advance(310)
        call.login.ask_for("sms")

    document = call.document("gate", Digits=call.row().gate_key)

    assert words(document) == [call.says("voice.no_longer_needed")]
    assert list(document.iter("Hangup"))


def waiting_login(world: World, number: int) -> PendingLogin:
    """Put a login of Alice into the database, without the cost of her password."""
    now = world.core.clock.now()
    login = PendingLogin(
        f"login {number}",
        "customer-alice",
        Platform.IOS,
        None,
        "en",
        LoginState.READY,
        now,
        now + timedelta(minutes=20),
        "factor-alice-sms",
    )
    with world.core.units.write() as unit:
        unit.logins.add(login)
    return login


def test_the_key_of_the_gate_is_different_from_call_to_call(world: World) -> None:
    keys: list[str] = []

    for number in range(60):
        if number % 5 == 0:
            world.http.advance(86_401)
        login: Any = waiting_login(world, number)
        keys.append(world.core.logging_in.request_code(login.id, Channel.VOICE, None).gate_key)

    assert set(keys) <= set("123456789")
    assert len(set(keys)) >= 6, "sixty draws of nine keys"
    assert max(keys.count(key) for key in keys) <= 20
