"""What operators ask of the audit chain, and erasing a customer."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from sls.adapters.database import Database
from sls.domain.audit import AuditKind
from sls.services.auditing import record
from tests.world import World
from worker import audit, erase


@pytest.fixture
def own_world(tmp_path) -> Iterator[World]:
    """Give a world whose chain has three entries, two of them of Alice."""
    world = World(AUDIT_HEAD_FILE=str(tmp_path / "audit-head.json"))
    with world.core.units.write() as unit:
        for customer in ("customer-alice", "customer-bao", "customer-alice"):
            now = world.core.clock.now()
            record(unit, AuditKind.CODE_REQUESTED, now, customer=customer)
    yield world
    world.close()


def _asks(world: World, *words: str, of=audit) -> tuple[int, list[str]]:
    lines: list[str] = []
    return of.main(world.core, words, lines.append), lines


def _tampers(world: World, statement: str) -> None:
    """Do to the database what only its owner can: the triggers go first."""
    database = Database(world.settings.database_url)
    with database.writing.begin() as connection:
        for trigger in ("audit_entries_update", "audit_entries_delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        connection.execute(text(statement))
    database.dispose()


def test_a_chain_that_holds_is_told_with_its_length(own_world):
    assert _asks(own_world, "verify") == (0, ["audit_chain holds entries=3"])


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM audit_entries WHERE seq = 2", "flaw seq=2 defect=missing"),
        ("UPDATE audit_entries SET kind = 'LoginVerified' WHERE seq = 2", "defect=changed"),
        ("UPDATE audit_entries SET seq = 9 - seq WHERE seq > 1", "defect=missing"),
        ("DELETE FROM audit_entries WHERE seq = 3", "flaw seq=3 defect=cut"),
    ],
)
def test_a35_whatever_is_done_to_the_rows_is_told(statement, told, own_world):
    _tampers(own_world, statement)

    code, lines = _asks(own_world, "verify")

    assert code == 1
    assert any(told in line for line in lines)
    assert lines[-1].startswith("audit_chain broken")


def test_a35_a_tail_cut_with_the_head_moved_back_is_found_by_the_file(own_world):
    own_world.core.checking_audit.anchor()
    _tampers(own_world, "DELETE FROM audit_entries WHERE seq = 3")
    _tampers(
        own_world,
        "UPDATE audit_head SET seq = 2, seal = (SELECT seal FROM audit_entries WHERE seq = 2)",
    )

    assert "flaw seq=3 defect=cut" in _asks(own_world, "verify")[1]


def test_a35_a_head_that_was_moved_back_does_not_move_the_file_back(own_world):
    """Else the tail could be cut after the next time the head is kept."""
    own_world.core.checking_audit.anchor()
    _tampers(
        own_world,
        "UPDATE audit_head SET seq = 2, seal = (SELECT seal FROM audit_entries WHERE seq = 2)",
    )

    with pytest.raises(ValueError, match="go on"):
        own_world.core.checking_audit.anchor()


def test_the_head_is_printed_signed(own_world):
    code, (line,) = _asks(own_world, "head")

    words = dict(word.split("=") for word in line.split()[1:])
    assert (code, words["seq"]) == (0, "3")
    assert len(words["seal"]) == len(words["signature"]) == 64


def test_a_timeline_is_printed_newest_first(own_world):
    code, lines = _asks(own_world, "timeline", "alice")

    assert code == 0
    assert len(lines) == 2
    assert all("CodeRequested" in line for line in lines)
    assert "alice" not in "".join(lines)


def test_an_unknown_customer_is_refused_by_code(own_world):
    assert _asks(own_world, "timeline", "nobody") == (1, ["refused code=account_unknown"])
    assert _asks(own_world, "nobody", "--agent", "mei", of=erase) == (
        1,
        ["refused code=account_unknown"],
    )


def test_an_operator_erases_a_customer(own_world):
    assert _asks(own_world, "alice", "--agent", "mei", of=erase) == (0, ["erased"])

    assert _asks(own_world, "timeline", "alice")[0] == 1
    assert _asks(own_world, "verify")[0] == 0


def test_a_fresh_start_of_the_demo_leaves_the_chain(own_world):
    own_world.core.checking_audit.anchor()

    own_world.core.demonstrating.reset()

    assert _asks(own_world, "verify") == (0, ["audit_chain holds entries=3"])
    assert _asks(own_world, "timeline", "alice") == (0, [])
