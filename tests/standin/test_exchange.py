"""The exchange's memory has bounds, and callbacks get a second chance."""

from datetime import UTC, datetime

import requests

from standin.calls import Call, Instruction, Notice, Reporting
from standin.exchange import PHONES_KEPT, Exchange
from standin.phones import ENTRIES_KEPT
from standin.reporting import post
from tests.standin.world import ACCOUNT, ALICE, LINE

NOW = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def exchange() -> Exchange:
    """Build an exchange with one phone."""
    return Exchange(lambda: NOW, [{"number": ALICE, "language": "en"}], LINE)


def call(number: str = ALICE) -> Call:
    """Build a call to a number."""
    return Call(ACCOUNT, LINE, number, "outbound-api", NOW, Instruction(twiml="<Response/>"))


class ShakyWebhooks:
    """A connection that fails as often as it is told to."""

    def __init__(self, failures: int, error: type[requests.RequestException]) -> None:
        self.failures = failures
        self.error = error
        self.tried = 0

    def send(
        self, url: str, method: str, parameters: dict[str, str], token: str
    ) -> requests.Response:
        """Count the try, and fail while there are failures left."""
        self.tried += 1
        if self.tried <= self.failures:
            raise self.error
        return requests.Response()


def tries(failures: int, error: type[requests.RequestException]) -> int:
    """Post one notice over a shaky connection, and count the tries."""
    webhooks = ShakyWebhooks(failures, error)
    post(webhooks, Notice(Reporting("http://127.0.0.1/news"), {}))  # type: ignore[arg-type]
    return webhooks.tried


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


def test_a_callback_is_tried_again_once_when_nobody_could_be_reached() -> None:
    assert tries(0, requests.ConnectionError) == 1
    assert tries(1, requests.ConnectionError) == 2
    assert tries(9, requests.ConnectionError) == 2


def test_a_callback_that_was_received_is_not_repeated() -> None:
    assert tries(9, requests.ReadTimeout) == 1
