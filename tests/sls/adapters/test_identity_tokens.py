"""Identity tokens of the support site (design 4.3)."""

import base64
import json
from datetime import timedelta

import jwt
import pytest

from sls.adapters.identity_tokens import JwtIdentityTokens
from sls.domain.errors import IdentityRejected
from tests.fakes.clock import NOON
from tests.fakes.identity_tokens import IssuedTokens

KEY, OTHER_KEY = "k" * 32, "o" * 32
ISSUER = "support-site"


class Site:
    """The support site, which signs tokens with its own key."""

    def __init__(self) -> None:
        self.tokens = JwtIdentityTokens(ISSUER, {"key-1": KEY, "key-2": OTHER_KEY})

    def issue(self, username, now):
        """Return a token for a user."""
        return self.sign(self.body(username, now))

    def claims(self, token, now):
        """Return what the adapter makes of a token."""
        return self.tokens.claims(token, now)

    @staticmethod
    def body(username="alice", now=NOON, **other):
        """Return the claims of a good token, some replaced; None leaves one out."""
        at = int(now.timestamp())
        body = {
            "iss": ISSUER,
            "aud": "sls-assistant",
            "sub": username,
            "iat": at,
            "exp": at + 300,
            "jti": "jti-1",
            **other,
        }
        return {name: value for name, value in body.items() if value is not None}

    @staticmethod
    def sign(body, key=KEY, kid="key-1", algorithm="HS256"):
        """Return a signed token."""
        headers = {} if kid is None else {"kid": kid}
        return jwt.encode(body, key, algorithm=algorithm, headers=headers)


@pytest.fixture(params=[IssuedTokens, Site])
def issuer(request):
    """Give an issuer of either kind, that also checks its tokens."""
    return request.param()


@pytest.fixture
def site() -> Site:
    """Give the support site."""
    return Site()


def _is_rejected(site: Site, token: str, now=NOON) -> bool:
    try:
        site.claims(token, now)
    except IdentityRejected:
        return True
    return False


def test_a_token_says_who_it_is_and_until_when(issuer):
    claims = issuer.claims(issuer.issue("alice", NOON), NOON)

    assert claims.username == "alice"
    assert claims.expires_at == NOON + timedelta(seconds=300)
    assert claims.token_id


def test_a_token_holds_until_the_second_it_expires(issuer):
    token = issuer.issue("alice", NOON)

    assert issuer.claims(token, NOON + timedelta(seconds=299))
    with pytest.raises(IdentityRejected):
        issuer.claims(token, NOON + timedelta(seconds=300))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "…", "." * 50, "eyJ.eyJ.x"])
def test_what_is_no_token_is_rejected(issuer, token):
    with pytest.raises(IdentityRejected):
        issuer.claims(token, NOON)


def test_every_key_of_the_issuer_is_accepted_under_its_own_id(site):
    assert site.claims(site.sign(site.body(), OTHER_KEY, "key-2"), NOON)
    assert _is_rejected(site, site.sign(site.body(), OTHER_KEY, "key-1"))


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "somebody-else"},
        {"aud": "another-service"},
        {"aud": ["another-service"]},
        {"sub": None},
        {"sub": 5},
        {"jti": None},
        {"jti": 5},
        {"iat": None},
        {"exp": None},
        {"iss": None},
        {"aud": None},
        {"exp": int(NOON.timestamp()) + 301},
        {"iat": int(NOON.timestamp()) + 31},
        {"exp": int(NOON.timestamp())},
        {"exp": "soon"},
        {"exp": 1e300},
        {"iat": "then"},
    ],
    ids=repr,
)
def test_a_claim_that_is_wrong_or_missing_rejects_the_token(site, other):
    assert _is_rejected(site, _sign(site, other))


def _sign(site: Site, other) -> str:
    """Return a token with these claims, signed rightly, whatever the library thinks of them."""
    header = _part({"alg": "HS256", "typ": "JWT", "kid": "key-1"})
    signing_input = f"{header}.{_part(site.body(**other))}"
    algorithm = jwt.get_algorithm_by_name("HS256")
    signature = algorithm.sign(signing_input.encode(), algorithm.prepare_key(KEY))
    return f"{signing_input}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def _part(data: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def test_the_handmade_token_is_a_good_one(site):
    assert site.claims(_sign(site, {}), NOON).username == "alice"


@pytest.mark.parametrize("kid", [None, "unknown", ""])
def test_a_token_needs_a_key_id_that_we_know(site, kid):
    assert _is_rejected(site, site.sign(site.body(), kid=kid))


def test_a_token_of_another_key_is_rejected(site):
    assert _is_rejected(site, site.sign(site.body(), "z" * 32))


def test_an_unsigned_token_is_rejected(site):
    header = _part({"alg": "none", "typ": "JWT", "kid": "key-1"})

    for signature in ("", "x"):
        assert _is_rejected(site, f"{header}.{_part(site.body())}.{signature}")


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_rejected(site, algorithm):
    assert _is_rejected(site, site.sign(site.body(), KEY * 2, algorithm=algorithm))


def test_a_key_id_that_is_no_text_is_rejected(site):
    for kid in (["key-1"], {"a": 1}, 5):
        header = _part({"alg": "HS256", "kid": kid})
        assert _is_rejected(site, f"{header}.{_part(site.body())}.x")


def test_a_changed_body_is_rejected(site):
    header, _, signature = site.sign(site.body()).split(".")

    assert _is_rejected(site, f"{header}.{_part(site.body('bob'))}.{signature}")


def test_a_clock_that_runs_a_little_fast_is_forgiven(site):
    token = site.issue("alice", NOON + timedelta(seconds=30))

    assert site.claims(token, NOON)


def test_tokens_are_judged_by_our_clock_and_not_by_the_librarys(site):
    long_ago = NOON - timedelta(days=3650)

    assert site.claims(site.issue("alice", long_ago), long_ago)
