"""What to do with an understood message: act, ask which of a few, or admit not knowing.

A wrong procedure costs more than a question, so the threshold to act is high.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
# Asked about even where a message is more likely none of our business.
ALARM = "suspected_break_in"
ASK_FROM = 0.12
# Labels that move a conversation along; "did you mean …" is about topics only.
MOVES = frozenset(
    "greet goodbye thank affirm deny switch_language next_step previous_step repeat cancel stuck "
    "unsure why wait slower inform bot_challenge human_handoff correct_answer pick_up_elsewhere "
    "resume_walk ask_how_long ask_what_needed ask_how_many insult chitchat".split()
)
MAX_CANDIDATES = 3


@dataclass(frozen=True)
class Acted:
    """Sure enough to act on this label."""

    label: str


@dataclass(frozen=True)
class Asked:
    """Unsure between these labels, likeliest first: ask."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class Rejected:
    """Not something this assistant helps with, or not understood at all."""


Judgement: TypeAlias = Acted | Asked | Rejected


def judge(intent: str, ranking: Sequence[tuple[str, float]]) -> Judgement:
    """Return what to do with a message whose top intent and ranking these are."""
    if intent == OUT_OF_SCOPE:
        return Rejected()
    if intent != FALLBACK:
        return Acted(intent)
    likely = [label for label, score in ranking if label != FALLBACK and score >= ASK_FROM]
    if not likely or (likely[0] == OUT_OF_SCOPE and ALARM not in likely):
        return Rejected()
    topics = [label for label in likely if label != OUT_OF_SCOPE and label not in MOVES]
    return Asked(tuple(topics[:MAX_CANDIDATES])) if topics else Rejected()
