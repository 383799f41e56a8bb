"""Composes the edges into one WSGI application; nothing imports it and nothing starts here."""

from flask import Flask

from desk import create_desk
from sls.bootstrap import build
from sls.core import Core
from sls.settings import load_settings
from standin import StandinSettings, create_standin
from voice.line import create_line
from voice.webhooks import create_voice
from web.activations import create_activations
from web.addresses import create_addresses
from web.callbacks import create_callbacks
from web.chat import create_chat
from web.description import create_description
from web.devices import create_devices
from web.eligibility import create_eligibility
from web.enrolment import create_enrolment
from web.headers import register_headers
from web.health import create_health
from web.logins import create_logins
from web.metrics import create_metrics
from web.numbers import create_numbers
from web.online_cards import create_card_pages, create_online_cards
from web.passcodes import create_passcodes
from web.pins import create_pins
from web.privacy import create_privacy
from web.problems import register_problems
from web.shares import create_shares
from web.site import create_site
from web.streams import Streams
from web.timeline import create_timeline
from web.verifications import create_verifications
from web.withdrawals import create_withdrawals

MAX_BODY_BYTES = 64 * 1024


def create_app() -> Flask:
    """Return the application for a production WSGI server."""
    return compose(build(load_settings()))


def compose(core: Core) -> Flask:
    """Compose the application over a core."""
    app = Flask("sls", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]
    register_problems(app, core)
    register_headers(app)
    app.register_blueprint(create_health(core))
    app.register_blueprint(create_metrics(core))
    app.register_blueprint(create_chat(core, Streams(core)))
    app.register_blueprint(create_logins(core))
    app.register_blueprint(create_verifications(core))
    app.register_blueprint(create_withdrawals(core))
    app.register_blueprint(create_pins(core))
    app.register_blueprint(create_activations(core))
    app.register_blueprint(create_numbers(core))
    app.register_blueprint(create_devices(core))
    app.register_blueprint(create_shares(core))
    app.register_blueprint(create_enrolment(core))
    app.register_blueprint(create_addresses(core))
    app.register_blueprint(create_timeline(core))
    app.register_blueprint(create_passcodes(core))
    app.register_blueprint(create_callbacks(core))
    app.register_blueprint(create_online_cards(core))
    app.register_blueprint(create_card_pages(core))
    app.register_blueprint(create_eligibility(core))
    app.register_blueprint(create_voice(core))
    app.register_blueprint(create_line(core))
    app.register_blueprint(create_description())
    app.register_blueprint(create_site(core.texts, core.settings.is_demo))
    app.register_blueprint(
        create_privacy(core.texts, core.settings.retention, demo=core.settings.is_demo)
    )
    if core.demonstrating is not None:
        account = StandinSettings(
            account_sid=core.settings.twilio_account_sid,
            auth_token=core.settings.twilio_auth_token,
            pace=core.settings.standin_pace,
            line=core.settings.twilio_from,
            public_base_url=core.settings.public_base_url,
            agent=core.settings.agent_number or "",
        )
        # Agents cannot sign in yet, so in production there is no desk.
        app.register_blueprint(create_desk(core))
        app.register_blueprint(create_standin(core.demonstrating, core.texts, account))
    return app
