"""The audit chain as a rule: every way to tamper with it is found (A35)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sls.domain.audit import BEGINNING, AuditEntry, Defect, Flaw, Head, flaws_of
from tests.fakes.audit_keys import PlainAuditSeals
from tests.fakes.clock import NOON

SEALS = PlainAuditSeals()


def _chain(length: int, at: datetime = NOON) -> list[AuditEntry]:
    chain: list[AuditEntry] = []
    head = BEGINNING
    for seq in range(1, length + 1):
        entry = AuditEntry(
            seq, at, "CodeRequested", "somebody", "customer", "login", {"channel": "sms"}, head.seal
        )
        chain.append(replace(entry, seal=SEALS.seal(entry.message())))
        head = chain[-1].head
        at += timedelta(seconds=1)
    return chain


def _flaws(chain: list[AuditEntry], *heads: Head) -> list[Flaw]:
    return list(flaws_of(chain, heads, SEALS.holds))


def test_a_chain_that_was_left_alone_holds():
    chain = _chain(5)

    assert _flaws(chain, chain[-1].head, chain[2].head, BEGINNING) == []


def test_an_empty_chain_holds():
    assert _flaws([], BEGINNING) == []


def test_a35_a_deleted_entry_is_found():
    chain = _chain(5)

    assert _flaws(chain[:2] + chain[3:], chain[-1].head) == [Flaw(3, Defect.MISSING)]


def test_a35_entries_that_changed_places_are_found():
    first, second, third = _chain(3)

    moved = [first, replace(third, seq=2), replace(second, seq=3)]

    assert Flaw(2, Defect.CHANGED) in _flaws(moved, third.head)
    assert Flaw(3, Defect.CHANGED) in _flaws(moved, third.head)


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "LoginVerified"},
        {"customer": "somebody else"},
        {"customer": None},
        {"actor": "agent:mallory"},
        {"subject": "another login"},
        {"data": {"channel": "voice"}},
        {"data": {}},
        {"at": NOON + timedelta(microseconds=1)},
    ],
    ids=str,
)
def test_a35_an_edited_entry_is_found(edit):
    chain = _chain(3)
    chain[1] = replace(chain[1], **edit)

    assert Flaw(2, Defect.CHANGED) in _flaws(chain, chain[-1].head)


def test_a35_an_entry_forged_without_the_key_is_found():
    chain = _chain(3)
    forged = replace(chain[-1], seq=4, previous=chain[-1].seal, seal="f" * 64)

    assert _flaws([*chain, forged], forged.head) == [Flaw(4, Defect.CHANGED)]


def test_a35_a_cut_tail_is_found_by_the_head_in_the_database():
    chain = _chain(5)

    assert _flaws(chain[:3], chain[-1].head) == [Flaw(4, Defect.CUT)]


def test_a35_a_cut_tail_with_the_head_moved_back_is_found_by_the_head_outside():
    chain = _chain(5)

    assert _flaws(chain[:3], chain[2].head, chain[-1].head) == [Flaw(4, Defect.CUT)]


def test_a35_a_chain_that_went_on_differently_after_a_cut_is_found():
    chain, other = _chain(5), _chain(5, NOON + timedelta(hours=1))

    assert Flaw(5, Defect.FORKED) in _flaws(other, other[-1].head, chain[-1].head)


def test_a35_an_entry_put_in_from_another_chain_is_found():
    chain, other = _chain(3), _chain(3, NOON + timedelta(hours=1))

    assert Flaw(2, Defect.UNLINKED) in _flaws([chain[0], other[1], chain[2]], chain[-1].head)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none(), max_size=4))
def test_an_entry_has_one_spelling_whatever_order_its_data_came_in(data):
    turned = dict(reversed(list(data.items())))
    entry = _chain(1)[0]

    assert replace(entry, data=data).message() == replace(entry, data=turned).message()
