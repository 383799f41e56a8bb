"""Changing PINs: the old one is proved, then the new one, and only then it counts (F6 to F10).

The card proves the old PIN by a verification made with it, and the new one by answering a
challenge with it (F8, X9). The Android app is asked for the old PIN and for a code that is sent to
the number on file (F9, X8). After an agent's reset there is no old PIN, and none is asked for.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sls.domain.audit import AuditKind
from sls.domain.challenges import Challenge, Device
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery
from sls.domain.errors import ChannelUnavailable, FactorUnavailable, NotVerified, WrongState
from sls.domain.factors import Factor, FactorKind
from sls.domain.logins import PendingLogin
from sls.domain.messages import Utterance
from sls.domain.numbers import cooling_off_until
from sls.domain.pins import PIN_CHANGE_LIFETIME, PinChange, PinChangeState, PinRules
from sls.domain.security_errors import (
    PinChangeUnknown,
    PinNotUsed,
    PinRefused,
    PinUnchangeable,
)
from sls.domain.verifications import Task
from sls.ports import Clock, Randomness, SecretVault, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.challenging import Challenging
from sls.services.judging import Judging
from sls.services.notifying import Notifying
from sls.services.sending import Errand, Sending
from sls.services.verifying import Verifying

_CHANGEABLE = frozenset({FactorKind.DSC_PLUS, FactorKind.IB_KEY_ANDROID})
_OPERATED_WITH_PIN = frozenset({FactorKind.DSC, FactorKind.GOLD, FactorKind.PLATINUM})


@dataclass(frozen=True)
class PinRequest:
    """What a customer who is logged in asks for; the PINs are theirs alone and shown nowhere."""

    login_id: str
    factor_id: str
    pin: str
    again: str
    verification_id: str | None = None
    current_pin: str | None = None


@dataclass(frozen=True)
class StartedChange:
    """A change that waits for its proof: the answer to a challenge, or a code that was sent."""

    change: PinChange
    factor: Factor
    challenge: Challenge | None
    delivery: Delivery | None


@dataclass(frozen=True)
class Proving:
    """How each device proves its PINs: by challenges, codes and verifications."""

    verifying: Verifying
    judging: Judging
    challenging: Challenging
    sending: Sending
    notifying: Notifying


class ChangingPins:
    """The use cases of changing a PIN."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        secrets: SecretVault,
        rules: PinRules,
        proving: Proving,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._secrets = secrets
        self._rules = rules
        self._proving = proving

    def start(self, request: PinRequest) -> StartedChange:
        """Take a new PIN and ask for its proof; until that is given, the old PIN stays valid.

        Raises:
            NotVerified: no such login, verification or device, or the wrong current PIN.
            PinNotUsed, PinUnchangeable, FactorUnavailable: not with this device.
            PinRefused: this cannot be the new PIN.
            ChannelUnavailable, ResendTooSoon: the app's code cannot be sent, or not yet.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            factor = self._factor(unit, request, now)
            self._rules.check(factor.kind, request.pin, request.again)
            is_guess = factor.kind is FactorKind.IB_KEY_ANDROID and request.current_pin
            if is_guess and not self._proving.judging.charge(unit, factor, now):
                raise NotVerified
        with self._units.write() as unit:
            login = self._login(unit, request, now)
            # Locked before the device, as by whoever proves one of them.
            unit.verifications.get(request.verification_id or "")
            unit.pins.end_pending(factor.id, now)
            device = unit.devices.get(factor.id)
            if device is None:
                raise FactorUnavailable
            self._prove_old(unit, login, factor, device, request, now)
            change = self._add(unit, factor, request.pin, login.language, now)
            if factor.kind is FactorKind.IB_KEY_ANDROID:
                return StartedChange(change, factor, None, self._send(unit, change, now))
            challenge = self._proving.challenging.put(unit, change, factor, now)
            return StartedChange(change, factor, challenge, None)

    def request_code(self, change_id: str) -> Delivery:
        """Send the app's code again.

        Raises:
            PinChangeUnknown: no such change waits.
            WrongState: this change is not proved by a code.
            ChannelUnavailable, ResendTooSoon: as `Sending.send`.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            change = unit.pins.get(change_id)
            if change is None or not change.is_live(now):
                raise PinChangeUnknown
            factor = unit.customers.factor(change.factor_id)
            if factor is None or factor.kind is not FactorKind.IB_KEY_ANDROID:
                raise WrongState
            return self._send(unit, change, now)

    def confirm(self, change_id: str, response: str) -> None:
        """Take the proof of the new PIN, which counts from now on; a wrong one changes nothing.

        The try is charged and committed before anything is compared.

        Raises:
            NotVerified: wrong, used, expired, locked or unknown alike.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            factor_id = self._charge(unit, change_id, now)
        if factor_id is None:
            raise NotVerified
        with self._units.write() as unit:
            change = unit.pins.get(change_id)
            factor = unit.customers.factor_to_change(factor_id)
            device = unit.devices.get(factor_id)
            if factor is None or device is None or change is None:
                raise NotVerified
            if change.state is not PinChangeState.PENDING or change.sealed_pin is None:
                raise NotVerified
            pin = self._secrets.unseal(change.sealed_pin, change.place).decode()
            if not self._is_proved(unit, change, factor, pin, response, now):
                raise NotVerified
            device.sealed_pin = self._secrets.seal(pin.encode(), device.place("pin"))
            factor.succeed()
            change.finish(now)
            _record(unit, AuditKind.PIN_CHANGED, change, now)
            news = Utterance("notice.pin_changed", {"device": Utterance(f"factor.{factor.kind}")})
            self._proving.notifying.tell(unit, _customer(unit, change), news, now)

    def _factor(self, unit: UnitOfWork, request: PinRequest, now: datetime) -> Factor:
        login = self._login(unit, request, now)
        factor = unit.customers.factor_to_change(request.factor_id)
        is_theirs = factor is not None and factor.customer_id == login.customer_id
        if factor is None or not is_theirs or factor.is_over(now):
            raise NotVerified
        if factor.kind in _CHANGEABLE:
            return factor
        raise PinUnchangeable if factor.kind in _OPERATED_WITH_PIN else PinNotUsed

    def _login(self, unit: UnitOfWork, request: PinRequest, now: datetime) -> PendingLogin:
        """Return the login whose password was right: it still waits, or is a session (F9)."""
        login = unit.logins.get(request.login_id)
        if login is not None and login.is_live(now):
            return login
        return self._proving.verifying.session(unit, request.login_id, now)

    def _prove_old(
        self,
        unit: UnitOfWork,
        login: PendingLogin,
        factor: Factor,
        device: Device,
        request: PinRequest,
        now: datetime,
    ) -> None:
        if device.sealed_pin is None:
            return  # an agent made sure who asks, and reset it
        old = self._secrets.unseal(device.sealed_pin, device.place("pin")).decode()
        if factor.kind is FactorKind.DSC_PLUS:
            verification_id = request.verification_id or ""
            used = self._proving.verifying.use_in_session(
                unit, login, verification_id, Task.CHANGE_PIN, {}, now
            )
            if used.id != factor.id:
                raise NotVerified
        elif not _is_same(request.current_pin or "", old):
            raise NotVerified
        if _is_same(request.pin, old):
            raise PinRefused("unchanged")

    def _add(
        self, unit: UnitOfWork, factor: Factor, pin: str, language: str, now: datetime
    ) -> PinChange:
        change = PinChange(
            id=self._randomness.token(),
            customer_id=factor.customer_id,
            factor_id=factor.id,
            sealed_pin=None,
            language=language,
            state=PinChangeState.PENDING,
            created_at=now,
            expires_at=now + PIN_CHANGE_LIFETIME,
        )
        change.sealed_pin = self._secrets.seal(pin.encode(), change.place)
        unit.pins.add(change)
        _record(unit, AuditKind.PIN_CHANGE_STARTED, change, now)
        return change

    def _send(self, unit: UnitOfWork, change: PinChange, now: datetime) -> Delivery:
        """Send the code to the number on file, unless that is too new for any code (A19)."""
        customer = _customer(unit, change)
        factors = unit.customers.factors_of(customer.id)
        latest = unit.bindings.last_number_change(customer.id)
        if cooling_off_until(customer.number, latest, factors, now) is not None:
            raise ChannelUnavailable("number_changed", None)
        errand = Errand(change, customer.number, change.language)
        return self._proving.sending.send(unit, errand, now)

    def _charge(self, unit: UnitOfWork, change_id: str, now: datetime) -> str | None:
        """Charge the change and its factor, whose count outlives them all; say which."""
        change = unit.pins.get(change_id)
        factor = unit.customers.factor_to_change(change.factor_id) if change else None
        if factor is None or factor.is_locked(now):
            return None
        is_charged = unit.pins.charge_attempt(change_id, now)
        is_charged = is_charged and self._proving.judging.charge(unit, factor, now)
        return factor.id if is_charged else None

    def _is_proved(
        self,
        unit: UnitOfWork,
        change: PinChange,
        factor: Factor,
        pin: str,
        response: str,
        now: datetime,
    ) -> bool:
        if factor.kind is FactorKind.IB_KEY_ANDROID:
            return self._proving.judging.is_code(unit, change, response, now)
        challenging = self._proving.challenging
        return challenging.is_answered(unit, change, factor, response, now, pin)


def _record(unit: UnitOfWork, kind: AuditKind, change: PinChange, now: datetime) -> None:
    record(unit, kind, now, customer=change.customer_id, subject=change.factor_id)


def _customer(unit: UnitOfWork, change: PinChange) -> Customer:
    customer = unit.customers.get(change.customer_id)
    assert customer is not None
    return customer


def _is_same(typed: str, kept: str) -> bool:
    return hmac.compare_digest(typed.encode(), kept.encode())
