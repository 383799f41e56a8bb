"""The keys of the audit chain: sealed rows, pseudonyms, and a change of the master secret."""

import pytest

from sls.adapters.audit_keys import KeyedAuditSeals
from sls.adapters.vault import KeyedSecretVault


def _seals(*secrets: str) -> KeyedAuditSeals:
    return KeyedAuditSeals(secrets, KeyedSecretVault(secrets))


def test_a_seal_belongs_to_one_message():
    seals = _seals("secret")

    assert seals.holds(b"message", seals.seal(b"message"))
    assert not seals.holds(b"another", seals.seal(b"message"))
    assert not seals.holds(b"message", "no seal at all, ünd no ASCII")


def test_a_seal_cannot_be_made_without_the_secret():
    assert not _seals("secret").holds(b"message", _seals("guess").seal(b"message"))


def test_seals_outlive_a_change_of_the_master_secret():
    old = _seals("old").seal(b"message")

    assert _seals("new", "old").holds(b"message", old)
    assert not _seals("new").holds(b"message", old)
    assert _seals("new", "old").seal(b"message") != old


def test_a_customer_has_one_pseudonym_for_each_identifier():
    seals = _seals("secret")
    key = seals.new_key("customer-alice")

    assert seals.pseudonym(key, "customer-alice", "x") == seals.pseudonym(
        key, "customer-alice", "x"
    )
    assert seals.pseudonym(key, "customer-alice", "x") != seals.pseudonym(
        key, "customer-alice", "y"
    )


def test_no_two_keys_are_alike():
    seals = _seals("secret")
    one, other = seals.new_key("customer-alice"), seals.new_key("customer-alice")

    assert seals.pseudonym(one, "customer-alice", "x") != seals.pseudonym(
        other, "customer-alice", "x"
    )


def test_a36_a_key_moved_to_another_customers_row_opens_nothing():
    seals = _seals("secret")

    with pytest.raises(ValueError, match="place"):
        seals.pseudonym(seals.new_key("customer-alice"), "customer-bao", "x")
