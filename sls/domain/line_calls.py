"""A call to our line: which turn it is in, what is being asked, and how patient we still are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Whoever calls again within this time may have been cut off.
RESUMED_WITHIN = timedelta(minutes=10)
MAX_SILENCES = 3
MAX_MISSES = 3
# Keys within this time of a mistake were pressed before it could be heard.
SLIP = timedelta(seconds=2)
# "One moment please" is said so often while words are being understood.
MAX_HOLDS = 3
# Below this the recogniser may have misheard, so the words are asked back.
SURE = 0.5
# More than this is not asked back; it would have to be listened to.
LONGEST_DOUBT = 80
# Machines call too, and never tire of pressing keys.
MAX_TURNS = 300
OPTIONS_AT_ONCE = 5


class Asked(StrEnum):
    """What the call waits for."""

    LANGUAGE = "language"
    RESUME = "resume"  # whether to go on where an earlier call broke off
    CHOICE = "choice"  # one of the options that were offered, or a wish
    STEP = "step"  # done with a step of a procedure, or something about it
    NUMBER = "number"  # a pick-up number
    PROOF = "proof"  # a code that went out as a text message
    DOUBT = "doubt"  # whether it was this that was said
    HOLD = "hold"  # nothing: words are being understood
    PERSON = "person"  # nothing: a person of ours is being rung
    OVER = "over"  # nothing: goodbye was said


@dataclass
class LineCall:
    """One call to our line; what is said in it is its conversation's.

    `turn` numbers what is being said, so that a request that comes twice acts once. `caller` is
    a keyed digest, kept to offer going on after a dropped call and for nothing else. `text_id` is
    the text message with an answer of whose end the caller may still have to hear.
    """

    sid: str
    conversation_id: str
    caller: bytes | None
    asked: Asked
    started_at: datetime
    last_at: datetime
    turn: int = 0
    page: int = 0
    silences: int = 0
    misses: int = 0
    holds: int = 0
    is_slow: bool = False
    knows_keys: bool = False
    doubt: str | None = None
    resumes: str | None = None
    ended_at: datetime | None = None
    text_id: str | None = None

    @property
    def is_over(self) -> bool:
        """Nothing is said any more."""
        return self.ended_at is not None

    def name(self, turn: int | None = None) -> str:
        """Return what a turn of this call is called in its conversation."""
        return f"line-{self.turn if turn is None else turn}"

    def is_slip(self, now: datetime) -> bool:
        """Whether a key that comes now belongs to the mistake before it."""
        return self.misses > 0 and now - self.last_at < SLIP

    def go_on(self, now: datetime) -> None:
        """Begin the next turn."""
        self.turn += 1
        self.last_at = now

    def hear_something(self) -> None:
        """Somebody is there and was understood: patience begins anew."""
        self.silences = self.misses = self.holds = 0
        self.page = 0
        self.doubt = None
