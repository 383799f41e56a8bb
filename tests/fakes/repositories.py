"""The units of work and repositories in memory, with the manners of the real ones.

A unit works on a copy, which becomes the truth at its end and is dropped on any exception. What a
unit hands out is detached afterwards. A change inside a JSON value is lost, as it is in reality;
only a new value is seen.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from typing import TypeVar

from sls.domain.codes import MAX_ATTEMPTS, OneTimeCode
from sls.domain.customers import Customer, fold_username
from sls.domain.deliveries import CLAIM_LEASE, IN_HAND, Delivery, DeliveryState
from sls.domain.factors import EVERY_CHANNEL, Channel, Factor
from sls.domain.logins import LoginState, PendingLogin
from sls.domain.purposes import Purpose
from tests.fakes.address_repository import MemoryIpRestrictions, MemoryPasswordFailures
from tests.fakes.audit_keys import plain_chain
from tests.fakes.audit_repository import MemoryAuditTrail
from tests.fakes.binding_repository import MemoryBindings
from tests.fakes.conversation_repository import MemoryConversations
from tests.fakes.database import Store, insert, not_unique, only
from tests.fakes.device_repository import MemoryDevices
from tests.fakes.enrolment_repository import MemoryEnrolments
from tests.fakes.help_request_repository import MemoryHelpRequests
from tests.fakes.idempotency_repository import MemoryRememberedRequests
from tests.fakes.line_repository import MemoryLineCalls
from tests.fakes.live_call_repository import MemoryLiveCalls
from tests.fakes.metering_repository import MemoryMeters
from tests.fakes.miss_repository import MemoryMisses
from tests.fakes.pick_up_repository import MemoryPickUps
from tests.fakes.pin_repository import MemoryPins
from tests.fakes.retention_repository import MemoryRetentionStore
from tests.fakes.sharing_repository import MemoryShares
from tests.fakes.spending_repository import MemoryExpenses, MemoryRefusals
from tests.fakes.temporary_access_repository import MemoryTemporaryAccesses
from tests.fakes.transfer_repository import MemoryTransfers
from tests.fakes.trunk_repository import MemoryTrunks
from tests.fakes.verification_repository import MemoryVerifications
from tests.fakes.withdrawal_repository import MemoryWithdrawals

Dated = TypeVar("Dated", OneTimeCode, Delivery)


class MemoryCustomers:
    """Customers and factors."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, customer_id: str) -> Customer | None:
        return self._store.customers.get(customer_id)

    def by_username(self, username: str) -> Customer | None:
        wanted = fold_username(username)
        return only(each for each in self._store.customers.values() if each.username == wanted)

    def with_number(self, number: str) -> Sequence[Customer]:
        theirs = [each for each in self._store.customers.values() if each.number == number]
        return sorted(theirs, key=lambda customer: customer.id)

    def factor(self, factor_id: str) -> Factor | None:
        return self._store.factors.get(factor_id)

    def factor_to_change(self, factor_id: str) -> Factor | None:
        return self.factor(factor_id)

    def factors_of(self, customer_id: str) -> Sequence[Factor]:
        live = [each for each in self._store.factors.values() if each.ended_at is None]
        of_customer = [each for each in live if each.customer_id == customer_id]
        return sorted(of_customer, key=lambda factor: factor.id)


class MemoryLogins:
    """Pending logins."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, login_id: str) -> PendingLogin | None:
        return self._store.logins.get(login_id)

    def get_to_change(self, login_id: str) -> PendingLogin | None:
        return self.get(login_id)

    def add(self, login: PendingLogin) -> None:
        insert(self._store.logins, login.id, login)

    def charge_attempt(self, login_id: str, now: datetime) -> bool:
        login = self._store.logins.get(login_id)
        if login is None or not _is_waiting(login, now):
            return False
        login.attempts += 1
        return True

    def latest_waiting(self, customer_id: str, now: datetime) -> PendingLogin | None:
        waiting = [
            each
            for each in self._store.logins.values()
            if each.customer_id == customer_id and _is_waiting(each, now)
        ]
        return max(waiting, key=lambda login: login.created_at, default=None)


class MemoryCodes:
    """One-time codes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, code_id: str) -> OneTimeCode | None:
        return self._store.codes.get(code_id)

    def add(self, code: OneTimeCode) -> None:
        insert(self._store.codes, code.id, code)

    def of_login(self, login_id: str) -> Sequence[OneTimeCode]:
        return _oldest_first(e for e in self._store.codes.values() if e.login_id == login_id)

    def consume(self, code_id: str, now: datetime) -> bool:
        code = self._store.codes.get(code_id)
        if code is None or not code.is_live(now):
            return False
        code.consumed_at, code.sealed = now, None
        return True

    def unseal_expired(self, now: datetime) -> int:
        expired = [
            each
            for each in self._store.codes.values()
            if each.sealed is not None and each.expires_at <= now
        ]
        for code in expired:
            code.sealed = None
        return len(expired)


class MemoryDeliveries:
    """The outbox."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, delivery_id: str) -> Delivery | None:
        return self._store.deliveries.get(delivery_id)

    def by_job(self, job: str) -> Delivery | None:
        return only(each for each in self._store.deliveries.values() if each.job == job)

    def add(self, delivery: Delivery) -> None:
        insert(self._store.deliveries, delivery.id, delivery)

    def of_login(self, login_id: str) -> Sequence[Delivery]:
        return _oldest_first(e for e in self._store.deliveries.values() if e.login_id == login_id)

    def lock_number(self, number: str) -> None:
        """One writer at a time holds every number."""

    def sent_to(self, number: str, since: datetime) -> Sequence[datetime]:
        return sorted(
            each.created_at
            for each in self._store.deliveries.values()
            if each.number == number
            and each.created_at > since
            and each.purpose not in (Purpose.NOTICE, Purpose.CALLBACK, Purpose.ANSWER)
            and not self._is_verified(each.login_id)
        )

    def _is_verified(self, login_id: str) -> bool:
        login = self._store.logins.get(login_id)
        verification = self._store.verifications.get(login_id)
        if verification is not None:
            return verification.verified_at is not None
        return login is not None and login.state is LoginState.VERIFIED

    def has_due(self, now: datetime, channels: Collection[Channel] = EVERY_CHANNEL) -> bool:
        return bool(self._claimable(now, channels))

    def claim(
        self, worker: str, now: datetime, room: Mapping[Channel, int], most: int
    ) -> Sequence[Delivery]:
        claimed: list[Delivery] = []
        for delivery in sorted(self._claimable(now, room), key=lambda each: each.due_at):
            before = sum(each.channel is delivery.channel for each in claimed)
            has_room = len(claimed) < most and before < room.get(delivery.channel, most)
            if has_room and delivery in self._claimable(now, room):
                delivery.state = DeliveryState.CLAIMED
                delivery.worker, delivery.lease_until = worker, now + CLAIM_LEASE
                claimed.append(delivery)
        return claimed

    def hold(self, delivery_ids: Sequence[str]) -> Sequence[Delivery]:
        return [self._store.deliveries[each] for each in sorted(delivery_ids)]

    def count_waiting(self, channel: Channel, now: datetime) -> int:
        return sum(
            each.state in (DeliveryState.QUEUED, DeliveryState.CLAIMED)
            and each.channel is channel
            and each.expires_at > now
            for each in self._store.deliveries.values()
        )

    def _claimable(self, now: datetime, channels: Collection[Channel]) -> list[Delivery]:
        every = list(self._store.deliveries.values())
        return [
            each
            for each in every
            if _is_claimable(each, now)
            and (each.channel in channels or each.expires_at <= now)
            and not (each.channel is Channel.VOICE and _is_phone_busy(each, every, now))
        ]

    def in_state(self, state: DeliveryState) -> Sequence[Delivery]:
        return [each for each in self._store.deliveries.values() if each.state is state]

    def forgotten_calls(self, before: datetime) -> Sequence[str]:
        return [
            each.id
            for each in self._store.deliveries.values()
            if each.channel is Channel.VOICE
            and each.state in IN_HAND
            and not each.is_over
            and (each.announced_at or each.lease_until or each.created_at) <= before
        ]

    def knows_sid(self, provider_sid: str) -> bool:
        return any(e.provider_sid == provider_sid for e in self._store.deliveries.values())


class MemoryUnitOfWork:
    """One transaction over every repository."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.customers = MemoryCustomers(store)
        self.logins = MemoryLogins(store)
        self.codes = MemoryCodes(store)
        self.deliveries = MemoryDeliveries(store)
        self.expenses = MemoryExpenses(store)
        self.refusals = MemoryRefusals(store)
        self.trunks = MemoryTrunks(store)
        self.meters = MemoryMeters(store)
        self.conversations = MemoryConversations(store)
        self.devices = MemoryDevices(store)
        self.withdrawals = MemoryWithdrawals(store)
        self.verifications = MemoryVerifications(store)
        self.pins = MemoryPins(store)
        self.bindings = MemoryBindings(store)
        self.temporary_accesses = MemoryTemporaryAccesses(store)
        self.pick_ups = MemoryPickUps(store.pick_ups)
        self.misses = MemoryMisses(store.misses)
        self.line_calls = MemoryLineCalls(store.line_calls, store.caller_proofs, store.deliveries)
        self.help_requests = MemoryHelpRequests(store.help_requests)
        self.transfers = MemoryTransfers(store.transfers)
        self.live_calls = MemoryLiveCalls(store)
        self.audit = MemoryAuditTrail(store)
        self.retention = MemoryRetentionStore(store)
        self.remembered_requests = MemoryRememberedRequests(store)
        self.shares = MemoryShares(store)
        self.enrolments = MemoryEnrolments(store)
        self.ip_restrictions = MemoryIpRestrictions(store)
        self.password_failures = MemoryPasswordFailures(store)

    def use_identity_token(self, token_id: str, expires_at: datetime) -> bool:
        """Use an identity token up; only the first caller gets True."""
        if token_id in self.store.used_tokens:
            return False
        self.store.used_tokens.add(token_id)
        return True

    def check(self) -> None:
        """Hold the store to what the database holds itself to."""
        sids = [e.provider_sid for e in self.store.deliveries.values() if e.provider_sid]
        jobs = [each.job for each in self.store.deliveries.values()]
        bearers = [each.bearer_digest for each in self.store.conversations.values()]
        for unique in (sids, jobs, bearers):
            if len(unique) != len(set(unique)):
                raise not_unique()
        self.conversations.forget_inner_changes()


class MemoryUnitsOfWork:
    """Begins units of work on one store; one writer at a time."""

    def __init__(self) -> None:
        self._store = Store()
        self._append = plain_chain()
        self._writing = threading.RLock()

    @contextmanager
    def write(self) -> Iterator[MemoryUnitOfWork]:
        """Begin a unit that may write."""
        with self._writing:
            unit = MemoryUnitOfWork(deepcopy(self._store))
            yield unit
            unit.audit.finish(self._append)
            unit.check()
            self._store = deepcopy(unit.store)

    @contextmanager
    def read(self) -> Iterator[MemoryUnitOfWork]:
        """Begin a unit that only reads."""
        yield MemoryUnitOfWork(deepcopy(self._store))

    def seed(self, customer: Customer, factors: Sequence[Factor]) -> None:
        """Put a customer into the store, as the broker's own systems would."""
        self._store.customers[customer.id] = deepcopy(customer)
        for factor in factors:
            self._store.factors[factor.id] = deepcopy(factor)


def _is_waiting(login: PendingLogin, now: datetime) -> bool:
    is_open = login.state is LoginState.READY and login.attempts < MAX_ATTEMPTS
    return is_open and login.expires_at > now


def _is_claimable(delivery: Delivery, now: datetime) -> bool:
    if delivery.state is DeliveryState.QUEUED:
        return delivery.due_at <= now
    is_claimed = delivery.state is DeliveryState.CLAIMED
    return is_claimed and delivery.lease_until is not None and delivery.lease_until < now


def _oldest_first(rows: Iterable[Dated]) -> list[Dated]:
    return sorted(rows, key=lambda row: row.created_at)


def _is_phone_busy(delivery: Delivery, every: list[Delivery], now: datetime) -> bool:
    others = [each for each in every if each.number == delivery.number and each is not delivery]
    return any(each.keeps_phone_busy(now) for each in others)
