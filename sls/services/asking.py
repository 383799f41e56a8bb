"""Asking: a procedure's open question, and what is said when no answer to it comes."""

from collections.abc import Mapping

from sls.domain.messages import Utterance
from sls.domain.procedures import Question
from sls.domain.walks import Guide
from sls.services.turns import Turn, said_last

# Questions whose answers can be told by looking at what one has.
TOLD_BY_LOOKING = frozenset({"device", "platform", "phone"})
# Which questions something that was named answers: an iPhone is a platform and a phone.
ANSWERS = {"platform": ("platform", "phone"), "device": ("device",), "channel": ("channel",)}
LIKELIEST = 2
_HELPED = frozenset({"unsure.any", *(f"unsure.{each}" for each in TOLD_BY_LOOKING)})
_AGAIN, _OR_PERSON, _NO_WAY_ON = "unsure.again", "clarify.or_person", "clarify.no_way_on"


def ask(turn: Turn, guide: Guide, question: Question) -> None:
    """Ask the open question."""
    turn.conversation.open_question = question.name
    turn.say(f"ask.{question.name}", *_options(question), *guide.procedure.offers[:1])


def help_to_answer(turn: Turn, question: Question) -> None:
    """Say how the answer can be found out; again, offer a person and what is likeliest."""
    turn.conversation.open_question = question.name
    asked = said_last(turn)
    if asked in _HELPED:
        turn.say(_AGAIN, "hand_off", *_options(question)[:LIKELIEST])
    elif asked in (_AGAIN, _OR_PERSON):
        _give_up(turn, question)
    else:
        _help(turn, question)


def remind(turn: Turn, question: Question) -> None:
    """Say what is needed and how to tell; again, why it is needed and that a person can help."""
    turn.conversation.open_question = question.name
    asked = said_last(turn)
    if asked in _HELPED:
        turn.say(f"why.{question.name}")
        turn.say(_OR_PERSON, *_options(question), "hand_off")
    elif asked in (_AGAIN, _OR_PERSON):
        _give_up(turn, question)
    else:
        turn.say("clarify.first", question=Utterance(f"ask.{question.name}"))
        _help(turn, question)


def take_named(turn: Turn, guide: Guide, entities: Mapping[str, str]) -> None:
    """Answer what can be answered from what was named now, or is remembered."""
    for question in guide.procedure.asks:
        said = [entities.get(name) for name, names in ANSWERS.items() if question.name in names]
        known = [*said, *_remembered(turn, question.name)]
        value = next((each for each in known if each in question.options), None)
        if value is None:
            continue
        guide.answer(question.name, value)
        implied = guide.procedure.implied_by(question.name) if value in said else {}
        for other in implied.keys() - entities.keys():
            guide.answer(other, implied[other])


def remember(turn: Turn, name: str, value: str) -> None:
    """Keep for later procedures what a customer told us of their platform and phone."""
    if name in ("platform", "phone"):
        turn.note(name, value)
    if name == "platform" and value in ("ios", "android"):
        turn.note("phone", value)


def _help(turn: Turn, question: Question) -> None:
    name = question.name if question.name in TOLD_BY_LOOKING else "any"
    turn.say(f"unsure.{name}", *_options(question), "hand_off")


def _give_up(turn: Turn, question: Question) -> None:
    turn.say(_NO_WAY_ON, "hand_off", *_options(question), "cancel")


def _options(question: Question) -> tuple[str, ...]:
    return tuple(f"{question.name}:{option}" for option in question.options)


def _remembered(turn: Turn, name: str) -> list[str | None]:
    if name == "platform":
        return [turn.platform]
    if name == "phone":
        phone = turn.conversation.answers.get("phone")
        return [str(phone) if phone else None, turn.platform]
    return []
