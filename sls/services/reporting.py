"""Reporting: what happens to a delivery is told to the conversations that may know it."""

from datetime import datetime

from sls.domain.conversations import Conversation, Event
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel
from sls.domain.logins import PendingLogin
from sls.domain.messages import Utterance
from sls.domain.phones import PhoneNumber
from sls.ports import Randomness, UnitOfWork

_TOLD = {
    Channel.VOICE: frozenset(
        {
            DeliveryState.RINGING,
            DeliveryState.READ_OUT,
            DeliveryState.BUSY,
            DeliveryState.NO_ANSWER,
            DeliveryState.REJECTED,
            DeliveryState.FAILED,
            DeliveryState.EXPIRED,
        }
    ),
    Channel.SMS: frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.EXPIRED}),
}
_MISSED = frozenset(
    {
        DeliveryState.BUSY,
        DeliveryState.NO_ANSWER,
        DeliveryState.REJECTED,
        DeliveryState.FAILED,
        DeliveryState.EXPIRED,
    }
)


class Reporting:
    """Writes events in the transaction of the change they tell of."""

    def __init__(self, randomness: Randomness) -> None:
        self._randomness = randomness

    def report(self, unit: UnitOfWork, delivery: Delivery, now: datetime) -> None:
        """Tell every login-bound conversation of this login how its delivery stands."""
        state = delivery.public_state
        for conversation in unit.conversations.of_login(delivery.login_id):
            data = {"delivery": delivery.id, "channel": delivery.channel, "state": state}
            unit.conversations.add_event(Event(conversation.id, "delivery", data, now))
            if delivery.conversation_id == conversation.id and state in _TOLD[delivery.channel]:
                self.say(unit, conversation, _news(delivery, state), now)

    def login_verified(self, unit: UnitOfWork, login: PendingLogin, now: datetime) -> None:
        """Tell the login-bound conversations that the customer is in; their level ends here."""
        conversations = unit.conversations.of_login(login.id)
        for conversation in conversations:
            conversation.open_question = conversation.pending = None
            conversation.walks = []
        for conversation in conversations:
            self.say(unit, conversation, Utterance("login.verified"), now)

    def say(
        self,
        unit: UnitOfWork,
        conversation: Conversation,
        utterance: Utterance,
        now: datetime,
        turn: str | None = None,
        sender: str = "assistant",
    ) -> Event:
        """Write one message of ours into a conversation."""
        data = {
            "id": self._randomness.token()[:22],
            "from": sender,
            "language": conversation.language,
            "utterance": utterance.as_data(),
            "masked": False,
        }
        event = Event(conversation.id, "message", data, now, turn)
        unit.conversations.add_event(event)
        return event


def _news(delivery: Delivery, state: DeliveryState) -> Utterance:
    to = PhoneNumber(delivery.number).masked
    is_unheard = state is DeliveryState.NO_ANSWER and delivery.reason == "no_key"
    name = "no_key" if is_unheard else state.value
    news = Utterance(f"delivery.{delivery.channel}.{name}", {"to": to})
    other = f"send_code:{delivery.channel.other}"
    if state in (DeliveryState.READ_OUT, DeliveryState.DELIVERED):
        return news.with_options(other, "hand_off")
    if state not in _MISSED:
        return news
    return news.with_options(f"send_code:{delivery.channel}", other, "hand_off")
