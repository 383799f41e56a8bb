"""What a new device ends, which device is asked, and the guard of a customer's codes."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.bindings import (
    PERMANENT_KINDS,
    PHYSICAL_KINDS,
    BindingRules,
    Guard,
    ended_by,
    physical_device,
)
from sls.domain.factors import Factor, FactorKind
from sls.domain.lockouts import FIRST_DELAY, FREE_FAILURES, MAX_FAILURES
from sls.domain.temporary_access import TEMPORARY_KINDS

K = FactorKind
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _factor(kind: FactorKind, name: str = "") -> Factor:
    return Factor(f"{kind}{name}", "alice", kind, None, NOW)


@pytest.mark.parametrize("new", [K.IB_KEY_IOS, K.IB_KEY_ANDROID])
def test_g58_ib_key_on_a_phone_ends_every_other_ib_key(new):
    others = [_factor(K.IB_KEY_IOS, "-old"), _factor(K.IB_KEY_ANDROID, "-old"), _factor(K.DSC_PLUS)]

    ended = ended_by(_factor(new), others, BindingRules())

    assert [each.kind for each in ended] == [K.IB_KEY_IOS, K.IB_KEY_ANDROID]


@pytest.mark.parametrize("new", sorted(PERMANENT_KINDS))
def test_c5_any_permanent_device_ends_sms(new):
    sms = _factor(K.SMS)

    assert ended_by(_factor(new), [sms], BindingRules()) == [sms]
    assert ended_by(_factor(new), [sms], BindingRules(sms_ends=False)) == []


def test_a_new_device_does_not_end_itself():
    new = _factor(K.IB_KEY_IOS)

    assert ended_by(new, [new], BindingRules()) == []


def test_every_kind_is_permanent_temporary_or_sms():
    assert PERMANENT_KINDS | TEMPORARY_KINDS | {K.SMS} == set(K)
    assert not PERMANENT_KINDS & TEMPORARY_KINDS


def test_g57_the_strongest_physical_device_is_asked():
    factors = [_factor(kind) for kind in reversed(PHYSICAL_KINDS)] + [_factor(K.IB_KEY_IOS)]

    assert physical_device(factors, NOW).kind is K.DSC_PLUS


@pytest.mark.parametrize("kind", sorted(set(K) - set(PHYSICAL_KINDS)))
def test_no_other_kind_is_asked_in_place_of_a_message(kind):
    assert physical_device([_factor(kind)], NOW) is None


def test_a_device_that_ended_or_is_not_active_yet_is_not_asked():
    ended, later = _factor(K.DSC_PLUS), _factor(K.DSC)
    ended.end(NOW)
    later.active_from = NOW + timedelta(days=1)

    assert physical_device([ended, later], NOW) is None


def test_a_device_that_rests_is_asked_all_the_same():
    device = _factor(K.DSC_PLUS)
    device.locked_until = NOW + timedelta(hours=1)

    assert physical_device([device], NOW) is device


def test_a4_the_guard_slows_down_after_the_free_failures_and_forgets_at_success():
    guard = Guard("alice")
    for _ in range(FREE_FAILURES + 1):
        assert guard.charge(NOW)

    assert not guard.charge(NOW)
    assert guard.charge(NOW + FIRST_DELAY)
    guard.succeed()
    assert (guard.failures, guard.locked_until) == (0, None)


def test_a4_in_the_end_the_guard_needs_a_person():
    guard = Guard("alice", failures=MAX_FAILURES - 1)

    assert guard.charge(NOW)
    assert not guard.charge(NOW + timedelta(days=365))
