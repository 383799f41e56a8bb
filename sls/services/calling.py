"""Calling: what a call that carries a code says, and what its provider tells of it."""

from datetime import timedelta

from sls.domain.audit import AuditKind
from sls.domain.calls import (
    MAX_GATE_TRIES,
    MAX_READINGS,
    HangUp,
    Listen,
    Pace,
    ReadCode,
    Speak,
    Speech,
    Spoken,
    Wait,
)
from sls.domain.codes import CODE_LENGTH
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.errors import CallRefused
from sls.ports import Clock, CodeVault, NumberingPlan, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.looking_up import is_wanted, owner_of
from sls.services.reporting import Reporting

_KEY_TIMEOUT = timedelta(seconds=8)
_BETWEEN_READINGS = timedelta(seconds=2)
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
_DECLINED = "603"  # SIP: the callee pressed reject


class Calling:
    """The use cases behind the voice and message webhooks."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        vault: CodeVault,
        plan: NumberingPlan,
        reporting: Reporting,
    ) -> None:
        self._units = units
        self._clock = clock
        self._vault = vault
        self._plan = plan
        self._reporting = reporting

    def answer(self, job: str, call_sid: str) -> Speech:
        """A call was answered: ask for the key before anything else is said.

        Raises:
            CallRefused: another call owns this delivery, or there is no such delivery.
        """
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            if not is_wanted(unit, delivery, self._clock.now()):
                return self._speech(delivery, Speak("voice.no_longer_needed", {}), HangUp())
            self._move(unit, delivery, DeliveryState.ANSWERED)
            return self._gate(delivery, Speak("voice.welcome", {}))

    def press_at_gate(self, job: str, call_sid: str, key: str) -> Speech:
        """A key was pressed, or none: read the code out to a person, never to a machine.

        Raises:
            CallRefused: as `answer`.
        """
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            if not is_wanted(unit, delivery, self._clock.now()):
                return self._speech(delivery, Speak("voice.no_longer_needed", {}), HangUp())
            delivery.gate_tries += 1
            if key == delivery.gate_key and delivery.gate_tries <= MAX_GATE_TRIES:
                return self._read_out(unit, delivery, Pace.NORMAL)
            if delivery.gate_tries >= MAX_GATE_TRIES:
                return self._speech(delivery, Speak("voice.goodbye_unheard", {}), HangUp())
            return self._gate(delivery, Speak("voice.wrong_key" if key else "voice.no_key", {}))

    def press_after_code(self, job: str, call_sid: str, key: str) -> Speech:
        """After the code was read: again, slower, or goodbye.

        Raises:
            CallRefused: as `answer`, or the code was not read out in this call before.
        """
        with self._units.write() as unit:
            delivery = self._owned(unit, job, call_sid)
            if delivery.state is not DeliveryState.READ_OUT:
                raise CallRefused
            if key not in ("1", "2"):
                return self._speech(delivery, Speak("voice.goodbye", {}), HangUp())
            if not is_wanted(unit, delivery, self._clock.now()):
                return self._speech(delivery, Speak("voice.no_longer_needed", {}), HangUp())
            return self._read_out(unit, delivery, Pace.SLOW if key == "2" else Pace.NORMAL)

    def provider_says(self, job: str, sid: str, status: str, sip_code: str | None) -> None:
        """Take a status callback; late, repeated and foreign news changes nothing."""
        with self._units.write() as unit:
            delivery = unit.deliveries.by_job(job)
            if delivery is None or not _adopts(unit, delivery, sid):
                return
            now = self._clock.now()
            if status == "completed":
                if delivery.end(now):
                    self._reporting.report(unit, delivery, now)
                return
            state = _STEPS.get(status)
            if status == "busy" and sip_code == _DECLINED:
                state = DeliveryState.REJECTED
            if state is not None:
                self._move(unit, delivery, state)

    def _owned(self, unit: UnitOfWork, job: str, call_sid: str) -> Delivery:
        """Return the delivery; the first call to ask owns it, so no second one reads the code."""
        delivery = unit.deliveries.by_job(job)
        if delivery is None or not _adopts(unit, delivery, call_sid):
            raise CallRefused
        return delivery

    def _gate(self, delivery: Delivery, opening: Speak) -> Speech:
        ask = Speak("voice.press_key", {"key": delivery.gate_key})
        listen = Listen((opening, ask), "gate", "gate", _KEY_TIMEOUT, may_interrupt=True)
        return self._speech(delivery, listen)

    def _read_out(self, unit: UnitOfWork, delivery: Delivery, pace: Pace) -> Speech:
        """Read the code; counted here, for a signed webhook can be replayed."""
        delivery.readings += 1
        if delivery.readings > MAX_READINGS:
            return self._speech(delivery, Speak("voice.goodbye", {}), HangUp())
        code = unit.codes.get(delivery.code_id or "")
        assert code is not None
        assert code.sealed is not None
        read = ReadCode(self._vault.unseal(code.sealed, code.id), pace)
        self._move(unit, delivery, DeliveryState.READ_OUT)
        owner, now = owner_of(unit, delivery), self._clock.now()
        record(unit, AuditKind.CODE_READ_OUT, now, customer=owner, subject=delivery.login_id)
        return self._speech(
            delivery,
            Speak("voice.code_follows", {"length": str(CODE_LENGTH)}),
            read,
            Wait(_BETWEEN_READINGS),
            Speak("voice.once_more", {}),
            read,
            Speak("voice.never_share", {}),
            Listen((Speak("voice.menu", {}),), "menu", "menu", _KEY_TIMEOUT, may_interrupt=True),
        )

    def _speech(self, delivery: Delivery, *parts: Spoken) -> Speech:
        return Speech(delivery.language, self._plan.region(delivery.number), parts)

    def _move(self, unit: UnitOfWork, delivery: Delivery, state: DeliveryState) -> None:
        now = self._clock.now()
        if delivery.move(state, now):
            self._reporting.report(unit, delivery, now)


def _adopts(unit: UnitOfWork, delivery: Delivery, sid: str) -> bool:
    """Whether this call or message owns the delivery; one that owns another never does."""
    if delivery.provider_sid is None and unit.deliveries.knows_sid(sid):
        return False
    return delivery.adopt(sid)
