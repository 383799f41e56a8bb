"""The SLS API that login screens call (design 4.4)."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.errors import ChannelUnavailable
from sls.domain.factors import Channel
from sls.domain.logins import LoginState
from sls.domain.platforms import Platform, tws_build
from sls.domain.scopes import Scope
from sls.services.logging_in import LoginRequest
from web.api_keys import require_api_key
from web.client_addresses import client_address
from web.factors import accepted, one_of, show_delivery, show_factor, show_question
from web.idempotency import remember_answers
from web.pacing import LOGINS_PER_ADDRESS, UNPACED, PaceKeeper
from web.problems import BadRequest, channel_problem, json_body, optional_text
from web.problems import text_field as text
from web.times import rfc3339


def create_logins(core: Core) -> Blueprint:
    """Return the API for login screens."""
    api = Blueprint("logins", __name__, url_prefix="/api/sls/v1")
    logging_in = core.logging_in
    starts = PaceKeeper(UNPACED if core.settings.is_demo else LOGINS_PER_ADDRESS)
    require_api_key(api, core, Scope.LOGIN)
    remember_answers(api, core)

    @api.post("/logins")
    def start() -> tuple[Response, int]:
        body = json_body()
        # Behind one login screen stand all customers; one of them must not slow the others down.
        starts.take(client_address(body) or request.remote_addr or "")
        view = logging_in.start(_login_request(body))
        return jsonify(
            login=view.login.id,
            state=view.state,
            factors=[show_factor(core, view.login.language, each) for each in view.factors],
            expires_at=rfc3339(view.login.expires_at),
        ), 201

    @api.post("/logins/<login_id>/factor")
    def choose_factor(login_id: str) -> Response:
        chosen = logging_in.choose_factor(login_id, text(json_body(), "factor", 128))
        return jsonify(
            kind=chosen.factor.kind,
            challenge=show_question(chosen.factor, chosen.challenge),
            expires_at=rfc3339((chosen.challenge or chosen.login).expires_at),
        )

    @api.post("/logins/<login_id>/code")
    def send_code(login_id: str) -> Response | tuple[Response, int]:
        body = json_body()
        channel = one_of(Channel, body.get("channel"))
        try:
            delivery = logging_in.request_code(
                login_id, channel, optional_text(body, "language", 16)
            )
        except ChannelUnavailable as refusal:
            return channel_problem(core, refusal)
        return accepted(delivery)

    @api.get("/logins/<login_id>")
    def view(login_id: str) -> Response:
        view = logging_in.view(login_id)
        return jsonify(
            state=view.state,
            access=view.login.access if view.state is LoginState.VERIFIED else None,
            deliveries=[show_delivery(each) for each in view.deliveries],
        )

    @api.post("/logins/<login_id>/verify")
    def verify(login_id: str) -> Response:
        response = json_body().get("response")
        # What is no code at all is as wrong as any other: one answer, and the try is charged.
        access = logging_in.verify(login_id, response if isinstance(response, str) else "")
        return jsonify(state="verified", access=access)

    return api


def _login_request(body: dict[str, Any]) -> LoginRequest:
    platform = one_of(Platform, body.get("platform"))
    version = optional_text(body, "platform_version", 32)
    if platform is Platform.TWS and version is not None:
        try:
            tws_build(version)
        except ValueError as error:
            raise BadRequest from error
    return LoginRequest(
        username=text(body, "username", 128),
        password=text(body, "password", 1024),
        platform=platform,
        platform_version=version,
        language=optional_text(body, "language", 16),
        client_address=client_address(body),
    )
