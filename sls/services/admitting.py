"""Admitting: user name, password and network, judged in one place for whoever asks for them (G74).

Whoever takes a password takes it here, so that no other way allows more guesses.
"""

from datetime import datetime

from sls.domain.addresses import guessing_network, may_log_in_from
from sls.domain.audit import AuditKind
from sls.domain.customers import Customer, fold_username
from sls.domain.errors import LoginRefused
from sls.domain.messages import Utterance
from sls.domain.password_locks import NETWORK_IS_KNOWN_FOR
from sls.ports import Clock, PasswordCheck, UnitOfWork, UnitsOfWork
from sls.ports.digests import Digests
from sls.services.auditing import record
from sls.services.notifying import Notifying


class Admitting:
    """Knows a customer by their password, and counts every try that is not the right one."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        passwords: PasswordCheck,
        digests: Digests,
        notifying: Notifying,
    ) -> None:
        self._units = units
        self._clock = clock
        self._passwords = passwords
        self._digests = digests
        self._notifying = notifying

    def admit(self, username: str, password: str, address: str | None) -> Customer:
        """Return the customer with this user name and password, who may log in from this address.

        The try is charged and committed before the password is looked at, and it is looked at
        whatever else is known by then: neither answer nor time tells which it was (A8, A9).

        Raises:
            LoginRefused: unknown, wrong, locked, or from an address outside a restriction.
        """
        now = self._clock.now()
        name = self._digests.digest("user name", fold_username(username))
        network = self._digests.digest("network", guessing_network(address))
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            is_charged = self._charge(unit, customer, name, network, now)
            is_inside = customer is not None and may_log_in_from(
                unit.ip_restrictions.of(customer.id, now), address, now
            )
            # Of unknown names as well, so that it takes as long (A9); they stand for nobody.
            tried_by = customer.id if customer else None
            record(unit, AuditKind.PASSWORD_TRIED, now, customer=tried_by, subject=tried_by)
        is_right = self._passwords.matches(customer, password)
        if customer is None or not (is_charged and is_inside and is_right):
            raise LoginRefused
        with self._units.write() as unit:
            unit.password_failures.of_network(name, network).succeed()
            unit.password_failures.of_name(name).succeed()
            unit.password_failures.learn(name, network, now)
        return customer

    def _charge(
        self,
        unit: UnitOfWork,
        customer: Customer | None,
        name: bytes,
        network: bytes,
        now: datetime,
    ) -> bool:
        """Charge the user name for this network and for all; False where it must not be tried."""
        failures = unit.password_failures
        everywhere = failures.of_name(name)
        is_known = failures.knows(name, network, now - NETWORK_IS_KNOWN_FOR)
        if everywhere.rests(now) and not is_known:
            return False
        if not failures.of_network(name, network).charge(now):
            return False
        everywhere.charge(now)
        if customer is not None and everywhere.is_worth_a_notice():
            self._notifying.tell(unit, customer, Utterance("notice.password_guessed"), now)
        return True
