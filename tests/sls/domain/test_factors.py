"""Second factors and channels."""

from datetime import UTC, datetime, timedelta

import pytest

from sls.domain.factors import Channel, Factor, FactorKind
from sls.domain.lockouts import FREE_FAILURES

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", FactorKind)
def test_only_sms_receives_codes(kind):
    factor = Factor("factor", "customer", kind, "+12025550101", NOW)

    assert factor.receives_codes() == (kind is FactorKind.SMS)


def test_a_changed_number_cools_off_until_its_moment():
    factor = Factor("factor", "customer", FactorKind.SMS, "+12025550101", NOW)

    assert factor.is_cooling_off(NOW - timedelta(microseconds=1))
    assert not factor.is_cooling_off(NOW)


def test_each_channel_names_the_other():
    assert Channel.SMS.other is Channel.VOICE
    assert Channel.VOICE.other is Channel.SMS


def test_a6_a_notice_is_due_once_when_guessing_goes_on_after_the_first_rest():
    factor = Factor("factor", "alice", FactorKind.SMS, None, NOW)
    due = []

    for number in range(40):
        factor.charge(NOW + timedelta(days=number))
        due.append(factor.is_worth_a_notice())

    assert due.count(True) == 1
    assert due.index(True) == FREE_FAILURES + 1
