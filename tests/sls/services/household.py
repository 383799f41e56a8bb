"""Gita and Hugo, one person with two user names, and what they need to change security settings."""

from datetime import date
from typing import Any

from sls.domain.challenges import SUITES, Device, cell
from sls.domain.customers import Customer
from sls.domain.enrolment import Enrolment
from sls.domain.factors import FactorKind
from sls.domain.identities import Identity, IdentityPapers
from sls.domain.ocra import respond
from sls.domain.verifications import Task
from sls.ports import UnitsOfWork
from sls.services.recording_people import Person
from sls.services.sharing import Owner
from sls.services.stepping_up import Proof
from tests.fakes.bootstrap import PASSWORD, Seed, World
from tests.sls.bank import opens_account

PAPERS = IdentityPapers(date(1980, 2, 29), "GB", "GB", "passport", "AB123456")
PIN = "4826"
OFFICE = "8.8.8.8"


class Household:
    """A world with a few people who hold devices, papers and rights."""

    def __init__(self, units: UnitsOfWork | None = None, seed: Seed | None = None) -> None:
        self.world = World(units, seed)
        self.units, self.clock = self.world.units, self.world.clock
        self._counters: dict[str, int] = {}

    def has(
        self,
        username: str,
        *kinds: FactorKind,
        papers: IdentityPapers | None = PAPERS,
        entity: str | None = None,
        account: str | None = None,
        may_change: bool = True,
        country: str | None = "US",
        compliance: bool = False,
    ) -> Customer:
        """Let there be a user of an account with these devices and these papers."""
        customer = self.world.has_customer(username, *kinds)
        opens_account(self.units, customer.id, account or f"account-{username}")
        person = Person(papers, entity or f"entity-{username}", compliance, country, may_change)
        self.world.recording_people.record(username, person)
        for kind in kinds:
            if kind in SUITES or kind is FactorKind.SECURITY_CODE_CARD:
                self._has_device(f"factor-{username}-{kind}")
        return customer

    def logs_in(self, username: str, **request: Any) -> str:
        """Log in with the first factor, with whatever it needs, and return the login."""
        login_id = self.world.logs_in(username, **request)
        with self.units.read() as unit:
            login = unit.logins.get(login_id)
            factors = unit.customers.factors_of(f"customer-{username}")
        if login.verified_at is None:
            self._answer(self.world.logging_in, login_id, login.factor_id or factors[0].id)
        return login_id

    def proves(self, username: str, task: Task, details: dict[str, object]) -> Proof:
        """Log in and be verified for a task; who has no device just logs in."""
        login_id = self.logs_in(username)
        with self.units.read() as unit:
            factors = unit.customers.factors_of(f"customer-{username}")
        if not factors:
            return Proof(login_id)
        verification = self.world.verifying.start(login_id, task, details).verification
        self._answer(self.world.verifying, verification.id, factors[0].id)
        return Proof(login_id, verification.id)

    def asks_to_share(self, requester: str = "hugo", owner: str = "gita", **other: Any):
        """Ask for the owner's device."""
        proof = self.proves(requester, Task.SHARE_DEVICE, {"owner": owner})
        return self.world.sharing.request(
            proof, Owner(owner, other.get("password", PASSWORD), None)
        )

    def shares(self, requester: str = "hugo", owner: str = "gita"):
        """Share the owner's best device, answered with it; return how the share stands."""
        view = self.asks_to_share(requester, owner)
        device = view.devices[0]
        _, _, challenge = self.world.sharing.choose(view.share.id, device.id)
        return self.world.sharing.verify(view.share.id, self.answers(device.id, challenge.question))

    def answers(self, device_id: str, question: str) -> str:
        """Answer a question with a physical device, whose counter goes on."""
        kind = FactorKind(device_id.rpartition("-")[2])
        if kind is FactorKind.SECURITY_CODE_CARD:
            return "".join(cell(_key(device_id), number) for number in question.split(" "))
        counter = self._counters.get(device_id, 0)
        self._counters[device_id] = counter + SUITES[kind].has_counter
        return respond(SUITES[kind], _key(device_id), question, PIN, counter)

    def factors(self, username: str) -> list[str]:
        """Return the kinds of a user's live factors."""
        with self.units.read() as unit:
            found = unit.customers.factors_of(f"customer-{username}")
        return [each.kind for each in found]

    def enrolment(self, username: str) -> Enrolment:
        """Return how a user takes part."""
        with self.units.read() as unit:
            found = unit.enrolments.get(f"customer-{username}")
        assert found is not None
        return found

    def identity(self, username: str) -> Identity | None:
        """Return what is kept of a user's papers."""
        with self.units.read() as unit:
            return unit.shares.identity_of(f"customer-{username}")

    def _answer(self, service: Any, subject_id: str, factor_id: str) -> None:
        """Answer a login or a verification with a factor."""
        with self.units.read() as unit:
            factor = unit.customers.factor(factor_id)
            device_id = unit.withdrawals.device_of(factor_id)
        if factor.receives_codes():
            if service is not self.world.logging_in:
                service.choose_factor(subject_id, factor_id)
            self.clock.advance(minutes=3)
            delivery = service.request_code(subject_id, "sms", None)
            service.verify(subject_id, self.world.code_of(delivery))
            return
        challenge = service.choose_factor(subject_id, factor_id).challenge
        service.verify(subject_id, self.answers(device_id, challenge.question))

    def _has_device(self, factor_id: str) -> None:
        seal = self.world.secrets.seal
        key = seal(_key(factor_id), f"devices|{factor_id}|key")
        device = Device(factor_id, key, seal(PIN.encode(), f"devices|{factor_id}|pin"))
        with self.units.write() as unit:
            store = getattr(unit, "store", None)
            if store is not None:
                store.devices[factor_id] = device
            else:
                unit.session.add(device)


def _key(device_id: str) -> bytes:
    return device_id.encode().ljust(20, b".")[:20]
