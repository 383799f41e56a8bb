"""Changing PINs: the old one is proved, then the new one, and only then it counts (F6 to F10).

The card proves the old PIN by a verification made with it, and the new one by answering a
challenge with it (F8, X9). The Android app is asked for the old PIN and for a code that is sent to
the number on file (F9, X8). After an agent's reset there is no old PIN, and none is asked for.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sls.domain.challenges import Challenge, Device
from sls.domain.deliveries import Delivery
from sls.domain.errors import FactorUnavailable, NotVerified, WrongState
from sls.domain.factors import Factor, FactorKind
from sls.domain.logins import PendingLogin
from sls.domain.pins import PIN_CHANGE_LIFETIME, PinChange, PinChangeState, PinRules
from sls.domain.security_errors import (
    PinChangeUnknown,
    PinNotUsed,
    PinRefused,
    PinUnchangeable,
)
from sls.domain.verifications import Task
from sls.ports import Clock, Randomness, SecretVault, UnitOfWork, UnitsOfWork
from sls.services.challenging import Challenging
from sls.services.judging import Judging
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
            if is_guess and not factor.charge(now):
                raise NotVerified
        with self._units.write() as unit:
            login, device = self._login(unit, request, now), unit.devices.get(factor.id)
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
            is_charged = self._charge(unit, change_id, now)
        if not is_charged:
            raise NotVerified
        with self._units.write() as unit:
            change = unit.pins.get(change_id)
            if change is None or change.state is not PinChangeState.PENDING:
                raise NotVerified
            factor = unit.customers.factor_to_change(change.factor_id)
            device = unit.devices.get(change.factor_id)
            if factor is None or device is None or change.sealed_pin is None:
                raise NotVerified
            pin = self._secrets.unseal(change.sealed_pin, change.place).decode()
            if not self._is_proved(unit, change, factor, pin, response, now):
                raise NotVerified
            device.sealed_pin = self._secrets.seal(pin.encode(), device.place("pin"))
            factor.succeed()
            change.finish(now)

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
        unit.pins.end_pending(factor.id, now)
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
        return change

    def _send(self, unit: UnitOfWork, change: PinChange, now: datetime) -> Delivery:
        customer = unit.customers.get(change.customer_id)
        assert customer is not None
        return self._proving.sending.send(unit, Errand(change, customer.number, change.language), now)

    def _charge(self, unit: UnitOfWork, change_id: str, now: datetime) -> bool:
        change = unit.pins.get(change_id)
        factor = unit.customers.factor_to_change(change.factor_id) if change else None
        if factor is None or factor.is_locked(now):
            return False
        return unit.pins.charge_attempt(change_id, now) and factor.charge(now)

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


def _is_same(typed: str, kept: str) -> bool:
    return hmac.compare_digest(typed.encode(), kept.encode())
