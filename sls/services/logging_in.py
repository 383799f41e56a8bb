"""Logging in: the password opens a pending login, a factor's response verifies it (F20, F37)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sls.domain.audit import AuditKind
from sls.domain.challenges import Challenge
from sls.domain.deliveries import Delivery
from sls.domain.errors import (
    LoginUnknown,
    NotVerified,
    VersionTooOld,
    WrongState,
)
from sls.domain.factors import Channel, Factor
from sls.domain.languages import supported_language
from sls.domain.logins import LOGIN_LIFETIME, LoginState, PendingLogin
from sls.domain.platforms import Platform, tws_build
from sls.domain.temporary_access import TEMPORARY_KINDS, Access
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork
from sls.services.admitting import Admitting
from sls.services.auditing import record
from sls.services.enrolling import asks_for_second_factor
from sls.services.judging import Judging
from sls.services.limiting_access import (
    access_with,
    end_temporary_access,
    require_usable,
    usable_factors,
)
from sls.services.reporting import Reporting
from sls.services.sending import Sending


@dataclass(frozen=True)
class LoginRequest:
    """What a login screen sends after the customer pressed Login."""

    username: str
    password: str
    platform: Platform
    platform_version: str | None
    language: str | None
    client_address: str | None = None


@dataclass(frozen=True)
class LoginView:
    """A pending login as its screen may see it."""

    login: PendingLogin
    state: LoginState
    factors: Sequence[Factor]
    deliveries: Sequence[Delivery]


@dataclass(frozen=True)
class ChosenFactor:
    """The factor a login goes on with, and its challenge, for kinds that have one."""

    login: PendingLogin
    factor: Factor
    challenge: Challenge | None


class LoggingIn:
    """The login use cases."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        admitting: Admitting,
        sending: Sending,
        judging: Judging,
        reporting: Reporting,
        m2fs_from: str,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._admitting = admitting
        self._sending = sending
        self._judging = judging
        self._reporting = reporting
        self._m2fs_from = m2fs_from

    def start(self, request: LoginRequest) -> LoginView:
        """Check the password and open a pending login; nothing is sent yet.

        Raises:
            LoginRefused: unknown name, wrong password, locked, or not from where they log in.
            VersionTooOld: there is a choice of factors, which this TWS cannot offer (F21).
            CardOnly, TemporaryAccessOver: as `usable_factors`.
        """
        customer = self._admitting.admit(request.username, request.password, request.client_address)
        now = self._clock.now()
        with self._units.write() as unit:
            factors: Sequence[Factor] = ()
            if asks_for_second_factor(unit, customer.id, request.platform, now):
                factors = usable_factors(unit, customer.id, request.platform, now)
            if len(factors) > 1 and not self._offers_choice(request):
                raise VersionTooOld(self._m2fs_from)
            login = PendingLogin(
                id=self._randomness.token(),
                customer_id=customer.id,
                platform=request.platform,
                platform_version=request.platform_version,
                language=supported_language(request.language) or customer.language,
                state=LoginState.CHOOSE,
                created_at=now,
                expires_at=now + LOGIN_LIFETIME,
            )
            if not factors:
                login.verify(now)
            elif len(factors) == 1:
                login.choose(factors[0].id, now)
            unit.logins.add(login)
            _record(unit, AuditKind.LOGIN_STARTED, login, now, platform=login.platform)
            if login.state is LoginState.VERIFIED:
                _record(unit, AuditKind.LOGIN_VERIFIED, login, now, factor="none")
            return LoginView(login, login.state, factors, [])

    def choose_factor(self, login_id: str, factor_id: str) -> ChosenFactor:
        """Take the choice of factor on the drop-down of F20, and put its challenge if it has one.

        Asked again for the factor that is chosen already, it puts a new challenge (F37).

        Raises:
            LoginUnknown: no such login.
            WrongState: another one was chosen, the login is over, or the factor is not theirs.
            FactorUnavailable: this kind cannot be verified here, or not any more.
            CardOnly: a passcode past its two days opens Client Portal only (F13).
        """
        now = self._clock.now()
        with self._units.write() as unit:
            login = _known(unit.logins.get_to_change(login_id))
            factor = unit.customers.factor(factor_id)
            if factor is None or factor.customer_id != login.customer_id:
                raise WrongState
            require_usable(unit, factor, login.platform, now)
            login.choose(factor.id, now)
            _record(unit, AuditKind.FACTOR_CHOSEN, login, now, factor=factor.kind)
            return ChosenFactor(login, factor, self._judging.ask(unit, login, factor, now))

    def request_code(self, login_id: str, channel: Channel, language: str | None) -> Delivery:
        """Send a code, first time or again.

        Raises:
            LoginUnknown, WrongState, ChannelUnavailable, ResendTooSoon: as `Sending.request`.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            login = _known(unit.logins.get(login_id))
            wanted = supported_language(language) or login.language
            delivery = self._sending.request(unit, login, channel, wanted, now)
            self._reporting.report(unit, delivery, now)
            return delivery

    def view(self, login_id: str) -> LoginView:
        """Return a pending login with its deliveries.

        Raises:
            LoginUnknown: no such login.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            login = _known(unit.logins.get(login_id))
            factors = unit.customers.factors_of(login.customer_id)
            deliveries = unit.deliveries.of_login(login_id)
            return LoginView(login, login.state_at(now), factors, deliveries)

    def verify(self, login_id: str, response: str) -> Access:
        """Verify a login with the code the customer typed, and return what it opens.

        The try is charged and committed before anything is compared: a crash costs a try and
        never gives one (security A1, A2).

        Raises:
            NotVerified: wrong, used, expired, locked or unknown alike.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            is_charged = self._charge(unit, login_id, now)
        if not is_charged:
            raise NotVerified
        with self._units.write() as unit:
            login = _known(unit.logins.get_to_change(login_id))
            unit.temporary_accesses.lock(login.customer_id)  # before any factor, as everywhere
            factor = unit.customers.factor_to_change(login.factor_id or "")
            access = access_with(unit, factor, login.platform, now) if factor else None
            if factor is None or access is None:
                raise NotVerified
            if not self._judging.is_right(unit, login, factor, response, now):
                raise NotVerified
            factor.succeed()
            login.verify(now, access)
            if factor.kind not in TEMPORARY_KINDS:
                end_temporary_access(unit, login.customer_id, now)
            self._reporting.login_verified(unit, login, now)
            _record(unit, AuditKind.LOGIN_VERIFIED, login, now, factor=factor.kind, access=access)
            return access

    def _charge(self, unit: UnitOfWork, login_id: str, now: datetime) -> bool:
        """Charge the login and its factor, whose count outlives logins, restarts and resends."""
        login = unit.logins.get_to_change(login_id)
        factor = unit.customers.factor_to_change(login.factor_id or "") if login else None
        if factor is None or factor.is_locked(now):
            return False
        is_charged = unit.logins.charge_attempt(login_id, now)
        return is_charged and self._judging.charge(unit, factor, now)

    def _offers_choice(self, request: LoginRequest) -> bool:
        is_tws = request.platform is Platform.TWS and request.platform_version is not None
        return not is_tws or tws_build(request.platform_version or "") >= tws_build(self._m2fs_from)


def _record(
    unit: UnitOfWork, kind: AuditKind, login: PendingLogin, now: datetime, **data: str
) -> None:
    record(unit, kind, now, customer=login.customer_id, subject=login.id, **data)


def _known(login: PendingLogin | None) -> PendingLogin:
    if login is None:
        raise LoginUnknown
    return login
