"""The demo's cast."""

from datetime import timedelta

import pytest

from sls.adapters.clock import DemoClock
from sls.adapters.demo_data import DemoData
from sls.adapters.repositories import SqlUnitsOfWork
from sls.adapters.vault import KeyedSecretVault
from sls.domain.factors import FactorKind
from sls.domain.temporary_access import TemporaryRules, typed_passcode
from tests.fakes.audit_keys import plain_chain
from tests.fakes.clock import NOON
from tests.fakes.digests import PlainDigests
from tests.fakes.passcode_vault import PlainPasscodeVault
from tests.fakes.passwords import PlainPasswords


@pytest.fixture
def demo(database) -> DemoData:
    """Give the demo's data, its passwords not really hashed."""
    secrets = KeyedSecretVault(["secret of the tests"])
    passcodes, digests = PlainPasscodeVault(), PlainDigests()
    return DemoData(database, PlainPasswords(), secrets, passcodes, TemporaryRules(), digests)


def test_the_cast_is_made_with_its_passwords_and_factors(demo, sql_units):
    demo.create(NOON)

    with sql_units.read() as unit:
        alice = unit.customers.by_username("alice")
        assert PlainPasswords().matches(alice, "alice-demo-2fa")
        (factor,) = unit.customers.factors_of(alice.id)
        assert (factor.kind, factor.number) == (FactorKind.SMS, "+12025550101")
        bao = unit.customers.factors_of("customer-bao")
        assert [each.kind for each in bao] == [FactorKind.DSC_PLUS, FactorKind.IB_KEY_IOS]
        assert all(each.number is None for each in bao)


def test_a_number_changed_today_cools_off(demo, sql_units):
    demo.create(NOON)

    with sql_units.read() as unit:
        (factor,) = unit.customers.factors_of("customer-kara")
    assert factor.is_cooling_off(NOON + timedelta(days=2))
    assert not factor.is_cooling_off(NOON + timedelta(days=3))


def test_the_cast_is_made_once(demo):
    demo.create(NOON)

    demo.create(NOON)

    assert {member["username"] for member in demo.cast()} >= set(
        "alice bao chen dana eli fang gita hugo ines jun kara".split()
    )


def test_every_member_is_told_with_password_and_pin(demo):
    for member in demo.cast():
        assert member["password"] == f"{member['username']}-demo-2fa"
        assert member["pin"] == "4826"


def test_jun_holds_a_temporary_passcode_issued_today(demo, sql_units):
    demo.create(NOON)
    (told,) = {each["passcode"] for each in demo.cast() if each["passcode"]}

    with sql_units.read() as unit:
        (factor,) = unit.customers.factors_of("customer-jun")
        passcode = unit.temporary_accesses.passcode(factor.id)
    assert PlainPasscodeVault().matches(passcode.hashed, told, factor.id)
    assert typed_passcode(told) == told == "XH2YU6TA", "README names it"
    assert passcode.full_until == NOON + timedelta(days=2)
    assert factor.expires_at == NOON + timedelta(days=10)


def test_a_reset_makes_everything_as_new(demo, database):
    units = SqlUnitsOfWork(database, plain_chain())
    demo.create(NOON)
    DemoClock(database).advance(timedelta(days=30))
    with units.write() as unit:
        unit.use_identity_token("jti", NOON)
        unit.customers.by_username("alice").number = "+12025550999"

    demo.recreate()

    with units.write() as unit:
        assert unit.customers.by_username("alice").number == "+12025550101"
        assert unit.use_identity_token("jti", NOON)
        assert unit.conversations.last_event_id() == 0
    assert abs(DemoClock(database).now() - DemoClock(database).now()) < timedelta(seconds=1)


def test_gita_and_hugo_are_the_same_person(demo, sql_units):
    demo.create(NOON)

    with sql_units.read() as unit:
        gita, hugo, alice = (
            unit.shares.identity_of(f"customer-{username}")
            for username in ("gita", "hugo", "alice")
        )
    assert gita.entity_id != hugo.entity_id
    assert gita.is_same_person(hugo)
    assert not gita.is_same_person(alice)


def test_ines_is_opted_out_and_nobody_else(demo, sql_units):
    demo.create(NOON)

    with sql_units.read() as unit:
        found = {
            member["username"]: unit.enrolments.get(f"customer-{member['username']}")
            for member in demo.cast()
        }
    assert {name for name, each in found.items() if each.is_opted_out} == {"ines"}
    assert all(each.may_change_security for each in found.values())
