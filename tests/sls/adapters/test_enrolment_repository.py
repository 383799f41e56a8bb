"""The repository of enrolments, in memory and in each database."""

from sls.domain.enrolment import Enrolment, WayBack
from tests.fakes.clock import NOON
from tests.sls.bank import opens_account


def test_an_enrolment_is_found_and_changed(store):
    store.has_customer("alice")
    with store.units.write() as unit:
        unit.enrolments.add(Enrolment("customer-alice", "US", may_change_security=True))
    with store.units.write() as unit:
        enrolment = unit.enrolments.get_to_change("customer-alice")
        enrolment.opt_out("agent.en", NOON)
        enrolment.choose_way_back(WayBack.ONLINE_CARD, NOON)

    with store.units.read() as unit:
        found = unit.enrolments.get("customer-alice")
        assert unit.enrolments.get("customer-bob") is None
    assert found == Enrolment(
        "customer-alice", "US", True, NOON, "agent.en", WayBack.ONLINE_CARD, NOON
    )


def test_a38_the_users_with_rights_are_those_of_one_account(store):
    for username, account, may_change in (
        ("zoe", "firm", True),
        ("alice", "firm", True),
        ("timo", "firm", False),
        ("stranger", "other", True),
    ):
        customer = store.has_customer(username)
        opens_account(store.units, customer.id, account)
        with store.units.write() as unit:
            unit.enrolments.add(Enrolment(customer.id, None, may_change))

    with store.units.read() as unit:
        assert list(unit.enrolments.users_with_rights("firm")) == ["alice", "zoe"]
        assert list(unit.enrolments.users_with_rights("nothing")) == []
