"""How long an answer is by ear, which part of it is said, and what of it may be texted to whom."""

import re
from collections.abc import Sequence
from datetime import timedelta

# Two or three sentences: more than that nobody keeps in mind, let alone figures.
LONG_BY_EAR = timedelta(seconds=20)
# The number that calls is easily forged, so what goes to it without proof is little (A15, A39).
MAX_UNPROVED_A_CALL = 1
MAX_UNPROVED_A_DAY = 3
MAX_UNPROVED_SEGMENTS = 5
MAX_PROVED_A_CALL = 3
A_DAY = timedelta(days=1)

# Rates of synthetic voices: four characters or two and a half words in a second.
_CHARACTERS_A_SECOND, _WORDS_A_SECOND = 4.0, 2.5
_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
# Letters that are spelled, and figures: each about a word of its own.
_SPELLED = re.compile(r"\b[A-Z]{2,4}\b")
_DIGIT = re.compile(r"[1-9]")
_FACT = ".fact."
_GENERAL = ("limits.rule", "limits.table.", "limits.amount.", "limits.device.")
_OF_ONES_OWN = ("limits.own.",)


def seconds_to_say(text: str) -> float:
    """Return about how long a voice takes for a text that is written for the eye."""
    words = len(_WORD.findall(text)) + len(_DIGIT.findall(text))
    words += sum(len(each) - 1 for each in _SPELLED.findall(text))
    return len(_CHARACTER.findall(text)) / _CHARACTERS_A_SECOND + words / _WORDS_A_SECOND


def is_long(seconds: float) -> bool:
    """Whether so much is better read than heard."""
    return seconds > LONG_BY_EAR.total_seconds()


def said_first(seconds: Sequence[float]) -> int:
    """Return how many of an answer's parts are said before the rest is offered; one at least."""
    total, count = 0.0, 0
    for each in seconds:
        total += each
        if count and is_long(total):
            break
        count += 1
    return count


def is_answer(message_id: str) -> bool:
    """Whether a text is what was asked for, and not a step, a question or a courtesy."""
    return message_id.startswith((*_GENERAL, *_OF_ONES_OWN)) or _FACT in message_id


def is_general(message_id: str) -> bool:
    """Whether an answer is the same for everybody, so that it may go to whoever calls."""
    return is_answer(message_id) and not message_id.startswith(_OF_ONES_OWN)


def most_texts(*, is_proved: bool) -> int:
    """Return how many text messages one call may ask for."""
    return MAX_PROVED_A_CALL if is_proved else MAX_UNPROVED_A_CALL
