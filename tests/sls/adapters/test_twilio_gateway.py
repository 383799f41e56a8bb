"""The telephony gateway on a loopback server that speaks Twilio's protocol, and fails like it."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from urllib3.connection import HTTPConnection

from sls.adapters.twilio_gateway import TwilioGateway
from sls.domain.deliveries import AnnouncedTooLongAgo
from sls.domain.errors import GatewayError
from sls.domain.factors import Channel
from sls.ports import CallOrder, MessageOrder
from sls.settings import load_settings
from tests.fakes.clock import NOON, ManualClock

NUMBER = "+12025550101"
IN_TIME = NOON + timedelta(seconds=10)
CALL = CallOrder("job-1", NUMBER, IN_TIME)
MESSAGE = MessageOrder("job-2", NUMBER, "402981 is your code", timedelta(minutes=9), IN_TIME)


class Twilio:
    """Answers as it is told and remembers what was ordered."""

    def __init__(self) -> None:
        self.status: int | None = 201
        self.headers: dict[str, str] = {}
        self.answer: dict[str, object] = {"sid": "CA1"}
        self.orders: list[tuple[str, dict[str, list[str]]]] = []
        self.clock = ManualClock()
        twilio = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                twilio.orders.append((urlsplit(self.path).path, parse_qs(body)))
                self.reply()

            def do_GET(self) -> None:
                twilio.orders.append(
                    (urlsplit(self.path).path, parse_qs(urlsplit(self.path).query))
                )
                self.reply()

            def reply(self) -> None:
                if twilio.status is None:
                    self.connection.close()  # accepted, and then the line is cut
                    return
                self.send_response(twilio.status)
                self.send_header("Content-Type", "application/json")
                for header in twilio.headers.items():
                    self.send_header(*header)
                self.end_headers()
                self.wfile.write(json.dumps(twilio.answer).encode())

            def log_message(self, *_arguments: object) -> None:
                """Stay silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def gateway(self, url: str | None = None, **settings: str) -> TwilioGateway:
        """Return a gateway that talks to this server."""
        return TwilioGateway(
            load_settings(
                {
                    "TWILIO_BASE_URL": url or self.url,
                    "PUBLIC_BASE_URL": "https://sls.example",
                    **settings,
                }
            ),
            self.clock,
        )


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    """Give a Twilio that accepts everything."""
    twilio = Twilio()
    thread = threading.Thread(target=twilio.server.serve_forever, args=(0.01,))
    thread.start()
    yield twilio
    twilio.server.shutdown()
    twilio.server.server_close()
    thread.join()


def test_as_many_connections_are_kept_as_orders_leave_at_once(twilio):
    session = twilio.gateway(WORKER_THREADS="23")._client.http_client.session

    kept = {session.get_adapter(f"{each}://provider")._pool_maxsize for each in ("http", "https")}
    assert kept == {23}


def test_a_call_is_ordered_with_the_job_in_every_webhook_and_no_code(twilio):
    assert twilio.gateway().place_call(CALL) == "CA1"

    ((path, order),) = twilio.orders
    assert path.endswith("/Calls.json")
    assert order["To"] == [NUMBER]
    assert order["Url"] == ["https://sls.example/voice/calls/job-1/answer"]
    assert order["StatusCallback"] == ["https://sls.example/voice/calls/job-1/status"]
    assert order["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    assert order["FallbackUrl"] == ["https://sls.example/voice/fallback"]
    assert "Twiml" not in order


ORDERS = {
    "a call": lambda gateway: gateway.place_call(CALL),
    "a message": lambda gateway: gateway.send_message(MESSAGE),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_a22_an_order_may_leave_at_its_last_moment_and_not_after(twilio, order):
    twilio.clock.advance(IN_TIME - NOON)
    order(twilio.gateway())

    twilio.clock.advance(milliseconds=1)
    with pytest.raises(AnnouncedTooLongAgo):
        order(twilio.gateway())

    assert len(twilio.orders) == 1


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_a22_a_process_that_freezes_while_it_connects_orders_nothing(twilio, order, monkeypatch):
    """The lease is looked at behind the connection, right before the body is written."""
    connect, gateway = HTTPConnection.connect, twilio.gateway()

    def freezes(connection):
        connect(connection)
        twilio.clock.advance(minutes=1)

    monkeypatch.setattr(HTTPConnection, "connect", freezes)
    with pytest.raises(AnnouncedTooLongAgo):
        order(gateway)
    monkeypatch.undo()

    gateway.place_call(replace(CALL, job="job-3", leave_by=twilio.clock.now()))
    forms = [form for _path, form in twilio.orders if form]
    assert [form["Url"] for form in forms] == [["https://sls.example/voice/calls/job-3/answer"]]


def test_a22_a_gateway_that_ordered_nothing_in_time_orders_again(twilio):
    gateway = twilio.gateway()
    twilio.clock.advance(minutes=1)
    with pytest.raises(AnnouncedTooLongAgo):
        gateway.place_call(CALL)

    later = replace(CALL, leave_by=twilio.clock.now())
    assert gateway.place_call(later) == "CA1"
    gateway.end_call("CA1")  # which has no such moment

    assert len(twilio.orders) == 2


def test_nobody_listens_for_machines_unless_it_is_wanted(twilio):
    twilio.gateway().place_call(CALL)

    assert not [name for name in twilio.orders[0][1] if "Machine" in name or "Amd" in name]


def test_a17_detection_is_asked_for_with_the_call_or_beside_it(twilio):
    twilio.gateway(MACHINE_DETECTION="sync").place_call(CALL)
    twilio.gateway(MACHINE_DETECTION="async").place_call(CALL)

    (_, sync), (_, beside) = twilio.orders
    assert sync["MachineDetection"] == beside["MachineDetection"] == ["Enable"]
    assert "AsyncAmd" not in sync
    assert beside["AsyncAmd"] == ["true"]
    assert beside["AsyncAmdStatusCallback"] == ["https://sls.example/voice/calls/job-1/machine"]


def test_a_call_is_ended_whether_it_rings_or_speaks(twilio):
    twilio.status = 200

    twilio.gateway().end_call("CA1")

    ((path, order),) = twilio.orders
    assert path.endswith("/Calls/CA1.json")
    assert order == {"Status": ["completed"]}


@pytest.mark.parametrize(("status", "code"), [(404, 20404), (400, 21220)])
def test_a_call_that_is_over_already_is_as_good_as_ended(twilio, status, code):
    twilio.status, twilio.answer = status, {"code": code, "message": "", "status": status}

    twilio.gateway().end_call("CA1")

    assert len(twilio.orders) == 1


def test_a24_a_call_that_could_not_be_ended_is_a_failure_to_try_again(twilio):
    twilio.status, twilio.answer = 503, {"code": 20503, "message": "", "status": 503}

    with pytest.raises(GatewayError) as failed:
        twilio.gateway().end_call("CA1")

    assert failed.value.is_retryable


@pytest.mark.parametrize(
    ("code", "reason"), [(21610, "opted_out"), (21614, "landline"), (21211, "twilio_21211")]
)
def test_a_number_that_takes_no_messages_has_a_name_for_it(twilio, code, reason):
    twilio.status, twilio.answer = 400, {"code": code, "message": "", "status": 400}

    with pytest.raises(GatewayError) as failed:
        twilio.gateway().send_message(MESSAGE)

    assert failed.value.reason == reason


def test_a_message_is_ordered_with_its_lifetime(twilio):
    twilio.answer = {"sid": "SM1"}

    assert twilio.gateway().send_message(MESSAGE) == "SM1"

    ((path, order),) = twilio.orders
    assert path.endswith("/Messages.json")
    assert order["Body"] == ["402981 is your code"]
    assert order["ValidityPeriod"] == ["540"]
    assert order["StatusCallback"] == ["https://sls.example/voice/messages/job-2/status"]


@pytest.mark.parametrize(
    ("lifetime", "period"),
    [(timedelta(0), "1"), (timedelta(seconds=-5), "1"), (timedelta(days=2), "36000")],
)
def test_a_lifetime_is_kept_within_what_the_provider_takes(twilio, lifetime, period):
    twilio.gateway().send_message(MessageOrder("job", NUMBER, "body", lifetime, IN_TIME))

    assert twilio.orders[0][1]["ValidityPeriod"] == [period]


def _failure(twilio: Twilio, url: str | None = None) -> GatewayError:
    with pytest.raises(GatewayError) as failed:
        twilio.gateway(url).place_call(CALL)
    return failed.value


@pytest.mark.parametrize(
    ("status", "code", "is_retryable", "is_unknown"),
    [
        (429, 20429, True, False),
        (503, 20503, True, False),
        (400, 21211, False, False),
        (403, 21216, False, False),
        (404, 20404, False, False),
        (500, 20500, False, True),
        (502, None, False, True),
    ],
)
def test_a_failure_says_whether_it_may_be_tried_again(
    twilio, status, code, is_retryable, is_unknown
):
    twilio.status, twilio.answer = status, {"code": code, "message": "no", "status": status}

    error = _failure(twilio)

    assert (error.is_retryable, error.is_outcome_unknown) == (is_retryable, is_unknown)
    assert "job-1" not in error.reason


@pytest.mark.parametrize(("status", "code"), [(401, 20003), (403, 20005), (403, None)])
def test_a24_an_account_that_is_refused_is_the_providers_failure_not_the_numbers(
    twilio, status, code
):
    twilio.status, twilio.answer = status, {"code": code, "message": "no", "status": status}

    assert _failure(twilio).is_retryable


def test_a_failure_in_the_newer_form_leaves_the_outcome_unknown_all_the_same(twilio):
    twilio.status = 500
    twilio.answer = {"type": "about:blank", "title": "no", "status": 500, "code": 20500}

    error = _failure(twilio)

    assert error.is_outcome_unknown
    assert not error.is_retryable


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a24_a_provider_that_lists_nothing_cannot_be_asked_now(twilio, status):
    twilio.status, twilio.answer = status, {"code": None, "message": "no", "status": status}

    with pytest.raises(GatewayError) as failed:
        twilio.gateway().find(Channel.VOICE, NUMBER, NOON)

    assert failed.value.is_retryable


def test_a_provider_that_cannot_be_reached_may_be_tried_again(twilio):
    error = _failure(twilio, "http://127.0.0.1:1")

    assert error.is_retryable
    assert not error.is_outcome_unknown


def test_a_connection_cut_after_the_order_was_taken_is_an_unknown_outcome(twilio):
    twilio.status = None

    error = _failure(twilio)

    assert len(twilio.orders) == 1
    assert error.is_outcome_unknown
    assert not error.is_retryable


def test_calls_to_a_number_are_found_newest_first_since_a_moment(twilio):
    def item(sid: str, at: str) -> dict[str, str]:
        return {"sid": sid, "date_created": f"Mon, 02 Mar 2026 {at} +0000"}

    twilio.status = 200
    twilio.answer = {
        "calls": [item("CA3", "12:00:09"), item("CA2", "11:59:58"), item("CA1", "11:59:57")]
    }

    assert twilio.gateway().find(Channel.VOICE, NUMBER, NOON) == ["CA3", "CA2"]

    ((path, query),) = twilio.orders
    assert path.endswith("/Calls.json")
    assert query["To"] == [NUMBER]


def test_messages_are_found_among_messages(twilio):
    twilio.status, twilio.answer = 200, {"messages": []}

    assert twilio.gateway().find(Channel.SMS, NUMBER, NOON) == []

    assert twilio.orders[0][0].endswith("/Messages.json")


@pytest.mark.parametrize(
    ("status", "header", "retry_after", "is_throttling"),
    [
        (429, "7", timedelta(seconds=7), True),
        (429, "86400", timedelta(seconds=60), True),
        (429, None, None, True),
        (429, "Mon, 02 Mar 2026 12:00:09 GMT", None, True),
        (503, "2", timedelta(seconds=2), False),
    ],
)
def test_a24_when_to_come_back_is_read_from_the_answer(
    twilio, status, header, retry_after, is_throttling
):
    twilio.status, twilio.answer = status, {"code": 20429}
    twilio.headers = {} if header is None else {"Retry-After": header}

    error = _failure(twilio)

    assert (error.retry_after, error.is_throttling) == (retry_after, is_throttling)
    assert error.is_retryable


@pytest.mark.parametrize("answer", ["not an object", None, {"code": "many"}, {}])
def test_a24_an_answer_without_a_code_is_named_by_its_status(twilio, answer):
    twilio.status, twilio.answer = 429, answer

    assert _failure(twilio).reason == "twilio_429"
