"""Nothing of a webhook is read before its signature holds (A20)."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request
from twilio.request_validator import RequestValidator
from werkzeug.exceptions import Forbidden

from sls.settings import Settings, load_settings
from voice.signatures import SignatureGate

# Twilio's own published vectors (twilio-python, tests/unit/test_request_validator.py).
TOKEN = "12345"
CALL = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
REPEATED = {"Sid": "CA123", "SidAccount": "AC123", "Digits": ["5678", "1234", "1234"]}
PATH = "/myapp.php?foo=1&bar=2"
VECTORS: list[tuple[str, dict[str, Any], str]] = [
    ("https://mycompany.com", CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://mycompany.com:443", CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://mycompany.com", REPEATED, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    ("http://mycompany.com:1234", CALL, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
]
app = Flask("signatures")


def settings(**changes: Any) -> Settings:
    """Return the settings of Twilio's examples."""
    wanted = {"public_base_url": "https://mycompany.com", "twilio_auth_token": TOKEN, **changes}
    return replace(load_settings({}), **wanted)


def is_let_in(
    gate: SignatureGate, signature: str | None, params: dict[str, Any] | None = None, **asked: Any
) -> bool:
    """Whether the gate lets a request in."""
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    wanted = {"path": PATH, "method": "POST", "data": CALL if params is None else params, **asked}
    with app.test_request_context(headers=headers, **wanted):
        try:
            gate.check(request)
        except Forbidden:
            return False
        return True


@pytest.mark.parametrize(("base", "params", "signature"), VECTORS)
def test_twilios_own_vectors_hold(base: str, params: dict[str, Any], signature: str) -> None:
    gate = SignatureGate(settings(public_base_url=base))

    assert is_let_in(gate, signature, params)


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "x",
        "é",
        VECTORS[0][2].lower(),
        VECTORS[0][2][:-1],
        VECTORS[0][2] + " ",
        VECTORS[0][2] + "," + VECTORS[0][2],
        VECTORS[2][2],
    ],
)
def test_another_signature_does_not(signature: str | None) -> None:
    gate = SignatureGate(settings())

    assert not is_let_in(gate, signature)


@pytest.mark.parametrize(
    "change",
    [
        {"params": {**CALL, "Digits": "1235"}},
        {"params": {**CALL, "Extra": "1"}},
        {"params": {name: value for name, value in CALL.items() if name != "Digits"}},
        {"params": {}},
        {"path": "/myapp.php?foo=1&bar=3"},
        {"path": "/myapp.php?bar=2&foo=1"},
        {"path": "/myapp.php"},
        {"path": "/other.php?foo=1&bar=2"},
        {"method": "GET"},
    ],
    ids=str,
)
def test_a_signature_of_another_request_does_not(change: dict[str, Any]) -> None:
    gate = SignatureGate(settings())

    assert not is_let_in(gate, VECTORS[0][2], **change)


def test_the_public_address_counts_and_not_what_the_proxy_says() -> None:
    gate = SignatureGate(settings())
    evil = SignatureGate(settings(public_base_url="https://evil.example"))

    with app.test_request_context(
        PATH,
        method="POST",
        data=CALL,
        base_url="http://10.0.0.7:8080",
        headers={
            "X-Twilio-Signature": VECTORS[0][2],
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "http",
        },
    ):
        gate.check(request)
    with (
        app.test_request_context(
            PATH,
            method="POST",
            data=CALL,
            base_url="https://mycompany.com",
            headers={"X-Twilio-Signature": VECTORS[0][2]},
        ),
        pytest.raises(Forbidden),
    ):
        evil.check(request)


def test_the_old_token_holds_while_it_rotates() -> None:
    rotating = SignatureGate(settings(twilio_auth_token="new", twilio_auth_token_old=TOKEN))
    rotated = SignatureGate(settings(twilio_auth_token="new", twilio_auth_token_old=None))

    assert is_let_in(rotating, VECTORS[0][2])
    assert not is_let_in(rotated, VECTORS[0][2])


@pytest.mark.parametrize("blank", ["", None])
def test_no_token_lets_nobody_in(blank: str | None) -> None:
    gate = SignatureGate(settings(twilio_auth_token="", twilio_auth_token_old=blank))

    with_empty_key = RequestValidator("").compute_signature("https://mycompany.com" + PATH, CALL)
    assert not is_let_in(gate, with_empty_key)
    assert not is_let_in(gate, "")
