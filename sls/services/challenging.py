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
from sls.domain.logins import PendingLogin
from sls.domain.ocra import CHALLENGE_LENGTH, encode_question
from sls.ports import Randomness, SecretVault, UnitOfWork

CARD_KINDS = frozenset({FactorKind.SECURITY_CODE_CARD, FactorKind.ONLINE_CARD})


class Challenging:
    """Puts challenges and judges responses, inside the transaction of whoever asks."""

    def __init__(self, secrets: SecretVault, randomness: Randomness) -> None:
        self._secrets = secrets
        self._randomness = randomness

    def put(
        self, unit: UnitOfWork, login: PendingLogin, factor: Factor, now: datetime
    ) -> Challenge:
        """Put a new challenge for a login; the one before it, if any, is void.

        Raises:
            FactorUnavailable: this kind has no challenge, its device is not set up, or its card
                is used up.
        """
        if unit.devices.get(factor.id) is None:
            raise FactorUnavailable
        unit.devices.void_challenges(login.id, now)
        question = (
            self._cells(unit, factor) if factor.kind in CARD_KINDS else self._digits(unit, factor)
        )
        challenge = Challenge(
            id=self._randomness.token(),
            login_id=login.id,
            factor_id=factor.id,
            question=question,
            created_at=now,
            expires_at=min(now + CHALLENGE_LIFETIME, login.expires_at),
        )
        unit.devices.add_challenge(challenge)
        return challenge

    def is_answered(
        self, unit: UnitOfWork, login: PendingLogin, factor: Factor, response: str, now: datetime
    ) -> bool:
        """Whether a response answers the login's live challenge; a right answer uses it up."""
        challenge = unit.devices.live_challenge(login.id, now)
        device = unit.devices.get(factor.id)
        if challenge is None or device is None or challenge.factor_id != factor.id:
            return False
        secrets = self._open(device)
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

    def _digits(self, unit: UnitOfWork, factor: Factor) -> str:
        """Draw a challenge whose encoded question this device was never asked (RFC 6287)."""
        asked = {encode_question(each) for each in unit.devices.questions_of(factor.id)}
        while True:
            question = self._randomness.digits(CHALLENGE_LENGTH)
            if encode_question(question) not in asked:
                return question

    def _cells(self, unit: UnitOfWork, factor: Factor) -> str:
        used = unit.devices.used_cells(factor.id)
        free = [str(number) for number in range(1, CARD_CELLS + 1) if str(number) not in used]
        if len(free) < CELLS_ASKED:
            raise FactorUnavailable
        chosen: list[str] = []
        while len(chosen) < CELLS_ASKED:
            candidate = free[int(self._randomness.digits(9)) % len(free)]
            if candidate not in chosen:
                chosen.append(candidate)
        return " ".join(chosen)

    def _open(self, device: Device) -> DeviceSecrets:
        key = self._secrets.unseal(device.sealed_key, f"devices|{device.factor_id}|key")
        if device.sealed_pin is None:
            return DeviceSecrets(key, None)
        pin = self._secrets.unseal(device.sealed_pin, f"devices|{device.factor_id}|pin")
        return DeviceSecrets(key, pin.decode())
