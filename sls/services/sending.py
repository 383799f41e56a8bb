"""Sending codes: may this channel be used now, and if so, a row for the worker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sls.domain.codes import CODE_LENGTH, CODE_LIFETIME, OneTimeCode
from sls.domain.countries import CountryPolicy
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.errors import ChannelUnavailable, ResendTooSoon, WrongState
from sls.domain.factors import Channel, Factor
from sls.domain.limits import SendingLimits
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.platforms import offers_voice
from sls.ports import CodeVault, NumberingPlan, Randomness, UnitOfWork


@dataclass(frozen=True)
class SendingRules:
    """The policies that decide whether a code may be sent."""

    countries: CountryPolicy
    limits: SendingLimits
    tws_voice_from: str


class Sending:
    """Puts codes on their way, inside the transaction of whoever asks."""

    def __init__(
        self, rules: SendingRules, plan: NumberingPlan, vault: CodeVault, randomness: Randomness
    ) -> None:
        self._rules = rules
        self._plan = plan
        self._vault = vault
        self._randomness = randomness

    def request(
        self,
        unit: UnitOfWork,
        login: PendingLogin,
        channel: Channel,
        language: str,
        now: datetime,
        conversation_id: str | None = None,
    ) -> Delivery:
        """Queue one code for one login.

        Raises:
            WrongState: the login does not wait for a code.
            ChannelUnavailable: the channel does not reach this customer (F1, F4, country).
            ResendTooSoon: a limit holds.
        """
        if login.state is not LoginState.READY or not login.is_live(now):
            raise WrongState
        factor = self._usable_factor(unit, login, channel, now)
        number = factor.number or ""
        self._check_limits(unit, login, channel, number, now)
        code = self._code(unit, login, now)
        delivery = Delivery(
            id=self._randomness.token(),
            job=self._randomness.token(),
            login_id=login.id,
            code_id=code.id,
            channel=channel,
            number=number,
            language=language,
            state=DeliveryState.QUEUED,
            created_at=now,
            due_at=now,
            expires_at=code.expires_at,
            gate_key=str(1 + int(self._randomness.digits(4)) % 9),
            conversation_id=conversation_id,
        )
        unit.deliveries.add(delivery)
        return delivery

    def unavailable(
        self, unit: UnitOfWork, login: PendingLogin, channel: Channel, now: datetime
    ) -> str | None:
        """Return why a channel cannot be used for this login, or None when it can."""
        try:
            self._usable_factor(unit, login, channel, now)
        except ChannelUnavailable as refusal:
            return refusal.reason
        return None

    def _usable_factor(
        self, unit: UnitOfWork, login: PendingLogin, channel: Channel, now: datetime
    ) -> Factor:
        factor = _code_factor(unit, login)
        if factor is None or factor.number is None:
            raise ChannelUnavailable("not_an_sms_factor", None)
        if factor.is_cooling_off(now):
            raise ChannelUnavailable("number_changed", None)
        reason = self._reason_against(login, factor.number, channel)
        if reason is None:
            return factor
        is_other_open = self._reason_against(login, factor.number, channel.other) is None
        raise ChannelUnavailable(reason, channel.other if is_other_open else None)

    def _reason_against(self, login: PendingLogin, number: str, channel: Channel) -> str | None:
        if channel is Channel.VOICE and not offers_voice(
            login.platform, login.platform_version, self._rules.tws_voice_from
        ):
            return "tws_version"
        return self._rules.countries.refusal(self._plan.region(number), channel)

    def _check_limits(
        self, unit: UnitOfWork, login: PendingLogin, channel: Channel, number: str, now: datetime
    ) -> None:
        earlier = [each for each in unit.deliveries.of_login(login.id) if each.channel is channel]
        last_at = earlier[-1].created_at if earlier else None
        sent_at = unit.deliveries.sent_to(number, now - self._rules.limits.window)
        wait = self._rules.limits.wait(now, last_at, sent_at)
        if wait is not None:
            raise ResendTooSoon(wait)

    def _code(self, unit: UnitOfWork, login: PendingLogin, now: datetime) -> OneTimeCode:
        """Send the live code again, so that a late message and a call agree; else a new one."""
        codes = unit.codes.of_login(login.id)
        for code in codes:
            if code.can_be_sent_again(now) and code.sealed is not None:
                return code
        _void(codes, now)
        clear, code_id = self._randomness.digits(CODE_LENGTH), self._randomness.token()
        code = OneTimeCode(
            id=code_id,
            login_id=login.id,
            digest=self._vault.digest(login.id, login.customer_id, clear),
            sealed=self._vault.seal(clear, code_id),
            created_at=now,
            expires_at=now + CODE_LIFETIME,
        )
        unit.codes.add(code)
        return code


def _code_factor(unit: UnitOfWork, login: PendingLogin) -> Factor | None:
    """Return the factor that receives codes: the chosen one, or the one that may be chosen."""
    factors = unit.customers.factors_of(login.customer_id)
    is_open = login.factor_id is None
    able = [each for each in factors if each.receives_codes()]
    return next((each for each in able if is_open or each.id == login.factor_id), None)


def _void(codes: Iterable[OneTimeCode], now: datetime) -> None:
    for code in codes:
        code.void(now)
