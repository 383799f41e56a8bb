"""Calling: what a call that carries a code says, and what its provider tells of it."""

from datetime import datetime, timedelta

from sls.domain.calls import (
    HangUp,
    Listen,
    Pace,
    Speak,
    Speech,
    Spoken,
)
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.endings import End
from sls.domain.errors import CallRefused
from sls.domain.gates import Gate, another_key, try_key
from sls.ports import Clock, NumberingPlan, Randomness, UnitOfWork, UnitsOfWork
from sls.services.looking_up import is_wanted
from sls.services.putting_through import PuttingThrough
from sls.services.reading_out import ReadingOut
from sls.services.reporting import Reporting
from sls.services.ringing_again import RingingAgain
from sls.services.transferring import Transferring

_KEY_TIMEOUT = timedelta(seconds=8)
_TOO_LATE = (Speak("voice.no_longer_needed", {}), HangUp())
_STEPS = {
    "queued": None,
    "initiated": DeliveryState.PLACED,
    "ringing": DeliveryState.RINGING,
    "in-progress": DeliveryState.ANSWERED,
    "busy": DeliveryState.BUSY,
    "no-answer": DeliveryState.NO_ANSWER,
    "failed": DeliveryState.FAILED,
    "canceled": DeliveryState.FAILED,
    "sent": DeliveryState.PLACED,
    "delivered": DeliveryState.DELIVERED,
    "undelivered": DeliveryState.FAILED,
}
# SIP tells more: 603 is a declined call, 480 a phone that is switched off.
_STEPS_BY_SIP = {
    ("busy", "603"): DeliveryState.REJECTED,
    ("failed", "480"): DeliveryState.NO_ANSWER,
}
_REASONS = {"canceled": End.CANCELED.value}


class Calling:
    """The use cases behind the voice and message webhooks."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        plan: NumberingPlan,
        reporting: Reporting,
        reading_out: ReadingOut,
        ringing_again: RingingAgain,
        putting_through: PuttingThrough,
        transferring: Transferring,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._plan = plan
        self._reporting = reporting
        self._reading_out = reading_out
        self._ringing_again = ringing_again
        self._putting_through = putting_through
        self._transferring = transferring

    def answer(self, job: str, call_sid: str) -> Speech:
        """A call was answered: ask for the key before anything else is said.

        Raises:
            CallRefused: another call owns this delivery, or there is no such delivery.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            if not is_wanted(unit, delivery, now):
                return self._speech(delivery, *_TOO_LATE)
            self._move(unit, delivery, DeliveryState.ANSWERED, now)
            return self._gate(delivery, Speak("voice.welcome", {}))

    def answer_by_machine(self, job: str, call_sid: str) -> Speech:
        """A machine took the call, as the provider says: it is asked nothing and told nothing.

        Raises:
            CallRefused: as `answer`.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            delivery.gate_tries += 1
            self._move(unit, delivery, DeliveryState.NO_ANSWER, now, End.MACHINE.value)
            return self._speech(delivery, HangUp())

    def press_at_gate(self, job: str, call_sid: str, key: str) -> Speech:
        """A key was pressed, or none: read the code out to a person, never to a machine.

        Raises:
            CallRefused: as `answer`.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            if not is_wanted(unit, delivery, now):
                return self._speech(delivery, *_TOO_LATE)
            gate = try_key(delivery, key)
            if gate is Gate.OPEN:
                read = self._reading_out.read(unit, delivery, Pace.NORMAL, now)
                return self._speech(delivery, *read)
            if gate is Gate.SHUT:
                return self._speech(delivery, Speak("voice.goodbye_unheard", {}), HangUp())
            delivery.gate_key = another_key(delivery.gate_key, self._randomness.digits(4))
            return self._gate(delivery, Speak("voice.wrong_key" if key else "voice.no_key", {}))

    def press_after_code(self, job: str, call_sid: str, key: str) -> Speech:
        """After the code was read: again, slower, as a text message, a person, or goodbye.

        Raises:
            CallRefused: as `answer`, or the code was not read out in this call before.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            if delivery.state is not DeliveryState.READ_OUT:
                raise CallRefused
            if not is_wanted(unit, delivery, now):
                return self._speech(delivery, *_TOO_LATE)
            return self._speech(delivery, *self._reading_out.choose(unit, delivery, key, now))

    def after_talk(self, job: str, call_sid: str, *, is_bridged: bool = True) -> Speech:
        """A person of ours was rung for this call: say goodbye, or what to do instead.

        Raises:
            CallRefused: as `answer`, or nobody was rung for this call.
        """
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            if self._transferring.begun(unit, call_sid) is None:
                raise CallRefused
            delivery.connected_at = None
            was_taken = self._transferring.end(unit, call_sid, is_bridged=is_bridged)
            said = self._putting_through.end(was_taken=was_taken)
            return self._speech(delivery, said, HangUp())

    def machine_found(self, job: str, call_sid: str) -> None:
        """The provider found a machine while the call went on: have it ended, unless too late.

        Whoever pressed the key is a person, whatever the provider makes of the voice.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = unit.deliveries.by_job(job)
            if delivery is None or not _adopts(unit, delivery, call_sid) or delivery.is_over:
                return
            if delivery.state is DeliveryState.READ_OUT:
                return
            delivery.gate_tries += 1
            if delivery.call_off(DeliveryState.NO_ANSWER, now, End.MACHINE.value):
                self._reporting.report(unit, delivery, now)

    def provider_says(
        self, job: str, sid: str, status: str, sip_code: str | None, reason: str | None = None
    ) -> None:
        """Take a status callback; late, repeated and foreign news changes nothing."""
        now = self._clock.now()
        with self._units.write() as unit:
            delivery = unit.deliveries.by_job(job)
            if delivery is None or not _adopts(unit, delivery, sid):
                return
            if status == "completed":
                self._transferring.leave(unit, sid)
                if delivery.end(now):
                    self._reporting.report(unit, delivery, now)
                return
            state = _STEPS_BY_SIP.get((status, sip_code or ""), _STEPS.get(status))
            if state is not None:
                self._move(unit, delivery, state, now, reason or _REASONS.get(status))

    def _owned(self, unit: UnitOfWork, job: str, call_sid: str) -> Delivery:
        """Return the delivery; the first call to ask owns it, so no second one reads the code.

        A call that another one follows has nothing to say any more.
        """
        delivery = unit.deliveries.by_job(job)
        if delivery is None or delivery.code_id is None:
            raise CallRefused
        if not _adopts(unit, delivery, call_sid):
            raise CallRefused
        if delivery.is_over and _is_followed(unit, delivery):
            raise CallRefused
        return delivery

    def _gate(self, delivery: Delivery, opening: Speak) -> Speech:
        ask = Speak("voice.press_key", {"key": delivery.gate_key})
        listen = Listen((opening, ask), "gate", "gate", _KEY_TIMEOUT, may_interrupt=True)
        return self._speech(delivery, listen)

    def _speech(self, delivery: Delivery, *parts: Spoken) -> Speech:
        return Speech(delivery.language, self._plan.region(delivery.number), parts)

    def _move(
        self,
        unit: UnitOfWork,
        delivery: Delivery,
        state: DeliveryState,
        now: datetime,
        reason: str | None = None,
    ) -> None:
        if delivery.move(state, now, reason):
            again = self._ringing_again.follow(unit, delivery, now)
            self._reporting.report(unit, delivery, now, again)


def _adopts(unit: UnitOfWork, delivery: Delivery, sid: str) -> bool:
    """Whether this call or message owns the delivery; one that owns another never does."""
    if delivery.provider_sid is None and unit.deliveries.knows_sid(sid):
        return False
    return delivery.adopt(sid)


def _is_followed(unit: UnitOfWork, delivery: Delivery) -> bool:
    return any(each.follows == delivery.id for each in unit.deliveries.of_login(delivery.login_id))
