"""How a dialogue opens its session: anonymous, at a login, or vouched for by the site."""

import time
import uuid
from typing import Any

import jwt
import requests

TIMEOUT_SECONDS = 15
# The demo's public values (README): they open nothing anywhere else.
_DEMO_KEY, _DEMO_KEY_ID, _DEMO_ISSUER = "demo-secret-for-loopback-only", "demo", "demo-site"
_AUDIENCE = "sls-assistant"


def session_body(base_url: str, opening: dict[str, Any]) -> dict[str, Any]:
    """Return the body of POST /api/chat/sessions.

    `login_as: {username, platform, …}` logs that member of the cast in first and opens the chat at
    the waiting login; `identity_of: <username>` comes with the site's token. The rest is sent as
    it is.
    """
    rest = {name: value for name, value in opening.items() if name not in _OURS}
    body = {"language": None, "identity": None, "login": None, **rest}
    if "login_as" in opening:
        body["login"] = waiting_login(base_url, **opening["login_as"])
    if "identity_of" in opening:
        body["identity"] = identity_token(opening["identity_of"])
    return body


def waiting_login(base_url: str, username: str, **fields: str) -> str:
    """Log in with the demo's password, on Client Portal unless another platform is named."""
    password = f"{username}-demo-2fa"
    request = {"username": username, "password": password, "platform": "client_portal", **fields}
    response = requests.post(f"{base_url}/api/sls/v1/logins", json=request, timeout=TIMEOUT_SECONDS)
    response.raise_for_status()
    return str(response.json()["login"])


def identity_token(username: str) -> str:
    """Return a token with which the demo's site says who somebody is."""
    now = int(time.time())
    claims = {"iss": _DEMO_ISSUER, "aud": _AUDIENCE, "sub": username, "iat": now, "exp": now + 240}
    return jwt.encode(
        {**claims, "jti": str(uuid.uuid4())},
        _DEMO_KEY,
        algorithm="HS256",
        headers={"kid": _DEMO_KEY_ID},
    )


_OURS = frozenset({"login_as", "identity_of"})
