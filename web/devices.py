"""The list of one's own devices over HTTP, masked, with how each stands."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sls.core import Core
from sls.domain.phones import PhoneNumber
from sls.domain.scopes import Scope
from sls.services.listing_devices import DeviceState, ListedDevice
from web.api_keys import require_api_key
from web.factors import show_factor
from web.paths import require_storable_paths
from web.problems import BadRequest, is_storable, wanted_language
from web.times import rfc3339


def create_devices(core: Core) -> Blueprint:
    """Return the API for the page that lists devices."""
    api = Blueprint("devices", __name__, url_prefix="/api/sls/v1")
    require_api_key(api, core, Scope.BIND)
    require_storable_paths(api)

    @api.get("/customers/<username>/devices")
    def devices(username: str) -> Response:
        login = request.args.get("login", "")
        if not 0 < len(login) <= 128 or not is_storable(login):
            raise BadRequest
        listed = core.listing_devices.of_user(username, login)
        return jsonify(devices=[_device(core, each) for each in listed])

    return api


def _device(core: Core, listed: ListedDevice) -> dict[str, Any]:
    factor, state = listed.factor, listed.state
    is_resting, is_cooling = state is DeviceState.RESTING, state is DeviceState.COOLING_OFF
    return {
        **show_factor(core, wanted_language(), factor),
        "state": state,
        "active_since": None if is_cooling else rfc3339(factor.active_from),
        "cooling_off_until": rfc3339(factor.active_from) if is_cooling else None,
        "rests_until": rfc3339(factor.locked_until) if is_resting and factor.locked_until else None,
        "expires_at": rfc3339(factor.expires_at) if factor.expires_at else None,
        "number": PhoneNumber(factor.number).masked if factor.number else None,
    }
