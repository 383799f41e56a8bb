"""Hearing: what every channel does with a turn - keep it, have words understood, take it once."""

from sls.domain.conversations import (
    Conversation,
    ConversationState,
    Event,
    Said,
    TurnRecord,
)
from sls.domain.errors import GatewayError, SessionUnknown
from sls.domain.messages import Utterance
from sls.ports import Clock, Heard, Interpreter, Randomness, UnitOfWork, UnitsOfWork
from sls.services.capabilities import Capabilities
from sls.services.reporting import Reporting
from sls.services.turns import Taken, begin_turn, said_in

# A wish is said in fewer words; understanding more costs everybody else their turn.
MAX_UNDERSTOOD_LENGTH = 400
_LATELY = 12


class Hearing:
    """The chat and the phone line both work on this."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        interpreter: Interpreter,
        capabilities: Capabilities,
        reporting: Reporting,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._interpreter = interpreter
        self._capabilities = capabilities
        self._reporting = reporting

    def new_conversation(self, language: str, channel: str) -> Conversation:
        """Return a conversation with nobody known in it, not stored yet."""
        now = self._clock.now()
        return Conversation(
            id=self._randomness.token(),
            bearer_digest=self._randomness.token(),  # of no bearer, until one is set
            language=language,
            is_language_pinned=False,
            state=ConversationState.ASSISTANT,
            channel=channel,
            created_at=now,
            last_at=now,
        )

    def told_before(self, unit: UnitOfWork, conversation: Conversation) -> list[str]:
        """Return what the customer told lately, as it was kept, newest first."""
        messages = unit.conversations.recent_messages(conversation.id, _LATELY)
        return [each.data["text"] for each in messages if each.data.get("from") == "customer"]

    def record(
        self,
        unit: UnitOfWork,
        conversation: Conversation,
        client_id: str,
        text: str,
        is_masked: bool,
    ) -> None:
        """Keep what was heard, masked already, and warn whoever told a secret."""
        if unit.conversations.turn(conversation.id, client_id) is not None:
            return  # sent again: it stands in the conversation already
        now = self._clock.now()
        unit.conversations.add_turn(TurnRecord(conversation.id, client_id))
        data = {
            "id": self._randomness.token()[:22],
            "from": "customer",
            "language": conversation.language,
            "text": text,
            "masked": is_masked,
        }
        unit.conversations.add_event(Event(conversation.id, "message", data, now))
        if is_masked:
            warning = Utterance("redaction.masked")
            self._reporting.say(unit, conversation, warning, now, client_id)

    def take(self, conversation_id: str, client_id: str, said: Said) -> Taken:
        """Take a turn once; handed in again it gives the same replies and does nothing more.

        Raises:
            SessionUnknown: there is no such conversation.
        """
        with self._units.write() as unit:
            conversation = unit.conversations.get(conversation_id)
            if conversation is None:
                raise SessionUnknown
            self.take_within(unit, conversation, client_id, said)
            events = unit.conversations.events_of_turn(conversation_id, client_id)
        return Taken(conversation.language, said_in(events))

    def take_within(
        self, unit: UnitOfWork, conversation: Conversation, client_id: str, said: Said
    ) -> None:
        """Take a turn as `take` does, in a transaction that is under way."""
        now = self._clock.now()
        record = self._turn_record(unit, conversation.id, client_id)
        if record.answered_at is not None:
            return
        turn = begin_turn(unit, conversation, now)
        self._capabilities.act(turn, said)
        for utterance in turn.replies:
            self._reporting.say(unit, conversation, utterance, now, client_id)
        record.answered_at = conversation.last_at = now

    def let_understand(self, conversation: Conversation, client_id: str, text: str) -> None:
        """Hand masked words to whoever understands them; it lets the turn be taken.

        Raises:
            GatewayError: nobody took the turn; it may be handed in again.
        """
        heard = Heard(
            conversation.id,
            client_id,
            text[:MAX_UNDERSTOOD_LENGTH],
            conversation.language,
            conversation.channel,
        )
        try:
            self._interpreter.hear(heard)
        except GatewayError:
            if not self.is_answered(conversation.id, client_id):
                raise
        if not self.is_answered(conversation.id, client_id):
            raise GatewayError("assistant_silent", is_retryable=True)

    def is_answered(self, conversation_id: str, client_id: str) -> bool:
        """Whether a turn was taken."""
        with self._units.read() as unit:
            record = unit.conversations.turn(conversation_id, client_id)
            return record is not None and record.answered_at is not None

    def give_up(self, unit: UnitOfWork, conversation_id: str, client_id: str) -> None:
        """Let a turn that nobody took in time be taken by nobody any more."""
        record = self._turn_record(unit, conversation_id, client_id)
        record.answered_at = record.answered_at or self._clock.now()

    def _turn_record(self, unit: UnitOfWork, conversation_id: str, client_id: str) -> TurnRecord:
        record = unit.conversations.turn(conversation_id, client_id)
        if record is None:
            record = TurnRecord(conversation_id, client_id)
            unit.conversations.add_turn(record)
        return record
