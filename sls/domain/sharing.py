"""Sharing a physical device between two users of one person or entity (F54 to F59)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.factors import Factor, FactorKind
from sls.domain.identities import Identity
from sls.domain.purposes import Purpose
from sls.domain.security_errors import ShareRefused

# So long the owner's device may take to answer; a pending share waits for compliance without end.
SHARE_LIFETIME = timedelta(minutes=10)
TEMPORARY_KINDS = frozenset({FactorKind.TEMPORARY_PASSCODE, FactorKind.ONLINE_CARD})
IB_KEY_KINDS = frozenset({FactorKind.IB_KEY_IOS, FactorKind.IB_KEY_ANDROID})


class ShareState(StrEnum):
    """Where a share stands."""

    REQUESTED = "requested"  # the owner's device has not answered yet
    PENDING = "pending"  # compliance must approve (F58)
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"  # only seen, never stored


@dataclass
class Share:
    """One wish of a user to use the device of another one, its owner.

    `device_id` is the owner's factor, once chosen; `factor_id` the requester's own, once approved.
    `decided_by` names the agent who decided for compliance, where that was necessary.
    """

    id: str
    requester_id: str
    owner_id: str
    state: ShareState
    created_at: datetime
    expires_at: datetime
    device_id: str | None = None
    attempts: int = 0
    reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    factor_id: str | None = None

    @property
    def purpose(self) -> Purpose:
        """What an answer of the owner's device is for."""
        return Purpose.SHARE

    @property
    def customer_id(self) -> str:
        """Who gets the device."""
        return self.requester_id

    def is_live(self, now: datetime) -> bool:
        """Waiting for the owner's device, in time and with tries left."""
        is_waiting = self.state is ShareState.REQUESTED and now < self.expires_at
        return is_waiting and self.attempts < MAX_ATTEMPTS

    def state_at(self, now: datetime) -> ShareState:
        """The state as the requester sees it."""
        if self.state is ShareState.REQUESTED and not self.is_live(now):
            return ShareState.EXPIRED
        return self.state

    def choose(self, device_id: str, now: datetime) -> None:
        """Take the device that shall be shared; the same choice again is allowed.

        Raises:
            WrongState: another one was chosen before, or the share is over.
        """
        if not self.is_live(now) or self.device_id not in (None, device_id):
            raise WrongState
        self.device_id = device_id

    def charge(self, now: datetime) -> bool:
        """Charge one try before anything is compared; say whether there was one left."""
        if not self.is_live(now) or self.device_id is None:
            return False
        self.attempts += 1
        return True

    def wait_for_compliance(self) -> None:
        """Be pending: the device has answered, and somebody else must approve."""
        self.state = ShareState.PENDING

    def approve(self, factor_id: str, agent: str | None, now: datetime) -> None:
        """Be approved: from now on the requester has a factor of their own."""
        self.state, self.factor_id = ShareState.APPROVED, factor_id
        self.decided_by, self.decided_at = agent, now

    def reject(self, reason: str, agent: str | None, now: datetime) -> None:
        """Be rejected, for this reason."""
        self.state, self.reason = ShareState.REJECTED, reason
        self.decided_by, self.decided_at = agent, now


@dataclass(frozen=True)
class Party:
    """One of the two users; `borrowed` maps factors that are others' devices to their owners."""

    customer_id: str
    identity: Identity | None
    factors: Sequence[Factor]
    borrowed: Mapping[str, str]


@dataclass(frozen=True)
class DeviceRanks:
    """How well each kind protects, best first; kinds of one rank are equal (F56, X31)."""

    ranks: tuple[frozenset[FactorKind], ...]
    shared: frozenset[FactorKind]

    def place(self, kind: FactorKind) -> int:
        """Return the place of a kind, 0 for the best; what is not ranked comes last."""
        places = (place for place, kinds in enumerate(self.ranks) if kind in kinds)
        return next(places, len(self.ranks))

    def best(self, factors: Sequence[Factor]) -> list[Factor]:
        """Return the best of some factors: several, where they are equal."""
        places = [self.place(factor.kind) for factor in factors]
        return [each for each, at in zip(factors, places, strict=True) if at == min(places)]


def devices_to_share(requester: Party, owner: Party, ranks: DeviceRanks) -> list[Factor]:
    """Return which of the owner's devices may be shared: the best one, or any of equal ones.

    Raises:
        ShareRefused: one of the conditions does not hold.
    """
    _check_people(requester, owner)
    physical = [each for each in owner.factors if each.kind in ranks.shared]
    if not physical:
        has_app = any(each.kind in IB_KEY_KINDS for each in owner.factors)
        raise ShareRefused("ib_key_not_shared" if has_app else "device_not_active")
    best = ranks.best(physical)
    own = [each for each in best if each.id not in owner.borrowed]
    if not own:
        lenders = {owner.borrowed[each.id] for each in best}
        raise ShareRefused("loop" if requester.customer_id in lenders else "borrowed_device")
    if owner.customer_id in requester.borrowed.values():
        raise ShareRefused("shared_already")
    present = ranks.best(requester.factors) if requester.factors else []
    if present and ranks.place(present[0].kind) < ranks.place(own[0].kind):
        raise ShareRefused("weaker_than_present")
    return own


def checked_device(
    requester: Party, owner: Party, ranks: DeviceRanks, device_id: str | None
) -> Factor:
    """Return the device that was chosen, which must be one of those that may be shared.

    Raises:
        ShareRefused: it may not; `less_secure_device` for one below the owner's best (F59).
    """
    offered = devices_to_share(requester, owner, ranks)
    for each in offered:
        if each.id == device_id:
            return each
    held = {each.id: each.kind for each in owner.factors}
    if device_id not in held:
        raise ShareRefused("device_not_active")
    is_app = held[device_id] in IB_KEY_KINDS
    raise ShareRefused("ib_key_not_shared" if is_app else "less_secure_device")


def needs_compliance(requester: Party, owner: Party) -> bool:
    """Whether a share of these two waits for the compliance department (F58)."""
    return any(
        party.identity is None or party.identity.needs_compliance for party in (requester, owner)
    )


def _check_people(requester: Party, owner: Party) -> None:
    if requester.customer_id == owner.customer_id:
        raise ShareRefused("own_device")
    if requester.identity is None or owner.identity is None:
        raise ShareRefused("different_person")
    if not requester.identity.is_same_person(owner.identity):
        raise ShareRefused("different_person")
    if any(each.kind in TEMPORARY_KINDS for each in (*requester.factors, *owner.factors)):
        raise ShareRefused("temporary_device")
