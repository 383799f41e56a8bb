"""The gate of a call: one key, named once, that a person presses and a mailbox does not (A17).

Keys are drawn anew for each try. Chance comes in as a number of four random digits.
"""

from enum import Enum, auto

from sls.domain.deliveries import Delivery

MAX_GATE_TRIES = 3
# A mailbox may play a tone in its greeting: a wrong key ends the call sooner than silence.
WRONG_KEY_COSTS = 2
_KEYS = 9  # 1 to 9; 0 and the signs are on every greeting's menu


class Gate(Enum):
    """What a try at the gate leads to."""

    OPEN = auto()
    ASKED_AGAIN = auto()
    SHUT = auto()


def try_key(delivery: Delivery, key: str) -> Gate:
    """Count a try, with the key that was pressed or none, and return what it leads to."""
    is_in_time = delivery.gate_tries < MAX_GATE_TRIES
    is_wrong = key not in ("", delivery.gate_key)
    delivery.gate_tries += WRONG_KEY_COSTS if is_wrong else 1
    if key == delivery.gate_key and is_in_time:
        return Gate.OPEN
    return Gate.SHUT if delivery.gate_tries >= MAX_GATE_TRIES else Gate.ASKED_AGAIN


def first_key(chance: str) -> str:
    """Return the key of the first try."""
    return str(1 + int(chance) % _KEYS)


def another_key(key: str, chance: str) -> str:
    """Return the key of the next try, never the one before."""
    step = 1 + int(chance) % (_KEYS - 1)
    return str(1 + (int(key) - 1 + step) % _KEYS)
