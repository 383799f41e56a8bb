"""Restricting addresses: from where a user logs in, changed at the nightly restart (F35, G72)."""

from collections.abc import Sequence
from datetime import datetime, time

from sls.domain.addresses import (
    MAX_RESTRICTIONS,
    IpRestriction,
    canonical_restriction,
    contains,
    next_restart,
)
from sls.domain.audit import CUSTOMER, AuditKind, agent_named
from sls.domain.errors import AccountUnknown, NotVerified
from sls.domain.security_errors import AddressRefused, RestrictionUnknown
from sls.domain.verifications import Task
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork
from sls.services.auditing import record
from sls.services.enrolling import of_user, require_rights, user_of_own_account
from sls.services.stepping_up import Proof, SteppingUp


class RestrictingAddresses:
    """The use cases of IP restrictions; `restart_at` is the time of the nightly restart, in UTC."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        stepping_up: SteppingUp,
        restart_at: time,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._stepping_up = stepping_up
        self._restart_at = restart_at

    def view(self, login_id: str, username: str | None) -> Sequence[IpRestriction]:
        """Return the restrictions of oneself or of another user of one's account.

        Raises:
            NotVerified, CardOnly, AccountUnknown, RightsMissing.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            by = self._stepping_up.customer(unit, login_id, now)
            customer_id = user_of_own_account(unit, by, username)
            if customer_id != by:
                require_rights(unit, by)
            return unit.ip_restrictions.of(customer_id, now)

    def add(
        self, proof: Proof, address: str, client_address: str | None, username: str | None
    ) -> IpRestriction:
        """Let a user log in from an address or network, and from no others but those added.

        Raises:
            NotVerified, CardOnly: the proof is not enough.
            AccountUnknown, RightsMissing: not a user of one's account, or not for oneself to do.
            AddressRefused: it cannot be restricted to, or would lock oneself out.
        """
        now = self._clock.now()
        network = canonical_restriction(address)
        with self._units.write() as unit:
            details = of_user({"address": address}, username)
            by = self._stepping_up.take(unit, proof, Task.IP_RESTRICTION, details, now)
            customer_id = user_of_own_account(unit, by, username)
            require_rights(unit, by)
            _require_device_for_others(proof, by, customer_id)
            remaining = _remaining(unit, customer_id, now)
            if customer_id == by:
                _require_way_in([*remaining, network], client_address)
            added = self._add(unit, customer_id, network, by, now)
            _record(unit, AuditKind.ADDRESS_RESTRICTED, added, CUSTOMER, now)
            return added

    def add_by_agent(self, username: str, address: str, agent: str) -> IpRestriction:
        """Restrict a user's logins on the phone, after their identity was checked.

        Raises:
            AccountUnknown, AddressRefused: as `add`, but nothing guards against a lock-out.
        """
        now = self._clock.now()
        network = canonical_restriction(address)
        with self._units.write() as unit:
            added = self._add(unit, _customer_id(unit, username), network, agent, now)
            _record(unit, AuditKind.ADDRESS_RESTRICTED, added, agent_named(agent), now)
            return added

    def remove(
        self, proof: Proof, restriction_id: str, client_address: str | None
    ) -> IpRestriction:
        """Remove a restriction at the next restart, or at once if it was never in effect.

        Raises:
            NotVerified, CardOnly, RightsMissing: as `add`.
            RestrictionUnknown: none of a user of one's account.
            AddressRefused: those that remain would lock oneself out.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            details = {"restriction": restriction_id}
            by = self._stepping_up.take(unit, proof, Task.IP_RESTRICTION, details, now)
            found = unit.ip_restrictions.get_to_change(restriction_id)
            if found is None or not _is_of_own_account(unit, by, found.customer_id):
                raise RestrictionUnknown
            require_rights(unit, by)
            _require_device_for_others(proof, by, found.customer_id)
            remaining = _remaining(unit, found.customer_id, now, but=restriction_id)
            if found.customer_id == by and remaining:
                _require_way_in(remaining, client_address)
            found.remove(by, now, next_restart(now, self._restart_at))
            _record(unit, AuditKind.RESTRICTION_REMOVED, found, CUSTOMER, now)
            return found

    def remove_by_agent(self, restriction_id: str, agent: str) -> IpRestriction:
        """Remove a restriction on the phone, for somebody who has locked themselves out.

        Raises:
            RestrictionUnknown: no such restriction.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            found = unit.ip_restrictions.get_to_change(restriction_id)
            if found is None:
                raise RestrictionUnknown
            found.remove(agent, now, next_restart(now, self._restart_at))
            _record(unit, AuditKind.RESTRICTION_REMOVED, found, agent_named(agent), now)
            return found

    def _add(
        self, unit: UnitOfWork, customer_id: str, network: str, by: str, now: datetime
    ) -> IpRestriction:
        remaining = _remaining(unit, customer_id, now)
        if network in remaining:
            raise AddressRefused("known_already")
        if len(remaining) >= MAX_RESTRICTIONS:
            raise AddressRefused("too_many")
        restriction = IpRestriction(
            id=self._randomness.token(),
            customer_id=customer_id,
            network=network,
            added_by=by,
            created_at=now,
            effective_at=next_restart(now, self._restart_at),
        )
        unit.ip_restrictions.add(restriction)
        return restriction


def _record(
    unit: UnitOfWork, kind: AuditKind, restriction: IpRestriction, actor: str, now: datetime
) -> None:
    whose = restriction.customer_id
    record(unit, kind, now, customer=whose, subject=restriction.id, actor=actor)


def _remaining(
    unit: UnitOfWork, customer_id: str, now: datetime, but: str | None = None
) -> list[str]:
    """Return the networks that will hold once everything that was asked for has taken effect."""
    current = unit.ip_restrictions.of(customer_id, now)
    return [each.network for each in current if each.remains() and each.id != but]


def _require_way_in(networks: Sequence[str], client_address: str | None) -> None:
    """Refuse a change after which its own author could not log in from where they are (A37)."""
    if client_address is None:
        raise AddressRefused("address_missing")
    if not contains(networks, client_address):
        raise AddressRefused("locks_out")


def _require_device_for_others(proof: Proof, by: str, customer_id: str) -> None:
    """Refuse to change what protects another user by a password alone, whoever's it is."""
    if customer_id != by and proof.verification_id is None:
        raise NotVerified


def _is_of_own_account(unit: UnitOfWork, by: str, customer_id: str) -> bool:
    account = unit.withdrawals.account_of(by)
    is_shared = account is not None and unit.withdrawals.account_of(customer_id) == account
    return by == customer_id or is_shared


def _customer_id(unit: UnitOfWork, username: str) -> str:
    customer = unit.customers.by_username(username)
    if customer is None:
        raise AccountUnknown
    return customer.id
