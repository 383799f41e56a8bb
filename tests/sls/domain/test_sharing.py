"""What may be shared with whom (F54 to F59, G67 to G70, X31, A28)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sls.adapters.rank_table import load_device_ranks
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.factors import Factor, FactorKind
from sls.domain.identities import Identity
from sls.domain.security_errors import ShareRefused
from sls.domain.sharing import (
    SHARE_LIFETIME,
    Party,
    Share,
    ShareState,
    checked_device,
    devices_to_share,
    needs_compliance,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RANKS = load_device_ranks()
F = FactorKind


def _factor(username: str, kind: FactorKind) -> Factor:
    return Factor(f"{username}-{kind}", username, kind, None, NOON)


def _party(
    username: str,
    *kinds: FactorKind,
    person: bytes = b"one",
    entity: str = "",
    compliance: bool = False,
    borrowed: Mapping[str, str] | None = None,
) -> Party:
    digests = [person] * 5
    identity = Identity(username, entity or username, compliance, False, *digests, None)
    return Party(username, identity, [_factor(username, kind) for kind in kinds], borrowed or {})


HUGO, GITA = _party("hugo", F.SMS), _party("gita", F.DSC_PLUS)


def _refused(requester: Party, owner: Party) -> str:
    with pytest.raises(ShareRefused) as refused:
        devices_to_share(requester, owner, RANKS)
    return refused.value.reason


def _refused_device(owner: Party, kind: FactorKind, requester: Party = HUGO) -> str:
    with pytest.raises(ShareRefused) as refused:
        checked_device(requester, owner, RANKS, f"{owner.customer_id}-{kind}")
    return refused.value.reason


def test_f55_the_same_person_may_share_a_device():
    assert [each.kind for each in devices_to_share(HUGO, GITA, RANKS)] == [F.DSC_PLUS]


def test_f55_so_may_users_of_one_entity():
    owner = _party("gita", F.DSC_PLUS, person=b"another", entity="firm")

    assert devices_to_share(_party("hugo", entity="firm"), owner, RANKS)


def test_f55_another_person_may_not():
    assert _refused(HUGO, _party("gita", F.DSC_PLUS, person=b"another")) == "different_person"


def test_f55_nor_somebody_whose_papers_are_not_known():
    assert _refused(replace(HUGO, identity=None), GITA) == "different_person"
    assert _refused(HUGO, replace(GITA, identity=None)) == "different_person"


@pytest.mark.parametrize("kind", [F.TEMPORARY_PASSCODE, F.ONLINE_CARD])
def test_f55b_nobody_of_the_two_may_hold_a_temporary_device(kind):
    assert _refused(_party("hugo", kind), GITA) == "temporary_device"
    assert _refused(HUGO, _party("gita", F.DSC_PLUS, kind)) == "temporary_device"


def test_a28_nobody_shares_with_themselves():
    assert _refused(GITA, GITA) == "own_device"


def test_g70_ib_key_is_not_shared():
    assert _refused(HUGO, _party("gita", F.IB_KEY_IOS)) == "ib_key_not_shared"
    assert _refused_device(_party("gita", F.DSC_PLUS, F.IB_KEY_IOS), F.IB_KEY_IOS) == (
        "ib_key_not_shared"
    )


@pytest.mark.parametrize("kinds", [(), (F.SMS,)])
def test_without_a_physical_device_there_is_nothing_to_share(kinds):
    assert _refused(HUGO, _party("gita", *kinds)) == "device_not_active"


def test_x31_the_ranking_ends_as_the_source_says_and_has_the_order_of_the_limits_between():
    order = [F.DSC_PLUS, F.GOLD, F.DSC, F.SECURITY_CODE_CARD]

    assert [RANKS.place(kind) for kind in order] == sorted({RANKS.place(kind) for kind in order})
    assert RANKS.place(F.GOLD) == RANKS.place(F.PLATINUM)
    assert {F.IB_KEY_IOS, F.IB_KEY_ANDROID, F.SMS}.isdisjoint(RANKS.shared)


def test_f59_of_several_devices_the_most_secure_one_must_be_shared():
    owner = _party("gita", F.SECURITY_CODE_CARD, F.DSC_PLUS)

    assert checked_device(HUGO, owner, RANKS, "gita-dsc_plus").kind is F.DSC_PLUS
    assert _refused_device(owner, F.SECURITY_CODE_CARD) == "less_secure_device"


def test_g67_of_equal_ones_any_may_be():
    owner = _party("gita", F.GOLD, F.PLATINUM, F.DSC)

    assert {each.kind for each in devices_to_share(HUGO, owner, RANKS)} == {F.GOLD, F.PLATINUM}
    assert checked_device(HUGO, owner, RANKS, "gita-platinum").kind is F.PLATINUM


def test_g69_a_device_weaker_than_ones_present_one_is_refused():
    owner = _party("gita", F.SECURITY_CODE_CARD)

    assert _refused(_party("hugo", F.IB_KEY_IOS), owner) == "weaker_than_present"
    assert _refused(_party("hugo", F.SMS, F.DSC), owner) == "weaker_than_present"


@pytest.mark.parametrize("kind", [F.GOLD, F.PLATINUM])
def test_g69_an_equal_one_is_not(kind):
    assert devices_to_share(_party("hugo", kind), _party("gita", F.GOLD), RANKS)


def test_a28_a_borrowed_device_is_not_lent_on():
    owner = _party("gita", F.DSC_PLUS, borrowed={"gita-dsc_plus": "kara"})

    assert _refused(HUGO, owner) == "borrowed_device"


def test_a28_a_device_does_not_come_back_to_its_owner():
    owner = _party("gita", F.DSC_PLUS, borrowed={"gita-dsc_plus": "hugo"})

    assert _refused(_party("hugo", F.DSC_PLUS), owner) == "loop"


def test_a28_what_is_shared_is_not_shared_again():
    requester = _party("hugo", F.DSC_PLUS, borrowed={"hugo-dsc_plus": "gita"})

    assert _refused(requester, GITA) == "shared_already"


@pytest.mark.parametrize("device_id", ["gita-gold", "hugo-sms", "", None])
def test_a_device_that_the_owner_does_not_hold_cannot_be_chosen(device_id):
    with pytest.raises(ShareRefused) as refused:
        checked_device(HUGO, GITA, RANKS, device_id)

    assert refused.value.reason == "device_not_active"


def test_f58_a_flagged_entity_on_either_side_waits_for_compliance():
    flagged = _party("hugo", compliance=True)

    assert needs_compliance(flagged, GITA)
    assert needs_compliance(GITA, flagged)
    assert not needs_compliance(HUGO, GITA)


def _share() -> Share:
    return Share("share", "hugo", "gita", ShareState.REQUESTED, NOON, NOON + SHARE_LIFETIME)


def test_a_share_has_five_tries():
    share = _share()
    share.choose("device", NOON)

    assert [share.charge(NOON) for _ in range(MAX_ATTEMPTS + 1)] == [True] * MAX_ATTEMPTS + [False]
    assert share.state_at(NOON) is ShareState.EXPIRED


def test_a_share_is_not_tried_before_its_device_is_chosen():
    assert not _share().charge(NOON)


def test_a_share_expires_at_the_second():
    share = _share()
    share.choose("device", NOON)

    assert share.charge(NOON + SHARE_LIFETIME - timedelta(microseconds=1))
    assert not share.charge(NOON + SHARE_LIFETIME)
    with pytest.raises(WrongState):
        share.choose("device", NOON + SHARE_LIFETIME)


def test_another_device_cannot_be_chosen_afterwards():
    share = _share()
    share.choose("device", NOON)
    share.choose("device", NOON)

    with pytest.raises(WrongState):
        share.choose("other", NOON)


def test_a_pending_share_does_not_expire():
    share = _share()
    share.wait_for_compliance()

    assert share.state_at(NOON + timedelta(days=30)) is ShareState.PENDING
