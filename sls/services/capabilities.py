"""Capabilities: the one table from what was said to the service that acts on it."""

from collections.abc import Callable
from dataclasses import dataclass

from sls.domain.conversations import STAY, Digits, Option, Said, Understood
from sls.domain.factors import Channel
from sls.domain.questions import asks_meaning
from sls.services import answering, remembering_misses
from sls.services.answering_facts import AnsweringFacts
from sls.services.calling_back import CallingBack
from sls.services.calming import calm
from sls.services.clarifying import Clarifying
from sls.services.explaining_limits import ExplainingLimits
from sls.services.finding_person import FindingPerson
from sls.services.fulfilling import Fulfilling, is_by_phone
from sls.services.line_texts import LineTexts
from sls.services.picking_up import PickingUp
from sls.services.requesting_codes import RequestingCodes
from sls.services.starting_reactivation import StartingReactivation
from sls.services.turns import Turn
from sls.services.walking import MOVES, Walking

_CHANNELS = {"request_code_by_sms": Channel.SMS, "request_code_by_voice": Channel.VOICE}
# After these a walk that they interrupted says again where it stands.
_ASIDES = frozenset({"check_withdrawal_limit", "answer_question", "small_talk"})
# Courtesies that ask for nothing: the step above still stands.
_ENDINGS = frozenset({"thank", "goodbye", "wait", "greet"})
# Told again at a later step, these troubles mean that the step did not help.
_TROUBLES = frozenset(
    {"code_not_received", "notification_not_received", "app_malfunction_recovery"}
)


@dataclass(frozen=True)
class Handlers:
    """The services that capabilities come from."""

    walking: Walking
    requesting: RequestingCodes
    limits: ExplainingLimits
    facts: AnsweringFacts
    picking_up: PickingUp
    reactivation: StartingReactivation
    person: FindingPerson
    calling_back: CallingBack
    texts: LineTexts


class Capabilities:
    """Acts on words, options and digits alike, by the same services."""

    def __init__(self, handlers: Handlers) -> None:
        self._walking = walking = handlers.walking
        self._requesting = requesting = handlers.requesting
        self._facts = handlers.facts
        self._picking_up = handlers.picking_up
        self._calling_back = handlers.calling_back
        self._fulfilling = fulfilling = Fulfilling(
            walking,
            requesting,
            handlers.limits,
            handlers.reactivation,
            handlers.person,
            handlers.calling_back,
            handlers.texts,
        )
        self._clarifying = Clarifying(walking)
        self._by_words: dict[str, Callable[[Turn, Understood], None]] = {
            "walk_procedure": self._walk,
            "navigate": self._navigate,
            "send_code": lambda turn, said: fulfilling.send(turn, said, _channel(said)),
            "check_withdrawal_limit": fulfilling.tell_limits,
            "start_reactivation": lambda turn, _said: fulfilling.start_reactivation(turn),
            "answer_question": self._answer,
            "hand_off": fulfilling.find_person,
            "small_talk": answering.small_talk,
            "clarify": self._clarify,
        }
        self._by_option: dict[str, Callable[[Turn, str], None]] = {
            "platform": self._take_platform,
            "send_code": lambda turn, value: fulfilling.request(turn, Channel(value)),
            "topic": self._take_topic,
            "cannot_log_in": lambda turn, _value: walking.begin_for(turn, "account_locked", {}),
            "walk": lambda turn, value: walking.begin(turn, value, {}),
            "language": self._switch_language,
            "hand_off": lambda turn, _value: fulfilling.hand_off(turn),
            "why": lambda turn, _value: self._facts.explain_why(turn),
            "finish": lambda turn, _value: walking.move(turn, "next"),
            "start_reactivation": lambda turn, _value: fulfilling.start_reactivation(turn),
            "pick_up": lambda turn, _value: handlers.picking_up.give(turn),
            "callback": handlers.calling_back.take,
            "callback_cancel": lambda turn, _value: handlers.calling_back.cancel(turn),
            "resume_walk": lambda turn, _value: handlers.picking_up.ask(turn),
            "slower": lambda turn, _value: self._slow_down(turn),
            STAY: lambda turn, _value: (
                requesting.ask_for_what_is_missing if turn.conversation.pending else walking.resume
            )(turn),
            **{move: self._mover(move) for move in MOVES},
        }

    def act(self, turn: Turn, said: Said) -> None:
        """Act on what was said and collect the replies in the turn."""
        if turn.conversation.customer_id is not None and turn.customer_id is None:
            turn.conversation.customer_id = None
            turn.say("session.identity_ended")
        if isinstance(said, Digits):
            self._picking_up.take(turn, said.value)
        elif isinstance(said, Option):
            remembering_misses.note(turn, said)
            kind, _, value = said.id.partition(":")
            act = self._by_option.get(kind)
            act(turn, value) if act else self._walking.answer(turn, kind, value)
        elif not _names_a_platform(said) and self._requesting.wants(turn, said):
            self._requesting.take_username(turn, said)
        else:
            remembering_misses.note(turn, said)
            self._take_words(turn, said)
        self._drop_closed(turn)
        is_unclear = isinstance(said, Understood) and said.capability == "clarify"
        if not is_unclear:
            turn.conversation.misunderstandings = 0

    def greet(self, turn: Turn) -> None:
        """Say the first words, and promise no call where none can go."""
        can_be_called = not self._requesting.is_closed(turn, Channel.VOICE)
        kind = "login" if can_be_called else "login_without_call"
        turn.say(f"greeting.{kind if turn.login else 'site'}", *answering.HELP_OPTIONS)
        self._drop_closed(turn)

    def place(self, turn: Turn) -> dict[str, str | int] | None:
        """Return where the walk stands, if one is under way."""
        return self._walking.place(turn)

    def _take_words(self, turn: Turn, said: Understood) -> None:
        if self._take_aside(turn, said):
            return
        is_of_steps = self._facts.answer_of_steps(turn, said)
        if not is_of_steps:
            self._by_words[said.capability](turn, said)
        if is_of_steps or (said.capability in _ASIDES and said.intent not in _ENDINGS):
            self._walking.resume(turn)

    def _take_aside(self, turn: Turn, said: Understood) -> bool:
        """Take words that tell by themselves what they are, whatever they were understood as."""
        return (
            (asks_meaning(said.text) and self._walking.help_to_answer(turn))
            or self._calling_back.hear_time(turn, said)
            or calm(turn, said, self._walking)
            or self._facts.answer_of_devices(turn, said)
        )

    def _drop_closed(self, turn: Turn) -> None:
        turn.replies = [
            each.with_options(*self._requesting.reachable(turn, each.options))
            for each in turn.replies
        ]

    def _slow_down(self, turn: Turn) -> None:
        """Speak more slowly from now on, which is for whoever carries the call to do."""
        turn.say("line.slower")
        self._walking.resume(turn)

    def _mover(self, move: str) -> Callable[[Turn, str], None]:
        return lambda turn, _value: self._walking.move(turn, move)

    def _walk(self, turn: Turn, said: Understood) -> None:
        if "platform" in said.entities:
            turn.note("platform", said.entities["platform"])
        is_said_again = self._walking.is_about(turn, said.intent)
        if is_said_again and self._facts.answer_within(turn, said):
            self._walking.resume(turn)
            return
        is_trouble_again = is_said_again and said.intent in _TROUBLES
        stood = self._walking.place(turn) if is_trouble_again else None
        self._walking.begin_for(turn, said.intent, said.entities)
        if stood is not None and stood["step"] != 1 and stood == self._walking.place(turn):
            turn.replies.clear()
            self._walking.move(turn, "stuck")

    def _navigate(self, turn: Turn, said: Understood) -> None:
        aside = self._beside_the_walk(turn, said.intent)
        if aside is not None:
            aside(turn)
            return
        is_asked = turn.conversation.open_question is not None
        if is_asked or said.intent in ("inform", "correct_answer"):
            if "platform" in said.entities and turn.conversation.pending is not None:
                self._take_platform(turn, said.entities["platform"])
                return
            if self._walking.take_named(turn, said.entities):
                return
        if said.intent == "inform":
            self._take_what_was_named(turn, said)
            return
        self._walking.navigate(turn, said)

    def _beside_the_walk(self, turn: Turn, intent: str) -> Callable[[Turn], None] | None:
        """Return what such a word means where it moves no walk."""
        is_walked = turn.conversation.walks and turn.conversation.pending is None
        meanings = {
            "affirm": self._fulfilling.hand_off
            if answering.has_offered_person(turn)
            else self._picking_up.agreed_to(turn),
            "slower": self._slow_down if is_by_phone(turn) else None,
            "pick_up_elsewhere": self._picking_up.give,
            "resume_walk": self._picking_up.ask,
            "unsure": None if is_walked else self._clarifying.help_to_answer,
            "stuck": None if is_walked else self._clarifying.help_to_answer,
        }
        return meanings.get(intent)

    def _take_what_was_named(self, turn: Turn, said: Understood) -> None:
        channel = said.entities.get("channel")
        if self._fulfilling.asks_of_another_limit(turn, said):
            self._fulfilling.tell_limits(turn, said)
        elif channel in set(Channel):
            self._fulfilling.send(turn, said, Channel(channel))
        elif not (turn.conversation.walks or turn.conversation.open_question):
            answering.keep_for_later(turn, said)
        elif "platform" in said.entities:
            self._take_platform(turn, said.entities["platform"])
        else:
            self._walking.navigate(turn, said)

    def _take_platform(self, turn: Turn, platform: str) -> None:
        turn.note("platform", platform)
        if turn.conversation.pending is not None:
            self._requesting.ask_for_what_is_missing(turn)
            return
        self._walking.answer(turn, "platform", platform)

    def _take_topic(self, turn: Turn, intent: str) -> None:
        if intent == "none":
            turn.say("clarify.none", *answering.HELP_OPTIONS)
        elif intent in _CHANNELS:
            self._fulfilling.request(turn, _CHANNELS[intent])
        elif intent == "withdrawal_limit":
            self._fulfilling.tell_limits(turn, Understood("check_withdrawal_limit", "", intent))
            self._walking.resume(turn)
        else:
            self._walking.begin_for(turn, intent, {})

    def _answer(self, turn: Turn, said: Understood) -> None:
        if said.intent == "why":
            self._facts.explain_why(turn)
        else:
            self._facts.answer(turn, said)

    def _clarify(self, turn: Turn, said: Understood) -> None:
        """Take the only topic that is likely again; else ask."""
        topic = answering.meant_twice(turn, said)
        if topic is not None:
            self._take_topic(turn, topic)
            return
        self._clarifying.clarify(turn, said)

    def _switch_language(self, turn: Turn, language: str) -> None:
        answering.switch_language(turn, language)
        self._walking.resume(turn)


def _names_a_platform(said: Understood) -> bool:
    """Whether the platform is given or corrected, which is no user name."""
    return said.capability == "navigate" and "platform" in said.entities


def _channel(said: Understood) -> Channel:
    return _CHANNELS.get(said.intent, Channel.VOICE)
