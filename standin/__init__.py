"""A loopback Twilio with phones to answer, for the demo and the tests only."""

from flask import Blueprint

from standin.bridging import Bridges
from standin.control import (
    answer_problems,
    register_demo,
    register_devices,
    register_phones,
    register_talking,
)
from standin.devices import Devices
from standin.dialling import Dialler
from standin.exchange import Exchange
from standin.faults import Faults
from standin.geography import Geography
from standin.limits import Limits
from standin.messaging import Messaging
from standin.network import register_geography, register_limits
from standin.pages import register_pages
from standin.ports import Demonstration, Texts
from standin.reporting import Reporter
from standin.rest import answer_refusals
from standin.rest_calls import register_calls
from standin.rest_messages import register_messages
from standin.settings import StandinSettings
from standin.staff import Staffed
from standin.switchboard import Switchboard
from standin.trouble import register_faults, register_texting, register_traces

__all__ = ["Demonstration", "StandinSettings", "Texts", "create_standin"]


def create_standin(
    demonstration: Demonstration, texts: Texts, settings: StandinSettings
) -> Blueprint:
    """Build the stand-in: Twilio's REST API, the control contract and the page with phones."""
    staffed = Staffed(demonstration, settings.agent)
    exchange = Exchange(demonstration.now, staffed.cast(), settings.line)
    faults = Faults()
    reporter = Reporter(settings.auth_token, faults, demonstration.now)
    geography = Geography()
    bridges = Bridges(exchange, settings, reporter, faults, geography)
    dialler = Dialler(exchange, texts, settings, reporter, faults, bridges)
    switchboard = Switchboard(exchange, dialler, staffed, settings, faults)
    blueprint = Blueprint(
        "standin",
        __name__,
        static_folder="static",
        static_url_path="/standin/static",
        template_folder="templates",
    )
    answer_refusals(blueprint)
    answer_problems(blueprint)
    limits = Limits()
    messaging = Messaging(exchange, reporter, faults, limits)
    register_calls(blueprint, exchange, switchboard, geography, faults, settings)
    register_messages(blueprint, exchange, messaging, geography, faults, settings)
    register_phones(blueprint, exchange, switchboard)
    register_talking(blueprint, switchboard)
    register_faults(blueprint, faults)
    register_traces(blueprint, exchange)
    register_texting(blueprint, exchange, messaging, texts, settings.account_sid)
    devices = Devices()
    register_geography(blueprint, geography)
    register_limits(blueprint, limits)
    parts = (devices, geography, limits, messaging)
    register_demo(blueprint, exchange, switchboard, demonstration, parts)
    register_devices(blueprint, demonstration, devices)
    register_pages(blueprint, exchange, staffed, texts)
    return blueprint
