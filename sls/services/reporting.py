"""Reporting: what happens to a delivery is told to the conversations that may know it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sls.domain.conversations import Conversation, Event
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.endings import End, ending_of
from sls.domain.factors import Channel
from sls.domain.logins import PendingLogin
from sls.domain.messages import Utterance
from sls.domain.phones import PhoneNumber
from sls.domain.purposes import Awaiting
from sls.ports import Randomness, UnitOfWork
from sls.services.looking_up import awaiting_of

# What is told on the way, with the channels that are offered then.
_ON_THE_WAY: dict[Channel, dict[DeliveryState, tuple[Channel, ...]]] = {
    Channel.VOICE: {DeliveryState.RINGING: (), DeliveryState.READ_OUT: (Channel.SMS,)},
    Channel.SMS: {DeliveryState.DELIVERED: (Channel.VOICE,)},
}


class Reach(Protocol):
    """Knows which channels reach a customer."""

    def unavailable(
        self, unit: UnitOfWork, login: Awaiting, channel: Channel, now: datetime
    ) -> str | None:
        """Return why a channel cannot be used, or None when it can."""
        ...


class Reporting:
    """Writes events in the transaction of the change they tell of."""

    def __init__(self, randomness: Randomness, reach: Reach) -> None:
        self._randomness = randomness
        self._reach = reach

    def report(
        self, unit: UnitOfWork, delivery: Delivery, now: datetime, again: Delivery | None = None
    ) -> None:
        """Tell every login-bound conversation of this login how its delivery stands.

        `again` is the call that follows this one by itself.
        """
        events = self._events(unit, delivery, again, now)
        if again is not None:
            events += self._events(unit, again, None, now)
        _write(unit, events)

    def report_all(self, unit: UnitOfWork, deliveries: Sequence[Delivery], now: datetime) -> None:
        """Tell of several, like `report`.

        What is read for their news may be held, and the order of events comes after all of that:
        so none is written before the last is known.
        """
        _write(
            unit, [event for each in deliveries for event in self._events(unit, each, None, now)]
        )

    def tell_slow(self, unit: UnitOfWork, delivery: Delivery, now: datetime) -> None:
        """Tell whoever waits for a call in a chat that it takes long, and what else there is."""
        news = Utterance("delivery.voice.slow", {"to": PhoneNumber(delivery.number).masked})
        offered = news.with_options(*self._options(unit, delivery, (Channel.SMS,), now))
        for conversation in unit.conversations.of_login(delivery.login_id):
            if delivery.conversation_id == conversation.id:
                self.say(unit, conversation, offered, now)

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
        event = self._message(conversation, utterance, now, turn, sender)
        unit.conversations.add_event(event)
        return event

    def _events(
        self, unit: UnitOfWork, delivery: Delivery, again: Delivery | None, now: datetime
    ) -> list[Event]:
        """Return what the conversations of its login are told of a delivery."""
        events = []
        state = delivery.public_state
        news = self._news(unit, delivery, again, now)
        for conversation in unit.conversations.of_login(delivery.login_id):
            data = {"delivery": delivery.id, "channel": delivery.channel, "state": state}
            events.append(Event(conversation.id, "delivery", data, now))
            if news is not None and _is_for(delivery, conversation):
                events.append(self._message(conversation, news, now))
        return events

    def _message(
        self,
        conversation: Conversation,
        utterance: Utterance,
        now: datetime,
        turn: str | None = None,
        sender: str = "assistant",
    ) -> Event:
        data = {
            "id": self._randomness.token()[:22],
            "from": sender,
            "language": conversation.language,
            "utterance": utterance.as_data(),
            "masked": False,
        }
        return Event(conversation.id, "message", data, now, turn)

    def _news(
        self, unit: UnitOfWork, delivery: Delivery, again: Delivery | None, now: datetime
    ) -> Utterance | None:
        """Return what is said of a delivery, if anything is; a call that follows is announced."""
        ending = ending_of(delivery)
        on_the_way = _ON_THE_WAY[delivery.channel].get(delivery.public_state)
        if ending is not None and _is_noticed(delivery):
            name, offers = ending.text, ending.offers
        elif on_the_way is not None:
            name, offers = delivery.public_state.value, on_the_way
        else:
            return None
        if again is not None:
            name, offers = f"{name}.again", (Channel.SMS,)
        to = PhoneNumber(delivery.number).masked
        options = self._options(unit, delivery, offers, now)
        return Utterance(f"delivery.{delivery.channel}.{name}", {"to": to}, options)

    def _options(
        self, unit: UnitOfWork, delivery: Delivery, offers: Sequence[Channel], now: datetime
    ) -> tuple[str, ...]:
        """Return the channels of an offer that reach the customer, and a person; or nothing."""
        if not offers:
            return ()
        login = awaiting_of(unit, delivery)
        reached = [
            each
            for each in offers
            if login is None or self._reach.unavailable(unit, login, each, now) is None
        ]
        return (*(f"send_code:{each}" for each in reached), "hand_off")


def _write(unit: UnitOfWork, events: Sequence[Event]) -> None:
    for event in events:
        unit.conversations.add_event(event)


def _is_noticed(delivery: Delivery) -> bool:
    """Whether anybody would miss it; what was not needed and never left is nobody's news."""
    return delivery.reason != End.NOT_NEEDED or delivery.provider_sid is not None


def _is_for(delivery: Delivery, conversation: Conversation) -> bool:
    """Whether a conversation asked for it, or nobody did in a chat and it came to nothing."""
    if delivery.conversation_id is None:
        return ending_of(delivery) is not None
    return delivery.conversation_id == conversation.id
