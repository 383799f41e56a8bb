"""Activating IB Key over HTTP, as the app calls it: first, again, on a new phone, for one more."""

from enum import StrEnum
from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.errors import ChannelUnavailable
from sls.domain.factors import FactorKind
from sls.domain.phones import PhoneNumber
from sls.domain.scopes import Scope
from sls.domain.security_errors import PinRefused
from sls.services.activating import ActivationRequest, Started
from web.api_keys import require_api_key
from web.factors import one_of, show_factor, show_question
from web.idempotency import remember_answers
from web.paths import require_storable_paths
from web.problems import (
    BadRequest,
    channel_problem,
    json_body,
    optional_text,
    reason_problem,
    wanted_language,
)
from web.problems import text_field as text
from web.times import rfc3339

MAX_INSTALL_LENGTH = 128
MAX_PIN_LENGTH = 64


class PhoneKind(StrEnum):
    """The phones that IB Key runs on."""

    IOS = "ios"
    ANDROID = "android"


_KINDS = {PhoneKind.IOS: FactorKind.IB_KEY_IOS, PhoneKind.ANDROID: FactorKind.IB_KEY_ANDROID}


def create_activations(core: Core) -> Blueprint:
    """Return the API for the app."""
    api = Blueprint("activations", __name__, url_prefix="/api/sls/v1")
    activating = core.activating
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)
    remember_answers(api, core)

    @api.post("/activations")
    def start() -> Response | tuple[Response, int]:
        try:
            started = activating.start(_request(json_body()))
        except ChannelUnavailable as refusal:
            return channel_problem(core, refusal)
        return jsonify(_started(core, started)), 201

    @api.post("/activations/<activation_id>/activate")
    def activate(activation_id: str) -> Response:
        body = json_body()
        code = body.get("code")
        # What is no text at all is as wrong as any other: the try is charged.
        response = code if isinstance(code, str) else ""
        pin = optional_text(body, "pin", MAX_PIN_LENGTH)
        try:
            activated = activating.activate(activation_id, _install(body), response, pin)
        except PinRefused as refusal:
            reason = refusal.reason
            return reason_problem(core, refusal.code, reason, f"pin.refused.{reason}")
        return jsonify(
            state="active",
            factor=show_factor(core, wanted_language(), activated.factor),
            device_key=activated.key.hex(),
            active_from=rfc3339(activated.factor.active_from),
        )

    return api


def _request(body: dict[str, Any]) -> ActivationRequest:
    adds_user = body.get("add_user", False)
    if not isinstance(adds_user, bool):
        raise BadRequest
    kind = one_of(PhoneKind, body.get("kind"))
    return ActivationRequest(text(body, "login", 128), _KINDS[kind], _install(body), adds_user)


def _install(body: dict[str, Any]) -> str:
    return text(body, "install", MAX_INSTALL_LENGTH)


def _started(core: Core, started: Started) -> dict[str, Any]:
    delivery, device, challenge = started.delivery, started.device, started.challenge
    return {
        "activation": started.activation.id,
        "proof": "code" if device is None else "device",
        "to": PhoneNumber(delivery.number).masked if delivery else None,
        "code_length": core.activating.code_length if device is None else None,
        "device": show_factor(core, wanted_language(), device) if device else None,
        "challenge": show_question(device, challenge) if device else None,
        "pin": started.pin,
        "expires_at": rfc3339((challenge or delivery or started.activation).expires_at),
    }
