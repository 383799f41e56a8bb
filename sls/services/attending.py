"""Attending: agents see who waits for a call and what was tried, ring at once, or settle it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sls.domain.callback_errors import CallbackUnknown
from sls.domain.errors import AccountUnknown, WrongState
from sls.domain.help_requests import HelpRequest, HelpState
from sls.domain.languages import supported_language
from sls.domain.messages import Utterance
from sls.ports import Clock, UnitsOfWork
from sls.services.arranging_calls import ArrangingCalls
from sls.services.reporting import Reporting


@dataclass(frozen=True)
class Card:
    """One open request, with the walks of its chat as they stand now."""

    request: HelpRequest
    walks: Sequence[dict[str, Any]]


class Attending:
    """What the desk may ask and do; nothing here tells a code, or a number in full."""

    def __init__(
        self, units: UnitsOfWork, clock: Clock, arranging: ArrangingCalls, reporting: Reporting
    ) -> None:
        self._units = units
        self._clock = clock
        self._arranging = arranging
        self._reporting = reporting

    def ask(self, username: str, due_at: datetime | None, language: str | None) -> HelpRequest:
        """Ask for a call to a customer, at once or at a time, by an agent who knows who it is.

        Raises:
            AccountUnknown: there is no such customer.
            CallbackRefused: they cannot be called, or not then.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            spoken = supported_language(language) or customer.language
            return self._arranging.arrange(unit, customer, due_at or now, spoken, now)

    def request(self, request_id: str) -> HelpRequest:
        """Return a request, open or over.

        Raises:
            CallbackUnknown: there is none.
        """
        with self._units.read() as unit:
            request = unit.help_requests.get(request_id)
        if request is None:
            raise CallbackUnknown
        return request

    def cancel(self, request_id: str) -> None:
        """Take a request back.

        Raises:
            CallbackUnknown: there is none.
            WrongState: its phone is called already, or it is over.
        """
        self.request(request_id)
        if not self._end(request_id, HelpState.CANCELLED, "callback.cancelled"):
            raise WrongState

    def cards(self) -> Sequence[Card]:
        """Return every open request, the first due first."""
        with self._units.read() as unit:
            requests = unit.help_requests.all_open()
            chats = [unit.conversations.get(each.conversation_id) for each in requests]
        return [
            Card(request, conversation.walks if conversation is not None else [])
            for request, conversation in zip(requests, chats, strict=True)
        ]

    def ring_now(self, request_id: str) -> bool:
        """Let a request be rung at once; False where it rings already or is over."""
        now = self._clock.now()
        with self._units.write() as unit:
            request = unit.help_requests.get(request_id)
            return request is not None and request.is_open and request.bring_forward(now)

    def finish(self, request_id: str) -> bool:
        """Settle a request otherwise; False where its phone rings or it is over."""
        return self._end(request_id, HelpState.DONE, "callback.settled")

    def _end(self, request_id: str, state: HelpState, text: str) -> bool:
        now = self._clock.now()
        with self._units.read() as unit:
            known = unit.help_requests.get(request_id)
        if known is None:
            return False
        with self._units.write() as unit:
            conversation = unit.conversations.get(known.conversation_id)
            request = unit.help_requests.get(request_id)
            if request is None or not request.may_be_cancelled:
                return False
            request.end(state, now)
            if conversation is not None:
                news = Utterance(text, {}, ("callback", "hand_off"))
                self._reporting.say(unit, conversation, news, now)
            return True
