"""Chance."""

import re

import pytest

from sls.adapters.randomness import SystemRandomness
from tests.fakes.randomness import CountingRandomness


@pytest.fixture(params=[CountingRandomness, SystemRandomness])
def randomness(request):
    """Give chance of either kind."""
    return request.param()


def test_no_token_comes_twice(randomness):
    assert len({randomness.token() for _ in range(500)}) == 500


def test_a_token_fits_into_a_url_and_a_column(randomness):
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", randomness.token()) for _ in range(50))


def test_the_beginning_of_a_token_serves_as_a_message_id(randomness):
    assert len({randomness.token()[:22] for _ in range(500)}) == 500


@pytest.mark.parametrize("length", [1, 4, 6, 9])
def test_digits_are_as_many_as_asked_for(randomness, length):
    assert all(re.fullmatch(f"[0-9]{{{length}}}", randomness.digits(length)) for _ in range(50))


def test_digits_differ_from_draw_to_draw(randomness):
    assert len({randomness.digits(6) for _ in range(20)}) > 10


def test_a_real_token_has_256_bits():
    assert len(SystemRandomness().token()) == 43


def test_every_digit_comes_up_leading_zeros_too():
    drawn = [SystemRandomness().digits(6) for _ in range(300)]

    assert {code[0] for code in drawn} == set("0123456789")


def test_a_test_can_put_digits_in_line():
    randomness = CountingRandomness()

    randomness.next_digits("000007")

    assert randomness.digits(6) == "000007"
