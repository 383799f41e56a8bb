"""Talking back: what the call for help says, to a person only, and whom it connects with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.calls import GoOn, HangUp, Listen, Speak, Speech, Spoken
from sls.domain.conversations import PHONE, Conversation, Option
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.endings import End
from sls.domain.errors import CallRefused
from sls.domain.gates import Gate, another_key, try_key
from sls.domain.help_requests import HelpRequest, HelpState
from sls.domain.line_calls import Asked, LineCall
from sls.domain.messages import Utterance
from sls.domain.pick_ups import carried
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork
from sls.services.hearing import Hearing
from sls.services.line_places import LinePlaces
from sls.services.putting_through import PuttingThrough
from sls.services.reporting import Reporting
from sls.services.ringing_back import RingingBack
from sls.services.transferring import Transferring

_KEY_TIMEOUT = timedelta(seconds=8)
# Where the call goes on as one of our line's, as seen from a step of this call
# (`/voice/callbacks/<job>/gate`): we may be reached below a path, which only the edge knows.
_LINE = "../../line/{turn}/wait"
_STEPS = {
    "initiated": DeliveryState.PLACED,
    "ringing": DeliveryState.RINGING,
    "in-progress": DeliveryState.ANSWERED,
    "busy": DeliveryState.BUSY,
    "no-answer": DeliveryState.NO_ANSWER,
    "failed": DeliveryState.FAILED,
    "canceled": DeliveryState.FAILED,
}
_DECLINED = "603"  # SIP: the callee pressed reject


@dataclass(frozen=True)
class _Held:
    """A call for help with all that belongs to it, held in the one order of locks."""

    unit: UnitOfWork
    line_call: LineCall | None
    conversation: Conversation | None
    delivery: Delivery
    request: HelpRequest
    now: datetime

    @property
    def is_current(self) -> bool:
        """Whether this call is the one that the request waits for."""
        return self.request.is_open and self.request.delivery_id == self.delivery.id


class TalkingBack:
    """The use cases behind the webhooks of calls for help."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        ringing_back: RingingBack,
        putting_through: PuttingThrough,
        hearing: Hearing,
        line_places: LinePlaces,
        reporting: Reporting,
        transferring: Transferring,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._ringing_back = ringing_back
        self._putting_through = putting_through
        self._hearing = hearing
        self._line_places = line_places
        self._reporting = reporting
        self._transferring = transferring

    def answer(self, job: str, call_sid: str) -> Speech:
        """Somebody answered: ask for the key, and say nothing of the matter yet.

        Raises:
            CallRefused: another call owns this job, or there is no such job.
        """
        with self._held(job, call_sid) as held:
            if not held.is_current:
                return _speech(held, Speak("callback.call.not_wanted", {}), HangUp())
            held.delivery.move(DeliveryState.ANSWERED, held.now)
            return self._gate(held, Speak("callback.call.welcome", {}))

    def answer_by_machine(self, job: str, call_sid: str) -> Speech:
        """A mailbox or a fax answered: nothing is said to it, and nobody was reached.

        Raises:
            CallRefused: as `answer`.
        """
        with self._held(job, call_sid) as held:
            if held.delivery.move(DeliveryState.NO_ANSWER, held.now, "machine"):
                self._settle(held)
            return _speech(held, HangUp())

    def press_at_gate(self, job: str, call_sid: str, key: str) -> Speech:
        """A key was pressed, or none: a person is connected, or helped by the line.

        Raises:
            CallRefused: as `answer`.
        """
        with self._held(job, call_sid) as held:
            if not held.is_current or held.delivery.is_over:
                return _speech(held, Speak("callback.call.not_wanted", {}), HangUp())
            if held.request.state is HelpState.TALKING:
                return self._talk_on(held)
            gate = try_key(held.delivery, key)
            if gate is Gate.OPEN:
                held.delivery.move(DeliveryState.READ_OUT, held.now)
                held.request.talk(held.now)
                self._say(held, Utterance("callback.talking"))
                return self._talk(held)
            if gate is Gate.SHUT:
                return _speech(held, Speak("callback.call.goodbye_unheard", {}), HangUp())
            chance = self._randomness.digits(4)
            held.delivery.gate_key = another_key(held.delivery.gate_key, chance)
            name = "wrong_key" if key else "no_key"
            return self._gate(held, Speak(f"callback.call.{name}", {}))

    def connected(self, job: str, call_sid: str, *, is_bridged: bool = True) -> Speech:
        """The talk with a person is over, or nobody of ours answered: then the line helps on.

        Where the caller is gone, what is told of the bridge is taken, and there is nothing to say.

        Raises:
            CallRefused: as `answer`, or nobody has pressed the key in this call.
        """
        with self._held(job, call_sid) as held:
            if held.delivery.is_over and held.line_call is None:
                self._transferring.end(held.unit, call_sid, is_bridged=is_bridged)
                return _speech(held, HangUp())
            if not held.is_current or held.request.state is not HelpState.TALKING:
                raise CallRefused
            return self._after_talk(held, is_bridged=is_bridged)

    def machine_found(self, job: str, call_sid: str) -> None:
        """The provider found a machine while the call went on: have it ended, unless too late.

        Whoever pressed the key is a person, whatever the provider makes of the voice.
        """
        try:
            with self._held(job, call_sid) as held:
                if held.delivery.is_over or held.delivery.state is DeliveryState.READ_OUT:
                    return
                state, reason = DeliveryState.NO_ANSWER, End.MACHINE.value
                if held.delivery.call_off(state, held.now, reason):
                    self._settle(held)
        except CallRefused:
            return

    def provider_says(self, job: str, sid: str, status: str, sip_code: str | None) -> None:
        """Take a status callback; late, repeated and foreign news changes nothing."""
        try:
            with self._held(job, sid) as held:
                if status == "completed":
                    self._end(held)
                    return
                state = _STEPS.get(status)
                if status == "busy" and sip_code == _DECLINED:
                    state = DeliveryState.REJECTED
                if state is not None and held.delivery.move(state, held.now):
                    self._settle(held)
        except CallRefused:
            return

    def _end(self, held: _Held) -> None:
        held.delivery.end(held.now)
        self._transferring.leave(held.unit, held.delivery.provider_sid or "")
        call = held.line_call
        if call is not None and not call.is_over:
            call.ended_at = call.last_at = held.now
        if not held.is_current:
            return
        if held.request.state is HelpState.TALKING:
            held.request.end(HelpState.DONE, held.now)
            self._say(held, Utterance("callback.done", {}, ("callback", "hand_off")))
        else:
            self._settle(held)

    @contextmanager
    def _held(self, job: str, sid: str) -> Iterator[_Held]:
        """Hold everything of a call; the first call to ask owns the job.

        Raises:
            CallRefused: there is no such job for help, or another call owns it.
        """
        with self._units.read() as unit:
            known = unit.deliveries.by_job(job)
            request = unit.help_requests.get(known.login_id) if known is not None else None
        if known is None or request is None:
            raise CallRefused
        with self._units.write() as unit:
            line_call = unit.line_calls.get_to_change(sid)
            conversation = unit.conversations.get(request.conversation_id)
            delivery, request = unit.deliveries.get(known.id), unit.help_requests.get(request.id)
            if delivery is None or request is None:
                raise CallRefused
            if delivery.provider_sid is None and unit.deliveries.knows_sid(sid):
                raise CallRefused
            if not delivery.adopt(sid):
                raise CallRefused
            now = self._clock.now()
            yield _Held(unit, line_call, conversation, delivery, request, now)

    def _gate(self, held: _Held, opening: Speak) -> Speech:
        ask = Speak("callback.call.press_key", {"key": held.delivery.gate_key})
        return _speech(
            held, Listen((opening, ask), "gate", "gate", _KEY_TIMEOUT, may_interrupt=True)
        )

    def _talk(self, held: _Held) -> Speech:
        """Connect with a person of ours in business hours; else the line guides."""
        if self._putting_through.refusal(held.now) is not None:
            return self._guide(held, "callback.call.nobody_free")
        sid = held.delivery.provider_sid or ""
        transfer = self._transferring.of_help(held.unit, sid, held.request, held.conversation)
        return _speech(held, *self._putting_through.begin("connected", transfer))

    def _talk_on(self, held: _Held) -> Speech:
        """Answer a key that is told again as before; a transfer that is over is not begun anew."""
        transfer = held.unit.transfers.latest_of(held.delivery.provider_sid or "")
        if held.line_call is not None or (transfer is not None and transfer.is_over):
            return self._after_talk(held)
        return self._talk(held)

    def _after_talk(self, held: _Held, *, is_bridged: bool = True) -> Speech:
        """Say goodbye, or help on; once the line does, its transfers are no longer ours."""
        sid = held.delivery.provider_sid or ""
        if held.line_call is None and self._transferring.end(held.unit, sid, is_bridged=is_bridged):
            return _speech(held, Speak("callback.call.goodbye", {}), HangUp())
        return self._guide(held, "callback.call.person_missed")

    def _guide(self, held: _Held, opening: str) -> Speech:
        """Go on as a call of our line, with the walk of the chat taken along and nothing else."""
        call = held.line_call or self._begin_line(held, opening)
        return _speech(held, GoOn(_LINE.format(turn=call.turn)))

    def _begin_line(self, held: _Held, opening: str) -> LineCall:
        spoken = self._hearing.new_conversation(held.request.language, PHONE)
        spoken.is_language_pinned = True
        if held.conversation is not None:
            spoken.walks = held.conversation.walks
            spoken.answers = dict(carried(held.conversation.answers))
        held.unit.conversations.add(spoken)
        sid = held.delivery.provider_sid or ""
        call = LineCall(sid, spoken.id, None, Asked.CHOICE, held.now, held.now)
        held.unit.line_calls.add(call)
        if not spoken.walks:
            self._line_places.return_to_place(held.unit, call, opening)
            return call
        self._reporting.say(held.unit, spoken, Utterance(opening), held.now, call.name())
        self._hearing.take_within(held.unit, spoken, call.name(), Option("repeat"))
        self._line_places.settle(held.unit, call, held.request.number)
        return call

    def _settle(self, held: _Held) -> None:
        if held.is_current:
            self._ringing_back.settle(
                held.unit, held.request, held.delivery, held.conversation, held.now
            )

    def _say(self, held: _Held, news: Utterance) -> None:
        if held.conversation is not None:
            self._reporting.say(held.unit, held.conversation, news, held.now)


def _speech(held: _Held, *parts: Spoken) -> Speech:
    return Speech(held.request.language, None, parts)
