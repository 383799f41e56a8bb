"""The webhooks of calls to our line: a turn in, TwiML out."""

from flask import Blueprint, Response, request
from twilio.twiml.voice_response import VoiceResponse

from sls.core import Core
from sls.domain.calls import CallTurn, Speech
from sls.domain.errors import CallRefused
from sls.domain.phones import PhoneNumber
from sls.ports.line_calls import PhoneDialogue
from voice.carriers import is_bridged, is_over
from voice.signatures import SignatureGate
from voice.twiml import TRANSFERS, TwimlRenderer

# What Twilio puts in place of a number that the caller withholds or the carrier does not tell.
_NOBODYS = frozenset({"+266696687", "+7378742833", "+2562533", "+8566696", "+86282452253"})


def create_line(core: Core) -> Blueprint:
    """Return the webhooks."""
    line = Blueprint("line", __name__, url_prefix="/voice/line")
    gate = SignatureGate(core.settings)
    renderer = TwimlRenderer(
        core.texts,
        core.settings.plain_one_regions,
        core.settings.public_base_url + TRANSFERS,
    )
    dialogue, steps = core.answering_line, f"{core.settings.public_base_url}/voice/line/"

    def speak(speech: Speech) -> Response:
        return Response(renderer.render(speech, steps), mimetype="text/xml")

    @line.before_request
    def check_signature() -> None:
        gate.check(request)

    @line.errorhandler(CallRefused)
    def refuse(_refusal: CallRefused) -> Response:
        """Hang up on a call that is not on this turn, without a word."""
        response = VoiceResponse()
        response.hangup()
        return Response(str(response), mimetype="text/xml")

    @line.post("/answer")
    def answer() -> Response:
        return speak(dialogue.answer(_sid(), _caller()))

    @line.post("/<int:turn>/heard")
    def hear(turn: int) -> Response:
        return speak(dialogue.hear(_sid(), turn, _said()))

    @line.post("/<int:turn>/wait")
    def wait(turn: int) -> Response:
        return speak(dialogue.wait(_sid(), turn, _caller()))

    @line.post("/<int:turn>/connected")
    def end_connection(turn: int) -> Response:
        _take_end(dialogue)
        bridged = is_bridged(request.form.get("DialBridged", ""))
        return speak(dialogue.connected(_sid(), turn, is_bridged=bridged))

    @line.post("/status")
    def take_status() -> tuple[str, int]:
        _take_end(dialogue)
        return "", 204

    return line


def _take_end(dialogue: PhoneDialogue) -> None:
    if is_over(request.form.get("CallStatus", "")):
        dialogue.end(_sid())


def _sid() -> str:
    return request.form.get("CallSid", "")


def _caller() -> str:
    """Return the other end's number, or nothing where it is nobody's.

    A call that we placed may go on as one of the line; there the other end is the one called.
    """
    is_placed = request.form.get("Direction", "").startswith("outbound")
    number = request.form.get("To" if is_placed else "From", "")
    try:
        PhoneNumber(number)
    except ValueError:
        return ""
    return "" if number in _NOBODYS else number


def _said() -> CallTurn:
    keys = request.form.get("Digits", "")
    words = request.form.get("SpeechResult", "")
    return CallTurn(keys, words, _confidence(), _caller())


def _confidence() -> float:
    """Return how sure the recogniser is; not every one tells."""
    try:
        return float(request.form.get("Confidence", "1"))
    except ValueError:
        return 0.0
