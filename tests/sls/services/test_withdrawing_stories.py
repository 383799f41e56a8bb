"""Any story of withdrawals, cancellations and passing days, against a count by hand."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sls.domain.errors import OverLimit, WrongState
from sls.domain.factors import FactorKind
from sls.domain.withdrawals import LimitKind, WithdrawalState, limit_kind
from tests.fakes.exchange_calendar import NEW_YORK, WinterCalendar
from tests.sls.bank import Bank, shares_device

# Ann and Bob are users of one account; Cleo has another one and shares Bob's card.
ACCOUNTS = {"ann": "joint", "bob": "joint", "cleo": "own"}
KINDS = (
    FactorKind.SECURITY_CODE_CARD,
    FactorKind.IB_KEY_IOS,
    FactorKind.TEMPORARY_PASSCODE,
    FactorKind.DSC_PLUS,
)
SHARED = ("factor-cleo-security_code_card", "factor-bob-security_code_card")
# In cents, written down once more from the facts and not read from the table.
FIGURES = {
    LimitKind.SECURITY_CODE_CARD: (20_000_000, 60_000_000),
    LimitKind.IB_KEY: (100_000_000, 100_000_000),
    LimitKind.TEMPORARY_PASSCODE: (5_000_000, 10_000_000),
}
HOLDING = {WithdrawalState.REQUESTED, WithdrawalState.EXECUTED}
AMOUNTS = st.one_of(
    st.integers(1, 3),
    st.sampled_from([5_000_000, 10_000_000, 20_000_000, 60_000_000, 100_000_000]),
    st.sampled_from([4_999_999, 5_000_001, 19_999_999, 20_000_001, 99_999_999]),
    st.integers(1, 120_000_000),
)
IS_OPEN = WinterCalendar().is_open


@dataclass
class Line:
    """One line of the book kept by hand."""

    account: str
    kind: LimitKind
    device: str
    day: date
    cents: int
    state: WithdrawalState = WithdrawalState.REQUESTED


class Stories(RuleBasedStateMachine):
    """Withdraws, cancels, pays out, fails and lets time pass, in any order."""

    @initialize()
    def open(self) -> None:
        """Open the accounts."""
        self.bank, self.book = Bank(), {}
        for username, account in ACCOUNTS.items():
            self.bank.has_user(username, *KINDS, account=account)
        shares_device(self.bank.units, *SHARED)

    @rule(username=st.sampled_from(sorted(ACCOUNTS)), kind=st.sampled_from(KINDS), cents=AMOUNTS)
    def withdraw(self, username: str, kind: FactorKind, cents: int) -> None:
        """Withdraw, which is granted exactly when both counters have room."""
        factor_id = self.bank.factor(username, kind).id
        device = SHARED[1] if factor_id == SHARED[0] else factor_id
        line = Line(ACCOUNTS[username], limit_kind(kind), device, self.today(), cents)
        has_room = self.has_room(line)
        try:
            withdrawal = self.bank.withdraws(username, kind, cents)
        except OverLimit:
            withdrawal = None
        assert has_room == (withdrawal is not None)
        if withdrawal is not None:
            assert (withdrawal.business_day, withdrawal.amount_cents) == (line.day, cents)
            self.book[withdrawal.id] = line

    @rule(kind=st.sampled_from(sorted(FIGURES)))
    def use_up(self, kind: LimitKind) -> None:
        """Let everybody withdraw a whole day's worth, so that the next cent meets a limit."""
        for username in ("bob", "cleo", "ann"):
            for factor_kind in KINDS:
                if limit_kind(factor_kind) is kind:
                    self.withdraw(username, factor_kind, FIGURES[kind][0])

    @rule(pick=st.integers(0, 10**6), step=st.sampled_from(["cancel", "execute", "fail"]))
    def move(self, pick: int, step: str) -> None:
        """Let something become of a withdrawal, where that is possible."""
        if not self.book:
            return
        withdrawal_id = sorted(self.book)[pick % len(self.book)]
        try:
            moved = getattr(self.bank.withdrawing, step)(withdrawal_id)
        except WrongState:
            return
        was_released = self.book[withdrawal_id].state not in HOLDING
        assert not (was_released and moved.state in HOLDING)
        self.book[withdrawal_id].state = moved.state

    @rule(hours=st.sampled_from([1, 7, 24, 48, 24 * 7]))
    def wait(self, hours: int) -> None:
        """Let time pass, but not beyond the holidays that the calendar knows."""
        if self.bank.clock.now().month < 4:
            self.bank.clock.advance(hours=hours)

    @invariant()
    def no_five_business_days_hold_more_than_the_limit(self) -> None:
        """Look at every window that there is, by account and by device."""
        for line in getattr(self, "book", {}).values():
            if line.kind not in FIGURES:
                continue
            day_limit, window_limit = FIGURES[line.kind]
            for counter in ("account", "device"):
                assert self.held(line, counter, 1) <= day_limit
                assert self.held(line, counter, 5) <= window_limit

    def today(self) -> date:
        """Return the business day, by hand."""
        day = self.bank.clock.now().astimezone(NEW_YORK).date()
        while not IS_OPEN(day):
            day += timedelta(days=1)
        return day

    def has_room(self, line: Line) -> bool:
        """Whether both counters have room, day and window."""
        if line.kind not in FIGURES:
            return True
        return all(
            self.held(line, counter, days) + line.cents <= limit
            for counter in ("account", "device")
            for days, limit in zip((1, 5), FIGURES[line.kind], strict=True)
        )

    def held(self, line: Line, counter: str, business_days: int) -> int:
        """Return what holds in the business days that end with the line's, by hand."""
        days, day = {line.day}, line.day
        while len(days) < business_days:
            day -= timedelta(days=1)
            if IS_OPEN(day):
                days.add(day)
        return sum(
            each.cents
            for each in self.book.values()
            if each.state in HOLDING
            and each.day in days
            and each.kind is line.kind
            and getattr(each, counter) == getattr(line, counter)
        )


Stories.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, database=None
)
TestStories = Stories.TestCase
