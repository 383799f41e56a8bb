"""Every kind of data has a period, none shorter than a rule looks back."""

from datetime import timedelta

import pytest

from sls.domain.retention import Kept, Retention
from tests.fakes.clock import NOON

DAY = timedelta(days=1)
PERIODS = {kept: 40 * DAY for kept in Kept if kept is not Kept.TRACES}


def test_a_row_is_over_when_its_period_is():
    retention = Retention({**PERIODS, Kept.LOGINS: 3 * DAY})

    assert retention.period(Kept.LOGINS) == 3 * DAY
    assert retention.ends_before(Kept.LOGINS, NOON) == NOON - 3 * DAY


def test_traces_last_a_day_whatever_is_set():
    assert Retention({**PERIODS, Kept.TRACES: 9 * DAY}).period(Kept.TRACES) == DAY


@pytest.mark.parametrize("kept", PERIODS)
def test_a_kind_without_a_period_is_refused(kept):
    with pytest.raises(ValueError, match=kept):
        Retention({other: period for other, period in PERIODS.items() if other is not kept})


@pytest.mark.parametrize(
    ("kept", "days"), [(Kept.WITHDRAWALS, 29), (Kept.NETWORKS, 1), (Kept.LOGINS, 0)]
)
def test_nothing_ends_while_a_rule_still_looks_at_it(kept, days):
    with pytest.raises(ValueError, match=kept):
        Retention({**PERIODS, kept: days * DAY})
    assert Retention({**PERIODS, kept: (days + 1) * DAY})
