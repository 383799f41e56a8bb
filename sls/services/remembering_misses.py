"""Remembering misses: what was not understood is kept, masked, with what the customer did next."""

from sls.domain.conversations import Option, Said, Understood
from sls.domain.misses import Miss, MissKind, guesses
from sls.domain.redaction.masking import mask
from sls.domain.understanding import MOVES
from sls.services.turns import Turn

_CLARIFY = "clarify"
_MEANINGS = {
    "send_code:sms": "request_code_by_sms",
    "send_code:voice": "request_code_by_voice",
    "hand_off": "human_handoff",
    "cannot_log_in": "account_locked",
}
_NEWEST = 50


def note(turn: Turn, said: Said) -> None:
    """Remember what is missed now, and what tells the meaning of what was missed before."""
    meant, reworded = _meaning(said)
    earlier = turn.unit.misses.latest_of(turn.conversation.id)
    if meant is not None and earlier is not None and earlier.is_awaiting(turn.now):
        earlier.meant, earlier.reworded = meant, reworded
    if isinstance(said, Understood):
        if said.capability == _CLARIFY:
            _remember(turn, MissKind.UNRECOGNISED, said.text, guesses(said.ranking), None)
        elif said.intent == "correct_answer":
            _remember_corrected(turn, said)


def _meaning(said: Said) -> tuple[str | None, str | None]:
    """Return the label that an option or new words stand for, and those words."""
    if isinstance(said, Option):
        kind, _, value = said.id.partition(":")
        topic = value if kind == "topic" and value != "none" else None
        return topic or _MEANINGS.get(said.id), None
    if isinstance(said, Understood) and said.capability != _CLARIFY and said.intent not in MOVES:
        return said.intent, mask(said.text).text
    return None, None


def _remember_corrected(turn: Turn, said: Understood) -> None:
    """Keep what was said before, with the words that take it back."""
    messages = turn.unit.conversations.recent_messages(turn.conversation.id, _NEWEST)
    told = [each.data["text"] for each in messages if each.data.get("from") == "customer"]
    if len(told) > 1:
        _remember(turn, MissKind.CORRECTED, told[1], [], mask(said.text).text)


def _remember(
    turn: Turn, kind: MissKind, text: str, guessed: list[str], reworded: str | None
) -> None:
    miss = Miss(
        conversation_id=turn.conversation.id,
        kind=kind,
        text=mask(text).text,
        language=turn.conversation.language,
        guesses=guessed,
        created_at=turn.now,
        reworded=reworded,
    )
    turn.unit.misses.add(miss)
