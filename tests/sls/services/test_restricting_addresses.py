"""IP restrictions: who may change them, when they take effect, and not locking oneself out."""

from datetime import UTC, datetime

import pytest

from sls.domain.addresses import MAX_RESTRICTIONS
from sls.domain.customers import Customer
from sls.domain.errors import AccountUnknown, LoginRefused, NotVerified
from sls.domain.factors import FactorKind
from sls.domain.platforms import Platform
from sls.domain.security_errors import AddressRefused, RestrictionUnknown, RightsMissing
from sls.domain.verifications import Task
from sls.services.logging_in import LoginRequest
from sls.services.recording_people import Person
from sls.services.stepping_up import Proof
from tests.fakes.bootstrap import ALICE, PASSWORD
from tests.sls.bank import opens_account
from tests.sls.services.household import OFFICE, Household

F = FactorKind
HOME = "1.1.1.1"


@pytest.fixture
def home() -> Household:
    """Give Alice, who may change security settings, at noon; the restart is at four."""
    home = Household()
    home.has("alice", F.SMS)
    return home


def _adds(home: Household, address=OFFICE, here=OFFICE, by="alice", of=None):
    details = {"address": address} if of is None else {"address": address, "username": of}
    proof = home.proves(by, Task.IP_RESTRICTION, details)
    return home.world.restricting_addresses.add(proof, address, here, of)


def _removes(home: Household, restriction_id: str, here: str | None = OFFICE, by: str = "alice"):
    proof = home.proves(by, Task.IP_RESTRICTION, {"restriction": restriction_id})
    return home.world.restricting_addresses.remove(proof, restriction_id, here)


def _reason(home: Household, address: str, here: str | None = OFFICE) -> str:
    with pytest.raises(AddressRefused) as refused:
        _adds(home, address, here)
    return refused.value.reason


def _may_log_in(home: Household, address: str | None, platform=Platform.CLIENT_PORTAL) -> bool:
    request = LoginRequest("alice", PASSWORD, platform, None, None, address)
    try:
        home.world.logging_in.start(request)
    except LoginRefused:
        return False
    return True


def _is_restricted(home: Household) -> None:
    home.world.restricting_addresses.add_by_agent("alice", OFFICE, "agent.en")
    home.clock.advance(hours=24)


def test_g72_a_restriction_takes_effect_at_the_nightly_restart(home):
    restriction = _adds(home)

    assert restriction.effective_at == datetime(2026, 3, 3, 4, tzinfo=UTC)
    assert _may_log_in(home, HOME)
    home.clock.advance(hours=17)
    assert not _may_log_in(home, HOME)


@pytest.mark.parametrize("platform", Platform)
def test_f35_login_on_any_platform_is_from_there_only(home, platform):
    _is_restricted(home)

    assert _may_log_in(home, OFFICE, platform)
    assert not _may_log_in(home, HOME, platform)
    assert not _may_log_in(home, None, platform)


def test_f35_of_several_any_will_do(home):
    home.world.restricting_addresses.add_by_agent("alice", HOME, "agent.en")
    _is_restricted(home)

    assert _may_log_in(home, OFFICE)
    assert _may_log_in(home, HOME)


@pytest.mark.parametrize(
    ("address", "reason"),
    [("192.168.1.20", "private_address"), ("0.0.0.0/0", "too_wide"), ("home", "not_an_address")],
)
def test_a37_what_restricts_nothing_or_everything_is_refused(home, address, reason):
    assert _reason(home, address) == reason


def test_a37_nobody_locks_themselves_out(home):
    assert _reason(home, OFFICE, HOME) == "locks_out"
    assert _reason(home, OFFICE, None) == "address_missing"


def test_the_second_address_may_be_another_place(home):
    _adds(home)

    assert _adds(home, HOME, OFFICE).network == HOME


def test_the_same_address_is_not_added_twice(home):
    _adds(home, "8.8.8.8/32")

    assert _reason(home, "::ffff:8.8.8.8") == "known_already"


def test_there_are_only_so_many(home):
    for number in range(MAX_RESTRICTIONS):
        home.world.restricting_addresses.add_by_agent("alice", f"1.1.1.{number}", "agent.en")

    assert _reason(home, OFFICE) == "too_many"


def test_g72_a_removal_takes_effect_at_the_restart_too(home):
    home.world.restricting_addresses.add_by_agent("alice", HOME, "agent.en")
    _is_restricted(home)
    (of_home, _) = home.world.restricting_addresses.view(_in_office(home), None)

    _removes_from_office(home, of_home.id)

    assert _may_log_in(home, HOME)
    home.clock.advance(hours=24)
    assert not _may_log_in(home, HOME)
    assert _may_log_in(home, OFFICE)


def _in_office(home: Household) -> str:
    request = LoginRequest("alice", PASSWORD, Platform.CLIENT_PORTAL, None, None, OFFICE)
    login_id = home.world.logging_in.start(request).login.id
    home._answer(home.world.logging_in, login_id, "factor-alice-sms")
    return login_id


def _removes_from_office(home: Household, restriction_id: str, here: str | None = OFFICE):
    login_id = _in_office(home)
    details = {"restriction": restriction_id}
    verifying = home.world.verifying
    verification = verifying.start(login_id, Task.IP_RESTRICTION, details).verification
    home._answer(verifying, verification.id, "factor-alice-sms")
    proof = Proof(login_id, verification.id)
    return home.world.restricting_addresses.remove(proof, restriction_id, here)


def test_a37_removing_the_place_one_is_at_is_refused_while_another_one_remains(home):
    home.world.restricting_addresses.add_by_agent("alice", HOME, "agent.en")
    _is_restricted(home)
    (_, of_office) = home.world.restricting_addresses.view(_in_office(home), None)

    with pytest.raises(AddressRefused) as refused:
        _removes_from_office(home, of_office.id)

    assert refused.value.reason == "locks_out"


def test_g73_without_any_restriction_any_address_will_do(home):
    _is_restricted(home)
    (only,) = home.world.restricting_addresses.view(_in_office(home), None)

    _removes_from_office(home, only.id, here=None)
    home.clock.advance(hours=24)

    assert _may_log_in(home, HOME)
    assert _may_log_in(home, None)


def test_g73_one_that_is_pending_is_removed_at_once(home):
    restriction = _adds(home)

    _removes(home, restriction.id)

    home.clock.advance(hours=24)
    assert _may_log_in(home, HOME)


def test_a37_an_agent_helps_who_is_locked_out(home):
    _is_restricted(home)
    (only,) = home.world.restricting_addresses.view(_in_office(home), None)

    removed = home.world.restricting_addresses.remove_by_agent(only.id, "agent.en")

    assert removed.removed_by == "agent.en"
    home.clock.advance(hours=24)
    assert _may_log_in(home, HOME)


def test_g72_the_master_user_restricts_a_trader(home):
    home.has("timo", F.SMS, account="account-alice", may_change=False)

    restriction = _adds(home, HOME, OFFICE, of="timo")

    assert (restriction.customer_id, restriction.added_by) == ("customer-timo", "customer-alice")


def test_a38_a_password_alone_changes_nothing_of_another_user(home):
    """A master user who never had a device has nothing to be verified with."""
    master = Customer("customer-master", "master", "en", ALICE, home.world.passwords.hash(PASSWORD))
    home.world.units.seed(master, [])
    opens_account(home.units, master.id, "account-alice")
    home.world.recording_people.record("master", Person(None, "entity", False, "US", True))
    restriction = home.world.restricting_addresses.add_by_agent("alice", OFFICE, "agent.en")

    with pytest.raises(NotVerified):
        _adds(home, HOME, by="master", of="alice")
    with pytest.raises(NotVerified):
        _removes(home, restriction.id, by="master")
    assert _adds(home, by="master")


def test_f61_who_has_no_rights_is_told_who_has(home):
    home.has("timo", F.SMS, account="account-alice", may_change=False)

    with pytest.raises(RightsMissing) as refused:
        _adds(home, by="timo")

    assert refused.value.usernames == ("alice",)


def test_users_of_other_accounts_are_nobodys_business(home):
    home.has("stranger", F.SMS)
    theirs = home.world.restricting_addresses.add_by_agent("stranger", OFFICE, "agent.en")

    with pytest.raises(AccountUnknown):
        _adds(home, of="stranger")
    for restriction_id in (theirs.id, "nothing"):
        with pytest.raises(RestrictionUnknown):
            _removes(home, restriction_id)
    with pytest.raises(AccountUnknown):
        home.world.restricting_addresses.view(home.logs_in("alice"), "stranger")


def test_a_change_is_verified_for_just_this(home):
    proof = home.proves("alice", Task.IP_RESTRICTION, {"address": HOME})

    with pytest.raises(NotVerified):
        home.world.restricting_addresses.add(proof, OFFICE, OFFICE, None)


def test_agents_restrict_known_users_only(home):
    with pytest.raises(AccountUnknown):
        home.world.restricting_addresses.add_by_agent("nobody", OFFICE, "agent.en")
    with pytest.raises(RestrictionUnknown):
        home.world.restricting_addresses.remove_by_agent("nothing", "agent.en")
