"""Finding a person: whether somebody answers now, and how to reach them, in writing or by ear."""

from datetime import datetime

from sls.domain.business_hours import BusinessHours
from sls.domain.conversations import Level
from sls.domain.messages import Utterance
from sls.domain.moments import written_moment
from sls.services.line_menus import MAIN_MENU, PROVE, PROVE_TO_BE_CALLED
from sls.services.turns import Turn

# What is said when the call is to be connected; whoever carries the call looks for it.
CONNECTING = "line.connecting"
CALLBACK = "callback"


class FindingPerson:
    """Who answers for us on the phone, and when."""

    def __init__(self, number: str | None, hours: BusinessHours) -> None:
        self.number = number
        self._hours = hours

    def write(self, turn: Turn) -> None:
        """Write whether somebody is there now, how to reach them, and that a walk can go on."""
        ways = ("pick_up", "repeat") if turn.conversation.walks else ("topic:code_not_received",)
        if _is_known(turn):
            ways = (CALLBACK, *ways)
        if self.number is None:
            turn.say("hand_off.contact_only", *ways)
        else:
            turn.say("hand_off.contact", *ways, hours=self._told(turn.now))

    def tell(self, turn: Turn) -> None:
        """Say that the call is put through; if nobody can take it, how to reach somebody."""
        if self.number is None:
            ways = ("pick_up",) if turn.conversation.walks else ()
            turn.say("line.no_person", *((CALLBACK,) if _is_known(turn) else ()), *ways)
        elif self._hours.is_open(turn.now):
            turn.say(CONNECTING)
        else:
            self._tell_when(turn)

    def offer_call(self, turn: Turn) -> None:
        """Offer a caller whom we do not know a call at another time, once they say who they are."""
        turn.say("line.callback_prove", PROVE_TO_BE_CALLED, *_rest(turn))

    def _tell_when(self, turn: Turn) -> None:
        """Say when somebody is back, and offer a call then to whoever says who they are."""
        rest = _rest(turn)
        opens_at = self._opening(turn.now)
        if _is_known(turn):
            turn.say("line.person_closed_known", CALLBACK, *rest, opens_at=opens_at)
        else:
            turn.say("line.person_closed", PROVE_TO_BE_CALLED, *rest, opens_at=opens_at)

    def _told(self, now: datetime) -> Utterance:
        """Return what is told of the hours."""
        if not self._hours.is_open(now):
            return Utterance("hand_off.hours.closed", {"opens_at": self._opening(now)})
        closing = self._hours.closing(now)
        if closing is None:
            return Utterance("hand_off.hours.always")
        closes_at = written_moment(closing, self._hours.zone)
        return Utterance("hand_off.hours.open", {"closes_at": closes_at})

    def _opening(self, now: datetime) -> str:
        return written_moment(self._hours.next_opening(now), self._hours.zone)


def _rest(turn: Turn) -> tuple[str, ...]:
    """Return what a caller can do besides being called."""
    if turn.conversation.walks:
        return ("pick_up",)
    return tuple(each for each in MAIN_MENU if each != PROVE)


def _is_known(turn: Turn) -> bool:
    return turn.level >= Level.LOGIN_BOUND
