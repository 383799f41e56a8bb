"""API keys: named, with scopes, and never told."""

import pytest

from sls.domain.scopes import CUSTOMER_SCOPES, Scope, holder_of, read_api_keys

TEXT = "portal:login,withdraw,bind:first-secret\n  desk:agent,audit:second:secret"


def test_keys_are_read_with_their_names_and_scopes():
    portal, desk = read_api_keys(TEXT)

    assert (portal.caller.name, portal.caller.scopes) == ("portal", CUSTOMER_SCOPES)
    assert desk.caller.scopes == {Scope.AGENT, Scope.AUDIT}
    assert desk.secret == "second:secret"


@pytest.mark.parametrize(
    "text",
    [
        "secret",
        "portal:login",
        "portal:login:",
        "portal::secret",
        ":login:secret",
        "portal:everything:secret",
        "portal:login,:secret",
        "portal:login:one portal:login:two",
        "portal:login:one desk:agent:one",
    ],
)
def test_a_key_that_is_not_whole_or_not_ones_own_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - an unknown scope is refused by the enumeration
        read_api_keys(text)


def test_a_secret_belongs_to_its_holder():
    keys = read_api_keys(TEXT)

    assert holder_of("first-secret", keys) == keys[0].caller
    assert holder_of("second:secret", keys) == keys[1].caller


@pytest.mark.parametrize("shown", ["", "first-secre", "first-secret ", "portal", "\udcff", "密"])
def test_whoever_shows_anything_else_is_nobody(shown):
    assert holder_of(shown, read_api_keys(TEXT)) is None


def test_a_key_is_not_told_by_its_representation():
    assert "first-secret" not in repr(read_api_keys(TEXT))
