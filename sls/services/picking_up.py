"""Picking up: a walk is put down under a number in one channel and taken up in another."""

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
from sls.services.turns import Turn
from sls.services.walking import Walking

PICK_UP = "pick_up"


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
            turn.say("pick_up.nothing_to_continue", "topic:code_not_received", "hand_off")
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
        turn.say("pick_up.ask", "cancel")

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
