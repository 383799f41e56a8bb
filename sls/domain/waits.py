"""How waits are told to people: whole units, rounded up, so that nobody comes back too early."""

from datetime import timedelta

_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


def whole_minutes(wait: timedelta) -> int:
    """Return a wait in minutes, at least one."""
    return max(1, -(-wait // _MINUTE))


def whole_seconds(wait: timedelta) -> int:
    """Return a wait in seconds, at least one."""
    return max(1, -(-wait // _SECOND))
