"""Health: `/healthz` says that the process lives, `/readyz` what each part really answers."""

from collections.abc import Callable

import requests
from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from sls.core import Core
from sls.domain.errors import GatewayError

EXPECTED_TRACKER_STORE = "ForgetfulTrackerStore"
STANDIN_TIMEOUT_SECONDS = 2.0


def create_health(core: Core) -> Blueprint:
    """Return the health pages."""
    health = Blueprint("health", __name__)
    parts: dict[str, Callable[[], bool]] = {
        "database": lambda: core.schema.is_current() and core.schema.can_write(),
        "assistant": lambda: _assistant_answers(core),
        "worker": core.worker_signs.is_alive,
    }

    @health.get("/healthz")
    def live() -> Response:
        return jsonify(status="ok")

    @health.get("/readyz")
    def ready() -> tuple[Response, int]:
        found = {name: _try(check) for name, check in parts.items()}
        is_ready = all(found.values())
        status = "ok" if is_ready else "not_ready"
        return jsonify(status=status, parts=found), 200 if is_ready else 503

    return health


def _try(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (SQLAlchemyError, GatewayError, requests.RequestException, OSError):
        return False


def _assistant_answers(core: Core) -> bool:
    """A tracker store that cannot be imported silently becomes one that remembers."""
    return core.rasa.probe().get("tracker_store") == EXPECTED_TRACKER_STORE
