"""Changes of security settings: the proof that is shown, and who may make them (F61)."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sls.core import Core
from sls.domain.security_errors import RightsMissing
from sls.services.stepping_up import Proof
from web.problems import optional_text, problem, wanted_language
from web.problems import text_field as text


def proof_in(body: dict[str, Any]) -> Proof:
    """Return the login and the verification that a body shows.

    Raises:
        BadRequest: there is no login, or one of them is no text.
    """
    return Proof(text(body, "login", 128), optional_text(body, "verification", 128))


def name_who_may(api: Blueprint, core: Core) -> None:
    """Answer a user without rights with the users of the same account who have them."""

    @api.errorhandler(RightsMissing)
    def answer(refusal: RightsMissing) -> Response:
        response = problem(core, refusal.code, 403)
        body = {**(response.get_json() or {}), "users": list(refusal.usernames)}
        if refusal.usernames:
            users = refusal.usernames
            body["detail"] = core.texts.text(wanted_language(), "rights.named", users=users)
        response.set_data(jsonify(body).get_data())
        return response
