"""Changes of a number, and how long a number rests after one (A19)."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.factors import Factor, FactorKind
from sls.domain.numbers import NUMBER_CHANGE_LIFETIME, NumberChange, cooling_off_until
from sls.domain.purposes import Purpose

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OLD, NEW = "+12025550101", "+12025550177"
REST = timedelta(days=3)


def _change() -> NumberChange:
    return NumberChange("change", "alice", NEW, NOW, NOW + NUMBER_CHANGE_LIFETIME)


def _sms(number: str, active_from: datetime) -> Factor:
    return Factor("sms", "alice", FactorKind.SMS, number, active_from)


def test_a_change_waits_for_its_code():
    assert _change().purpose is Purpose.NUMBER_CHANGE
    assert _change().is_live(NOW)
    assert not _change().is_live(NOW + NUMBER_CHANGE_LIFETIME)


def test_a_change_has_five_tries():
    change = _change()
    change.attempts = MAX_ATTEMPTS

    assert not change.is_live(NOW)


@pytest.mark.parametrize("how", ["confirmed", "ended"])
def test_a_change_that_is_over_waits_no_more(how):
    change = _change()

    if how == "confirmed":
        change.confirm(NOW, REST)
    else:
        change.end(NOW)

    assert not change.is_waiting(NOW)


def test_a_confirmed_number_rests():
    change = _change()

    assert change.confirm(NOW, REST) == NOW + REST
    assert cooling_off_until(NEW, change, [], NOW) == NOW + REST
    assert cooling_off_until(NEW, change, [], NOW + REST) is None


def test_a_factor_may_know_of_a_change_that_is_not_on_our_record():
    assert cooling_off_until(NEW, None, [_sms(NEW, NOW + REST)], NOW) == NOW + REST


def test_what_another_number_did_counts_for_nothing():
    change = _change()
    change.confirm(NOW, REST)

    assert cooling_off_until(OLD, change, [_sms(NEW, NOW + REST)], NOW) is None


def test_a_number_that_never_changed_does_not_rest():
    assert cooling_off_until(OLD, None, [_sms(OLD, NOW)], NOW) is None
