"""Conversing: sessions, and turns that are taken once however often they are handed in."""

import hashlib
from collections.abc import Sequence

from sls.domain.conversations import (
    STAY,
    Conversation,
    ConversationState,
    Digits,
    Event,
    Option,
    Said,
    Understood,
)
from sls.domain.errors import (
    ConversationClosed,
    GatewayError,
    OptionUnknown,
    SessionUnknown,
    TextOrOption,
)
from sls.domain.folding import fold
from sls.domain.languages import ENGLISH, spoken_language, supported_language
from sls.domain.messages import Utterance
from sls.domain.pick_ups import pick_up_number
from sls.domain.redaction.masking import mask
from sls.domain.redaction.slips import tells_only_secrets
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork, Words
from sls.services.answering import HELP_OPTIONS
from sls.services.capabilities import Capabilities
from sls.services.choosing import chosen_in_words, label_text, was_offered
from sls.services.hearing import Hearing
from sls.services.identifying import Identifying
from sls.services.picking_up import PICK_UP
from sls.services.reporting import Reporting
from sls.services.turns import Opened, Reply, Taken, begin_turn

MAX_TEXT_LENGTH = 2000
MAX_CLIENT_ID_LENGTH = 64


class Conversing:
    """The chat's use cases; actions and edges call the same ones."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        words: Words,
        hearing: Hearing,
        capabilities: Capabilities,
        identifying: Identifying,
        reporting: Reporting,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._words = words
        self._hearing = hearing
        self._capabilities = capabilities
        self._identifying = identifying
        self._reporting = reporting

    def open(self, language: str | None, identity: str | None, login_id: str | None) -> Opened:
        """Open a session.

        Raises:
            IdentityRejected: the identity token does not hold.
        """
        bearer, now = self._randomness.token(), self._clock.now()
        with self._units.write() as unit:
            customer_id = self._identifying.customer_of(unit, identity, now) if identity else None
            login = unit.logins.get(login_id) if login_id else None
            spoken = supported_language(language) or (login.language if login else ENGLISH)
            conversation = self._hearing.new_conversation(spoken, "chat")
            conversation.bearer_digest = _digest(bearer)
            conversation.customer_id = customer_id
            whose = login.customer_id if login is not None and login.is_live(now) else None
            if login is not None and whose is not None and customer_id in (None, whose):
                conversation.login_id = login.id
            unit.conversations.add(conversation)
            turn = begin_turn(unit, conversation, now)
            self._capabilities.greet(turn)
            events = [self._reporting.say(unit, conversation, each, now) for each in turn.replies]
            return Opened(bearer, conversation, turn.level, events)

    def session(self, bearer: str) -> Conversation:
        """Return the conversation of a bearer.

        Raises:
            SessionUnknown: there is none.
        """
        with self._units.read() as unit:
            return self._of_bearer(unit, bearer)

    def events_after(self, bearer: str, after: int) -> Sequence[Event]:
        """Return what has happened in a conversation since an event.

        Raises:
            SessionUnknown: there is no such conversation.
        """
        with self._units.read() as unit:
            conversation = self._of_bearer(unit, bearer)
            return unit.conversations.events_after(conversation.id, after)

    def hear_option(self, bearer: str, client_id: str, option: str) -> Reply:
        """Take a choice that was offered.

        Raises:
            SessionUnknown, ConversationClosed, OptionUnknown, TextOrOption.
        """
        _check_client_id(client_id)
        with self._units.write() as unit:
            conversation = self._open_conversation(unit, bearer)
            if not was_offered(unit, conversation.id, option):
                raise OptionUnknown
            label = label_text(self._words, conversation.language, option)
            self._hearing.record(unit, conversation, client_id, label, is_masked=False)
        self.take(conversation.id, client_id, Option(option))
        return self._reply(conversation.id, client_id)

    def hear_text(self, bearer: str, client_id: str, text: str) -> Reply:
        """Take a message of words: masked first, then a choice in words or Rasa's to understand.

        Raises:
            SessionUnknown, ConversationClosed, TextOrOption.
            GatewayError: nobody could understand it now; the same message may be sent again.
        """
        _check_client_id(client_id)
        if not 0 < len(fold(text)) <= MAX_TEXT_LENGTH or len(text) > MAX_TEXT_LENGTH:
            raise TextOrOption
        with self._units.write() as unit:
            conversation = self._open_conversation(unit, bearer)
            asked = conversation.open_question
            masked = mask(
                text,
                expects_amount=asked == "amount",
                expects_username=asked == "username",
                told_before=self._hearing.told_before(unit, conversation),
            )
            if not conversation.is_language_pinned:
                spoken = spoken_language(masked.text, conversation.language)
                conversation.language = spoken
            number = pick_up_number(text) if asked == PICK_UP else None
            is_masked = masked.is_masked and number is None
            self._hearing.record(unit, conversation, client_id, masked.text, is_masked)
            option = chosen_in_words(unit, self._words, conversation, masked.text)
            is_busy = bool(conversation.walks) or conversation.pending is not None
            if option is None and is_busy and is_masked and tells_only_secrets(masked.text):
                option = STAY
        if number is not None:
            self.take(conversation.id, client_id, Digits(number))
        elif option is not None:
            self.take(conversation.id, client_id, Option(option))
        elif not self._hearing.is_answered(conversation.id, client_id):
            self._let_understand(conversation, client_id, masked.text)
        return self._reply(conversation.id, client_id)

    def take(self, conversation_id: str, client_id: str, said: Said) -> Taken:
        """Take a turn once; handed in again it gives the same replies and does nothing more.

        Raises:
            SessionUnknown: there is no such conversation.
        """
        return self._hearing.take(conversation_id, client_id, said)

    def take_from_shell(self, sender: str, said: Understood) -> Taken:
        """Take a turn of `rasa shell` or another channel that has no session: anonymous."""
        conversation_id = "shell-" + _digest(sender)[:32]
        with self._units.write() as unit:
            conversation = unit.conversations.get(conversation_id)
            if conversation is None:
                conversation = self._hearing.new_conversation(ENGLISH, "shell")
                conversation.id = conversation_id
                unit.conversations.add(conversation)
            if not conversation.is_language_pinned:
                conversation.language = spoken_language(said.text, conversation.language)
        return self.take(conversation_id, self._randomness.token(), said)

    def _let_understand(self, conversation: Conversation, client_id: str, text: str) -> None:
        try:
            self._hearing.let_understand(conversation, client_id, text)
        except GatewayError:
            self._say_unavailable(conversation.id)
            raise

    def _say_unavailable(self, conversation_id: str) -> None:
        """Say that words cannot be understood now; options do not need Rasa and still work."""
        with self._units.write() as unit:
            conversation = unit.conversations.get(conversation_id)
            assert conversation is not None
            utterance = Utterance("assistant.unavailable", {}, HELP_OPTIONS)
            (last,) = unit.conversations.recent_messages(conversation_id, 1)
            if last.data.get("utterance", {}).get("id") == utterance.id:
                return  # tried again meanwhile: once is enough
            now = self._clock.now()
            self._reporting.say(unit, conversation, utterance, now, sender="system")

    def _reply(self, conversation_id: str, client_id: str) -> Reply:
        now = self._clock.now()
        with self._units.read() as unit:
            conversation = unit.conversations.get(conversation_id)
            assert conversation is not None
            events = unit.conversations.events_of_turn(conversation_id, client_id)
            place = self._capabilities.place(begin_turn(unit, conversation, now))
            return Reply(conversation, place, events)

    def _open_conversation(self, unit: UnitOfWork, bearer: str) -> Conversation:
        conversation = self._of_bearer(unit, bearer)
        if conversation.state is ConversationState.CLOSED:
            raise ConversationClosed
        return conversation

    def _of_bearer(self, unit: UnitOfWork, bearer: str) -> Conversation:
        conversation = unit.conversations.by_bearer(_digest(bearer))
        if conversation is None:
            raise SessionUnknown
        return conversation


def _digest(bearer: str) -> str:
    return hashlib.sha256(bearer.encode()).hexdigest()


def _check_client_id(client_id: str) -> None:
    if not 0 < len(client_id) <= MAX_CLIENT_ID_LENGTH:
        raise TextOrOption
