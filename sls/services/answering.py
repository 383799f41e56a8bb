"""Answering: small talk, why we ask, and owning up to not having understood."""

from sls.domain.conversations import PHONE, Understood
from sls.domain.languages import CHINESE, ENGLISH, named_language
from sls.domain.understanding import Acted, Asked, judge
from sls.services.asking import remember
from sls.services.turns import Turn, last_utterance, said_last

MAX_MISUNDERSTANDINGS = 3
_OFFER, _WHICH = "clarify.offer_person", "clarify.which"
_OFFERS = frozenset({_OFFER, "unsure.no_topic"})
HELP_OPTIONS = (
    "topic:code_not_received",
    "send_code:voice",
    "send_code:sms",
    "topic:lost_or_broken_device",
    "topic:new_phone_or_reactivate",
    "topic:withdrawal_limit",
    "topic:suspected_break_in",
    "hand_off",
)


def small_talk(turn: Turn, said: Understood) -> None:
    """Answer a greeting, thanks, "wait", rudeness or "are you a robot", briefly."""
    if said.intent == "switch_language":
        current = turn.conversation.language
        other = ENGLISH if current == CHINESE else CHINESE
        switch_language(turn, named_language(said.text) or other)
        return
    is_free = not turn.conversation.walks
    options = HELP_OPTIONS if is_free and said.intent in ("greet", "bot_challenge") else ()
    turn.say(f"small_talk.{said.intent}", *options)


def switch_language(turn: Turn, language: str) -> None:
    """Answer in this language from now on; an explicit choice stays."""
    turn.conversation.language = language
    turn.conversation.is_language_pinned = True
    turn.say("language.switched")


def explain_question(turn: Turn) -> None:
    """Say why the open question is asked."""
    question = turn.conversation.open_question
    turn.say(f"why.{question}" if question else "why.general")


def has_offered_person(turn: Turn) -> bool:
    """Whether the last thing that was said is the offer to talk to a person."""
    return said_last(turn) in _OFFERS


def meant_twice(turn: Turn, said: Understood) -> str | None:
    """Return the topic that was asked about before and is the only one of those likely again."""
    asked, judgement = last_utterance(turn), judge(said.intent, said.ranking)
    if asked is None or asked["id"] != _WHICH or not isinstance(judgement, Asked):
        return None
    likely = [each for each in judgement.labels if f"topic:{each}" in asked["options"]]
    return likely[0] if len(likely) == 1 else None


def keep_for_later(turn: Turn, said: Understood) -> None:
    """Remember a platform or phone that was named with nothing under way, and ask what happened."""
    if "platform" in said.entities:
        remember(turn, "platform", said.entities["platform"])
    turn.say("told.before", *HELP_OPTIONS)


def clarify(turn: Turn, said: Understood) -> None:
    """Ask which of a few was meant, or say what help there is; after three times offer a person.

    A caller whose words are none of our business may have been misheard the first time.
    """
    turn.conversation.misunderstandings += 1
    if turn.conversation.misunderstandings >= MAX_MISUNDERSTANDINGS:
        turn.conversation.misunderstandings = 0
        turn.say(_OFFER, "hand_off", *HELP_OPTIONS[:3])
        return
    judgement = judge(said.intent, said.ranking)
    if isinstance(judgement, Asked):
        topics = [f"topic:{label}" for label in judgement.labels]
        turn.say(_WHICH, *topics, "topic:none")
    elif (isinstance(judgement, Acted) or said.intent == "out_of_scope") and not _is_misheard(turn):
        turn.say("clarify.out_of_scope", *HELP_OPTIONS)
    else:
        turn.say("clarify.not_understood", *HELP_OPTIONS)


def _is_misheard(turn: Turn) -> bool:
    """Whether it is likelier that we heard wrongly: on the phone, until it was said again."""
    return turn.conversation.channel == PHONE and turn.conversation.misunderstandings == 1
