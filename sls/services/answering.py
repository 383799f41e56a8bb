"""Answering: small talk, questions, handing over, and owning up to not having understood."""

from sls.domain.conversations import Understood
from sls.domain.languages import CHINESE, ENGLISH, named_language
from sls.domain.messages import Utterance
from sls.domain.understanding import Acted, Asked, judge
from sls.services.turns import Turn

MAX_MISUNDERSTANDINGS = 3
HELP_OPTIONS = ("topic:code_not_received", "send_code:voice", "send_code:sms", "hand_off")


def small_talk(turn: Turn, said: Understood) -> None:
    """Answer a greeting, thanks, a goodbye, "wait" or "are you a robot", briefly."""
    if said.intent == "switch_language":
        current = turn.conversation.language
        other = ENGLISH if current == CHINESE else CHINESE
        switch_language(turn, named_language(said.text) or other)
        return
    options = HELP_OPTIONS if said.intent in ("greet", "bot_challenge") else ()
    turn.say(f"small_talk.{said.intent}", *options)


def switch_language(turn: Turn, language: str) -> None:
    """Answer in this language from now on; an explicit choice stays."""
    turn.conversation.language = language
    turn.conversation.is_language_pinned = True
    turn.say("language.switched")


def answer_question(turn: Turn, said: Understood) -> None:
    """Answer a question; where no answer is here yet, say who has it."""
    if said.intent == "why":
        question = turn.conversation.open_question
        turn.say(f"why.{question}" if question in ("platform", "username") else "why.general")
        return
    turn.say("topic.elsewhere", "hand_off", topic=Utterance(f"topic.{said.intent}"))


def hand_off(turn: Turn) -> None:
    """Say how a person can be reached."""
    turn.say("hand_off.contact", "topic:code_not_received")


def clarify(turn: Turn, said: Understood) -> None:
    """Ask which of a few was meant, or say what help there is; after three times offer a person."""
    turn.conversation.misunderstandings += 1
    if turn.conversation.misunderstandings >= MAX_MISUNDERSTANDINGS:
        turn.conversation.misunderstandings = 0
        turn.say("clarify.offer_person", "hand_off", *HELP_OPTIONS[:3])
        return
    judgement = judge(said.intent, said.ranking)
    if isinstance(judgement, Asked):
        topics = [f"topic:{label}" for label in judgement.labels]
        turn.say("clarify.which", *topics, "topic:none")
    elif isinstance(judgement, Acted) or said.intent == "out_of_scope":
        turn.say("clarify.out_of_scope", *HELP_OPTIONS)
    else:
        turn.say("clarify.not_understood", *HELP_OPTIONS)
