"""Activating IB Key: first time, again on the same phone, on a new one, or for a further user.

All are one use case (F41, F49, G54, G58): a code to the number on file, or the response of a
physical device, binds one user to one installation of the app, once.
"""

from dataclasses import dataclass
from datetime import datetime

from sls.domain.activations import Activation, PinNeed, device_key, opened
from sls.domain.audit import AuditKind
from sls.domain.bindings import Binding, BindingRules, physical_device
from sls.domain.challenges import Challenge, Device
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery
from sls.domain.errors import ChannelUnavailable, LoginUnknown, NotVerified, WrongState
from sls.domain.factors import Factor, FactorKind
from sls.domain.logins import PendingLogin
from sls.domain.numbers import cooling_off_until
from sls.domain.security_errors import AppNotActive
from sls.ports import Clock, Randomness, SecretVault, UnitOfWork, UnitsOfWork
from sls.services.app_pins import AppPins
from sls.services.auditing import record
from sls.services.judging import Judging
from sls.services.sending import Errand, Sending
from sls.services.taking_effect import TakingEffect
from sls.services.verifying import Verifying


@dataclass(frozen=True)
class ActivationRequest:
    """What the app sends once its user has entered name and password.

    `adds_user` says that IB Key is active on this installation for somebody else already (F41).
    """

    login_id: str
    kind: FactorKind
    install_id: str
    adds_user: bool


@dataclass(frozen=True)
class Started:
    """An activation that waits: for the code of a delivery, or for a device's response."""

    activation: Activation
    pin: PinNeed
    delivery: Delivery | None
    device: Factor | None
    challenge: Challenge | None


@dataclass(frozen=True)
class Activated:
    """The new factor and, told this once, the key that the app keeps."""

    factor: Factor
    key: bytes


@dataclass(frozen=True)
class Ways:
    """How activations are proved, and what follows one."""

    sending: Sending
    judging: Judging
    verifying: Verifying
    taking_effect: TakingEffect


class Activating:
    """The use cases of activations."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        secrets: SecretVault,
        pins: AppPins,
        ways: Ways,
        rules: BindingRules,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._secrets = secrets
        self._pins = pins
        self._ways = ways
        self.code_length = rules.code_length

    def start(self, request: ActivationRequest) -> Started:
        """Bind an activation to an installation, and ask for its proof; again, ask again.

        Raises:
            LoginUnknown: no such login.
            NotVerified, CardOnly: its password was right, but it is over or opens nothing else.
            WrongState: the installation is of the other kind.
            AppNotActive: a user is to be added where IB Key is not active.
            ChannelUnavailable, ResendTooSoon: the code cannot be sent, or not yet.
            FactorUnavailable: the device that is asked instead cannot be used.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            login = self._login(unit, request.login_id, now)
            customer = _known(unit, login.customer_id)
            unit.bindings.lock(customer.id)
            there = unit.bindings.on_install(request.install_id)
            others = [each for each in there if each.customer_id != customer.id]
            if request.adds_user and not others:
                raise AppNotActive
            if any(each.kind is not request.kind for each in there):
                raise WrongState
            waiting = unit.bindings.waiting_activation(customer.id, now)
            is_from_chat = waiting is not None and waiting.install_id is None
            activation = self._open(unit, customer, waiting, request, now)
            if is_from_chat and activation is waiting and waiting.proof_factor_id is None:
                # The chat had the code sent already; the app that claims it needs no other.
                sent = unit.deliveries.of_login(activation.id)[-1]
                return Started(activation, self._pins.need(unit, activation), sent, None, None)
            return self._prove(unit, customer, activation, login.language, now)

    def start_in_chat(
        self, unit: UnitOfWork, customer_id: str, language: str, now: datetime
    ) -> Delivery:
        """Send the code ahead, in a chat's own transaction; the first app to ask claims it.

        Raises:
            ChannelUnavailable, ResendTooSoon: the code cannot be sent, or not yet.
        """
        customer = _known(unit, customer_id)
        unit.bindings.lock(customer.id)
        waiting = unit.bindings.waiting_activation(customer.id, now)
        activation = waiting or opened(self._randomness.token(), customer.id, now)
        if waiting is None:
            unit.bindings.add_activation(activation)
        return self._send(unit, customer, activation, language, now)

    def activate(
        self, activation_id: str, install_id: str, response: str, pin: str | None
    ) -> Activated:
        """Take the code or the device's response, and make IB Key active on this installation.

        The try is charged and committed before anything is compared (security 3.5).

        Raises:
            PinRefused: this cannot be a PIN of the app.
            NotVerified: wrong, used, expired, locked, unknown or another phone's alike.
        """
        now = self._clock.now()
        customer_id = self._check_pin(activation_id, pin)
        with self._units.write() as unit:
            unit.bindings.lock(customer_id)
            is_charged = self._charge(unit, activation_id, now)
        if not is_charged:
            raise NotVerified
        with self._units.write() as unit:
            unit.bindings.lock(customer_id)
            activation = unit.bindings.activation(activation_id)
            if activation is None or not activation.is_waiting(now):
                raise NotVerified
            if not self._is_proved(unit, activation, install_id, response, pin, now):
                raise NotVerified
            return self._make_active(unit, activation, pin, now)

    def _login(self, unit: UnitOfWork, login_id: str, now: datetime) -> PendingLogin:
        """Return a login whose password was right: it still waits, or was verified lately."""
        login = unit.logins.get(login_id)
        if login is None:
            raise LoginUnknown
        if login.is_live(now):
            return login
        return self._ways.verifying.session(unit, login_id, now)

    def _open(
        self,
        unit: UnitOfWork,
        customer: Customer,
        waiting: Activation | None,
        request: ActivationRequest,
        now: datetime,
    ) -> Activation:
        """Go on with what waits for this installation or for any; else end it and begin anew."""
        if waiting is not None and waiting.fits(request.kind, request.install_id):
            waiting.claim(request.kind, request.install_id)
            return waiting
        if waiting is not None:
            waiting.end()
        activation = opened(self._randomness.token(), customer.id, now)
        activation.claim(request.kind, request.install_id)
        unit.bindings.add_activation(activation)
        kind, whose = AuditKind.ACTIVATION_STARTED, customer.id
        record(unit, kind, now, customer=whose, subject=activation.id, factor=request.kind)
        return activation

    def _prove(
        self,
        unit: UnitOfWork,
        customer: Customer,
        activation: Activation,
        language: str,
        now: datetime,
    ) -> Started:
        pin = self._pins.need(unit, activation)
        device = physical_device(unit.customers.factors_of(customer.id), now)
        if device is None:
            delivery = self._send(unit, customer, activation, language, now)
            return Started(activation, pin, delivery, None, None)
        activation.proof_factor_id = device.id
        challenge = self._ways.judging.ask(unit, activation, device, now)
        return Started(activation, pin, None, device, challenge)

    def _send(
        self,
        unit: UnitOfWork,
        customer: Customer,
        activation: Activation,
        language: str,
        now: datetime,
    ) -> Delivery:
        change = unit.bindings.last_number_change(customer.id)
        factors = unit.customers.factors_of(customer.id)
        if cooling_off_until(customer.number, change, factors, now) is not None:
            raise ChannelUnavailable("number_changed", None)
        activation.proof_factor_id = None
        errand = Errand(activation, customer.number, language, length=self.code_length)
        return self._ways.sending.send(unit, errand, now)

    def _check_pin(self, activation_id: str, pin: str | None) -> str:
        """Hold a new PIN to the app's rules before any try is charged; return whose it is.

        The customer is locked before what is theirs, here as in every other unit.
        """
        with self._units.read() as unit:
            activation = unit.bindings.activation(activation_id)
            if activation is None:
                raise NotVerified
            self._pins.check(unit, activation, pin)
            return activation.customer_id

    def _charge(self, unit: UnitOfWork, activation_id: str, now: datetime) -> bool:
        """Charge the activation, and what outlives it: the device's count or the customer's."""
        activation = unit.bindings.activation(activation_id)
        if activation is None or not activation.is_live(now):
            return False  # what is over costs nobody a try, or it would lock out the next one
        if activation.proof_factor_id is None:
            whose, kind = activation.customer_id, AuditKind.RESPONSE_TRIED
            if is_free := unit.bindings.guard(whose).charge(now):
                record(unit, kind, now, customer=whose, subject=activation.id)
        else:
            counted = unit.customers.factor_to_change(activation.proof_factor_id)
            is_free = counted is not None and self._ways.judging.charge(unit, counted, now)
        return is_free and unit.bindings.charge_activation(activation_id, now)

    def _is_proved(
        self,
        unit: UnitOfWork,
        activation: Activation,
        install_id: str,
        response: str,
        pin: str | None,
        now: datetime,
    ) -> bool:
        is_pin_right = self._pins.is_right(unit, activation, pin)
        if activation.install_id != install_id or not is_pin_right:
            return False
        judging = self._ways.judging
        if activation.proof_factor_id is None:
            return judging.is_code(unit, activation, response, now, self.code_length)
        device = unit.customers.factor_to_change(activation.proof_factor_id)
        if device is None or device.is_over(now):
            return False
        if not judging.is_right(unit, activation, device, response, now):
            return False
        device.succeed()
        return True

    def _make_active(
        self, unit: UnitOfWork, activation: Activation, pin: str | None, now: datetime
    ) -> Activated:
        kind, install_id = activation.kind, activation.install_id
        assert kind is not None
        assert install_id is not None
        customer, key = _known(unit, activation.customer_id), device_key(self._randomness.token())
        factor = Factor(self._randomness.token(), customer.id, kind, None, active_from=now)
        device = Device(factor.id, b"", None)
        device.sealed_key = self._secrets.seal(key, device.place("key"))
        device.sealed_pin = self._pins.seal(device, kind, pin)
        unit.bindings.bind(factor, device, Binding(factor.id, customer.id, install_id, now))
        activation.finish(factor.id)
        unit.bindings.guard(customer.id).succeed()
        self._ways.taking_effect.permanent_device_activated(unit, customer, factor, now)
        return Activated(factor, key)


def _known(unit: UnitOfWork, customer_id: str) -> Customer:
    customer = unit.customers.get(customer_id)
    assert customer is not None
    return customer
