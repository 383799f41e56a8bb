"""What happened is recorded with its change, names nobody, and can be read for one customer."""

import json

import pytest

from sls.domain.audit import BEGINNING, AuditKind, Defect, Flaw, Head
from sls.domain.errors import AccountUnknown
from sls.ports.audit import SignedHead
from sls.services.auditing import record
from tests.fakes.bootstrap import World

ALICE = "customer-alice"


def _records(world: World, kind: AuditKind = AuditKind.CODE_REQUESTED, **other: object) -> None:
    with world.units.write() as unit:
        record(unit, kind, world.now(), **other)


def _entries(world: World) -> list:
    with world.units.read() as unit:
        return list(unit.audit.entries(0, 100))


def test_an_entry_says_what_when_and_by_whom(world):
    before = len(_entries(world))

    _records(world, customer=ALICE, subject="login-1", actor="agent:mei", channel="sms")

    entry = _entries(world)[before]
    assert (entry.kind, entry.at, entry.actor) == ("CodeRequested", world.now(), "agent:mei")
    assert entry.data == {"channel": "sms"}


def test_an_entry_names_nobody(world):
    _records(world, customer=ALICE, subject="login-of-alice")

    told = json.dumps([entry.message().decode() for entry in _entries(world)])
    assert "alice" not in told


def test_the_same_subject_has_the_same_name_each_time_and_another_has_another(world):
    before = len(_entries(world))
    _records(world, customer=ALICE, subject="login-1")
    _records(world, customer=ALICE, subject="login-1")
    _records(world, customer=ALICE, subject="login-2")
    _records(world, customer="customer-bao", subject="login-1")

    one, same, other, of_bao = _entries(world)[before:]
    assert (one.customer, one.subject) == (same.customer, same.subject)
    assert one.subject not in (other.subject, of_bao.subject, None)
    assert one.customer != of_bao.customer


def test_without_a_customer_nothing_is_named(world):
    before = len(_entries(world))

    _records(world, AuditKind.PASSWORD_TRIED, subject="whoever")

    entry = _entries(world)[before]
    assert (entry.customer, entry.subject) == (None, None)


def test_what_is_undone_is_not_recorded(world):
    before = len(_entries(world))

    def begins_and_fails() -> None:
        with world.units.write() as unit:
            record(unit, AuditKind.CODE_REQUESTED, world.now(), customer=ALICE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        begins_and_fails()
    assert len(_entries(world)) == before


def test_a_chain_that_was_left_alone_holds(world):
    for _ in range(3):
        _records(world, customer=ALICE)

    assert world.checking_audit.verify() == []


def test_a_chain_longer_than_a_batch_is_read_to_its_end(world, monkeypatch):
    monkeypatch.setattr("sls.services.checking_audit.BATCH", 2)
    for _ in range(5):
        _records(world, customer=ALICE)

    assert world.checking_audit.verify() == []


def test_the_head_is_kept_outside_when_it_is_new(world):
    _records(world)

    kept = world.checking_audit.anchor()

    assert kept == _entries(world)[-1].head
    assert world.anchor.kept.head == kept
    assert world.checking_audit.anchor() is None
    assert world.checking_audit.verify() == []


def test_a35_a_tail_cut_since_the_last_head_is_found(world):
    for _ in range(3):
        _records(world)
    head = world.checking_audit.anchor()
    world.anchor.keep(_signed(world, Head(head.seq + 2, "a" * 64)))

    assert world.checking_audit.verify() == [Flaw(head.seq + 1, Defect.CUT)]


def test_a35_a_cut_chain_does_not_move_the_head_outside(world):
    _records(world)
    cut = _signed(world, Head(100, "a" * 64))
    world.anchor.keep(cut)

    with pytest.raises(ValueError, match="go on"):
        world.checking_audit.anchor()
    assert world.anchor.kept == cut


def test_a35_a_head_that_we_did_not_sign_is_found_and_not_replaced(world):
    _records(world)
    forged = SignedHead(BEGINNING, "a signature of somebody else")
    world.anchor.keep(forged)

    assert Flaw(0, Defect.HEAD_UNSIGNED) in world.checking_audit.verify()
    with pytest.raises(ValueError, match="signed"):
        world.checking_audit.anchor()
    assert world.anchor.kept == forged


def test_a_timeline_tells_of_one_customer_newest_first(world):
    _records(world, AuditKind.CODE_REQUESTED, customer=ALICE)
    _records(world, AuditKind.RESPONSE_TRIED, customer="customer-bao")
    _records(world, AuditKind.LOGIN_VERIFIED, customer=ALICE)

    found = world.checking_audit.timeline("alice", "key:desk", None, 2)

    assert [each.kind for each in found] == ["LoginVerified", "CodeRequested"]
    older = world.checking_audit.timeline("ALICE ", "key:desk", found[0].seq, 1)
    assert [each.seq for each in older] == [found[1].seq]


def test_whoever_looks_is_on_the_timeline_too(world):
    world.checking_audit.timeline("alice", "key:desk", None, 10)

    newest = world.checking_audit.timeline("alice", "key:desk", None, 10)[0]

    assert (newest.kind, newest.actor) == ("TimelineViewed", "key:desk")


def test_an_unknown_customer_has_no_timeline(world):
    with pytest.raises(AccountUnknown):
        world.checking_audit.timeline("nobody", "key:desk", None, 10)


def _signed(world: World, head: Head) -> SignedHead:
    return SignedHead(head, world.seals.seal(head.message()))
