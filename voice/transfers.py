"""The webhooks of whoever is rung to take a call over: what it is about, and the key."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from sls.domain.calls import Speech
from sls.services.whispering import Rung, Whispering


def add_transfers(
    voice: Blueprint,
    whispering: Whispering,
    speak: Callable[[Speech, str], Response],
    address: str,
) -> None:
    """Add the webhooks, below `address`; signatures and refusals are the blueprint's."""

    @voice.post("/transfers/<transfer_id>/whisper")
    def whisper(transfer_id: str) -> Response:
        return speak(whispering.answer(_rung(transfer_id)), f"{address}{transfer_id}/")

    @voice.post("/transfers/<transfer_id>/<int:time>/take")
    def take_transfer(transfer_id: str, time: int) -> Response:
        speech = whispering.press(_rung(transfer_id), time, _field("Digits")[:1])
        return speak(speech, f"{address}{transfer_id}/")


def _rung(transfer_id: str) -> Rung:
    return Rung(transfer_id, _field("ParentCallSid"), _field("CallSid"))


def _field(name: str) -> str:
    return request.form.get(name, "")
