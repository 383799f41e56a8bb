"""The repository of withdrawals, in memory and on SQLite."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from sls.domain.factors import Factor, FactorKind
from sls.domain.withdrawals import LimitKind, Withdrawal, WithdrawalState
from tests.fakes.clock import NOON
from tests.sls.bank import opens_account, shares_device

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
SMS = LimitKind.SMS


def _withdrawal(name: str, **other: object) -> Withdrawal:
    fields = {
        "id": name,
        "account_id": "account",
        "customer_id": "customer-alice",
        "key": f"key-{name}",
        "amount_cents": 100,
        "state": WithdrawalState.REQUESTED,
        "kind": SMS,
        "confirmed_by": FactorKind.SMS,
        "factor_id": "factor-alice",
        "device_id": "factor-alice",
        "business_day": MONDAY,
        "created_at": NOON,
        "changed_at": NOON,
        **other,
    }
    return Withdrawal(**fields)


@pytest.fixture
def units(store):
    """Give units of work with Alice and Bob, who are users of one account."""
    for username in ("alice", "bob"):
        store.has_customer(username)
    opens_account(store.units, "customer-alice", "account")
    opens_account(store.units, "customer-bob", "account")
    return store.units


def _add(units, *withdrawals: Withdrawal) -> None:
    with units.write() as unit:
        for each in withdrawals:
            unit.withdrawals.add(each)


def test_a_withdrawal_is_found_by_its_id_and_by_its_key(units):
    _add(units, _withdrawal("one"))

    with units.read() as unit:
        assert unit.withdrawals.get("one") == _withdrawal("one")
        assert unit.withdrawals.get_to_change("one") == _withdrawal("one")
        assert unit.withdrawals.by_key("customer-alice", "key-one") == _withdrawal("one")
        assert unit.withdrawals.by_key("customer-bob", "key-one") is None
        assert unit.withdrawals.get("two") is None


def test_one_customer_uses_a_key_once_and_another_may_use_it_too(units):
    _add(units, _withdrawal("one", key="k"))
    _add(units, _withdrawal("two", key="k", customer_id="customer-bob"))

    with pytest.raises(IntegrityError):
        _add(units, _withdrawal("three", key="k"))


def test_users_of_one_account_have_it_and_strangers_have_none(units):
    with units.read() as unit:
        assert unit.withdrawals.account_of("customer-alice") == "account"
        assert unit.withdrawals.account_of("customer-bob") == "account"
        assert unit.withdrawals.account_of("customer-nobody") is None


def test_a_factor_is_its_own_device_unless_it_is_shared(units):
    shares_device(units, "factor-bob", "factor-alice")

    with units.read() as unit:
        assert unit.withdrawals.device_of("factor-bob") == "factor-alice"
        assert unit.withdrawals.device_of("factor-alice") == "factor-alice"


def test_sums_are_per_day_of_all_users_with_this_kind(units):
    _add(
        units,
        _withdrawal("one", amount_cents=1),
        _withdrawal("two", amount_cents=2, customer_id="customer-bob", device_id="factor-bob"),
        _withdrawal("three", amount_cents=4, business_day=TUESDAY),
        _withdrawal("four", amount_cents=8, kind=LimitKind.DSC),
    )

    with units.read() as unit:
        held = unit.withdrawals.held_by_account("account", SMS, MONDAY)
        later = unit.withdrawals.held_by_account("account", SMS, TUESDAY)
        device = unit.withdrawals.held_by_device("factor-alice", MONDAY)

    assert dict(held) == {MONDAY: 3, TUESDAY: 4}
    assert dict(later) == {TUESDAY: 4}
    assert dict(device) == {MONDAY: 9, TUESDAY: 4}


def test_only_what_is_requested_or_paid_out_holds(units):
    _add(
        units,
        *(
            _withdrawal(state, state=state, amount_cents=10**power)
            for power, state in enumerate(WithdrawalState)
        ),
    )

    with units.read() as unit:
        held = unit.withdrawals.held_by_account("account", SMS, MONDAY)

    assert dict(held) == {MONDAY: 11}


def test_sums_go_far_beyond_thirty_two_bits(units):
    _add(units, *(_withdrawal(str(n), amount_cents=10**13) for n in range(3)))

    with units.read() as unit:
        held = unit.withdrawals.held_by_account("account", SMS, MONDAY)

    assert dict(held) == {MONDAY: 3 * 10**13}
    assert isinstance(held[MONDAY], int)


def test_a_change_is_kept(units):
    _add(units, _withdrawal("one"))

    with units.write() as unit:
        unit.withdrawals.lock("account", "factor-alice")
        withdrawal = unit.withdrawals.get_to_change("one")
        assert withdrawal is not None
        withdrawal.move(WithdrawalState.CANCELLED, NOON)

    with units.read() as unit:
        assert unit.withdrawals.get("one").state is WithdrawalState.CANCELLED


def test_without_a_device_there_is_none_to_lock_or_store(units):
    nothing = {"confirmed_by": None, "factor_id": None, "device_id": None}
    with units.write() as unit:
        unit.withdrawals.lock("account", None)
        unit.withdrawals.add(_withdrawal("one", kind=LimitKind.NONE, **nothing))

    with units.read() as unit:
        assert unit.withdrawals.get("one").confirmed_by is None


def test_a_record_outlives_its_device(units):
    gone = Factor("factor-gone", "customer-alice", FactorKind.SMS, None, NOON)

    _add(units, _withdrawal("one", factor_id=gone.id, device_id=gone.id))

    with units.read() as unit:
        assert unit.withdrawals.get("one").factor_id == "factor-gone"
