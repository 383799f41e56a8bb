"""Verifying: a step up for one task, answered with a factor and used up by that task (F43)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sls.domain.audit import AuditKind
from sls.domain.challenges import Challenge
from sls.domain.deliveries import Delivery
from sls.domain.errors import NotVerified, WrongState
from sls.domain.factors import Channel, Factor
from sls.domain.languages import supported_language
from sls.domain.logins import PendingLogin
from sls.domain.security_errors import NoDevice, VerificationUnknown
from sls.domain.verifications import (
    VERIFICATION_LIFETIME,
    Task,
    Verification,
    VerificationState,
    canonical,
    is_session,
)
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.judging import Judging
from sls.services.limiting_access import confirming_factors
from sls.services.reporting import Reporting
from sls.services.sending import Sending


@dataclass(frozen=True)
class VerificationView:
    """A verification as the page that asked for it may see it."""

    verification: Verification
    state: VerificationState
    factors: Sequence[Factor]
    deliveries: Sequence[Delivery]


@dataclass(frozen=True)
class AskedFactor:
    """The factor that a verification goes on with, and its challenge, for kinds that have one."""

    verification: Verification
    factor: Factor
    challenge: Challenge | None


class Verifying:
    """The use cases of verifications, and `use`, by which a task takes one."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        sending: Sending,
        judging: Judging,
        reporting: Reporting,
        longest_session: timedelta,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._sending = sending
        self._judging = judging
        self._reporting = reporting
        self._longest_session = longest_session

    def start(self, login_id: str, task: Task, details: Mapping[str, object]) -> VerificationView:
        """Open a verification for a task of a customer who is logged in; nothing is sent yet.

        Raises:
            NotVerified: no such login, not verified, or too long ago.
            CardOnly: the login may only print the online card.
            NoDevice: there is nothing to verify with.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            login = self.session(unit, login_id, now)
            factors = confirming_factors(unit, login.customer_id, now)
            if not factors:
                raise NoDevice
            verification = Verification(
                id=self._randomness.token(),
                customer_id=login.customer_id,
                login_id=login.id,
                task=task,
                details=canonical(details),
                platform=login.platform,
                platform_version=login.platform_version,
                language=login.language,
                state=VerificationState.CHOOSE,
                created_at=now,
                expires_at=now + VERIFICATION_LIFETIME,
            )
            if len(factors) == 1:
                verification.choose(factors[0].id, now)
            unit.verifications.add(verification)
            _record(unit, AuditKind.VERIFICATION_STARTED, verification, now)
            return VerificationView(verification, verification.state, factors, [])

    def choose_factor(self, verification_id: str, factor_id: str) -> AskedFactor:
        """Take the choice of factor, and put its challenge if it has one; again, a new one.

        Raises:
            VerificationUnknown, WrongState, FactorUnavailable.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            verification = _known(unit.verifications.get(verification_id))
            factor = unit.customers.factor(factor_id)
            is_theirs = factor is not None and factor.customer_id == verification.customer_id
            if factor is None or not is_theirs or factor.is_over(now):
                raise WrongState
            verification.choose(factor.id, now)
            challenge = self._judging.ask(unit, verification, factor, now)
            return AskedFactor(verification, factor, challenge)

    def request_code(
        self, verification_id: str, channel: Channel, language: str | None
    ) -> Delivery:
        """Send a code, first time or again.

        Raises:
            VerificationUnknown, WrongState, ChannelUnavailable, ResendTooSoon.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            verification = _known(unit.verifications.get(verification_id))
            wanted = supported_language(language) or verification.language
            delivery = self._sending.request(unit, verification, channel, wanted, now)
            self._reporting.report(unit, delivery, now)
            return delivery

    def view(self, verification_id: str) -> VerificationView:
        """Return a verification with its deliveries.

        Raises:
            VerificationUnknown: no such verification.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            verification = _known(unit.verifications.get(verification_id))
            factors = confirming_factors(unit, verification.customer_id, now)
            deliveries = unit.deliveries.of_login(verification_id)
            return VerificationView(verification, verification.state_at(now), factors, deliveries)

    def verify(self, verification_id: str, response: str) -> None:
        """Take the response; the try is charged and committed before anything is compared.

        Raises:
            NotVerified: wrong, used, expired, locked or unknown alike.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            factor_id = self._charge(unit, verification_id, now)
        if factor_id is None:
            raise NotVerified
        with self._units.write() as unit:
            verification = _known(unit.verifications.get(verification_id))
            factor = unit.customers.factor_to_change(factor_id)
            if factor is None or verification.state is not VerificationState.READY:
                raise NotVerified
            if not self._judging.is_right(unit, verification, factor, response, now):
                raise NotVerified
            factor.succeed()
            verification.verify(now)
            _record(unit, AuditKind.VERIFICATION_GIVEN, verification, now)

    def use(
        self,
        unit: UnitOfWork,
        verification_id: str,
        task: Task,
        details: Mapping[str, object],
        now: datetime,
    ) -> tuple[Verification, Factor]:
        """Use a verification up for its task, in the transaction of the task; return its factor.

        Raises:
            NotVerified: there is none, it was given for something else, it is used up or over, or
                its factor has ended since.
        """
        verification = unit.verifications.get(verification_id)
        if verification is None or not verification.confirms(task, canonical(details), now):
            raise NotVerified
        factor = unit.customers.factor(verification.factor_id or "")
        if factor is None or factor.is_over(now):
            raise NotVerified
        if not unit.verifications.use(verification.id, now):
            raise NotVerified
        _record(unit, AuditKind.VERIFICATION_USED, verification, now)
        return verification, factor

    def use_in_session(
        self,
        unit: UnitOfWork,
        login: PendingLogin,
        verification_id: str,
        task: Task,
        details: Mapping[str, object],
        now: datetime,
    ) -> Factor:
        """Use a verification up as `use`, which was asked for in the session of this login."""
        verification, factor = self.use(unit, verification_id, task, details, now)
        if verification.login_id != login.id:
            raise NotVerified
        return factor

    def session(self, unit: UnitOfWork, login_id: str, now: datetime) -> PendingLogin:
        """Return the verified login of a customer who is logged in.

        Raises:
            NotVerified: no such login, not verified, or too long ago.
            CardOnly: the login may only print the online card.
        """
        login = unit.logins.get(login_id)
        if login is None or not is_session(login, now, self._longest_session):
            raise NotVerified
        login.require_full_access()
        return login

    def _charge(self, unit: UnitOfWork, verification_id: str, now: datetime) -> str | None:
        """Charge the verification and its factor, whose count outlives them all; say which."""
        verification = unit.verifications.get(verification_id)
        factor_id = (verification.factor_id if verification else None) or ""
        factor = unit.customers.factor_to_change(factor_id)
        if factor is None or factor.is_locked(now):
            return None
        is_charged = unit.verifications.charge_attempt(verification_id, now)
        return factor_id if is_charged and self._judging.charge(unit, factor, now) else None


def _record(unit: UnitOfWork, kind: AuditKind, verification: Verification, now: datetime) -> None:
    data = {"task": verification.task}
    record(unit, kind, now, customer=verification.customer_id, subject=verification.id, **data)


def _known(verification: Verification | None) -> Verification:
    if verification is None:
        raise VerificationUnknown
    return verification
