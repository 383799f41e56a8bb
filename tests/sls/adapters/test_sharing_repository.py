"""The repository of shared devices and identities, in memory and in each database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from sls.domain.factors import Factor, FactorKind
from sls.domain.identities import Identity
from sls.domain.sharing import Share, ShareState
from tests.fakes.clock import NOON

DEVICE = "factor-alice"


def _share(name: str = "share", **other: object) -> Share:
    fields = {
        "id": name,
        "requester_id": "customer-bob",
        "owner_id": "customer-alice",
        "state": ShareState.REQUESTED,
        "created_at": NOON,
        "expires_at": NOON + timedelta(minutes=10),
        **other,
    }
    return Share(**fields)


def _identity(**other: object) -> Identity:
    digests = [bytes([number]) * 32 for number in range(5)]
    identity = Identity("customer-alice", "entity", False, True, *digests, ssn=b"s" * 32)
    return replace(identity, **other)


def _borrowed(name: str = "borrowed") -> Factor:
    return Factor(name, "customer-bob", FactorKind.SMS, None, NOON)


@pytest.fixture
def units(store):
    """Give units of work with Alice, who lends, and Bob, who borrows."""
    for username in ("alice", "bob"):
        store.has_customer(username)
    return store.units


def test_a_share_is_found_and_changed(units):
    with units.write() as unit:
        unit.shares.add(_share())
    with units.write() as unit:
        share = unit.shares.get_to_change("share")
        share.choose(DEVICE, NOON)
        share.charge(NOON)

    with units.read() as unit:
        found = unit.shares.get("share")
    assert found == _share(device_id=DEVICE, attempts=1)


def test_nothing_is_found_where_there_is_nothing(units):
    with units.write() as unit:
        assert unit.shares.get("share") is None
        assert unit.shares.get_to_change("share") is None
        assert unit.shares.identity_of("customer-alice") is None


def test_shares_that_wait_for_compliance_are_listed_oldest_first(units):
    with units.write() as unit:
        for name, state, minutes in (
            ("new", ShareState.PENDING, 2),
            ("old", ShareState.PENDING, 1),
            ("done", ShareState.APPROVED, 0),
        ):
            unit.shares.add(_share(name, state=state, created_at=NOON + timedelta(minutes=minutes)))

    with units.read() as unit:
        assert [each.id for each in unit.shares.pending()] == ["old", "new"]


def test_an_identity_takes_the_place_of_an_earlier_one(units):
    for identity in (_identity(), _identity(ssn=None, needs_ssn=False)):
        with units.write() as unit:
            unit.shares.put_identity(identity)

    with units.read() as unit:
        assert unit.shares.identity_of("customer-alice") == _identity(ssn=None, needs_ssn=False)


def test_a_borrowed_device_is_the_lenders(units):
    with units.write() as unit:
        unit.shares.bind(_borrowed(), DEVICE)

    with units.write() as unit:
        assert unit.withdrawals.device_of("borrowed") == DEVICE
        assert unit.shares.borrowed_by("customer-bob") == {"borrowed": "customer-alice"}
        assert unit.shares.borrowed_by("customer-alice") == {}
        assert [each.id for each in unit.shares.sharers_of(DEVICE)] == ["borrowed"]
        assert unit.shares.sharers_of("borrowed") == []


def test_what_has_ended_is_borrowed_no_more(units):
    with units.write() as unit:
        unit.shares.bind(_borrowed(), DEVICE)
    with units.write() as unit:
        unit.customers.factor_to_change("borrowed").end(NOON)

    with units.write() as unit:
        assert unit.shares.borrowed_by("customer-bob") == {}
        assert unit.shares.sharers_of(DEVICE) == []


def test_a_factor_is_bound_once(units):
    with units.write() as unit:
        unit.shares.bind(_borrowed(), DEVICE)

    with pytest.raises(IntegrityError), units.write() as unit:
        unit.shares.bind(_borrowed(), DEVICE)
