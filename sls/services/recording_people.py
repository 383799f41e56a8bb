"""Recording people: what the broker knows of a user that security settings depend on."""

from dataclasses import dataclass

from sls.domain.errors import AccountUnknown
from sls.domain.identities import Identity, IdentityPapers
from sls.ports import UnitsOfWork
from sls.ports.digests import Digests
from sls.services.enrolling import enrolment_to_change


@dataclass(frozen=True)
class Person:
    """What the broker's own systems say about one user.

    `entity_id` is the person or company whose user it is, `needs_compliance` whether its compliance
    department approves shares (F58), `country` the account's.
    """

    papers: IdentityPapers | None
    entity_id: str
    needs_compliance: bool
    country: str | None
    may_change_security: bool


class RecordingPeople:
    """Takes the broker's news about users; papers are kept as keyed digests only."""

    def __init__(self, units: UnitsOfWork, digests: Digests) -> None:
        self._units = units
        self._digests = digests

    def record(self, username: str, person: Person) -> None:
        """Keep what is known of a user now, in place of what was known before.

        Raises:
            AccountUnknown: no such user.
            ValueError: a field of the papers is empty.
        """
        with self._units.write() as unit:
            customer = unit.customers.by_username(username)
            if customer is None:
                raise AccountUnknown
            enrolment = enrolment_to_change(unit, customer.id)
            enrolment.country = person.country
            enrolment.may_change_security = person.may_change_security
            if person.papers is not None:
                identity = Identity.of(
                    customer.id,
                    person.entity_id,
                    person.papers,
                    self._digests.digest,
                    needs_compliance=person.needs_compliance,
                )
                unit.shares.put_identity(identity)
