"""The webhooks of calls and messages: who may ask, and what is said to whom (A17, A20, A21)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from sls.adapters.vault import KeyedCodeVault
from sls.domain.calls import MAX_READINGS
from sls.domain.deliveries import Delivery
from sls.domain.factors import Channel
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.platforms import Platform
from sls.domain.transfers import TransferState
from tests.people import LoginScreen, digits_in
from tests.voice.agents import state, takes_the_call
from tests.voice.documents import parsed
from tests.world import World

PUBLIC = "https://assistant.example"
TOKEN, OLD_TOKEN = "the token of now", "the token of before"
SID, OTHER_SID = "CA" + "1" * 32, "CA" + "2" * 32
LANGUAGES = ("en", "zh_CN")


@pytest.fixture(scope="module")
def whole_world() -> Iterator[World]:
    """Give a world behind a public address, while Twilio's token rotates."""
    world = World(PUBLIC_BASE_URL=PUBLIC, TWILIO_AUTH_TOKEN=TOKEN, TWILIO_AUTH_TOKEN_OLD=OLD_TOKEN)
    yield world
    world.close()


@pytest.fixture
def world(whole_world: World) -> World:
    """Give that world, as new."""
    whole_world.reset()
    return whole_world


@dataclass
class Call:
    """A call that Twilio has placed for one delivery."""

    world: World
    delivery: str
    language: str
    login: LoginScreen
    sid: str = SID

    @classmethod
    def of(cls, world: World, language: str = "en", channel: str = "voice") -> "Call":
        """Have a code sent to Alice; a worker has it in hand and its request has left."""
        login = LoginScreen.of(world.http, "alice", language=language)
        delivery = login.ask_for(channel).json()["delivery"]
        (taken,) = world.core.delivering.take("a worker", 1)
        assert taken.id == delivery
        return cls(world, delivery, language, login)

    def row(self) -> Delivery:
        """Return what the database holds of the delivery."""
        with self.world.core.units.read() as unit:
            found = unit.deliveries.get(self.delivery)
        assert found is not None
        return found

    def code(self) -> str:
        """Return the code, as only the vault can tell it."""
        with self.world.core.units.read() as unit:
            code = unit.codes.get(self.row().code_id)
        assert code is not None
        assert code.sealed is not None
        return KeyedCodeVault(self.world.settings.secret).unseal(code.sealed, code.id)

    def post(self, step: str, token: str = TOKEN, **params: str) -> TestResponse:
        """Post to a webhook of this call, signed over the public address."""
        path = f"/voice/calls/{self.row().job}/{step}"
        return post(self.world, path, token, CallSid=self.sid, **params)

    def document(self, step: str, **params: str) -> ET.Element:
        """Post to a webhook of this call and take its TwiML apart."""
        answer = self.post(step, **params)
        assert answer.status_code == 200
        assert answer.mimetype == "text/xml"
        return parsed(answer.get_data())

    def says(self, message_id: str, **values: object) -> str:
        """Return a text of the catalogue in the language of the call."""
        return self.world.core.texts.text(self.language, message_id, **values)


def post(world: World, path: str, token: str = TOKEN, **params: str) -> TestResponse:
    """Post to a path, signed over the public address."""
    signature = RequestValidator(token).compute_signature(PUBLIC + path, params)
    return world.client.post(path, data=params, headers={"X-Twilio-Signature": signature})


def words(document: ET.Element) -> list[str]:
    """Return what each Say of a document says."""
    return ["".join(say.itertext()) for say in document.iter("Say")]


def addresses(document: ET.Element) -> list[str]:
    """Return every address and every other attribute of a document."""
    values = [value for part in document.iter() for value in part.attrib.values()]
    return values + [part.text or "" for part in document.iter("Redirect")]


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


def test_a33_what_is_typed_in_a_call_is_kept_nowhere(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    call = Call.of(world)
    call.document("answer")

    for _ in range(2):
        call.post("gate", Digits="7394028156")

    assert "7394028156" not in repr(vars(call.row()))
    assert "7394028156" not in caplog.text


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("30003", "unreachable"),
        ("30005", "unreachable"),
        ("30006", "landline"),
        ("30007", "filtered"),
        ("21610", "opted_out"),
        ("30008", None),
        ("", None),
    ],
)
def test_the_carriers_code_gets_one_of_our_names(
    code: str, reason: str | None, world: World
) -> None:
    call = Call.of(world, channel="sms")
    path = f"/voice/messages/{call.row().job}/status"

    post(world, path, MessageSid="SM1", MessageStatus="undelivered", ErrorCode=code)

    assert (call.row().state, call.row().reason) == ("failed", reason)


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


UNSIGNED = {
    "none": {},
    "forged": {"X-Twilio-Signature": "Zm9yZ2Vk"},
    "of another token": {
        "X-Twilio-Signature": RequestValidator("guess").compute_signature(
            PUBLIC + "/voice/fallback", {}
        )
    },
    "not even text": {"X-Twilio-Signature": "\xff\xfe"},
}
STEPS = ("answer", "gate", "menu", "connected", "machine", "status")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("case", UNSIGNED)
def test_a20_a_webhook_without_the_right_signature_changes_nothing(
    case: str, step: str, world: World
) -> None:
    call = Call.of(world)
    before = vars(call.row()).copy()
    params = {"CallSid": SID, "Digits": call.row().gate_key, "CallStatus": "completed"}

    answer = world.client.post(
        f"/voice/calls/{call.row().job}/{step}", data=params, headers=UNSIGNED[case]
    )

    after = vars(call.row()).copy()
    before.pop("_sa_instance_state"), after.pop("_sa_instance_state")
    assert answer.status_code == 403
    assert b"Say" not in answer.get_data()
    assert after == before


def test_the_signature_of_one_step_does_not_open_another(world: World) -> None:
    call = Call.of(world)
    path = f"/voice/calls/{call.row().job}"
    params = {"CallSid": SID}
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}{path}/answer", params)

    answers = [
        world.client.post(f"{path}/{step}", data=data, headers={"X-Twilio-Signature": signature})
        for step, data in (
            ("gate", params),
            ("answer", {**params, "Digits": call.row().gate_key}),
            ("answer?x=1", params),
            ("status", params),
        )
    ]

    assert [each.status_code for each in answers] == [403] * 4
    assert call.row().state == "placing"


def test_a21_the_same_webhook_twice_says_the_same_and_changes_nothing_more(world: World) -> None:
    call = Call.of(world)

    first, second = call.post("answer"), call.post("answer")

    assert first.get_data() == second.get_data()
    assert call.row().state == "answered"


def test_a_replay_after_the_login_was_verified_tells_no_code(world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    key, code = call.row().gate_key, call.code()
    call.document("gate", Digits=key)
    assert call.login.verify(code).status_code == 200

    replayed = [
        call.document("gate", Digits=key),
        call.document("menu", Digits="1"),
        call.document("answer"),
    ]

    assert all(code not in digits_in(" ".join(words(each)), "en") for each in replayed)


def test_the_token_of_before_still_holds_while_it_rotates(world: World) -> None:
    call = Call.of(world)

    answer = call.post("answer", token=OLD_TOKEN)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "spoofed",
    [
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
        {"X-Original-URL": "/voice/fallback"},
    ],
    ids=lambda spoofed: next(iter(spoofed)),
)
def test_what_a_header_says_of_the_address_does_not_count(
    spoofed: dict[str, str], world: World
) -> None:
    call = Call.of(world)
    path, params = f"/voice/calls/{call.row().job}/answer", {"CallSid": SID}
    right = RequestValidator(TOKEN).compute_signature(PUBLIC + path, params)
    evil = RequestValidator(TOKEN).compute_signature("http://evil.example" + path, params)

    answers = [
        world.client.post(path, data=params, headers={"X-Twilio-Signature": each, **spoofed})
        for each in (right, evil)
    ]

    assert [each.status_code for each in answers] == [200, 403]


@pytest.mark.parametrize(
    "path", ["/voice/calls/x/answer", "/voice/fallback", "/voice/messages/x/status"]
)
def test_a_webhook_is_only_posted_to(path: str, world: World) -> None:
    answer = world.client.get(path)

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "raw",
    [
        b"%ff",
        b"a=%00",
        b"???",
        b"\xff",
    ],
)
def test_an_address_that_makes_no_sense_is_refused(raw: bytes, world: World) -> None:
    environ = {"QUERY_STRING": raw.decode("latin-1")}

    answer = world.client.post("/voice/fallback", environ_overrides=environ)

    assert answer.status_code == 403


NEWS = {
    ("initiated", "ringing"): "ringing",
    ("ringing", "initiated"): "ringing",
    ("ringing", "in-progress", "completed"): "no_answer",
    ("completed", "ringing", "in-progress"): "no_answer",
    ("busy", "ringing"): "busy",
    ("no-answer", "completed"): "no_answer",
    ("failed", "busy"): "failed",
    ("ringing", "ringing", "ringing"): "ringing",
    ("canceled",): "failed",
    ("nonsense", ""): "placing",
}


@pytest.mark.parametrize("statuses", NEWS)
def test_a21_news_of_a_call_in_any_order_leads_only_onward(
    statuses: tuple[str, ...], world: World
) -> None:
    call = Call.of(world)

    answers = [call.post("status", CallStatus=status) for status in statuses]

    assert {each.status_code for each in answers} == {204}
    assert call.login.view()["deliveries"][0]["state"] == NEWS[statuses]


def test_a_declined_call_is_told_from_a_busy_one(world: World) -> None:
    call = Call.of(world)

    call.post("status", CallStatus="busy", SipResponseCode="603")

    assert call.login.last_delivery() == "rejected"


def test_a21_news_of_another_call_changes_nothing(world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    call.sid = OTHER_SID

    call.post("status", CallStatus="completed")
    unknown = post(world, "/voice/calls/guess/status", CallSid=SID, CallStatus="completed")

    assert call.login.last_delivery() == "answered"
    assert unknown.status_code == 204


def test_a_code_that_was_read_out_stays_read_out(world: World) -> None:
    call = Call.of(world)
    call.document("answer")
    call.document("gate", Digits=call.row().gate_key)

    for status in ("ringing", "completed", "failed", "no-answer"):
        call.post("status", CallStatus=status)

    assert call.login.last_delivery() == "read_out"


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (("queued", "sent", "delivered"), "delivered"),
        (("delivered", "sent"), "delivered"),
        (("undelivered",), "failed"),
        (("failed", "delivered"), "failed"),
    ],
)
def test_news_of_a_message_leads_only_onward(
    statuses: tuple[str, ...], state: str, world: World
) -> None:
    call = Call.of(world, channel="sms")
    path = f"/voice/messages/{call.row().job}/status"

    for status in statuses:
        post(world, path, MessageSid="SM1", MessageStatus=status)

    assert call.login.last_delivery() == state


def test_the_fallback_speaks_both_languages_and_needs_no_database(own_world: World) -> None:
    path = "/voice/fallback"
    own_world.core.units._database.dispose()  # type: ignore[attr-defined]
    own_world.file.unlink()
    token, public = own_world.settings.twilio_auth_token, own_world.settings.public_base_url
    signature = RequestValidator(token).compute_signature(public + path, {"ErrorCode": "11200"})

    answer = own_world.client.post(
        path, data={"ErrorCode": "11200"}, headers={"X-Twilio-Signature": signature}
    )

    document = parsed(answer.get_data())
    texts = own_world.core.texts
    assert words(document) == [texts.text(each, "voice.fallback") for each in LANGUAGES]
    assert [say.attrib["language"] for say in document.iter("Say")] == ["en-US", "cmn-CN"]
    assert document[-1].tag == "Hangup"


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
