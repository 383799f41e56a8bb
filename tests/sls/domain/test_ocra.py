"""OCRA: known responses, and the suites of the devices."""

import hashlib

import pytest

from sls.domain.ocra import (
    ANDROID_APP,
    CARD,
    IOS_APP,
    RESPONSE_LENGTH,
    Suite,
    encode_question,
    is_challenge,
    respond,
)

KEY = bytes.fromhex("3132333435363738393031323334353637383930")


def _right(*, counter: int = 0, key: bytes = KEY, challenge: str = "123456", pin: str = "4826"):
    return respond(ANDROID_APP, key, challenge, pin, counter)


@pytest.mark.parametrize(
    ("key", "counter", "challenge", "response"),
    [
        ("ae7ea584ec7cfaffccca2a4238f8f1fb8e26d5da", 1, "708362", "15632646"),
        ("f187d2608a56467df1cb17b123ce2cef5428fc70", 1, "174838", "73566858"),
        ("6574bf9b3cd79698e346fbb499d1213ea05ebc44", 1, "133449", "77445017"),
        ("6574bf9b3cd79698e346fbb499d1213ea05ebc44", 3, "654321", "84748978"),
    ],
)
def test_known_responses_come_out(key, counter, challenge, response):
    assert respond(ANDROID_APP, bytes.fromhex(key), challenge, "1234", counter) == response


def test_every_part_enters_the_response():
    other_key = hashlib.sha1(b"other", usedforsecurity=False).digest()
    responses = {
        _right(),
        _right(counter=1),
        _right(key=other_key),
        _right(challenge="123457"),
        _right(pin="4827"),
    }

    assert len(responses) == 5


@pytest.mark.parametrize("suite", [CARD, IOS_APP, ANDROID_APP], ids=lambda suite: suite.name)
def test_a_response_is_eight_digits_and_steady(suite: Suite):
    responses = [respond(suite, KEY, f"{n:06d}", "4826", 7) for n in range(50)]

    assert all(len(each) == RESPONSE_LENGTH and each.isdigit() for each in responses)
    assert responses == [respond(suite, KEY, f"{n:06d}", "4826", 7) for n in range(50)]


def test_a_suite_takes_only_what_it_names():
    assert respond(CARD, KEY, "123456", "4826", 0) == respond(CARD, KEY, "123456", "4826", 9)
    assert respond(IOS_APP, KEY, "123456", None, 1) == respond(IOS_APP, KEY, "123456", "4826", 1)


def test_a_suite_with_a_pin_needs_one():
    with pytest.raises(ValueError, match="PIN"):
        respond(CARD, KEY, "123456", None, 0)


@pytest.mark.parametrize("challenge", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345"])
def test_a_challenge_is_six_plain_digits(challenge):
    assert not is_challenge(challenge)
    with pytest.raises(ValueError, match="six digits"):
        encode_question(challenge)


def test_the_question_is_hexadecimal_padded_on_the_right():
    assert encode_question("123456").hex() == "1e240" + "0" * 251
    assert len(encode_question("000000")) == 128
    # 0x1 and 0x10 are one question: the reason why questions are compared and not digits.
    assert encode_question("000001") == encode_question("000016")
