"""The repositories of IP restrictions and of guesses at passwords, in memory and in SQL."""

from datetime import timedelta

from sls.domain.addresses import IpRestriction
from sls.domain.password_locks import LOCKING_FAILURES
from tests.fakes.clock import NOON

DAY = timedelta(days=1)
NAME, OTHER_NAME = b"n" * 32, b"o" * 32
NETWORK, OTHER_NETWORK = b"1" * 32, b"2" * 32


def _restriction(name: str, **other: object) -> IpRestriction:
    fields = {
        "id": name,
        "customer_id": "customer-alice",
        "network": "8.8.8.0/24",
        "added_by": "customer-alice",
        "created_at": NOON,
        "effective_at": NOON + DAY,
        **other,
    }
    return IpRestriction(**fields)


def test_restrictions_are_listed_until_they_are_over(store):
    for username in ("alice", "bob"):
        store.has_customer(username)
    with store.units.write() as unit:
        for restriction in (
            _restriction("second", created_at=NOON + DAY),
            _restriction("first", network="2001:4860:4860::8888"),
            _restriction("over", removed_by="agent", ends_at=NOON + DAY),
            _restriction("another's", customer_id="customer-bob"),
        ):
            unit.ip_restrictions.add(restriction)

    with store.units.read() as unit:
        before = unit.ip_restrictions.of("customer-alice", NOON + DAY - timedelta(seconds=1))
        after = unit.ip_restrictions.of("customer-alice", NOON + DAY)
    assert [each.id for each in before] == ["first", "over", "second"]
    assert [each.id for each in after] == ["first", "second"]
    assert after[0].network == "2001:4860:4860::8888"


def test_a_restriction_is_removed(store):
    store.has_customer("alice")
    with store.units.write() as unit:
        unit.ip_restrictions.add(_restriction("one"))
    with store.units.write() as unit:
        unit.ip_restrictions.get_to_change("one").remove("agent", NOON, NOON + DAY)
        assert unit.ip_restrictions.get_to_change("none") is None

    with store.units.read() as unit:
        assert unit.ip_restrictions.of("customer-alice", NOON) == []


def test_a42_failures_are_kept_by_name_and_network(store):
    for _ in range(LOCKING_FAILURES):
        with store.units.write() as unit:
            unit.password_failures.of_network(NAME, NETWORK).charge(NOON)
            unit.password_failures.of_name(NAME).charge(NOON)

    with store.units.write() as unit:
        failures = unit.password_failures
        assert failures.of_network(NAME, NETWORK).recent == (NOON,) * LOCKING_FAILURES
        assert failures.of_network(NAME, NETWORK).is_locked(NOON)
        assert failures.of_network(NAME, OTHER_NETWORK).recent == ()
        assert failures.of_network(OTHER_NAME, NETWORK).recent == ()
        assert failures.of_name(NAME).failures == LOCKING_FAILURES
        assert failures.of_name(OTHER_NAME).failures == 0


def test_networks_are_known_for_a_while(store):
    for moment in (NOON, NOON + DAY):
        with store.units.write() as unit:
            unit.password_failures.learn(NAME, NETWORK, moment)

    with store.units.read() as unit:
        assert unit.password_failures.knows(NAME, NETWORK, NOON)
        assert not unit.password_failures.knows(NAME, NETWORK, NOON + DAY)
        assert not unit.password_failures.knows(NAME, OTHER_NETWORK, NOON)
        assert not unit.password_failures.knows(OTHER_NAME, NETWORK, NOON)


def test_what_counts_for_nothing_any_more_is_forgotten(store):
    with store.units.write() as unit:
        for name, moment in ((NAME, NOON), (OTHER_NAME, NOON + DAY)):
            unit.password_failures.of_network(name, NETWORK).charge(moment)
            unit.password_failures.of_name(name).charge(moment)
            unit.password_failures.learn(name, NETWORK, moment)

    with store.units.write() as unit:
        unit.password_failures.forget(NOON + timedelta(hours=1), NOON + timedelta(hours=1))

    with store.units.write() as unit:
        failures = unit.password_failures
        assert failures.of_network(NAME, NETWORK).recent == ()
        assert failures.of_name(NAME).failures == 0
        assert not failures.knows(NAME, NETWORK, NOON - DAY)
        assert failures.of_network(OTHER_NAME, NETWORK).recent == (NOON + DAY,)
        assert failures.of_name(OTHER_NAME).failures == 1
        assert failures.knows(OTHER_NAME, NETWORK, NOON)
