"""What Twilio and the carriers tell in codes, in the few names that the core has for it."""

from collections.abc import Mapping

# https://www.twilio.com/docs/api/errors; whatever is not here is a failure without a reason.
REASONS: Mapping[str, str] = {
    "21610": "opted_out",
    "30003": "unreachable",
    "30005": "unreachable",
    "30006": "landline",
    "30007": "filtered",
}
_MACHINES = ("machine_", "fax")
_OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


def is_machine(answered_by: str) -> bool:
    """Whether Twilio heard a machine pick up; a person and a doubt are none."""
    return answered_by.startswith(_MACHINES)


def is_over(call_status: str) -> bool:
    """Whether the call itself is over, by its `CallStatus`, which every webhook tells."""
    return call_status in _OVER


def is_bridged(told: str) -> bool:
    """Whether the two ends of a `<Dial>` were connected, by its `DialBridged`; a doubt is a yes."""
    return told != "false"
