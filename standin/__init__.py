"""A loopback Twilio with phones to answer, for the demo and the tests only."""

from flask import Blueprint

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
from standin.messaging import Messaging
from standin.pages import register_pages
from standin.ports import Demonstration, Texts
from standin.rest import answer_refusals
from standin.rest_calls import register_calls
from standin.rest_messages import register_messages
from standin.settings import StandinSettings
from standin.switchboard import Switchboard

__all__ = ["Demonstration", "StandinSettings", "Texts", "create_standin"]


def create_standin(
    demonstration: Demonstration, texts: Texts, settings: StandinSettings
) -> Blueprint:
    """Build the stand-in: Twilio's REST API, the control contract and the page with phones."""
    exchange = Exchange(demonstration.now, demonstration.cast(), settings.line)
    dialler = Dialler(exchange, texts, settings)
    switchboard = Switchboard(exchange, dialler, demonstration, settings)
    blueprint = Blueprint(
        "standin",
        __name__,
        static_folder="static",
        static_url_path="/standin/static",
        template_folder="templates",
    )
    answer_refusals(blueprint)
    answer_problems(blueprint)
    register_calls(blueprint, exchange, switchboard, settings)
    register_messages(blueprint, exchange, Messaging(exchange, settings.auth_token), settings)
    register_phones(blueprint, exchange, switchboard)
    register_talking(blueprint, switchboard)
    devices = Devices()
    register_demo(blueprint, exchange, switchboard, demonstration, devices)
    register_devices(blueprint, demonstration, devices)
    register_pages(blueprint, exchange, demonstration, texts)
    return blueprint
