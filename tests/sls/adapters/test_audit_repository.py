"""The rows of the audit chain, in memory and on the databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from sls.adapters.audit_tables import audit_entries
from sls.domain.audit import BEGINNING, AuditEntry, AuditKind, flaws_of
from sls.services.auditing import record
from tests.fakes.audit_keys import PlainAuditSeals
from tests.fakes.clock import NOON

SEALS = PlainAuditSeals()
THREADS = 8


def _entry(seq: int = 1, **other: object) -> AuditEntry:
    entry = AuditEntry(
        seq, NOON, "CodeRequested", "somebody", "customer", None, {"n": seq}, BEGINNING.seal, "seal"
    )
    return replace(entry, **other)


def test_a_chain_begins_with_nothing(store):
    with store.units.read() as unit:
        assert unit.audit.head() == BEGINNING
        assert unit.audit.entries(0, 10) == []
        assert unit.audit.entry(1) is None


def test_what_was_appended_is_read_as_it_was_and_moves_the_head(store):
    with store.units.write() as unit:
        assert unit.audit.head_to_change() == BEGINNING
        unit.audit.append(_entry())

    with store.units.read() as unit:
        assert unit.audit.entry(1) == _entry()
        assert unit.audit.entry(1).message() == _entry().message()
        assert unit.audit.head() == _entry().head
        assert unit.audit.entries(0, 10) == [_entry()]


def test_entries_come_oldest_first_and_in_parts(store):
    with store.units.write() as unit:
        unit.audit.head_to_change()
        for seq in range(1, 6):
            unit.audit.append(_entry(seq))

    with store.units.read() as unit:
        assert [each.seq for each in unit.audit.entries(1, 3)] == [2, 3, 4]
        assert [each.seq for each in unit.audit.entries(4, 3)] == [5]


def test_a_customers_entries_come_newest_first(store):
    with store.units.write() as unit:
        unit.audit.head_to_change()
        for seq in range(1, 6):
            unit.audit.append(_entry(seq, customer="odd" if seq % 2 else "even"))

    with store.units.read() as unit:
        assert [each.seq for each in unit.audit.of_customer("odd", None, 2)] == [5, 3]
        assert [each.seq for each in unit.audit.of_customer("odd", 3, 2)] == [1]
        assert unit.audit.of_customer("nobody", None, 2) == []


def test_a_key_is_kept_until_it_is_destroyed(store):
    with store.units.write() as unit:
        assert unit.audit.key_of("customer-alice") is None
        unit.audit.add_key("customer-alice", b"sealed")
    with store.units.write() as unit:
        assert unit.audit.key_of("customer-alice") == b"sealed"
        unit.audit.destroy_key("customer-alice")
        unit.audit.destroy_key("customer-bao")

    with store.units.read() as unit:
        assert unit.audit.key_of("customer-alice") is None


def test_nothing_is_recorded_of_what_did_not_happen(store):
    def begins_and_fails() -> None:
        with store.units.write() as unit:
            record(unit, AuditKind.LOGIN_STARTED, NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        begins_and_fails()
    with store.units.read() as unit:
        assert unit.audit.head() == BEGINNING


def test_writers_at_the_same_time_make_one_line(store):
    def write(number: int) -> None:
        for _ in range(5):
            with store.units.write() as unit:
                record(unit, AuditKind.LOGIN_STARTED, NOON, customer=f"c{number % 3}")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))

    with store.units.read() as unit:
        entries, head = unit.audit.entries(0, 1000), unit.audit.head()
    assert [each.seq for each in entries] == list(range(1, THREADS * 5 + 1))
    assert list(flaws_of(entries, [head], SEALS.holds)) == []
    assert len({each.customer for each in entries}) == 3


@pytest.mark.parametrize(
    "change", [delete(audit_entries), update(audit_entries).values(kind="LoginVerified")], ids=str
)
def test_a35_the_database_itself_refuses_to_change_an_entry(change, sql_units):
    with sql_units.write() as unit:
        unit.audit.head_to_change()
        unit.audit.append(_entry())

    with pytest.raises(DBAPIError, match="never changed"), sql_units.write() as unit:
        unit.session.execute(change)

    with sql_units.read() as unit:
        assert unit.audit.entry(1) == _entry()
