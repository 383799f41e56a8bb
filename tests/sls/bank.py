"""Accounts with users and devices, on either kind of units of work, and a clock in New York."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert

from sls.adapters import tables
from sls.adapters.limit_table import load_limit_table
from sls.domain.customers import Customer
from sls.domain.factors import Factor, FactorKind
from sls.domain.logins import LOGIN_LIFETIME, LoginState, PendingLogin
from sls.domain.platforms import Platform
from sls.domain.temporary_access import TemporaryRules, issued
from sls.domain.verifications import (
    VERIFICATION_LIFETIME,
    Task,
    Verification,
    VerificationState,
    canonical,
)
from sls.domain.withdrawals import Withdrawal
from sls.ports import UnitsOfWork
from sls.services.counting_limits import CountingLimits
from sls.services.withdrawing import Withdrawing
from tests.fakes.bootstrap import World
from tests.fakes.clock import NOON
from tests.fakes.exchange_calendar import NEW_YORK, WinterCalendar
from tests.fakes.repositories import MemoryUnitOfWork, MemoryUnitsOfWork

Seed = Callable[[Customer, Sequence[Factor]], None]

YEAR = timedelta(days=365)


class Bank:
    """Withdrawing on the real table of limits; it is a Monday noon in March."""

    def __init__(self, units: UnitsOfWork | None = None, seed: Seed | None = None) -> None:
        memory = MemoryUnitsOfWork()
        self.units: UnitsOfWork = units or memory
        self._seed = seed or memory.seed
        self.counting = CountingLimits(WinterCalendar(), load_limit_table())
        self.world = World(self.units, self._seed)
        self.clock, self.randomness = self.world.clock, self.world.randomness
        self.withdrawing = Withdrawing(
            self.units, self.clock, self.randomness, self.counting, self.world.verifying
        )
        self._keys = 0

    def has_user(self, username: str, *kinds: FactorKind, account: str | None = None) -> str:
        """Let there be a user of an account, their own unless it is named; return their id."""
        customer = Customer(f"customer-{username}", username, "en", "+12025550101", "hash")
        factors = [self.factor(username, kind) for kind in kinds]
        passcodes = [each for each in factors if each.kind is FactorKind.TEMPORARY_PASSCODE]
        self._seed(customer, [each for each in factors if each not in passcodes])
        for each in passcodes:
            holds_passcode(self.units, each)
        opens_account(self.units, customer.id, account or f"account-{username}")
        return customer.id

    def factor(self, username: str, kind: FactorKind) -> Factor:
        """Return a factor as a user has it."""
        return Factor(f"factor-{username}-{kind}", f"customer-{username}", kind, None, NOON)

    def withdraws(
        self, username: str, kind: FactorKind | None, amount_cents: int, key: str | None = None
    ) -> Withdrawal:
        """Withdraw an amount, confirmed by a device of this kind, under a new key."""
        self._keys += 1
        key = key or f"key-{self._keys}"
        if kind is None:
            login_id = self.has_login(username)
            return self.withdrawing.request_without_device(login_id, amount_cents, key)
        return self.withdrawing.request(
            self.verifies(username, kind, amount_cents), amount_cents, key
        )

    def has_login(self, username: str, state: LoginState = LoginState.VERIFIED) -> str:
        """Let a user be logged in without any device, or be about to."""
        now = self.clock.now()
        login = PendingLogin(
            id=self.randomness.token(),
            customer_id=f"customer-{username}",
            platform=Platform.CLIENT_PORTAL,
            platform_version=None,
            language="en",
            state=state,
            created_at=now,
            expires_at=now + LOGIN_LIFETIME,
            verified_at=now if state is LoginState.VERIFIED else None,
        )
        with self.units.write() as unit:
            unit.logins.add(login)
        return login.id

    def verifies(
        self, username: str, kind: FactorKind, amount_cents: int, task: Task = Task.WITHDRAWAL
    ) -> str:
        """Let a user have verified, with a device of this kind, that they want this amount."""
        now, login_id = self.clock.now(), self.has_login(username)
        verification = Verification(
            id=self.randomness.token(),
            customer_id=f"customer-{username}",
            login_id=login_id,
            task=task,
            details=canonical({"amount": amount_cents}),
            platform=Platform.CLIENT_PORTAL,
            platform_version=None,
            language="en",
            state=VerificationState.VERIFIED,
            created_at=now,
            expires_at=now + VERIFICATION_LIFETIME,
            factor_id=self.factor(username, kind).id,
            verified_at=now,
        )
        with self.units.write() as unit:
            unit.verifications.add(verification)
        return verification.id

    def remaining(self, username: str, kind: FactorKind) -> int | None:
        """Return what a device may still confirm now."""
        limits = self.withdrawing.limits_of(f"customer-{username}").devices
        (found,) = [each for each in limits if each.factor and each.factor.kind is kind]
        return found.remaining

    def it_is(self, *parts: int) -> None:
        """Set the clock to a moment of New York."""
        moment = datetime(*parts, tzinfo=NEW_YORK)  # type: ignore[misc, arg-type]
        self.clock.advance(moment - self.clock.now())


def holds_passcode(units: UnitsOfWork, factor: Factor) -> None:
    """Let a factor be a temporary passcode that confirms for longer than any story here."""
    with units.write() as unit:
        passcode = issued(factor, "hash", "agent.en", TemporaryRules(YEAR, YEAR), NOON)
        unit.temporary_accesses.add_passcode(factor, passcode)


def opens_account(units: UnitsOfWork, customer_id: str, account_id: str) -> None:
    """Make a customer a user of an account."""
    with units.write() as unit:
        if isinstance(unit, MemoryUnitOfWork):
            unit.store.accounts[customer_id] = account_id
            return
        session = unit.session  # type: ignore[attr-defined]
        if account_id not in session.scalars(tables.accounts.select()).all():
            session.execute(insert(tables.accounts).values(id=account_id, holder=account_id))
        user = {"customer_id": customer_id, "account_id": account_id}
        session.execute(insert(tables.account_users).values(user))


def shares_device(units: UnitsOfWork, factor_id: str, device_id: str) -> None:
    """Make a factor another user's physical device."""
    with units.write() as unit:
        if isinstance(unit, MemoryUnitOfWork):
            unit.store.shared_devices[factor_id] = device_id
            return
        shared = insert(tables.shared_devices).values(factor_id=factor_id, device_id=device_id)
        unit.session.execute(shared)  # type: ignore[attr-defined]
