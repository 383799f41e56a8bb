"""OCRA against published vectors and against another implementation (RFC 4226, 6238 and 6287)."""

import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oath import str2ocrasuite

from sls.domain.ocra import ANDROID_APP, CARD, IOS_APP, RESPONSE_LENGTH, Suite, _truncate, respond
from tests.vectors import read_vectors

MODULUS = 10**RESPONSE_LENGTH
HOTP = list(read_vectors("twofactor", "rfc-4226.txt"))
TOTP = [each for each in read_vectors("twofactor", "rfc-6238.txt") if each["MODE"] == "SHA1"]
STEP_SECONDS = 30
# RFC 6287, appendix C.1: the question of eight digits, and the response of six.
RFC_KEY = b"12345678901234567890"
RFC_SUITE = "OCRA-1:HOTP-SHA1-6:QN08"
RFC_RESPONSES = {
    "00000000": "237653",
    "11111111": "243178",
    "22222222": "653583",
    "33333333": "740991",
    "44444444": "608993",
    "55555555": "388898",
    "66666666": "816933",
    "77777777": "224598",
    "88888888": "750600",
    "99999999": "294470",
}


def _code(key: str, counter: int) -> str:
    return _truncate(hmac.digest(key.encode(), counter.to_bytes(8, "big"), "sha1"))


def test_there_are_vectors():
    assert (len(HOTP), len(TOTP)) == (10, 6)


@pytest.mark.parametrize("vector", HOTP, ids=lambda vector: vector["COUNTER"])
def test_rfc_4226_truncates_as_we_do(vector):
    shown = _truncate(bytes.fromhex(vector["INTERMEDIATE"]))

    assert int(shown) == int(vector["TRUNCATED"], 16) % MODULUS
    assert _code(vector["SECRET"], int(vector["COUNTER"]))[-6:] == vector["HOTP"]


@pytest.mark.parametrize("vector", TOTP, ids=lambda vector: vector["TIME"])
def test_rfc_6238_shows_the_eight_digits_that_we_show(vector):
    assert _code(vector["SECRET"], int(vector["TIME"]) // STEP_SECONDS) == vector["TOTP"]


@pytest.mark.parametrize("question", RFC_RESPONSES)
def test_the_other_implementation_gives_the_responses_of_rfc_6287(question):
    assert str2ocrasuite(RFC_SUITE)(RFC_KEY, Q=question) == RFC_RESPONSES[question]


@settings(max_examples=300, deadline=None, database=None)
@given(
    suite=st.sampled_from([CARD, ANDROID_APP, IOS_APP]),
    key=st.binary(min_size=20, max_size=20),
    challenge=st.integers(0, 10**6 - 1),
    pin=st.from_regex(r"[0-9]{4,8}", fullmatch=True),
    counter=st.integers(0, 2**63),
)
def test_we_respond_as_the_other_implementation_does(
    suite: Suite, key: bytes, challenge: int, pin: str, counter: int
):
    digits = f"{challenge:06d}"
    given_to_it: dict[str, object] = {"Q": digits}
    if suite.has_counter:
        given_to_it["C"] = counter
    if suite.has_pin:
        given_to_it["P"] = pin

    assert respond(suite, key, digits, pin, counter) == str2ocrasuite(suite.name)(
        key, **given_to_it
    )
