"""Calming: who is frightened, or met an error, and names no matter hears what to choose from."""

from sls.domain.bare_errors import is_bare_error
from sls.domain.conversations import Understood
from sls.domain.cries import is_cry
from sls.services.asking import LIKELIEST
from sls.services.turns import Turn, said_last
from sls.services.walking import Walking

# What cannot wait comes first. A call reads out so many at once, and its key for a person is told.
CHOICES = (
    "topic:suspected_break_in",
    "cannot_log_in",
    "topic:code_not_received",
    "topic:lost_or_broken_device",
    "topic:forgot_pin_or_blocked",
    "hand_off",
)
_CALM, _ERROR, _PERSON = "calm.help", "calm.error", "unsure.no_topic"
_STUCK, _SMALL_TALK = "stuck", "small_talk"


def calm(turn: Turn, said: Understood, walking: Walking) -> bool:
    """Answer a cry for help; False where the words name a matter, or mean what is under way.

    Who is stuck with nothing under way has not said with what either.
    """
    conversation = turn.conversation
    if conversation.walks:
        return _calm_on_the_way(turn, said, walking)
    is_asked = conversation.pending or conversation.open_question
    is_error = is_bare_error(said.text)
    if is_asked or not (is_error or said.intent == _STUCK or is_cry(said.text)):
        return False
    if said_last(turn) in (_CALM, _ERROR):
        turn.say(_PERSON, "hand_off", *CHOICES[:LIKELIEST])
    else:
        turn.say(_ERROR if is_error else _CALM, *CHOICES)
    return True


def _calm_on_the_way(turn: Turn, said: Understood, walking: Walking) -> bool:
    """Answer fright that is taken for small talk ("I am fine, thank you"), and stay at the step."""
    if said.capability != _SMALL_TALK or not is_cry(said.text):
        return False
    turn.say("calm.walk", "hand_off")
    walking.resume(turn)
    return True
