"""The control contract for the account: which countries it reaches, and how fast messages leave."""

from typing import Any

from flask import Blueprint, request

from standin.geography import Geography
from standin.limits import Limits
from standin.refusals import Problem


def register_geography(blueprint: Blueprint, geography: Geography) -> None:
    """Serve the geo table."""

    @blueprint.get("/standin/geo")
    def show_geography() -> dict[str, Any]:
        return geography.as_json()

    @blueprint.post("/standin/geo")
    def change_geography() -> dict[str, Any]:
        geography.change(_body("country_unknown"))
        return geography.as_json()

    @blueprint.delete("/standin/geo")
    def reset_geography() -> dict[str, Any]:
        geography.reset()
        return geography.as_json()


def register_limits(blueprint: Blueprint, limits: Limits) -> None:
    """Serve the limits of messages."""

    @blueprint.get("/standin/limits")
    def show_limits() -> dict[str, Any]:
        return limits.as_json()

    @blueprint.post("/standin/limits")
    def change_limits() -> dict[str, Any]:
        limits.change(_body("limit_unknown"))
        return limits.as_json()

    @blueprint.delete("/standin/limits")
    def reset_limits() -> dict[str, Any]:
        limits.reset()
        return limits.as_json()


def _body(otherwise: str) -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Problem(422, otherwise)
    return body
