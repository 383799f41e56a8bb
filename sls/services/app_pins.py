"""The PIN of IB Key on a phone: a new one is chosen, one that is there must be known (G40, G57)."""

import hmac

from sls.domain.activations import Activation, PinNeed
from sls.domain.challenges import Device
from sls.domain.factors import FactorKind
from sls.domain.pins import PinRules
from sls.ports import SecretVault, UnitOfWork


class AppPins:
    """Says which PIN an activation needs, and judges it; iOS has none (F10)."""

    def __init__(self, secrets: SecretVault, rules: PinRules) -> None:
        self._secrets = secrets
        self._rules = rules

    def need(self, unit: UnitOfWork, activation: Activation) -> PinNeed:
        """Say which PIN this activation asks for."""
        if activation.kind is not FactorKind.IB_KEY_ANDROID:
            return PinNeed.NONE
        return PinNeed.EXISTING if self._known(unit, activation) else PinNeed.NEW

    def check(self, unit: UnitOfWork, activation: Activation, pin: str | None) -> None:
        """Hold a new PIN to the rules of the app.

        Raises:
            PinRefused: this cannot be a PIN of the app.
        """
        if self.need(unit, activation) is PinNeed.NEW:
            self._rules.check(FactorKind.IB_KEY_ANDROID, pin or "", pin or "")

    def is_right(self, unit: UnitOfWork, activation: Activation, pin: str | None) -> bool:
        """Whether a phone that has a PIN already is given that one (G46, G57)."""
        if self.need(unit, activation) is not PinNeed.EXISTING:
            return True
        typed = (pin or "").encode()
        return any(hmac.compare_digest(each, typed) for each in self._known(unit, activation))

    def seal(self, device: Device, kind: FactorKind, pin: str | None) -> bytes | None:
        """Return the PIN sealed for a new device, or None for a kind without one."""
        if kind is not FactorKind.IB_KEY_ANDROID:
            return None
        return self._secrets.seal((pin or "").encode(), device.place("pin"))

    def _known(self, unit: UnitOfWork, activation: Activation) -> list[bytes]:
        """Return the PIN of this user's IB Key on this phone, else those of the others there."""
        there = unit.bindings.on_install(activation.install_id or "")
        own = [each for each in there if each.customer_id == activation.customer_id]
        devices = [unit.devices.get(each.id) for each in own or there]
        return [
            self._secrets.unseal(each.sealed_pin, each.place("pin"))
            for each in devices
            if each is not None and each.sealed_pin is not None
        ]
