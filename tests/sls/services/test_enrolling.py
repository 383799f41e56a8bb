"""Opting out and back in: who may, what it changes at login, and that nobody is half in."""

import pytest

from sls.domain.enrolment import WayBack
from sls.domain.errors import AccountUnknown, NotVerified, WrongState
from sls.domain.factors import Factor, FactorKind
from sls.domain.logins import LoginState
from sls.domain.platforms import Platform
from sls.domain.security_errors import OptOutRefused, RightsMissing
from sls.domain.verifications import Task
from sls.services.logging_in import LoginRequest
from sls.services.stepping_up import Proof
from tests.fakes.bootstrap import PASSWORD
from tests.sls.services.household import Household

F = FactorKind
TRADING = [Platform.TWS, Platform.IOS, Platform.ANDROID]


@pytest.fixture
def home() -> Household:
    """Give Ines, who gets text messages and is opted out for trading platforms."""
    home = Household()
    home.has("ines", F.SMS)
    home.world.enrolling.opt_out("ines", "agent.en")
    return home


def _starts(home: Household, platform: Platform, username: str = "ines"):
    request = LoginRequest(username, PASSWORD, platform, None, None)
    return home.world.logging_in.start(request)


def _comes_back(home: Household, by: str = "ines", of: str | None = None, way=WayBack.INSTALL_APP):
    details = {"way": way} if of is None else {"way": way, "username": of}
    proof = home.proves(by, Task.OPT_BACK_IN, details)
    return home.world.enrolling.opt_back_in(proof, way, of)


def _never_had_a_factor(home: Household, username: str) -> None:
    with home.units.write() as unit:
        for each in unit.customers.factors_of(f"customer-{username}"):
            del unit.store.factors[each.id]


def _loses_every_factor(home: Household, username: str) -> None:
    with home.units.write() as unit:
        for each in unit.customers.factors_of(f"customer-{username}"):
            each.end(home.world.now())


def _gets(home: Household, username: str, kind: FactorKind) -> None:
    factor = Factor(f"new-{username}", f"customer-{username}", kind, None, home.world.now())
    with home.units.write() as unit:
        unit.store.factors[factor.id] = factor


@pytest.mark.parametrize("platform", TRADING)
def test_g66_on_trading_platforms_the_password_is_enough(home, platform):
    view = _starts(home, platform)

    assert (view.state, list(view.factors)) == (LoginState.VERIFIED, [])


def test_c6_client_portal_asks_for_the_second_factor_as_ever(home):
    view = _starts(home, Platform.CLIENT_PORTAL)

    assert (view.state, [each.kind for each in view.factors]) == (LoginState.READY, [F.SMS])


def test_a_login_by_password_alone_proves_nothing(home):
    login_id = _starts(home, Platform.TWS).login.id

    with pytest.raises(NotVerified):
        home.world.enrolling.opt_back_in(Proof(login_id), WayBack.INSTALL_APP, None)


@pytest.mark.parametrize("country", ["HK", "IN"])
def test_x6_accounts_of_hong_kong_and_india_cannot_be_opted_out(home, country):
    home.has("lee", F.SMS, country=country)

    with pytest.raises(OptOutRefused):
        home.world.enrolling.opt_out("lee", "agent.zh")

    assert not home.enrolment("lee").is_opted_out


def test_only_a_user_that_there_is_can_be_opted_out(home):
    with pytest.raises(AccountUnknown):
        home.world.enrolling.opt_out("nobody", "agent.en")


def test_the_agent_who_recorded_it_is_remembered(home):
    assert home.enrolment("ines").opted_out_by == "agent.en"


@pytest.mark.parametrize("way", WayBack)
def test_f62_with_a_device_the_way_back_ends_at_once(home, way):
    view = _comes_back(home, way=way)

    assert not view.enrolment.is_opted_out
    assert _starts(home, Platform.TWS).state is LoginState.READY


def test_a38_without_a_device_it_ends_as_soon_as_there_is_one(home):
    _never_had_a_factor(home, "ines")
    view = _comes_back(home)
    assert view.enrolment.is_opted_out
    assert _starts(home, Platform.TWS).state is LoginState.VERIFIED

    _gets(home, "ines", F.IB_KEY_IOS)

    assert home.world.enrolling.may_trade_penny_stocks("ines")
    assert _starts(home, Platform.TWS).state is LoginState.READY
    assert not home.enrolment("ines").is_opted_out


def test_who_has_lost_every_device_changes_nothing_by_the_password_alone(home):
    _loses_every_factor(home, "ines")
    login_id = _starts(home, Platform.TWS).login.id

    with pytest.raises(NotVerified):
        home.world.enrolling.opt_back_in(Proof(login_id), WayBack.INSTALL_APP, None)


def test_a_device_alone_changes_nothing(home):
    _gets(home, "ines", F.IB_KEY_IOS)

    assert home.enrolment("ines").is_opted_out
    assert _starts(home, Platform.TWS).state is LoginState.VERIFIED


def test_f60_opted_out_users_trade_no_penny_stocks(home):
    assert not home.world.enrolling.may_trade_penny_stocks("ines")
    _comes_back(home)
    assert home.world.enrolling.may_trade_penny_stocks("ines")


def test_x23_an_ip_restriction_opens_no_penny_stocks(home):
    home.world.restricting_addresses.add_by_agent("ines", "8.8.8.8", "agent.en")
    home.clock.advance(hours=24)

    assert not home.world.enrolling.may_trade_penny_stocks("ines")


def test_penny_stocks_of_nobody_are_unknown(home):
    with pytest.raises(AccountUnknown):
        home.world.enrolling.may_trade_penny_stocks("nobody")


@pytest.fixture
def firm() -> Household:
    """Give a firm's account with two masters and a trader, and a stranger with rights of his."""
    firm = Household()
    for username in ("vera", "marc"):
        firm.has(username, F.SMS, account="firm")
    firm.has("timo", F.SMS, account="firm", may_change=False)
    firm.has("stranger", F.SMS)
    for username in ("timo", "stranger"):
        firm.world.enrolling.opt_out(username, "agent.en")
    return firm


def test_a38_who_has_no_rights_is_told_who_of_the_account_has(firm):
    """F61: the notice names the users who have them, and never those of another account."""
    with pytest.raises(RightsMissing) as refused:
        _comes_back(firm, "timo")

    assert refused.value.usernames == ("marc", "vera")
    assert firm.enrolment("timo").is_opted_out


def test_c12_who_has_the_rights_opts_another_user_of_the_account_back_in(firm):
    view = _comes_back(firm, "vera", "timo")

    assert (view.username, view.enrolment.is_opted_out) == ("timo", False)


@pytest.mark.parametrize("username", ["stranger", "nobody"])
def test_a38_nothing_is_told_of_users_of_other_accounts(firm, username):
    with pytest.raises(AccountUnknown):
        _comes_back(firm, "vera", username)
    if username == "stranger":
        assert firm.enrolment("stranger").is_opted_out


def test_a38_a_refused_way_back_leaves_the_verification_unused(firm):
    proof = firm.proves("timo", Task.OPT_BACK_IN, {"way": WayBack.INSTALL_APP})

    for _ in range(2):
        with pytest.raises(RightsMissing):
            firm.world.enrolling.opt_back_in(proof, WayBack.INSTALL_APP, None)


def test_a_verification_for_one_user_opts_no_other_one_back_in(firm):
    proof = firm.proves("vera", Task.OPT_BACK_IN, {"way": WayBack.INSTALL_APP})

    with pytest.raises(NotVerified):
        firm.world.enrolling.opt_back_in(proof, WayBack.INSTALL_APP, "timo")


def test_who_takes_part_already_cannot_opt_back_in(firm):
    with pytest.raises(WrongState):
        _comes_back(firm, "vera")


def test_a_user_sees_how_they_take_part_and_who_may_change_it(firm):
    view = firm.world.enrolling.view(firm.logs_in("timo"))

    assert (view.username, view.enrolment.is_opted_out, view.may_change) == ("timo", True, False)
    assert list(view.users_with_rights) == ["marc", "vera"]


def test_without_an_account_there_is_nobody_to_name(home):
    home.world.has_customer("new")

    with pytest.raises(RightsMissing) as refused:
        _comes_back(home, "new")

    assert refused.value.usernames == ()


def test_a_view_needs_a_verified_login(home):
    with pytest.raises(NotVerified):
        home.world.enrolling.view(_starts(home, Platform.CLIENT_PORTAL).login.id)
