"""Keyed digests."""

from sls.adapters.digests import KeyedDigests

DIGESTS = KeyedDigests("secret of the tests")


def test_a_digest_has_32_bytes_and_is_stable():
    assert DIGESTS.digest("name", "alice") == DIGESTS.digest("name", "alice")
    assert len(DIGESTS.digest("name", "")) == 32


def test_it_differs_with_text_purpose_and_key():
    others = {
        DIGESTS.digest("name", "bob"),
        DIGESTS.digest("network", "alice"),
        KeyedDigests("another secret").digest("name", "alice"),
    }

    assert len(others) == 3
    assert DIGESTS.digest("name", "alice") not in others
