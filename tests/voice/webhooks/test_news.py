"""What Twilio and the carriers tell of calls and messages, in any order (A21)."""

import pytest

from tests.voice.webhooks.calls import (
    OTHER_SID,
    SID,
    Call,
    post,
)
from tests.world import World


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
