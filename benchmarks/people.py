"""Customers enough to measure with: each with a login, a call that rings, and money to withdraw."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from sls.adapters import tables
from sls.adapters.vault import KeyedCodeVault
from sls.core import Core
from sls.domain.codes import OneTimeCode
from sls.domain.customers import Customer
from sls.domain.deliveries import Delivery, DeliveryState
from sls.domain.factors import Channel, Factor, FactorKind
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.platforms import Platform
from sls.domain.verifications import Task, Verification, VerificationState, canonical

CODE = "271828"
CENTS = 100


@dataclass(frozen=True)
class Person:
    """One customer whose phone rings with a code, and who has confirmed a withdrawal."""

    login_id: str
    verification_id: str
    job: str
    call_sid: str


def settle(core: Core, name: str, count: int) -> list[Person]:
    """Put people into the database, in one transaction."""
    people: list[Person] = []
    with core.units.write() as unit:
        session: Any = unit.session  # type: ignore[attr-defined]
        for number in range(count):
            person, *rows = _person(core, f"{name}-{number}", number)
            people.append(person)
            for row in rows:
                session.add(row)
                session.flush()
            _open_account(session, f"{name}-{number}")
    return people


def logging_in(core: Core, name: str, number: str) -> tuple[Customer, Factor, PendingLogin]:
    """Return a customer, their phone and a login that waits for a code; stores nothing."""
    now = core.clock.now()
    customer = Customer(f"customer-{name}", name, "en", number, "no password")
    factor = Factor(f"factor-{name}", customer.id, FactorKind.SMS, number, now)
    login = PendingLogin(
        id=f"login-{name}",
        customer_id=customer.id,
        platform=Platform.CLIENT_PORTAL,
        platform_version=None,
        language="en",
        state=LoginState.READY,
        created_at=now,
        expires_at=now + timedelta(minutes=20),
        factor_id=factor.id,
    )
    return customer, factor, login


def _person(core: Core, name: str, number: int) -> Iterator[Any]:
    now, phone = core.clock.now(), f"+1202555{number % 10_000:04d}"
    customer, factor, login = logging_in(core, name, phone)
    yield Person(login.id, f"verification-{name}", f"job-{name}", f"CA-{name}")
    yield from (customer, factor, login)
    yield from _call(core, name, login)
    yield Verification(
        id=f"verification-{name}",
        customer_id=customer.id,
        login_id=login.id,
        task=Task.WITHDRAWAL,
        details=canonical({"amount": CENTS}),
        platform=login.platform,
        platform_version=None,
        language="en",
        state=VerificationState.VERIFIED,
        created_at=now,
        expires_at=now + timedelta(minutes=10),
        factor_id=factor.id,
        verified_at=now,
    )


def _open_account(session: Any, name: str) -> None:
    account, customer = f"account-{name}", f"customer-{name}"
    session.execute(insert(tables.accounts).values(id=account, holder=customer))
    user = {"customer_id": customer, "account_id": account}
    session.execute(insert(tables.account_users).values(user))


def _call(core: Core, name: str, login: PendingLogin) -> Iterator[Any]:
    vault, now = KeyedCodeVault(core.settings.secret), core.clock.now()
    code = OneTimeCode(
        id=f"code-{name}",
        login_id=login.id,
        digest=vault.digest(login, CODE),
        sealed=vault.seal(CODE, f"code-{name}"),
        created_at=now,
        expires_at=now + timedelta(minutes=10),
    )
    yield code
    yield Delivery(
        id=f"delivery-{name}",
        job=f"job-{name}",
        login_id=login.id,
        code_id=code.id,
        channel=Channel.VOICE,
        number="+12025550101",
        language="en",
        state=DeliveryState.RINGING,
        created_at=now,
        due_at=now,
        expires_at=code.expires_at,
        gate_key="7",
        provider_sid=f"CA-{name}",
    )
