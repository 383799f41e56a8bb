"""The webhooks of whoever is rung to take a call over: what it is about, and the key."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from sls.domain.calls import Speech
from sls.services.whispering import Whispering


def add_transfers(
    voice: Blueprint, whispering: Whispering, speak: Callable[[Speech], Response]
) -> None:
    """Add the webhooks; signatures and refusals are the blueprint's."""

    @voice.post("/transfers/<transfer_id>/whisper")
    def whisper(transfer_id: str) -> Response:
        return speak(whispering.answer(transfer_id, _field("ParentCallSid")))

    @voice.post("/transfers/<transfer_id>/take")
    def take_transfer(transfer_id: str) -> Response:
        key = _field("Digits")[:1]
        return speak(whispering.press(transfer_id, _field("ParentCallSid"), key))


def _field(name: str) -> str:
    return request.form.get(name, "")
