"""Sharing: a user gets the device of another one who is the same person (F54 to F59, G68)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sls.domain.audit import CUSTOMER, AuditKind, agent_named
from sls.domain.challenges import Challenge
from sls.domain.errors import NotVerified, WrongState
from sls.domain.factors import Factor
from sls.domain.security_errors import ShareRefused, ShareUnknown
from sls.domain.sharing import (
    SHARE_LIFETIME,
    DeviceRanks,
    Party,
    Share,
    ShareState,
    checked_device,
    devices_to_share,
    needs_compliance,
)
from sls.domain.verifications import Task
from sls.ports import Clock, Randomness, UnitOfWork, UnitsOfWork
from sls.services.admitting import Admitting
from sls.services.auditing import record
from sls.services.judging import Judging
from sls.services.stepping_up import Proof, SteppingUp
from sls.services.taking_effect import TakingEffect


@dataclass(frozen=True)
class Owner:
    """What the requester shows of the owner, and from where (step 6 of G68)."""

    username: str
    password: str
    client_address: str | None


@dataclass(frozen=True)
class ShareView:
    """A share as its requester may see it; `devices` are those of the owner's to choose from."""

    share: Share
    state: ShareState
    devices: Sequence[Factor]


@dataclass(frozen=True)
class ShareRules:
    """How devices are proved, ranked and taken into use."""

    judging: Judging
    stepping_up: SteppingUp
    taking_effect: TakingEffect
    ranks: DeviceRanks


class Sharing:
    """The use cases; every condition is checked at each step, for much can happen in between."""

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        randomness: Randomness,
        admitting: Admitting,
        rules: ShareRules,
    ) -> None:
        self._units = units
        self._clock = clock
        self._randomness = randomness
        self._admitting = admitting
        self._judging = rules.judging
        self._stepping_up = rules.stepping_up
        self._taking_effect = rules.taking_effect
        self._ranks = rules.ranks

    def request(self, proof: Proof, owner: Owner) -> ShareView:
        """Ask for the device of another user name; the one who asks is logged in (F57).

        Raises:
            NotVerified, CardOnly: the proof is not enough.
            LoginRefused: the owner's user name or password is wrong, or locked.
            ShareRefused: a condition does not hold.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            self._stepping_up.customer(unit, proof.login_id, now)
        lender = self._admitting.admit(owner.username, owner.password, owner.client_address)
        with self._units.write() as unit:
            details = {"owner": owner.username}
            requester_id = self._stepping_up.take(unit, proof, Task.SHARE_DEVICE, details, now)
            share = Share(
                id=self._randomness.token(),
                requester_id=requester_id,
                owner_id=lender.id,
                state=ShareState.REQUESTED,
                created_at=now,
                expires_at=now + SHARE_LIFETIME,
            )
            devices = devices_to_share(*_parties(unit, share, now), self._ranks)
            unit.shares.add(share)
            kind = AuditKind.SHARE_REQUESTED
            record(unit, kind, now, customer=share.requester_id, subject=share.id)
            return ShareView(share, share.state, devices)

    def choose(self, share_id: str, device_id: str) -> tuple[Share, Factor, Challenge]:
        """Take the owner's device that shall be shared, and put its challenge; again, a new one.

        Raises:
            ShareUnknown: no such share.
            ShareRefused: a condition does not hold; `less_secure_device` for a lower one (F59).
            WrongState: another one was chosen before, or the share is over.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            share = _known(unit.shares.get_to_change(share_id))
            device = checked_device(*_parties(unit, share, now), self._ranks, device_id)
            share.choose(device.id, now)
            challenge = self._judging.ask(unit, share, device, now)
            assert challenge is not None  # every physical device is asked something
            return share, device, challenge

    def verify(self, share_id: str, response: str) -> ShareView:
        """Take the answer of the owner's device: approved at once, or pending (F58).

        Raises:
            NotVerified: wrong, used, expired, locked or unknown alike.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            is_charged = self._charge(unit, share_id, now)
        if not is_charged:
            raise NotVerified
        with self._units.write() as unit:
            share = _known(unit.shares.get_to_change(share_id))
            device = unit.customers.factor_to_change(share.device_id or "")
            is_waiting = share.state is ShareState.REQUESTED and device is not None
            if not is_waiting or device is None:
                raise NotVerified
            if not self._judging.is_right(unit, share, device, response, now):
                raise NotVerified
            device.succeed()
            if needs_compliance(*_parties(unit, share, now)):
                share.wait_for_compliance()
            else:
                self._decide(unit, share, None, now)
            return ShareView(share, share.state, [device])

    def view(self, share_id: str) -> ShareView:
        """Return a share.

        Raises:
            ShareUnknown: no such share.
        """
        now = self._clock.now()
        with self._units.read() as unit:
            share = _known(unit.shares.get(share_id))
            return ShareView(share, share.state_at(now), [])

    def pending(self) -> Sequence[Share]:
        """Return the shares that wait for compliance, oldest first."""
        with self._units.read() as unit:
            return unit.shares.pending()

    def approve(self, share_id: str, agent: str) -> Share:
        """Approve for compliance; where a condition does not hold any more, it is rejected.

        Raises:
            ShareUnknown, WrongState: no such share, or not pending.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            share = _pending(unit, share_id)
            unit.customers.factor_to_change(share.device_id or "")
            self._decide(unit, share, agent, now)
            return share

    def reject(self, share_id: str, agent: str) -> Share:
        """Reject for compliance.

        Raises:
            ShareUnknown, WrongState: no such share, or not pending.
        """
        now = self._clock.now()
        with self._units.write() as unit:
            share = _pending(unit, share_id)
            share.reject("compliance", agent, now)
            _record(unit, share, now)
            return share

    def _decide(self, unit: UnitOfWork, share: Share, agent: str | None, now: datetime) -> None:
        """Approve, or reject for the condition that has come not to hold meanwhile."""
        try:
            device = checked_device(*_parties(unit, share, now), self._ranks, share.device_id)
        except ShareRefused as refusal:
            share.reject(refusal.reason, agent, now)
            _record(unit, share, now)
            return
        factor = Factor(self._randomness.token(), share.requester_id, device.kind, None, now)
        unit.shares.bind(factor, device.id)
        share.approve(factor.id, agent, now)
        _record(unit, share, now)
        requester = unit.customers.get(share.requester_id)
        assert requester is not None
        self._taking_effect.permanent_device_activated(unit, requester, factor, now)

    def _charge(self, unit: UnitOfWork, share_id: str, now: datetime) -> bool:
        """Charge the share and the owner's device, whose count outlives it."""
        share = unit.shares.get_to_change(share_id)
        device = unit.customers.factor_to_change((share.device_id if share else None) or "")
        if share is None or device is None or device.is_locked(now):
            return False
        return share.charge(now) and self._judging.charge(unit, device, now)


def _record(unit: UnitOfWork, share: Share, now: datetime) -> None:
    """Record a decision with both users: each has it on their own timeline."""
    actor = agent_named(share.decided_by) if share.decided_by else CUSTOMER
    data = {"state": share.state, "reason": share.reason}
    for whose in (share.requester_id, share.owner_id):
        kind = AuditKind.SHARE_DECIDED
        record(unit, kind, now, customer=whose, subject=share.id, actor=actor, **data)


def _parties(unit: UnitOfWork, share: Share, now: datetime) -> tuple[Party, Party]:
    return _party(unit, share.requester_id, now), _party(unit, share.owner_id, now)


def _party(unit: UnitOfWork, customer_id: str, now: datetime) -> Party:
    factors = [each for each in unit.customers.factors_of(customer_id) if not each.is_over(now)]
    return Party(
        customer_id,
        unit.shares.identity_of(customer_id),
        [each for each in factors if not each.is_cooling_off(now)],
        unit.shares.borrowed_by(customer_id),
    )


def _pending(unit: UnitOfWork, share_id: str) -> Share:
    share = _known(unit.shares.get_to_change(share_id))
    if share.state is not ShareState.PENDING:
        raise WrongState
    return share


def _known(share: Share | None) -> Share:
    if share is None:
        raise ShareUnknown
    return share
