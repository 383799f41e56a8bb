"""How deliveries end, as data: what each end is called, what is offered, what we try again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel

# Once more after 5 to 8 seconds, if enough of the minute is left to ring and be heard.
ONE_MINUTE = timedelta(seconds=60)
NEEDED_TO_RING = timedelta(seconds=25)
SHORTEST_PAUSE = timedelta(seconds=5)
PAUSES = 4  # of whole seconds: 5, 6, 7 or 8


class End(StrEnum):
    """Every way in which a code can fail to arrive; those that are no state are a row's reason."""

    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    FAILED = "failed"
    EXPIRED = "expired"
    NO_KEY = "no_key"  # answered, and the key was not pressed
    MACHINE = "machine"  # a mailbox or a fax machine answered
    CUT_OFF = "cut_off"  # over, and nobody told that it was answered
    CANCELED = "canceled"  # by the provider, not by us
    REFUSED = "refused"  # the provider did not take it
    NOT_NEEDED = "not_needed"  # the code was used or replaced meanwhile, so we ended it
    LANDLINE = "landline"  # a number without text messages
    UNREACHABLE = "unreachable"
    FILTERED = "filtered"
    OPTED_OUT = "opted_out"  # STOP was texted; START brings messages back


@dataclass(frozen=True)
class Ending:
    """What an end means for whoever waits: its text, the channels to offer, another call."""

    text: str
    offers: tuple[Channel, ...] = ()
    is_rung_again: bool = False


_CALL, _TEXT = Channel.VOICE, Channel.SMS
_ENDINGS: Mapping[Channel, Mapping[End, Ending]] = {
    Channel.VOICE: {
        End.BUSY: Ending("busy", (_TEXT, _CALL), is_rung_again=True),
        End.NO_ANSWER: Ending("no_answer", (_TEXT, _CALL), is_rung_again=True),
        End.FAILED: Ending("failed", (_TEXT, _CALL), is_rung_again=True),
        End.REJECTED: Ending("rejected", (_TEXT, _CALL)),
        End.NO_KEY: Ending("no_key", (_CALL, _TEXT)),
        End.MACHINE: Ending("machine", (_TEXT, _CALL)),
        End.CUT_OFF: Ending("no_answer", (_TEXT, _CALL)),
        End.CANCELED: Ending("failed", (_TEXT, _CALL)),
        End.REFUSED: Ending("failed", (_TEXT,)),
        End.EXPIRED: Ending("expired", (_CALL, _TEXT)),
        End.NOT_NEEDED: Ending("not_needed"),
    },
    Channel.SMS: {
        End.FAILED: Ending("failed", (_CALL, _TEXT)),
        End.REFUSED: Ending("failed", (_CALL,)),
        End.LANDLINE: Ending("landline", (_CALL,)),
        End.UNREACHABLE: Ending("unreachable", (_CALL, _TEXT)),
        End.FILTERED: Ending("filtered", (_CALL,)),
        End.OPTED_OUT: Ending("opted_out", (_CALL, _TEXT)),
        End.EXPIRED: Ending("expired", (_TEXT, _CALL)),
        End.NOT_NEEDED: Ending("not_needed"),
    },
}
_MISSED = frozenset(
    {
        DeliveryState.BUSY,
        DeliveryState.NO_ANSWER,
        DeliveryState.REJECTED,
        DeliveryState.FAILED,
        DeliveryState.EXPIRED,
    }
)


def ending_of(delivery: Delivery) -> Ending | None:
    """Return what the end of a delivery means, or None while its code may still arrive or did."""
    if delivery.state not in _MISSED:
        return None
    known = _ENDINGS[delivery.channel]
    if delivery.reason is None:
        return known.get(End(delivery.state.value), known[End.FAILED])
    named = End(delivery.reason) if delivery.reason in _NAMES else End.REFUSED
    return known.get(named, known[End.FAILED])


def may_be_rung_again(delivery: Delivery, now: datetime) -> bool:
    """Whether we ring once more by ourselves: once, for some ends, and only within the minute."""
    ending = ending_of(delivery)
    is_first = delivery.follows is None
    is_time = delivery.created_at + ONE_MINUTE - now >= NEEDED_TO_RING
    return ending is not None and ending.is_rung_again and is_first and is_time


_NAMES = frozenset(end.value for end in End)
