"""Requesting a code in a conversation, with what each level may have and may be told.

From level 1 on the customer hears what happened. An anonymous visitor names a platform and a
user name and gets one sentence that is the same whether or not such a user or login exists.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from sls.domain.conversations import Level, Understood
from sls.domain.errors import BudgetSpent, ChannelUnavailable, Refusal, ResendTooSoon, WrongState
from sls.domain.factors import Channel
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.messages import Utterance
from sls.domain.phones import PhoneNumber
from sls.domain.platforms import Platform
from sls.domain.waits import whole_minutes, whole_seconds
from sls.services.reporting import Reporting
from sls.services.sending import Sending
from sls.services.turns import Turn

MAX_ANONYMOUS_REQUESTS = 3
A_MOMENT = timedelta(seconds=60)
PLATFORM_OPTIONS = tuple(f"platform:{platform}" for platform in Platform)
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9._\-]{1,31}")
_ALONE = re.compile(rf"\W*({_USERNAME.pattern}?)\W*")
# A single word is a user name, whatever it means otherwise, but for these.
_COMMANDS = frozenset(
    "cancel stop why back previous next repeat help human agent person english chinese call sms "
    "text wait no yes nope ok okay bye goodbye hello hi thanks".split()
)
# While a user name is awaited, sentences of these kinds still mean what they say.
_CONTROLS = frozenset(
    "cancel human_handoff why wait stuck unsure switch_language goodbye previous_step repeat "
    "slower request_code_by_sms request_code_by_voice bot_challenge deny "
    "suspected_break_in".split()
)
_SURE = 0.8


class RequestingCodes:
    """The capability `send_code`."""

    def __init__(self, sending: Sending, reporting: Reporting) -> None:
        self._sending = sending
        self._reporting = reporting

    def request(self, turn: Turn, channel: Channel) -> None:
        """Send a code by this channel, or ask for what is still needed to do so."""
        if turn.login is not None:
            self._send_and_tell(turn, turn.login, channel)
        elif turn.level >= Level.SITE_AUTHENTICATED:
            turn.say("send_code.no_login_waiting", "topic:code_not_received", "hand_off")
        elif turn.conversation.login_id is not None:
            turn.say("send_code.login_over", "hand_off")
        else:
            turn.conversation.pending = {"channel": channel.value}
            self.ask_for_what_is_missing(turn)

    def reachable(self, turn: Turn, options: Sequence[str]) -> tuple[str, ...]:
        """Return the options without the channels that are known not to reach this customer."""
        closed = {f"send_code:{each}" for each in Channel if self.is_closed(turn, each)}
        return tuple(option for option in options if option not in closed)

    def is_closed(self, turn: Turn, channel: Channel) -> bool:
        """Whether this channel is known not to reach the customer who is logging in."""
        if turn.login is None:
            return False
        return self._sending.unavailable(turn.unit, turn.login, channel, turn.now) is not None

    def ask_for_what_is_missing(self, turn: Turn) -> None:
        """Ask for the platform, then the user name."""
        if turn.platform is None:
            turn.conversation.open_question = "platform"
            turn.say("ask.platform", *PLATFORM_OPTIONS)
            return
        turn.conversation.open_question = "username"
        turn.say("ask.username", "why", "cancel")

    def wants(self, turn: Turn, said: Understood) -> bool:
        """Whether these words answer the open question for a user name."""
        if turn.conversation.open_question != "username":
            return False
        if said.intent == "inform" and "platform" in said.entities:
            return False  # they correct the platform
        alone = _ALONE.fullmatch(said.text)
        if alone is not None:
            return alone[1].lower() not in _COMMANDS
        is_control = said.intent in _CONTROLS and said.confidence >= _SURE
        return not is_control and _username_in(said.text) is not None

    def take_username(self, turn: Turn, said: Understood) -> None:
        """Send what was pending to whoever this is, and say the one sentence."""
        username = _username_in(said.text)
        pending = turn.conversation.pending or {}
        channel = Channel(pending.get("channel", Channel.VOICE))
        turn.conversation.open_question = turn.conversation.pending = None
        asked = int(turn.conversation.answers.get("anonymous_requests", 0)) + 1
        turn.note("anonymous_requests", str(asked))
        if asked > MAX_ANONYMOUS_REQUESTS:
            turn.say("send_code.too_many_here", "hand_off")
            return
        self._send_quietly(turn, username or "", channel)
        options = ("next", f"send_code:{channel.other}", "hand_off")
        if not turn.conversation.walks:
            options = ("topic:code_not_received", f"send_code:{channel.other}", "hand_off")
        turn.say(f"send_code.anonymous.{channel}", *options)

    def _send_quietly(self, turn: Turn, username: str, channel: Channel) -> None:
        customer = turn.unit.customers.by_username(username)
        if customer is None:
            return
        login = turn.unit.logins.latest_waiting(customer.id, turn.now)
        if login is None or login.platform != turn.platform:
            return
        try:
            delivery = self._sending.request(turn.unit, login, channel, login.language, turn.now)
        except Refusal:
            return  # an anonymous visitor hears neither that nor why it was refused
        self._reporting.report(turn.unit, delivery, turn.now)

    def _send_and_tell(self, turn: Turn, login: PendingLogin, channel: Channel) -> None:
        if login.state is LoginState.CHOOSE:
            turn.say("send_code.choose_device_first", "hand_off")
            return
        conversation = turn.conversation
        try:
            delivery = self._sending.request(
                turn.unit, login, channel, conversation.language, turn.now, conversation.id
            )
        except BudgetSpent as refusal:
            say_budget_spent(turn, refusal, f"send_code:{channel.other}")
        except ResendTooSoon as refusal:
            message_id, other = f"send_code.too_soon.{channel}", f"send_code:{channel.other}"
            say_too_soon(turn, message_id, refusal.retry_after, other)
        except ChannelUnavailable as refusal:
            turn.replies.append(unavailable(refusal))
        except WrongState:
            turn.say("send_code.login_over", "hand_off")
        else:
            # From now on this chat hears of the login, also one that the site vouches for.
            conversation.login_id = login.id
            to = PhoneNumber(delivery.number).masked
            turn.say(f"send_code.started.{channel}", to=to)
            self._reporting.report(turn.unit, delivery, turn.now)


def unavailable(refusal: ChannelUnavailable) -> Utterance:
    """Return the sentence that says why a channel cannot be used, with what can."""
    offers = (f"send_code:{refusal.offer}",) if refusal.offer else ()
    return Utterance(f"send_code.unavailable.{refusal.reason}", {}, (*offers, "hand_off"))


def say_budget_spent(turn: Turn, refusal: BudgetSpent, *instead: str) -> None:
    """Say that too much was sent, to nobody in particular, and how long to wait."""
    minutes = whole_minutes(refusal.retry_after)
    turn.say("send_code.budget_spent", *instead, "hand_off", minutes=minutes)


def say_too_soon(turn: Turn, message_id: str, wait: timedelta, *instead: str) -> None:
    """Say how long to wait; minutes mean that too many codes went to this number."""
    if wait > A_MOMENT:
        turn.say("send_code.too_many", "hand_off", minutes=whole_minutes(wait))
        return
    turn.say(message_id, *instead, "hand_off", seconds=whole_seconds(wait))


def _username_in(text: str) -> str | None:
    """Return the user name in an answer: the only or the last word that could be one."""
    words = _USERNAME.findall(text)
    return words[-1].rstrip(".") if words else None
