"""The exchange's memory has bounds."""

from datetime import UTC, datetime

from standin.calls import Call, Instruction
from standin.exchange import PHONES_KEPT, Exchange
from standin.phones import ENTRIES_KEPT
from tests.standin.world import ACCOUNT, ALICE, LINE

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def exchange() -> Exchange:
    """Build an exchange with one phone."""
    return Exchange(lambda: NOW, [{"number": ALICE, "language": "en"}], LINE)


def call(number: str = ALICE) -> Call:
    """Build a call to a number."""
    return Call(ACCOUNT, LINE, number, "outbound-api", NOW, Instruction(twiml="<Response/>"))


def test_a_log_keeps_the_latest_entries() -> None:
    memory, current = exchange(), call()

    with memory.changed:
        for count in range(ENTRIES_KEPT + 5):
            memory.record(current, "heard", str(count), NOW)

    entries = memory.phone(ALICE).entries
    assert (len(entries), entries[0].text) == (ENTRIES_KEPT, "5")


def test_strangers_phones_are_let_go_of_and_the_cast_keeps_theirs() -> None:
    memory = exchange()

    with memory.changed:
        for count in range(PHONES_KEPT + 5):
            memory.phone_of(call(f"+4420718{count:05}"))

    assert len(memory.phones) == PHONES_KEPT
    assert ALICE in memory.phones


def test_a_call_that_is_over_stays_over() -> None:
    memory, current = exchange(), call()

    with memory.changed:
        memory.move(current, "busy", NOW)
        memory.move(current, "completed", NOW)

    assert current.status == "busy"
