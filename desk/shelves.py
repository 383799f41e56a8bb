"""How the list of procedures is arranged and searched."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sls.domain.procedures import Procedure

SHELVES = {
    "login": (
        "code_not_received",
        "log_in_with_sms",
        "log_in_with_ib_key",
        "notification_not_received",
        "login_with_card",
        "m2fs",
        "verify_identity",
        "account_locked",
    ),
    "loss": ("lost_device", "temporary_passcode", "online_card", "forgot_pin", "change_pin"),
    "app": (
        "activate_ib_key",
        "reactivate_ib_key",
        "recover_ib_key",
        "ib_key_on_another_phone",
        "reset_android_app",
        "add_user",
    ),
    "devices": (
        "choose_device",
        "request_dsc_plus",
        "request_replacement",
        "activate_permanent_device",
        "return_device",
        "device_fees",
        "share_device",
    ),
    "account": (
        "suspected_break_in",
        "secure_login_overview",
        "security_best_practices",
        "change_mobile_number",
        "confirm_withdrawal",
        "ip_restriction",
        "opt_out",
        "rejoin_secure_login",
    ),
}
# A new procedure is listed at once, also where nobody has said yet where it belongs.
UNSORTED = "other"


@dataclass(frozen=True)
class Shelf:
    """Procedures that belong together."""

    name: str
    procedures: tuple[Procedure, ...]


def arrange(procedures: Iterable[Procedure]) -> list[Shelf]:
    """Put procedures on their shelves, in the order in which agents look for them."""
    by_id = {each.id: each for each in procedures}
    shelves = [
        Shelf(name, tuple(by_id.pop(each) for each in ids if each in by_id))
        for name, ids in SHELVES.items()
    ]
    shelves.append(Shelf(UNSORTED, tuple(by_id.values())))
    return [shelf for shelf in shelves if shelf.procedures]


def matches(haystack: str, wanted: str) -> bool:
    """Whether every word that was typed is in the text, as in the script of the page."""
    text = fold(haystack)
    return all(word in text for word in fold(wanted).split())


def haystack(procedure: Procedure, titles: Sequence[str]) -> str:
    """Return what a procedure is found by: its titles, its id and its KB numbers."""
    return " ".join((*titles, procedure.id.replace("_", " "), *procedure.sources))


def fold(text: str) -> str:
    """Return a text as it is compared: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()
