"""The broker's first factor."""

import pytest

from sls.adapters.passwords import DemoPasswordCheck
from sls.domain.customers import Customer
from tests.fakes.passwords import PlainPasswords


@pytest.fixture(params=[PlainPasswords, DemoPasswordCheck], scope="module")
def passwords(request):
    """Give a password check of either kind."""
    return request.param()


def _customer(stored: str) -> Customer:
    return Customer("customer", "alice", "en", "+12025550101", stored)


def test_the_right_password_matches(passwords):
    assert passwords.matches(_customer(passwords.hash("right")), "right")


@pytest.mark.parametrize("typed", ["wrong", "", "Right", "right ", "x" * 10_000, "\x00", "密码"])
def test_every_other_password_does_not(passwords, typed):
    assert not passwords.matches(_customer(passwords.hash("right")), typed)


def test_an_unknown_customer_matches_nothing(passwords):
    for typed in ("right", "", "nobody has this password"):
        assert not passwords.matches(None, typed)


def test_a_customer_without_a_usable_hash_matches_nothing(passwords):
    assert not passwords.matches(_customer("!"), "!")


def test_the_password_is_hashed_for_nobody_as_it_is_for_somebody():
    class CountingHasher:
        """Counts the verifications of the real hasher."""

        def __init__(self, hasher) -> None:
            self._hasher = hasher
            self.count = 0

        def verify(self, stored: str, password: str) -> bool:
            self.count += 1
            return self._hasher.verify(stored, password)

    passwords = DemoPasswordCheck()
    customer = _customer(passwords.hash("right"))
    counting = passwords._hasher = CountingHasher(passwords._hasher)

    for known in (customer, None):
        passwords.matches(known, "wrong")

    assert counting.count == 2
