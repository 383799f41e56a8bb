"""Finding a person: a caller who wants one is put through within the hours, or told of them."""

from sls.domain.business_hours import BusinessHours
from sls.domain.conversations import Level
from sls.domain.moments import written_moment
from sls.services.turns import Turn

# What is said when the call is to be connected; whoever carries the call looks for it.
CONNECTING = "line.connecting"
CALLBACK = "callback"


class FindingPerson:
    """Who answers for us on the phone, and when."""

    def __init__(self, number: str | None, hours: BusinessHours) -> None:
        self.number = number
        self._hours = hours

    def tell(self, turn: Turn) -> None:
        """Say that the call is put through; if nobody can take it, how to reach somebody."""
        ways = ("pick_up",) if turn.conversation.walks else ()
        if turn.level >= Level.LOGIN_BOUND:
            ways = (CALLBACK, *ways)
        if self.number is None:
            turn.say("line.no_person", *ways)
        elif self._hours.is_open(turn.now):
            turn.say(CONNECTING)
        else:
            opens_at = written_moment(self._hours.next_opening(turn.now), self._hours.zone)
            turn.say("line.person_closed", *ways, opens_at=opens_at)
