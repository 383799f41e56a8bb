"""Issuing temporary passcodes: by an agent on the phone, who has checked who is calling (G1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sls.domain.audit import AuditKind, agent_named
from sls.domain.errors import AccountUnknown, NotParticipant, PasscodeConsecutive, WrongState
from sls.domain.factors import Factor, FactorKind
from sls.domain.messages import Utterance
from sls.domain.purposes import Purpose, Subject
from sls.domain.temporary_access import (
    PASSCODE_ALPHABET,
    PASSCODE_LENGTH,
    Passcode,
    TemporaryRules,
    issued,
    typed_passcode,
)
from sls.ports import Clock, PasscodeVault, Randomness, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.ending_factors import end_factor
from sls.services.notifying import Notifying


@dataclass(frozen=True)
class IssuedPasscode:
    """A passcode in clear, for the one moment in which the agent reads it to the customer."""

    passcode: Passcode
    clear: str = field(repr=False)


class IssuingPasscodes:
    """The use case of an agent; there is no form for it (G1)."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        vault: PasscodeVault,
        rules: TemporaryRules,
        notifying: Notifying,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._vault = vault
        self._rules = rules
        self._notifying = notifying

    def issue(self, username: str, agent: str, lost: Sequence[str] = ()) -> IssuedPasscode:
        """Issue a passcode in an agent's name and return it, once.

        `lost` are the ids of factors that will not come back: they end here. One that is only
        misplaced may stay; the first login with it ends the passcode.

        Raises:
            AccountUnknown: no such customer.
            NotParticipant: there never was a device to stand in for (F11).
            PasscodeConsecutive: no device was active again since the one before (F17).
            WrongState: a lost factor is not this customer's.
        """
        now, factor_id, clear = self._clock.now(), self._randomness.token(), self._draw()
        hashed = self._vault.hash(clear, factor_id)
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            _require_first(unit, customer.id)
            _end(unit, customer.id, lost, now)
            # The agent is the person whom guessed activation codes need in the end (A6, F16).
            unit.bindings.guard(customer.id).succeed()
            kind = FactorKind.TEMPORARY_PASSCODE
            factor = Factor(factor_id, customer.id, kind, number=None, active_from=now)
            passcode = issued(factor, hashed, agent, self._rules, now)
            unit.temporary_accesses.add_passcode(factor, passcode)
            done, actor = AuditKind.PASSCODE_ISSUED, agent_named(agent)
            record(unit, done, now, customer=customer.id, subject=factor.id, actor=actor)
            self._notifying.tell(unit, customer, Utterance("notice.passcode_issued"), now)
            return IssuedPasscode(passcode, clear)

    def _draw(self) -> str:
        # 32 letters divide a thousand million, so that each is as likely as the next.
        drawn = [int(self._randomness.digits(9)) for _ in range(PASSCODE_LENGTH)]
        return "".join(PASSCODE_ALPHABET[each % len(PASSCODE_ALPHABET)] for each in drawn)


class JudgingPasscodes:
    """Says whether what was typed is the passcode; it is static and stays usable (G2)."""

    def __init__(self, vault: PasscodeVault) -> None:
        self._vault = vault

    def is_right(
        self, unit: UnitOfWork, subject: Subject, factor: Factor, response: str, now: datetime
    ) -> bool:
        """Whether a response is the passcode of this factor, which may still be used for this.

        Past its two days it opens a login for the online card, and confirms nothing (F13).
        """
        passcode = unit.temporary_accesses.passcode(factor.id)
        typed = typed_passcode(response)
        if passcode is None or typed is None or factor.is_over(now):
            return False
        if subject.purpose is not Purpose.LOGIN and now >= passcode.full_until:
            return False
        return self._vault.matches(passcode.hashed, typed, factor.id)


def _require_first(unit: UnitOfWork, customer_id: str) -> None:
    """Hold F17 per user: each user of an account has a device of their own to lose."""
    unit.temporary_accesses.lock(customer_id)
    if not unit.temporary_accesses.is_participant(customer_id):
        raise NotParticipant
    if unit.temporary_accesses.open_passcode(customer_id) is not None:
        raise PasscodeConsecutive


def _end(unit: UnitOfWork, customer_id: str, lost: Sequence[str], now: datetime) -> None:
    for factor_id in lost:
        factor = unit.customers.factor_to_change(factor_id)
        if factor is None or factor.customer_id != customer_id:
            raise WrongState
        end_factor(unit, factor, now)
