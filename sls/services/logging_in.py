"""Logging in: the password opens a pending login, a factor's response verifies it (F20, F37)."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sls.domain.challenges import Challenge
from sls.domain.codes import normalise
from sls.domain.deliveries import Delivery
from sls.domain.errors import (
    LoginRefused,
    LoginUnknown,
    NotVerified,
    VersionTooOld,
    WrongState,
)
from sls.domain.factors import Channel, Factor
from sls.domain.languages import supported_language
from sls.domain.logins import LOGIN_LIFETIME, LoginState, PendingLogin
from sls.domain.platforms import Platform, tws_build
from sls.ports import Clock, CodeVault, PasswordCheck, Randomness, UnitOfWork, UnitsOfWork
from sls.services.challenging import Challenging
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
        passwords: PasswordCheck,
        vault: CodeVault,
        sending: Sending,
        challenging: Challenging,
        reporting: Reporting,
        m2fs_from: str,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._passwords = passwords
        self._vault = vault
        self._sending = sending
        self._challenging = challenging
        self._reporting = reporting
        self._m2fs_from = m2fs_from

    def start(self, request: LoginRequest) -> LoginView:
        """Check the password and open a pending login; nothing is sent yet.

        Raises:
            LoginRefused: unknown name or wrong password.
            VersionTooOld: there is a choice of factors, which this TWS cannot offer (F21).
        """
        with self._units.read() as unit:
            customer = unit.customers.by_username(request.username)
        if not self._passwords.matches(customer, request.password) or customer is None:
            raise LoginRefused
        now = self._clock.now()
        with self._units.write() as unit:
            factors = unit.customers.factors_of(customer.id)
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
            return LoginView(login, login.state, factors, [])

    def choose_factor(self, login_id: str, factor_id: str) -> ChosenFactor:
        """Take the choice of factor on the drop-down of F20, and put its challenge if it has one.

        Asked again for the factor that is chosen already, it puts a new challenge (F37).

        Raises:
            LoginUnknown: no such login.
            WrongState: another one was chosen, the login is over, or the factor is not theirs.
            FactorUnavailable: this kind cannot be verified here.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            login = _known(unit.logins.get(login_id))
            factor = unit.customers.factor(factor_id)
            if factor is None or factor.customer_id != login.customer_id:
                raise WrongState
            login.choose(factor.id, now)
            if factor.receives_codes():
                return ChosenFactor(login, factor, None)
            return ChosenFactor(login, factor, self._challenging.put(unit, login, factor, now))

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

    def verify(self, login_id: str, response: str) -> None:
        """Verify a login with the code the customer typed.

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
            login = _known(unit.logins.get(login_id))
            factor = unit.customers.factor_to_change(login.factor_id or "")
            if factor is None or not self._is_right(unit, login, factor, response):
                raise NotVerified
            factor.succeed()
            login.verify(now)
            self._reporting.login_verified(unit, login, now)

    def _charge(self, unit: UnitOfWork, login_id: str, now: datetime) -> bool:
        """Charge the login and its factor, whose count outlives logins, restarts and resends."""
        login = unit.logins.get(login_id)
        factor = unit.customers.factor_to_change(login.factor_id or "") if login else None
        if factor is None or factor.is_locked(now):
            return False
        return unit.logins.charge_attempt(login_id, now) and factor.charge(now)

    def _is_right(
        self, unit: UnitOfWork, login: PendingLogin, factor: Factor, response: str
    ) -> bool:
        if factor.receives_codes():
            return self._consume(unit, login, response)
        now = self._clock.now()
        return self._challenging.is_answered(unit, login, factor, response, now)

    def _offers_choice(self, request: LoginRequest) -> bool:
        is_tws = request.platform is Platform.TWS and request.platform_version is not None
        return not is_tws or tws_build(request.platform_version or "") >= tws_build(self._m2fs_from)

    def _consume(self, unit: UnitOfWork, login: PendingLogin, response: str) -> bool:
        now = self._clock.now()
        typed = normalise(response) or ""
        digest = self._vault.digest(login.id, login.customer_id, typed)
        right = [
            code
            for code in unit.codes.of_login(login.id)
            if hmac.compare_digest(code.digest, digest) and code.is_live(now)
        ]
        return bool(right) and unit.codes.consume(right[0].id, now)


def _known(login: PendingLogin | None) -> PendingLogin:
    if login is None:
        raise LoginUnknown
    return login
