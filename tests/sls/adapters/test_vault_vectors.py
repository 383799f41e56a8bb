"""Seals against NIST's vectors of AES-256-GCM: what a vault opens, and what it refuses (A36)."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sls.adapters.vault import _KEY_ID_BYTES, KeyedSecretVault
from tests.vectors import read_vectors

# Those of our form: a nonce of 96 bits, a whole tag, and no place bound in, for theirs are no text.
VECTORS = [
    each
    for each in read_vectors("ciphers", "AES", "GCM", "gcmDecrypt256.rsp")
    if (each["IVlen"], each["Taglen"], each["AADlen"]) == ("96", "128", "0")
]
KEY_ID = b"\0" * _KEY_ID_BYTES


def _vault_of(key: str) -> KeyedSecretVault:
    vault = KeyedSecretVault(["a secret whose key is replaced"])
    vault._sealing = {KEY_ID: AESGCM(bytes.fromhex(key))}
    vault._newest = KEY_ID
    return vault


def _sealed(vector: dict[str, str]) -> bytes:
    return KEY_ID + bytes.fromhex(vector["IV"] + vector["CT"] + vector["Tag"])


def test_there_are_vectors_of_both_kinds():
    assert {"FAIL" in each for each in VECTORS} == {True, False}


@pytest.mark.parametrize("size", sorted({each["PTlen"] for each in VECTORS}, key=int))
def test_a_vector_is_opened_or_refused_as_nist_says(size):
    for vector in (each for each in VECTORS if each["PTlen"] == size):
        vault = _vault_of(vector["Key"])
        if "FAIL" in vector:
            with pytest.raises(ValueError, match="seal"):
                vault.unseal(_sealed(vector), "")
        else:
            assert vault.unseal(_sealed(vector), "") == bytes.fromhex(vector["PT"])


def test_what_we_seal_is_what_the_vectors_open():
    vector = next(each for each in VECTORS if "FAIL" not in each)
    vault = _vault_of(vector["Key"])

    sealed = vault.seal(b"secret", "a place")

    nonce, rest = sealed[_KEY_ID_BYTES:][:12], sealed[_KEY_ID_BYTES + 12 :]
    assert AESGCM(bytes.fromhex(vector["Key"])).decrypt(nonce, rest, b"a place") == b"secret"
