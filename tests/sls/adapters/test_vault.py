"""Codes and device secrets at rest."""

import itertools
from dataclasses import dataclass

import pytest

from sls.adapters.vault import KeyedCodeVault, KeyedSecretVault
from sls.domain.purposes import Purpose
from tests.fakes.clock import NOON
from tests.fakes.vault import PlainSecretVault, PlainVault

CODE = "402981"


@dataclass(frozen=True)
class Wanted:
    """What a code is for."""

    id: str
    customer_id: str
    purpose: Purpose = Purpose.LOGIN
    expires_at = NOON


LOGIN = Wanted("login", "customer")


@pytest.fixture(params=["twin", "adapter"])
def vault(request):
    """Give a vault for codes of either kind."""
    return PlainVault() if request.param == "twin" else KeyedCodeVault("secret of the tests")


@pytest.fixture(params=["twin", "adapter"])
def secrets(request):
    """Give a vault for device secrets of either kind."""
    return PlainSecretVault() if request.param == "twin" else KeyedSecretVault(["of the tests"])


def test_a_digest_is_steady_and_32_bytes_long(vault):
    digest = vault.digest(LOGIN, CODE)

    assert digest == vault.digest(Wanted("login", "customer"), CODE)
    assert len(digest) == 32


def test_a10_a_digest_differs_with_purpose_subject_customer_and_code(vault):
    purposes = (Purpose.LOGIN, Purpose.VERIFICATION)
    subjects = itertools.product(("login", "other"), ("customer", "another"), purposes)
    bound = itertools.product(subjects, (CODE, "402982"))

    assert len({vault.digest(Wanted(*subject), code) for subject, code in bound}) == 16


def test_a_seal_opens_for_its_own_row(vault):
    assert vault.unseal(vault.seal(CODE, "row"), "row") == CODE


def test_a_seal_moved_to_another_row_stays_shut(vault):
    with pytest.raises(ValueError, match="row"):
        vault.unseal(vault.seal(CODE, "row"), "other")


def test_neither_seal_nor_digest_shows_the_code(vault):
    assert CODE.encode() not in vault.seal(CODE, "row")
    assert CODE.encode() not in vault.digest(LOGIN, CODE)


def test_another_secret_opens_nothing_and_digests_otherwise():
    one, other = KeyedCodeVault("one"), KeyedCodeVault("other")

    assert one.digest(LOGIN, CODE) != other.digest(LOGIN, CODE)
    with pytest.raises(ValueError, match="seal"):
        other.unseal(one.seal(CODE, "row"), "row")


@pytest.mark.parametrize(
    "damage", [lambda s: s[:-1], lambda s: s[:-1] + b"\x00", lambda s: s + b"x"]
)
def test_a_damaged_seal_stays_shut(damage):
    vault = KeyedCodeVault("secret of the tests")
    sealed = vault.seal(CODE, "row")

    with pytest.raises(ValueError, match="seal"):
        vault.unseal(damage(sealed), "row")


def test_the_same_code_is_never_sealed_alike():
    vault = KeyedCodeVault("secret of the tests")

    assert vault.seal(CODE, "row") != vault.seal(CODE, "row")


def test_a_digest_cannot_be_shifted_between_its_parts():
    vault = KeyedCodeVault("secret of the tests")

    assert vault.digest(Wanted("ab", "c"), CODE) != vault.digest(Wanted("a", "bc"), CODE)


def test_a_device_secret_opens_at_its_place_only(secrets):
    sealed = secrets.seal(b"\x00\xffkey", "devices|factor|key")

    assert secrets.unseal(sealed, "devices|factor|key") == b"\x00\xffkey"
    with pytest.raises(ValueError, match="place"):
        secrets.unseal(sealed, "devices|factor|pin")
    assert b"\x00\xffkey" not in sealed


def test_an_old_key_still_opens_while_it_rotates():
    sealed = KeyedSecretVault(["old"]).seal(b"key", "place")

    assert KeyedSecretVault(["new", "old"]).unseal(sealed, "place") == b"key"
    with pytest.raises(ValueError, match="key"):
        KeyedSecretVault(["new"]).unseal(sealed, "place")


@pytest.mark.parametrize("length", [0, 3, 4, 10, 20])
def test_a_truncated_device_secret_stays_shut(length):
    vault = KeyedSecretVault(["secret"])
    sealed = vault.seal(b"key", "place")[:length]

    with pytest.raises(ValueError):  # noqa: PT011 - whichever part is missing
        vault.unseal(sealed, "place")
