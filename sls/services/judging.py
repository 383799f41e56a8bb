"""Judging: the one place that says how a kind of factor is asked, and whether it answered right."""

import hmac
from datetime import datetime

from sls.domain.audit import AuditKind
from sls.domain.challenges import Challenge
from sls.domain.codes import CODE_LENGTH, normalise
from sls.domain.factors import Factor, FactorKind
from sls.domain.messages import Utterance
from sls.domain.purposes import Subject
from sls.ports import CodeVault, UnitOfWork
from sls.services.auditing import record
from sls.services.challenging import Challenging
from sls.services.issuing_passcodes import JudgingPasscodes
from sls.services.notifying import Notifying


class Judging:
    """Asks and judges for every purpose, inside the transaction of whoever wants to know.

    The caller has charged the try before, in a transaction of its own (security 3.5).
    """

    def __init__(
        self,
        vault: CodeVault,
        challenging: Challenging,
        passcodes: JudgingPasscodes,
        notifying: Notifying,
    ) -> None:
        self._vault = vault
        self._challenging = challenging
        self._passcodes = passcodes
        self._notifying = notifying

    def charge(self, unit: UnitOfWork, factor: Factor, now: datetime) -> bool:
        """Charge a factor one try before anything is compared; False while it rests or is over.

        Its holder hears of it when somebody goes on guessing after it rested (A6).
        """
        if not factor.charge(now):
            return False
        _record(unit, AuditKind.RESPONSE_TRIED, factor, now)
        if factor.is_locked(now):
            _record(unit, AuditKind.FACTOR_LOCKED, factor, now)
        customer = unit.customers.get(factor.customer_id)
        if customer is not None and factor.is_worth_a_notice():
            device = Utterance(f"factor.{factor.kind}")
            news = Utterance("notice.factor_guessed", {"device": device})
            self._notifying.tell(unit, customer, news, now)
        return True

    def ask(
        self, unit: UnitOfWork, subject: Subject, factor: Factor, now: datetime
    ) -> Challenge | None:
        """Put the question of this factor, or return None for one that is asked nothing.

        Raises:
            FactorUnavailable: this kind cannot be used, or not at present.
        """
        if factor.receives_codes() or factor.kind is FactorKind.TEMPORARY_PASSCODE:
            return None
        return self._challenging.put(unit, subject, factor, now)

    def is_right(
        self, unit: UnitOfWork, subject: Subject, factor: Factor, response: str, now: datetime
    ) -> bool:
        """Whether a response is right for this factor and this purpose; a right one is used up."""
        if factor.receives_codes():
            return self.is_code(unit, subject, response, now)
        if factor.kind is FactorKind.TEMPORARY_PASSCODE:
            return self._passcodes.is_right(unit, subject, factor, response, now)
        return self._challenging.is_answered(unit, subject, factor, response, now)

    def is_code(
        self,
        unit: UnitOfWork,
        subject: Subject,
        response: str,
        now: datetime,
        length: int = CODE_LENGTH,
    ) -> bool:
        """Whether a response is the live code that was sent for this; a right one is used up."""
        digest = self._vault.digest(subject, normalise(response, length) or "")
        right = [
            code
            for code in unit.codes.of_login(subject.id)
            if hmac.compare_digest(code.digest, digest) and code.is_live(now)
        ]
        return bool(right) and unit.codes.consume(right[0].id, now)


def _record(unit: UnitOfWork, kind: AuditKind, factor: Factor, now: datetime) -> None:
    data = {"factor": factor.kind}
    record(unit, kind, now, customer=factor.customer_id, subject=factor.id, **data)
