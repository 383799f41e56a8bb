"""Addresses: one spelling, the networks of guessing, and what login may be restricted to."""

from datetime import UTC, datetime, time, timedelta

import pytest

from sls.domain.addresses import (
    IpRestriction,
    canonical_address,
    canonical_restriction,
    contains,
    guessing_network,
    may_log_in_from,
    next_restart,
)
from sls.domain.security_errors import AddressRefused

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TONIGHT = datetime(2026, 3, 3, 4, tzinfo=UTC)


def _restriction(network: str = "8.8.8.0/24", **other: object) -> IpRestriction:
    fields = {
        "id": "restriction",
        "customer_id": "customer-alice",
        "network": network,
        "added_by": "customer-alice",
        "created_at": NOON,
        "effective_at": TONIGHT,
        **other,
    }
    return IpRestriction(**fields)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("8.8.8.8", "8.8.8.8"),
        (" 8.8.8.8 ", "8.8.8.8"),
        ("::ffff:8.8.8.8", "8.8.8.8"),
        ("::FFFF:0808:0808", "8.8.8.8"),
        ("2001:4860:0:0::8888", "2001:4860::8888"),
    ],
)
def test_a37_an_address_has_one_spelling(written, canonical):
    assert canonical_address(written) == canonical


@pytest.mark.parametrize("written", ["", "8.8.8", "08.8.8.8", "fe80::1%eth0", "8.8.8.8/32", "а"])
def test_what_is_no_address_is_none(written):
    with pytest.raises(ValueError, match=r"."):
        canonical_address(written)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("8.8.8.8/32", "8.8.8.8"),
        ("8.8.8.8/24", "8.8.8.0/24"),
        ("::ffff:8.8.8.8", "8.8.8.8"),
        ("::ffff:8.8.8.8/120", "8.8.8.0/24"),
        ("2001:4860:0:0::8888/64", "2001:4860::/64"),
        ("8.8.0.0/16", "8.8.0.0/16"),
        ("2001:4860:1::/48", "2001:4860:1::/48"),
    ],
)
def test_a37_a_restriction_has_one_spelling(written, canonical):
    assert canonical_restriction(written) == canonical


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("the office", "not_an_address"),
        ("8.8.8.8/33", "not_an_address"),
        ("fe80::1%eth0", "not_an_address"),
        ("2001:4860::8%eth0", "not_an_address"),
        ("fe80::1", "private_address"),
        ("0.0.0.0/0", "too_wide"),
        ("::/0", "too_wide"),
        ("::ffff:0:0/96", "too_wide"),
        ("::/32", "too_wide"),
        ("8.0.0.0/15", "too_wide"),
        ("2001:4860::/47", "too_wide"),
        ("192.168.1.20", "private_address"),
        ("10.0.0.0/16", "private_address"),
        ("100.64.0.1", "private_address"),
        ("127.0.0.1", "private_address"),
        ("::1", "private_address"),
        ("fd00::1", "private_address"),
        ("::ffff:192.168.1.20", "private_address"),
        ("169.254.1.1", "private_address"),
        ("224.0.0.1", "private_address"),
        ("ff02::1", "private_address"),
        ("0.0.0.0", "private_address"),
    ],
)
def test_a37_what_login_cannot_be_restricted_to_is_refused_with_a_reason(written, reason):
    """A LAN address is not what we see (G72); /0 restricts nothing (A37)."""
    with pytest.raises(AddressRefused) as refused:
        canonical_restriction(written)

    assert refused.value.reason == reason


def test_no_address_is_in_no_network():
    assert not contains(["8.8.8.0/24"], None)
    assert contains(["8.8.8.0/24"], "8.8.8.255")
    assert not contains(["8.8.8.0/24"], "8.8.9.0")
    assert not contains(["8.8.8.0/24"], "2001:4860::8")


def test_a37_a_mapped_address_is_in_the_network_of_the_address_it_maps():
    assert contains(["8.8.8.8"], "::ffff:8.8.8.8")


def test_f35_without_a_restriction_any_address_will_do():
    assert may_log_in_from([], None, NOON)
    assert may_log_in_from([], "8.8.8.8", NOON)


def test_f35_with_one_only_what_it_holds():
    restrictions = [_restriction(), _restriction("1.1.1.1", id="other")]

    assert may_log_in_from(restrictions, "8.8.8.8", TONIGHT)
    assert may_log_in_from(restrictions, "1.1.1.1", TONIGHT)
    assert not may_log_in_from(restrictions, "1.1.1.2", TONIGHT)
    assert not may_log_in_from(restrictions, None, TONIGHT)


def test_g72_a_restriction_holds_from_the_restart_on():
    restrictions = [_restriction()]

    assert may_log_in_from(restrictions, "1.1.1.1", TONIGHT - timedelta(microseconds=1))
    assert not may_log_in_from(restrictions, "1.1.1.1", TONIGHT)


def test_g72_a_removal_takes_effect_at_a_restart_too():
    restriction = _restriction()
    restriction.remove("customer-alice", TONIGHT, TONIGHT + timedelta(days=1))

    assert restriction.is_active(TONIGHT + timedelta(hours=23))
    assert not restriction.is_active(TONIGHT + timedelta(days=1))
    assert not restriction.remains()


def test_g73_what_was_never_in_effect_is_removed_at_once():
    restriction = _restriction()

    restriction.remove("customer-alice", NOON, TONIGHT)

    assert restriction.is_over(NOON)
    assert not restriction.is_active(TONIGHT)


def test_a_removal_stays_as_it_was_first_asked_for():
    restriction = _restriction()
    restriction.remove("customer-alice", TONIGHT, TONIGHT + timedelta(days=1))

    restriction.remove("agent", TONIGHT + timedelta(hours=1), TONIGHT + timedelta(days=2))

    assert (restriction.removed_by, restriction.ends_at) == (
        "customer-alice",
        TONIGHT + timedelta(days=1),
    )


@pytest.mark.parametrize(
    ("now", "hours"), [(NOON, 16), (TONIGHT, 24), (TONIGHT - timedelta(hours=1), 1)]
)
def test_g72_the_restart_is_at_most_a_day_away(now, hours):
    assert next_restart(now, time(4)) == now + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (None, "unknown"),
    ],
)
def test_a5_guesses_are_counted_in_networks(address, network):
    assert guessing_network(address) == network
