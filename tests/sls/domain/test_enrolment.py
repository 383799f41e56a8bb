"""Taking part: opting out for trading platforms, and the ways back in (F60 to F62, X6, G63, C6)."""

from datetime import UTC, datetime

import pytest

from sls.domain.enrolment import (
    Enrolment,
    WayBack,
    may_trade_penny_stocks,
    needs_second_factor,
)
from sls.domain.errors import WrongState
from sls.domain.platforms import Platform
from sls.domain.security_errors import OptOutRefused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _opted_out() -> Enrolment:
    enrolment = Enrolment("customer-ines", country="US")
    enrolment.opt_out("agent.en", NOON)
    return enrolment


@pytest.mark.parametrize("platform", Platform)
def test_f32_whoever_is_not_opted_out_needs_a_second_factor_everywhere(platform):
    assert needs_second_factor(None, platform)
    assert needs_second_factor(Enrolment("customer-alice"), platform)


def test_c6_opting_out_is_for_trading_platforms_only():
    asked = {platform for platform in Platform if needs_second_factor(_opted_out(), platform)}

    assert asked == {Platform.CLIENT_PORTAL}


@pytest.mark.parametrize(
    ("country", "reason"),
    [("HK", "country_not_allowed"), ("IN", "country_not_allowed"), (None, "country_unknown")],
)
def test_x6_accounts_of_hong_kong_and_india_cannot_be_opted_out(country, reason):
    enrolment = Enrolment("customer", country=country)

    with pytest.raises(OptOutRefused) as refused:
        enrolment.opt_out("agent.en", NOON)

    assert refused.value.reason == reason
    assert not enrolment.is_opted_out


def test_opted_out_again_it_stays_as_it_is():
    enrolment = _opted_out()

    enrolment.opt_out("supervisor", NOON)

    assert enrolment.opted_out_by == "agent.en"


@pytest.mark.parametrize("way", WayBack)
def test_g63_with_a_device_the_way_back_ends_at_once(way):
    enrolment = _opted_out()
    enrolment.choose_way_back(way, NOON)

    enrolment.settle(has_factor=True)

    assert enrolment == Enrolment("customer-ines", country="US")


def test_a38_without_a_device_nothing_changes_yet():
    enrolment = _opted_out()
    enrolment.choose_way_back(WayBack.INSTALL_APP, NOON)

    enrolment.settle(has_factor=False)

    assert enrolment.is_opted_out
    assert enrolment.way_back is WayBack.INSTALL_APP


def test_a_device_alone_opts_nobody_back_in():
    enrolment = _opted_out()

    enrolment.settle(has_factor=True)

    assert enrolment.is_opted_out


def test_who_takes_part_cannot_opt_back_in():
    with pytest.raises(WrongState):
        Enrolment("customer").choose_way_back(WayBack.INSTALL_APP, NOON)


def test_f60_who_is_opted_out_trades_no_penny_stocks():
    assert may_trade_penny_stocks(None)
    assert may_trade_penny_stocks(Enrolment("customer"))
    assert not may_trade_penny_stocks(_opted_out())
