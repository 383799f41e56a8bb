"""Picking up: a walk is put down under a number in one channel and taken up in another."""

from collections.abc import Callable

from sls.domain.conversations import PHONE
from sls.domain.messages import Utterance
from sls.domain.pick_ups import (
    MAX_PICK_UP_TRIES,
    PICK_UP_LENGTH,
    PICK_UP_LIFETIME,
    PickUp,
    carried,
)
from sls.ports import Randomness
from sls.ports.pick_ups import PickUpNumbers
from sls.services.turns import Turn, said_last
from sls.services.walking import LEFT, Walking

PICK_UP = "pick_up"
_OR_AGAIN = "pick_up.or_again"


class PickingUp:
    """Gives pick-up numbers and takes them."""

    def __init__(self, walking: Walking, numbers: PickUpNumbers, randomness: Randomness) -> None:
        self._walking = walking
        self._numbers = numbers
        self._randomness = randomness

    def give(self, turn: Turn) -> None:
        """Put the walk down under a number that is said once."""
        conversation = turn.conversation
        if not conversation.walks:
            self._offer_again(turn)
            return
        number = self._free_number(turn)
        turn.unit.pick_ups.add(
            PickUp(
                self._numbers.digest(number),
                conversation.walks,
                carried(conversation.answers),
                conversation.language,
                turn.now + PICK_UP_LIFETIME,
            )
        )
        minutes = int(PICK_UP_LIFETIME.total_seconds() // 60)
        half = PICK_UP_LENGTH // 2
        turn.say("pick_up.given", number=f"{number[:half]} {number[half:]}", minutes=minutes)

    def ask(self, turn: Turn) -> None:
        """Ask for the number, unless there is a walk here to go on with."""
        if turn.conversation.walks:
            self._walking.resume(turn)
            return
        turn.conversation.open_question = PICK_UP
        left = turn.conversation.answers.get(LEFT)
        if left and turn.conversation.channel != PHONE:
            title = Utterance(f"{left}.title")
            turn.say(_OR_AGAIN, f"walk:{left}", "cancel", title=title)
        else:
            turn.say("pick_up.ask", "cancel")

    def agreed_to(self, turn: Turn) -> Callable[[Turn], None] | None:
        """Return what "yes" begins again, where just that was offered."""
        left = str(turn.conversation.answers.get(LEFT) or "")
        if said_last(turn) != _OR_AGAIN or not left:
            return None
        return lambda turn: self._walking.begin(turn, left, {})

    def _offer_again(self, turn: Turn) -> None:
        """There is nothing to put down; what was stopped here can be begun again."""
        left = turn.conversation.answers.get(LEFT)
        again = f"walk:{left}" if left else "topic:code_not_received"
        turn.say("pick_up.nothing_to_continue", again, "hand_off")

    def take(self, turn: Turn, number: str) -> None:
        """Take a number: the walk goes on here, and the number is used up."""
        conversation = turn.conversation
        tries = int(conversation.answers.get("pick_up_tries", 0)) + 1
        turn.note("pick_up_tries", str(tries))
        found = None
        if tries <= MAX_PICK_UP_TRIES:
            found = turn.unit.pick_ups.take(self._numbers.digest(number), turn.now)
        if found is None:
            if tries >= MAX_PICK_UP_TRIES:
                conversation.open_question = None
            turn.say("pick_up.unknown", "topic:code_not_received", "hand_off")
            return
        conversation.open_question = None
        conversation.walks = found.walks
        conversation.answers = {**conversation.answers, **found.answers}
        title = Utterance(f"{found.walks[-1]['procedure']}.title")
        turn.say("pick_up.taken", title=title)
        self._walking.resume(turn)

    def _free_number(self, turn: Turn) -> str:
        while True:
            number = self._randomness.digits(PICK_UP_LENGTH)
            if not turn.unit.pick_ups.has(self._numbers.digest(number)):
                return number
