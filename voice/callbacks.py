"""The webhooks of calls for help: the key, the person or the line, and the news of the call."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from sls.domain.calls import Speech
from sls.services.talking_back import TalkingBack
from voice.carriers import is_bridged, is_machine, is_over


def add_callbacks(
    voice: Blueprint, talking_back: TalkingBack, speak: Callable[[Speech], Response]
) -> None:
    """Add the webhooks; signatures and refusals are the blueprint's."""

    @voice.post("/callbacks/<job>/answer")
    def answer_callback(job: str) -> Response:
        if is_machine(_field("AnsweredBy")):
            return speak(talking_back.answer_by_machine(job, _field("CallSid")))
        return speak(talking_back.answer(job, _field("CallSid")))

    @voice.post("/callbacks/<job>/gate")
    def press_at_callback_gate(job: str) -> Response:
        return speak(talking_back.press_at_gate(job, _field("CallSid"), _field("Digits")[:1]))

    @voice.post("/callbacks/<job>/connected")
    def callback_connected(job: str) -> Response:
        if is_over(status := _field("CallStatus")):
            talking_back.provider_says(job, _field("CallSid"), status, None)
        bridged = is_bridged(_field("DialBridged"))
        return speak(talking_back.connected(job, _field("CallSid"), is_bridged=bridged))

    @voice.post("/callbacks/<job>/machine")
    def callback_machine(job: str) -> tuple[str, int]:
        if is_machine(_field("AnsweredBy")):
            talking_back.machine_found(job, _field("CallSid"))
        return "", 204

    @voice.post("/callbacks/<job>/status")
    def callback_status(job: str) -> tuple[str, int]:
        status, sip_code = _field("CallStatus"), request.form.get("SipResponseCode")
        talking_back.provider_says(job, _field("CallSid"), status, sip_code)
        return "", 204


def _field(name: str) -> str:
    return request.form.get(name, "")
