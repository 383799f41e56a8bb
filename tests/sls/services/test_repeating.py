"""A request that carries its caller's key is done once, and answered each time (A14, A41)."""

from datetime import timedelta

import pytest

from sls.domain.errors import AnswerNotKept, KeyReused, RequestRunning
from sls.domain.retention import ANSWERS_LAST
from sls.services.repeating import REQUEST_MAY_LAST, Answer, Repeating
from tests.fakes.clock import ManualClock
from tests.fakes.repositories import MemoryUnitsOfWork
from tests.fakes.request_digest import PlainDigest
from tests.fakes.vault import PlainSecretVault

MADE = Answer(201, b'{"login": "login-1"}')
SECOND = timedelta(seconds=1)


class Front:
    """Repeating on twins."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.units = MemoryUnitsOfWork()
        self.repeating = Repeating(self.units, self.clock, PlainSecretVault(), PlainDigest())

    def begins(self, message: bytes = b"body", key: str = "key", caller: str = "portal"):
        return self.repeating.begin(caller, key, message)

    def finishes(self, answer: Answer = MADE, *, holds_secret: bool = False) -> None:
        self.repeating.finish("portal", "key", answer, holds_secret=holds_secret)


@pytest.fixture
def front() -> Front:
    """Give a front at which the first request is under way."""
    front = Front()
    assert front.begins() is None
    return front


def test_the_same_request_is_answered_as_before(front):
    front.finishes()

    assert front.begins() == MADE
    assert front.begins() == MADE


def test_a_key_is_its_callers_own(front):
    front.finishes()

    assert front.begins(caller="another") is None
    assert front.begins(key="another") is None


def test_another_request_under_the_key_is_refused(front):
    front.finishes()

    with pytest.raises(KeyReused):
        front.begins(b"another body")


def test_another_request_is_refused_while_the_first_is_under_way_too(front):
    with pytest.raises(KeyReused):
        front.begins(b"another body")


def test_the_same_request_waits_for_the_first(front):
    with pytest.raises(RequestRunning):
        front.begins()


def test_a_request_that_nobody_finished_may_be_begun_anew(front):
    front.clock.advance(REQUEST_MAY_LAST - SECOND)
    with pytest.raises(RequestRunning):
        front.begins()

    front.clock.advance(SECOND)

    assert front.begins() is None
    with pytest.raises(RequestRunning):
        front.begins()


def test_a_request_that_changed_nothing_may_be_tried_again(front):
    front.repeating.abandon("portal", "key")

    assert front.begins(b"another body") is None


def test_an_answer_with_a_secret_is_not_given_again_and_the_request_not_done_again(front):
    front.finishes(holds_secret=True)

    for _ in range(2):
        with pytest.raises(AnswerNotKept):
            front.begins()
    with front.units.read() as unit:
        assert unit.remembered_requests.get("portal", "key").sealed_body is None


def test_an_answer_is_kept_sealed(front):
    front.finishes()

    with front.units.read() as unit:
        assert MADE.body not in unit.remembered_requests.get("portal", "key").sealed_body


def test_after_a_day_the_key_is_free(front):
    front.finishes()
    front.clock.advance(ANSWERS_LAST - SECOND)
    assert front.begins() == MADE

    front.clock.advance(SECOND)

    assert front.begins(b"another body") is None
