"""Who may ask a webhook, how often, and what is said when all else is down (A20, A21)."""

import pytest
from twilio.request_validator import RequestValidator

from tests.people import digits_in
from tests.voice.documents import parsed
from tests.voice.webhooks.calls import (
    LANGUAGES,
    OLD_TOKEN,
    PUBLIC,
    SID,
    TOKEN,
    Call,
    words,
)
from tests.world import World

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
