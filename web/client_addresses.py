"""The customer's own address, as the login screen passes it; no header says it (A37)."""

from typing import Any

from sls.domain.addresses import canonical_address
from web.problems import BadRequest, optional_text

MAX_ADDRESS_LENGTH = 64


def client_address(body: dict[str, Any]) -> str | None:
    """Return the `client_address` of a body in its one spelling, or None without one.

    Raises:
        BadRequest: it is no address.
    """
    shown = optional_text(body, "client_address", MAX_ADDRESS_LENGTH)
    try:
        return None if shown is None else canonical_address(shown)
    except ValueError as error:
        raise BadRequest from error
