"""The agents' desk: guided procedures run for a customer, in both languages side by side."""

from flask import Blueprint

from desk.callbacks import Callbacks
from desk.pages import Pages
from desk.picking_up import PickUpForm
from desk.transfers import TransferRows
from desk.tries import Tries
from sls.core import Core

__all__ = ["create_desk"]


def create_desk(core: Core) -> Blueprint:
    """Return the desk; it asks nobody who they are yet, so only the demo may serve it."""
    desk = Blueprint(
        "procedure_desk",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/desk/static",
    )
    pages = Pages(core.library, core.texts)
    form = PickUpForm(core.taking_over, core.library, Tries(core.clock), pages)
    desk.add_url_rule("/desk/procedures", "procedures", pages.procedures)
    desk.add_url_rule("/desk/procedures/<procedure_id>", "run", pages.run)
    zone = core.settings.business_hours.zone
    transfers = TransferRows(core.watching_transfers, core.library, zone)
    callbacks = Callbacks(core.attending, transfers, core.library, zone, pages)
    desk.add_url_rule("/desk/callbacks", "callbacks", callbacks.listed)
    for name, act in (("ring", callbacks.ring), ("finish", callbacks.finish)):
        address = f"/desk/callbacks/<request_id>/{name}"
        desk.add_url_rule(address, f"{name}_callback", act, methods=["POST"])
    desk.add_url_rule("/desk/pick-up", "pick_up", form.take, methods=["POST"])
    return desk
