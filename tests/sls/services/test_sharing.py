"""Sharing a device: asked for, answered with it, approved or pending, and lost together."""

from dataclasses import replace

import pytest

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import LoginRefused, NotVerified, WrongState
from sls.domain.factors import FactorKind
from sls.domain.platforms import Platform
from sls.domain.security_errors import ShareRefused, ShareUnknown
from sls.domain.sharing import ShareState
from sls.domain.verifications import Task
from sls.services.ending_factors import end_factor
from sls.services.logging_in import LoginRequest
from sls.services.sharing import Owner
from sls.services.stepping_up import Proof
from tests.fakes.bootstrap import PASSWORD
from tests.sls.services.household import PAPERS, Household

F = FactorKind
OWNER = Owner("gita", PASSWORD, None)


@pytest.fixture
def home() -> Household:
    """Give Gita, who holds a card, and Hugo, who is the same person and gets text messages."""
    home = Household()
    home.has("gita", F.DSC_PLUS)
    home.has("hugo", F.SMS)
    return home


def _reason(home: Household, requester: str = "hugo", owner: str = "gita") -> str:
    with pytest.raises(ShareRefused) as refused:
        home.asks_to_share(requester, owner)
    return refused.value.reason


def test_f57_the_owners_device_answers_and_the_share_is_approved_at_once(home):
    """F58: mostly approved, processed and enforced automatically and immediately."""
    view = home.shares()

    assert view.state is ShareState.APPROVED
    assert F.DSC_PLUS in home.factors("hugo")


def test_the_requester_logs_in_with_the_shared_device_from_then_on(home):
    home.shares()

    login_id = home.logs_in("hugo")

    assert home.world.logging_in.view(login_id).state == "verified"


def test_c5_text_messages_end_where_the_stronger_device_begins(home):
    home.shares()

    assert home.factors("hugo") == [F.DSC_PLUS]


def test_there_is_one_device_whoever_logs_in(home):
    home.shares()
    for username in ("hugo", "gita", "hugo"):
        home.logs_in(username)

    with home.units.read() as unit:
        assert list(unit.store.devices) == ["factor-gita-dsc_plus"]
        asked = unit.devices.questions_of("factor-gita-dsc_plus")
        assert len(asked) == len(set(asked)) == 4


def test_a3_a_response_to_one_of_them_is_refused_for_the_other(home):
    home.shares()
    world, kinds = home.world, {}
    for username in ("hugo", "gita"):
        login = world.logging_in.start(_password(username))
        kinds[username] = (login.login.id, login.factors[0].id)
    asked = world.logging_in.choose_factor(*kinds["gita"]).challenge
    world.logging_in.choose_factor(*kinds["hugo"])
    response = home.answers("factor-gita-dsc_plus", asked.question)

    with pytest.raises(NotVerified):
        world.logging_in.verify(kinds["hugo"][0], response)
    world.logging_in.verify(kinds["gita"][0], response)


def _password(username: str) -> LoginRequest:
    return LoginRequest(username, PASSWORD, Platform.CLIENT_PORTAL, None, None)


def test_a_shared_card_uses_each_cell_once_whoever_asks():
    home = Household()
    home.has("gita", F.SECURITY_CODE_CARD)
    home.has("hugo", F.SMS)
    home.shares()

    for username in ("hugo", "gita", "hugo"):
        home.logs_in(username)

    with home.units.read() as unit:
        used = unit.devices.used_cells("factor-gita-security_code_card")
        assert len(used) == len(unit.store.used_cells) >= 8


def test_f57_the_owners_password_is_asked_for(home):
    proof = home.proves("hugo", Task.SHARE_DEVICE, {"owner": "gita"})

    with pytest.raises(LoginRefused):
        home.world.sharing.request(proof, replace(OWNER, password="wrong"))


def test_guesses_at_the_owners_password_are_counted_like_those_of_a_login(home):
    proof = home.proves("hugo", Task.SHARE_DEVICE, {"owner": "gita"})
    for _ in range(10):
        with pytest.raises(LoginRefused):
            home.world.sharing.request(proof, replace(OWNER, password="wrong"))

    with pytest.raises(LoginRefused):
        home.logs_in("gita")


def test_the_requester_is_verified_for_just_this(home):
    other = home.proves("hugo", Task.SHARE_DEVICE, {"owner": "somebody"})
    without = Proof(home.logs_in("hugo"))

    for proof in (other, without, Proof("no login")):
        with pytest.raises(NotVerified):
            home.world.sharing.request(proof, OWNER)


def test_a_verification_shares_one_device_once(home):
    proof = home.proves("hugo", Task.SHARE_DEVICE, {"owner": "gita"})
    home.world.sharing.request(proof, OWNER)

    with pytest.raises(NotVerified):
        home.world.sharing.request(proof, OWNER)


def test_a_refused_share_leaves_the_verification_unused(home):
    home.has("kara", F.SMS)
    proof = home.proves("hugo", Task.SHARE_DEVICE, {"owner": "kara"})

    for _ in range(2):
        with pytest.raises(ShareRefused):
            home.world.sharing.request(proof, replace(OWNER, username="kara"))


def test_who_has_no_device_at_all_just_logs_in(home):
    """G68 step 5a: a user without any active device may share one."""
    home.has("nora", papers=PAPERS)
    with home.units.write() as unit:
        for each in unit.customers.factors_of("customer-nora"):
            del unit.store.factors[each.id]

    view = home.shares("nora")

    assert view.state is ShareState.APPROVED


def test_f55_the_conditions_are_named(home):
    home.has("other", F.DSC_PLUS, papers=replace(PAPERS, document_number="ZZ1"))
    home.has("nobody", F.DSC_PLUS, papers=None)
    home.has("phone", F.IB_KEY_IOS)
    home.has("texts", F.SMS)
    home.has("strong", F.GOLD)
    home.has("weak", F.SECURITY_CODE_CARD)

    assert _reason(home, "hugo", "other") == "different_person"
    assert _reason(home, "hugo", "nobody") == "different_person"
    assert _reason(home, "hugo", "hugo") == "own_device"
    assert _reason(home, "hugo", "phone") == "ib_key_not_shared"
    assert _reason(home, "hugo", "texts") == "device_not_active"
    assert _reason(home, "strong", "weak") == "weaker_than_present"


def test_a27_who_holds_a_temporary_passcode_cannot_share(home):
    """F55b: no participant holds a temporary device."""
    home.world.issuing_passcodes.issue("gita", "agent.en")

    assert _reason(home) == "temporary_device"


def test_f59_the_less_secure_device_is_refused(home):
    home.has("rich", F.DSC_PLUS, F.SECURITY_CODE_CARD)
    share = home.asks_to_share("hugo", "rich").share

    with pytest.raises(ShareRefused) as refused:
        home.world.sharing.choose(share.id, "factor-rich-security_code_card")

    assert refused.value.reason == "less_secure_device"


def test_a28_a_device_is_not_lent_on_and_does_not_come_back(home):
    home.shares()
    home.has("ivan", F.SMS)

    assert _reason(home, "ivan", "hugo") == "borrowed_device"
    assert _reason(home, "gita", "hugo") == "loop"
    assert _reason(home, "hugo", "gita") == "shared_already"


def _started(home: Household) -> tuple[str, str]:
    view = home.asks_to_share()
    _, _, challenge = home.world.sharing.choose(view.share.id, view.devices[0].id)
    return view.share.id, challenge.question


def test_a_wrong_answer_is_refused_and_counted(home):
    share_id, question = _started(home)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(NotVerified):
            home.world.sharing.verify(share_id, "00000000")

    with pytest.raises(NotVerified):
        home.world.sharing.verify(share_id, home.answers("factor-gita-dsc_plus", question))
    assert home.world.sharing.view(share_id).state is ShareState.EXPIRED


def test_a10_the_answer_to_a_login_is_no_answer_to_a_share(home):
    share_id, _ = _started(home)
    login = home.world.logging_in.start(_password("gita"))
    asked = home.world.logging_in.choose_factor(login.login.id, "factor-gita-dsc_plus").challenge

    with pytest.raises(NotVerified):
        home.world.sharing.verify(share_id, home.answers("factor-gita-dsc_plus", asked.question))


def test_a_share_is_answered_once(home):
    share_id, question = _started(home)
    response = home.answers("factor-gita-dsc_plus", question)
    home.world.sharing.verify(share_id, response)

    with pytest.raises(NotVerified):
        home.world.sharing.verify(share_id, response)


def test_f37_a_share_expires(home):
    share_id, question = _started(home)
    home.clock.advance(minutes=10)

    with pytest.raises(NotVerified):
        home.world.sharing.verify(share_id, home.answers("factor-gita-dsc_plus", question))


def test_a28_what_changes_between_the_steps_is_noticed(home):
    share_id, question = _started(home)
    home.world.issuing_passcodes.issue("gita", "agent.en")

    view = home.world.sharing.verify(share_id, home.answers("factor-gita-dsc_plus", question))

    assert (view.state, view.share.reason) == (ShareState.REJECTED, "temporary_device")
    assert home.factors("hugo") == [F.SMS]


def test_a28_of_two_shares_at_once_one_is_approved(home):
    shares = [home.asks_to_share().share.id for _ in range(2)]
    asked = [home.world.sharing.choose(each, "factor-gita-dsc_plus")[2] for each in shares]

    states = [
        home.world.sharing.verify(each, home.answers("factor-gita-dsc_plus", challenge.question))
        for each, challenge in zip(shares, asked, strict=True)
    ]

    assert [each.state for each in states] == [ShareState.APPROVED, ShareState.REJECTED]
    assert states[1].share.reason == "shared_already"


@pytest.fixture
def firm() -> Household:
    """Give two people of one firm whose compliance department approves."""
    home = Household()
    home.has("gita", F.DSC_PLUS, entity="firm", compliance=True)
    home.has("hugo", F.SMS, entity="firm", papers=replace(PAPERS, document_number="ZZ1"))
    return home


def test_f58_a_flagged_entity_waits_for_compliance(firm):
    view = firm.shares()

    assert view.state is ShareState.PENDING
    assert firm.factors("hugo") == [F.SMS]
    assert [each.id for each in firm.world.sharing.pending()] == [view.share.id]


def test_f58_compliance_approves(firm):
    share_id = firm.shares().share.id

    share = firm.world.sharing.approve(share_id, "supervisor")

    assert (share.state, share.decided_by) == (ShareState.APPROVED, "supervisor")
    assert firm.factors("hugo") == [F.DSC_PLUS]
    assert firm.world.sharing.pending() == []


def test_f58_compliance_rejects(firm):
    share_id = firm.shares().share.id

    share = firm.world.sharing.reject(share_id, "supervisor")

    assert (share.state, share.reason) == (ShareState.REJECTED, "compliance")
    assert firm.factors("hugo") == [F.SMS]


def test_what_compliance_approves_must_still_hold(firm):
    share_id = firm.shares().share.id
    _loses(firm, "factor-gita-dsc_plus")

    share = firm.world.sharing.approve(share_id, "supervisor")

    assert (share.state, share.reason) == (ShareState.REJECTED, "device_not_active")


def test_only_what_is_pending_is_decided(firm):
    share_id = firm.shares().share.id
    firm.world.sharing.approve(share_id, "supervisor")

    for decide in (firm.world.sharing.approve, firm.world.sharing.reject):
        with pytest.raises(WrongState):
            decide(share_id, "supervisor")
        with pytest.raises(ShareUnknown):
            decide("no share", "supervisor")


def _loses(home: Household, factor_id: str) -> None:
    with home.units.write() as unit:
        end_factor(unit, unit.customers.factor_to_change(factor_id), home.world.now())


def test_a28_who_shares_a_device_loses_it_with_its_owner(home):
    home.shares()

    _loses(home, "factor-gita-dsc_plus")

    assert home.factors("gita") == home.factors("hugo") == []


def test_a28_a_login_that_waits_for_a_lost_device_is_not_verified(home):
    home.shares()
    login = home.world.logging_in.start(_password("hugo"))
    asked = home.world.logging_in.choose_factor(login.login.id, login.factors[0].id).challenge

    _loses(home, "factor-gita-dsc_plus")

    with pytest.raises(NotVerified):
        home.world.logging_in.verify(
            login.login.id, home.answers("factor-gita-dsc_plus", asked.question)
        )


def test_a28_a_device_that_an_agent_hears_is_lost_ends_for_all(home):
    home.shares()

    home.world.issuing_passcodes.issue("gita", "agent.en", ["factor-gita-dsc_plus"])

    assert home.factors("hugo") == []


def test_the_owner_keeps_the_device_when_a_sharer_ends(home):
    home.shares()
    with home.units.read() as unit:
        (shared,) = unit.customers.factors_of("customer-hugo")

    _loses(home, shared.id)

    assert home.factors("gita") == [F.DSC_PLUS]


def test_an_unknown_share_is_unknown(home):
    with pytest.raises(ShareUnknown):
        home.world.sharing.view("nothing")
    with pytest.raises(ShareUnknown):
        home.world.sharing.choose("nothing", "factor-gita-dsc_plus")
    with pytest.raises(NotVerified):
        home.world.sharing.verify("nothing", "12345678")


def test_the_papers_are_kept_as_digests_only(home):
    kept = repr(home.identity("gita"))

    assert "123456" not in kept
    assert "1980" not in kept
