"""The webhooks that Twilio calls: for a call's turns, and for news of calls and messages."""

from flask import Blueprint, Response, request
from twilio.twiml.voice_response import VoiceResponse

from sls.core import Core
from sls.domain.calls import Speech
from sls.domain.errors import CallRefused
from sls.services.calling import Calling
from sls.texts import Catalogues
from voice.callbacks import add_callbacks
from voice.carriers import REASONS, is_bridged, is_machine, is_over
from voice.signatures import SignatureGate
from voice.transfers import add_transfers
from voice.twiml import TRANSFERS, VOICES, TwimlRenderer


def create_voice(core: Core) -> Blueprint:
    """Return the webhooks."""
    voice = Blueprint("voice", __name__, url_prefix="/voice")
    gate, calling = SignatureGate(core.settings), core.calling
    transfers = core.settings.public_base_url + TRANSFERS
    renderer = TwimlRenderer(core.texts, core.settings.plain_one_regions, transfers)

    def speak(speech: Speech, steps: str = "") -> Response:
        return _twiml(renderer.render(speech, steps))

    @voice.before_request
    def check_signature() -> None:
        gate.check(request)

    @voice.errorhandler(CallRefused)
    def refuse(_refusal: CallRefused) -> Response:
        """Hang up on a call that may not have this code, without a word."""
        response = VoiceResponse()
        response.hangup()
        return _twiml(str(response))

    @voice.post("/calls/<job>/answer")
    def answer(job: str) -> Response:
        if is_machine(request.form.get("AnsweredBy", "")):
            return speak(calling.answer_by_machine(job, _sid()))
        return speak(calling.answer(job, _sid()))

    @voice.post("/calls/<job>/gate")
    def press_at_gate(job: str) -> Response:
        return speak(calling.press_at_gate(job, _sid(), _key()))

    @voice.post("/calls/<job>/menu")
    def press_after_code(job: str) -> Response:
        return speak(calling.press_after_code(job, _sid(), _key()))

    @voice.post("/calls/<job>/connected")
    def after_talk(job: str) -> Response:
        if is_over(status := request.form.get("CallStatus", "")):
            calling.provider_says(job, _sid(), status, None)
        bridged = is_bridged(request.form.get("DialBridged", ""))
        return speak(calling.after_talk(job, _sid(), is_bridged=bridged))

    _take_news(voice, calling)
    add_callbacks(voice, core.talking_back, speak)
    add_transfers(voice, core.whispering, speak, transfers)
    _fall_back(voice, core.texts)
    return voice


def _take_news(voice: Blueprint, calling: Calling) -> None:
    @voice.post("/calls/<job>/status")
    def call_status(job: str) -> tuple[str, int]:
        status, sip_code = request.form.get("CallStatus", ""), request.form.get("SipResponseCode")
        calling.provider_says(job, _sid(), status, sip_code)
        return "", 204

    @voice.post("/messages/<job>/status")
    def message_status(job: str) -> tuple[str, int]:
        sid, status = request.form.get("MessageSid", ""), request.form.get("MessageStatus", "")
        reason = REASONS.get(request.form.get("ErrorCode", ""))
        calling.provider_says(job, sid, status, None, reason)
        return "", 204

    @voice.post("/calls/<job>/machine")
    def machine_status(job: str) -> tuple[str, int]:
        """Take what Twilio heard while the call went on."""
        if is_machine(request.form.get("AnsweredBy", "")):
            calling.machine_found(job, _sid())
        return "", 204


def _fall_back(voice: Blueprint, texts: Catalogues) -> None:
    @voice.post("/fallback")
    def fall_back() -> Response:
        """Say in both languages what works still; needs no database."""
        is_ours = request.form.get("Direction") != "inbound"
        message_id = "voice.fallback" if is_ours else "line.fallback"
        response = VoiceResponse()
        for language, spoken in VOICES.items():
            words = texts.text(language, message_id)
            response.say(words, voice=spoken.name, language=spoken.language)
        response.hangup()
        return _twiml(str(response))


def _twiml(markup: str) -> Response:
    return Response(markup, mimetype="text/xml")


def _sid() -> str:
    return request.form.get("CallSid", "")


def _key() -> str:
    return request.form.get("Digits", "")[:1]
