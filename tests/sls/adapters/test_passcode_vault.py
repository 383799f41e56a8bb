"""Temporary passcodes at rest."""

import pytest

from sls.adapters.passcode_vault import ArgonPasscodeVault
from tests.fakes.passcode_vault import PlainPasscodeVault

PASSCODE = "ABCD2345"


@pytest.fixture(params=["twin", "argon"])
def vault(request: pytest.FixtureRequest):
    """Give a vault of either kind."""
    return PlainPasscodeVault() if request.param == "twin" else ArgonPasscodeVault(["secret"])


def test_a_passcode_matches_its_own_row_and_no_other(vault):
    hashed = vault.hash(PASSCODE, "factor-1")

    assert vault.matches(hashed, PASSCODE, "factor-1")
    assert not vault.matches(hashed, PASSCODE, "factor-2")
    assert not vault.matches(hashed, "ABCD2346", "factor-1")


def test_the_stored_form_shows_nothing_of_it(vault):
    assert PASSCODE not in vault.hash(PASSCODE, "factor-1")


def test_the_same_passcode_is_stored_differently_each_time():
    vault = ArgonPasscodeVault(["secret"])

    assert vault.hash(PASSCODE, "factor-1") != vault.hash(PASSCODE, "factor-1")


def test_without_the_key_a_stolen_row_cannot_be_tried():
    hashed = ArgonPasscodeVault(["secret"]).hash(PASSCODE, "factor-1")

    assert not ArgonPasscodeVault(["another secret"]).matches(hashed, PASSCODE, "factor-1")


def test_a_key_that_was_replaced_still_opens_what_it_made():
    hashed = ArgonPasscodeVault(["old"]).hash(PASSCODE, "factor-1")

    assert ArgonPasscodeVault(["new", "old"]).matches(hashed, PASSCODE, "factor-1")


def test_a_row_that_is_no_hash_matches_nothing():
    assert not ArgonPasscodeVault(["secret"]).matches("nonsense", PASSCODE, "factor-1")
