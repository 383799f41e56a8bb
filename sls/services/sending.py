"""Sending codes: may this channel be used now, and if so, a row for the worker."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sls.domain.audit import AuditKind
from sls.domain.budgets import Expense, SpendingRules, prefix_of
from sls.domain.codes import CODE_LENGTH, CODE_LIFETIME, OneTimeCode
from sls.domain.countries import CountryPolicy
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.errors import BudgetSpent, ChannelUnavailable, ResendTooSoon, WrongState
from sls.domain.factors import Channel, Factor
from sls.domain.gates import first_key
from sls.domain.limits import SendingLimits
from sls.domain.platforms import offers_voice
from sls.domain.purposes import Awaiting, Subject
from sls.ports import CodeVault, NumberingPlan, Randomness, UnitOfWork
from sls.services.auditing import record
from sls.services.handing_over import HandingOver
from sls.services.spending import Spending


@dataclass(frozen=True)
class SendingRules:
    """The policies that decide whether a code may be sent."""

    countries: CountryPolicy
    limits: SendingLimits
    tws_voice_from: str
    spending: SpendingRules


@dataclass(frozen=True)
class Errand:
    """A code on its way: what it is for, which phone gets it, and in which language.

    `gap` replaces the usual pause between two sends, where this kind has another; `per_number` how
    many sends to the number may be there already.
    """

    subject: Subject
    number: str
    language: str
    channel: Channel = Channel.SMS
    length: int = CODE_LENGTH
    gap: timedelta | None = None
    per_number: int | None = None
    conversation_id: str | None = None


class Sending:
    """Puts codes on their way, inside the transaction of whoever asks."""

    def __init__(
        self,
        rules: SendingRules,
        plan: NumberingPlan,
        vault: CodeVault,
        randomness: Randomness,
        handing_over: HandingOver,
    ) -> None:
        self._rules = rules
        self._spending = Spending(rules.spending)
        self._plan = plan
        self._vault = vault
        self._randomness = randomness
        self._handing_over = handing_over

    def request(
        self,
        unit: UnitOfWork,
        login: Awaiting,
        channel: Channel,
        language: str,
        now: datetime,
        conversation_id: str | None = None,
    ) -> Delivery:
        """Queue one code for a login or a verification, to the phone of its factor.

        Raises:
            WrongState: it does not wait for a code.
            ChannelUnavailable: the channel does not reach this customer (F1, F4, country), or
                nothing more gets through it in time.
            ResendTooSoon: a limit holds, or a budget is spent.
        """
        if not login.is_ready(now):
            raise WrongState
        try:
            number = self._usable_factor(unit, login, channel, now).number or ""
        except ChannelUnavailable as refusal:
            unit.refusals.note(refusal.reason, channel)
            raise
        errand = Errand(login, number, language, channel, conversation_id=conversation_id)
        return self._queue(unit, errand, now)

    def ring_again(
        self, unit: UnitOfWork, login: Awaiting, missed: Delivery, due_at: datetime, now: datetime
    ) -> Delivery:
        """Queue one more call after one that was missed; it counts and costs like any other.

        Raises:
            WrongState, ChannelUnavailable, ResendTooSoon: as `request`, but for the usual gap.
        """
        if not login.is_ready(now):
            raise WrongState
        number = self._usable_factor(unit, login, Channel.VOICE, now).number or ""
        errand = Errand(
            login,
            number,
            missed.language,
            Channel.VOICE,
            gap=timedelta(0),
            conversation_id=missed.conversation_id,
        )
        call = self._queue(unit, errand, now)
        call.follows, call.due_at = missed.id, due_at
        return call

    def send(self, unit: UnitOfWork, errand: Errand, now: datetime) -> Delivery:
        """Queue one code to a number that the caller has chosen and may use.

        Raises:
            ChannelUnavailable: the channel does not reach this country, or nothing gets through.
            ResendTooSoon: a limit holds, or a budget is spent.
        """
        reason = self._rules.countries.refusal(self._plan.region(errand.number), errand.channel)
        reason = reason or self._handing_over.refusal(unit, errand.channel, now)
        if reason is not None:
            unit.refusals.note(reason, errand.channel)
            raise ChannelUnavailable(reason, None, errand.channel)
        return self._queue(unit, errand, now)

    def unavailable(
        self, unit: UnitOfWork, login: Awaiting, channel: Channel, now: datetime
    ) -> str | None:
        """Return why a channel cannot be used for this login, or None when it can."""
        try:
            self._usable_factor(unit, login, channel, now)
        except ChannelUnavailable as refusal:
            return refusal.reason
        return None

    def _queue(self, unit: UnitOfWork, errand: Errand, now: datetime) -> Delivery:
        self._check_limits(unit, errand, now)
        expense = self._expense(errand, now)
        self._check_budgets(unit, expense, now)
        code = self._code(unit, errand, now)
        delivery = Delivery(
            id=expense.delivery_id,
            job=self._randomness.token(),
            login_id=errand.subject.id,
            code_id=code.id,
            channel=errand.channel,
            number=errand.number,
            language=errand.language,
            state=DeliveryState.QUEUED,
            created_at=now,
            due_at=now,
            expires_at=code.expires_at,
            gate_key=first_key(self._randomness.digits(4)),
            conversation_id=errand.conversation_id,
            purpose=errand.subject.purpose,
        )
        unit.deliveries.add(delivery)
        self._spending.spend(unit, expense)
        record(
            unit,
            AuditKind.CODE_REQUESTED,
            now,
            customer=errand.subject.customer_id,
            subject=errand.subject.id,
            channel=errand.channel,
            purpose=errand.subject.purpose,
        )
        return delivery

    def _usable_factor(
        self, unit: UnitOfWork, login: Awaiting, channel: Channel, now: datetime
    ) -> Factor:
        factor = _code_factor(unit, login)
        if factor is None or factor.number is None:
            raise ChannelUnavailable("not_an_sms_factor", None, channel)
        if factor.is_cooling_off(now):
            raise ChannelUnavailable("number_changed", None, channel)
        reason = self._reason_against(unit, login, factor.number, channel, now)
        if reason is None:
            return factor
        other = self._reason_against(unit, login, factor.number, channel.other, now)
        raise ChannelUnavailable(reason, channel.other if other is None else None, channel)

    def _reason_against(
        self, unit: UnitOfWork, login: Awaiting, number: str, channel: Channel, now: datetime
    ) -> str | None:
        if channel is Channel.VOICE and not offers_voice(
            login.platform, login.platform_version, self._rules.tws_voice_from
        ):
            return "tws_version"
        reason = self._rules.countries.refusal(self._plan.region(number), channel)
        return reason or self._handing_over.refusal(unit, channel, now)

    def _check_limits(self, unit: UnitOfWork, errand: Errand, now: datetime) -> None:
        unit.deliveries.lock_number(errand.number)
        every = unit.deliveries.of_login(errand.subject.id)
        earlier = [each for each in every if each.channel is errand.channel]
        last_at = earlier[-1].created_at if earlier else None
        limits = self._rules.limits
        if errand.gap is not None:
            limits = replace(limits, gap=errand.gap)
        if errand.per_number is not None:
            limits = replace(limits, per_number=min(errand.per_number, limits.per_number))
        sent_at = unit.deliveries.sent_to(errand.number, now - limits.window)
        wait = limits.wait(now, last_at, sent_at)
        if wait is not None:
            raise ResendTooSoon(wait)

    def _check_budgets(self, unit: UnitOfWork, expense: Expense, now: datetime) -> None:
        try:
            self._spending.check(unit, expense, now)
        except BudgetSpent as refusal:
            unit.refusals.note(refusal.budget, expense.channel)
            raise

    def _expense(self, errand: Errand, now: datetime) -> Expense:
        return Expense(
            delivery_id=self._randomness.token(),
            login_id=errand.subject.id,
            customer_id=errand.subject.customer_id,
            number=errand.number,
            prefix=prefix_of(errand.number),
            country=self._plan.region(errand.number) or "",
            channel=errand.channel,
            spent_at=now,
        )

    def _code(self, unit: UnitOfWork, errand: Errand, now: datetime) -> OneTimeCode:
        """Send the live code again, so that a late message and a call agree; else a new one."""
        codes = unit.codes.of_login(errand.subject.id)
        for code in codes:
            if code.can_be_sent_again(now) and code.sealed is not None:
                return code
        _void(codes, now)
        clear, code_id = self._randomness.digits(errand.length), self._randomness.token()
        code = OneTimeCode(
            id=code_id,
            login_id=errand.subject.id,
            digest=self._vault.digest(errand.subject, clear),
            sealed=self._vault.seal(clear, code_id),
            created_at=now,
            expires_at=now + CODE_LIFETIME,
        )
        unit.codes.add(code)
        return code


def _code_factor(unit: UnitOfWork, login: Awaiting) -> Factor | None:
    """Return the factor that receives codes: the chosen one, or the one that may be chosen."""
    factors = unit.customers.factors_of(login.customer_id)
    is_open = login.factor_id is None
    able = [each for each in factors if each.receives_codes()]
    return next((each for each in able if is_open or each.id == login.factor_id), None)


def _void(codes: Iterable[OneTimeCode], now: datetime) -> None:
    for code in codes:
        code.void(now)
