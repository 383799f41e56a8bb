"""Challenging: questions for devices and cards, each answered once (F36, F37, G26)."""

from datetime import datetime

from sls.domain.challenges import (
    CARD_CELLS,
    CELLS_ASKED,
    CHALLENGE_LIFETIME,
    SUITES,
    Challenge,
    Device,
    DeviceSecrets,
    cells_match,
    matched_counter,
)
from sls.domain.errors import FactorUnavailable
from sls.domain.factors import Factor, FactorKind
from sls.domain.ocra import CHALLENGE_LENGTH, encode_question
from sls.domain.purposes import Purpose, Subject
from sls.domain.security_errors import PinMissing
from sls.ports import Randomness, SecretVault, UnitOfWork

CARD_KINDS = frozenset({FactorKind.SECURITY_CODE_CARD, FactorKind.ONLINE_CARD})


class Challenging:
    """Puts challenges and judges responses, inside the transaction of whoever asks."""

    def __init__(self, secrets: SecretVault, randomness: Randomness) -> None:
        self._secrets = secrets
        self._randomness = randomness

    def put(self, unit: UnitOfWork, subject: Subject, factor: Factor, now: datetime) -> Challenge:
        """Put a new challenge for this purpose; the one before it, if any, is void.

        Raises:
            FactorUnavailable: this kind has no challenge, its device is not set up, or its card
                is used up.
            PinMissing: its PIN was reset, and this is not the change that sets a new one.
        """
        device = _physical(unit, factor)
        if device is None:
            raise FactorUnavailable
        if device.lacks_pin(factor.kind) and subject.purpose is not Purpose.PIN_CHANGE:
            raise PinMissing
        unit.devices.void_challenges(subject, now)
        question = (
            self._cells(unit, device) if factor.kind in CARD_KINDS else self._digits(unit, device)
        )
        challenge = Challenge(
            id=self._randomness.token(),
            purpose=subject.purpose,
            subject_id=subject.id,
            factor_id=device.factor_id,
            question=question,
            created_at=now,
            expires_at=min(now + CHALLENGE_LIFETIME, subject.expires_at),
        )
        unit.devices.add_challenge(challenge)
        return challenge

    def is_answered(
        self,
        unit: UnitOfWork,
        subject: Subject,
        factor: Factor,
        response: str,
        now: datetime,
        pin: str | None = None,
    ) -> bool:
        """Whether a response answers the live challenge of its subject; a right one uses it up.

        A `pin` takes the place of the device's own, for a device whose PIN is about to change.
        """
        challenge = unit.devices.live_challenge(subject, now)
        device = _physical(unit, factor)
        if challenge is None or device is None or challenge.factor_id != device.factor_id:
            return False
        if pin is None and device.lacks_pin(factor.kind):
            return False
        secrets = self._open(device, pin)
        if factor.kind in CARD_KINDS:
            is_right = cells_match(secrets.key, challenge.cells, response)
            return is_right and self._use_cells(unit, challenge, now)
        counter = matched_counter(
            factor.kind, secrets, device.counter, challenge.question, response
        )
        if counter is None or not unit.devices.consume(challenge.id, now):
            return False
        if SUITES[factor.kind].has_counter:
            device.counter = counter + 1
        return True

    def _use_cells(self, unit: UnitOfWork, challenge: Challenge, now: datetime) -> bool:
        is_first = unit.devices.consume(challenge.id, now)
        return is_first and unit.devices.use_cells(challenge.factor_id, challenge.cells, now)

    def _digits(self, unit: UnitOfWork, device: Device) -> str:
        """Draw a challenge whose encoded question this device was never asked (RFC 6287)."""
        asked = {encode_question(each) for each in unit.devices.questions_of(device.factor_id)}
        while True:
            question = self._randomness.digits(CHALLENGE_LENGTH)
            if encode_question(question) not in asked:
                return question

    def _cells(self, unit: UnitOfWork, device: Device) -> str:
        used = unit.devices.used_cells(device.factor_id)
        free = [str(number) for number in range(1, CARD_CELLS + 1) if str(number) not in used]
        if len(free) < CELLS_ASKED:
            raise FactorUnavailable
        chosen: list[str] = []
        while len(chosen) < CELLS_ASKED:
            candidate = free[int(self._randomness.digits(9)) % len(free)]
            if candidate not in chosen:
                chosen.append(candidate)
        return " ".join(chosen)

    def _open(self, device: Device, pin: str | None) -> DeviceSecrets:
        key = self._secrets.unseal(device.sealed_key, device.place("key"))
        if pin is not None or device.sealed_pin is None:
            return DeviceSecrets(key, pin)
        sealed = self._secrets.unseal(device.sealed_pin, device.place("pin"))
        return DeviceSecrets(key, sealed.decode())


def _physical(unit: UnitOfWork, factor: Factor) -> Device | None:
    """Return the device behind a factor; users who share one share its counter and its cells."""
    return unit.devices.get(unit.withdrawals.device_of(factor.id))
