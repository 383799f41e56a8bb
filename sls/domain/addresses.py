"""Internet addresses: one spelling, the networks of guessing, and restrictions of login (F35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

from sls.domain.security_errors import AddressRefused

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

# A login screen that passes no address: all of these count as one network.
UNKNOWN_NETWORK = "unknown"
# What one line of a provider or one office has; guesses are counted in networks of this size.
_GUESSING_PREFIX = {4: 24, 6: 64}
# The widest network that still restricts anything: what one company is given (A37).
_WIDEST_PREFIX = {4: 16, 6: 48}
_MAPPED = ip_network("::ffff:0:0/96")
_MAPPED_BITS = 96
# What follows names a port of one machine; it means nothing to another.
_ZONE = "%"
MAX_RESTRICTIONS = 20


@dataclass
class IpRestriction:
    """One address or network from which a user logs in; changes take effect at a nightly restart.

    `added_by` and `removed_by` name the user or the agent who asked for it.
    """

    id: str
    customer_id: str
    network: str
    added_by: str
    created_at: datetime
    effective_at: datetime
    removed_by: str | None = None
    ends_at: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """Holding now: from one nightly restart to another."""
        return self.effective_at <= now and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Removed, and the removal has taken effect."""
        return self.ends_at is not None and self.ends_at <= now

    def remains(self) -> bool:
        """Whether nobody has asked for its removal."""
        return self.ends_at is None

    def remove(self, by: str, now: datetime, restart: datetime) -> None:
        """Remove it at the next restart; what was never in effect goes at once (G73)."""
        if self.ends_at is not None:
            return
        self.removed_by = by
        self.ends_at = restart if self.is_active(now) else now


def canonical_address(text: str) -> str:
    """Return the one spelling of an address; an IPv4-mapped one is the IPv4 address it maps.

    Raises:
        ValueError: it is no address, or one with a zone of its own.
    """
    return str(_address(text))


def guessing_network(address: str | None) -> str:
    """Return the network in which guesses from an address are counted."""
    if address is None:
        return UNKNOWN_NETWORK
    found = _address(address)
    prefix = _GUESSING_PREFIX[found.version]
    return str(ip_network(f"{found}/{prefix}", strict=False))


def canonical_restriction(text: str) -> str:
    """Return the one spelling of an address or network that login may be restricted to.

    Raises:
        AddressRefused: it is none, is not reachable from the Internet (G72), or is too wide.
    """
    if _ZONE in text:
        raise AddressRefused("not_an_address")
    try:
        network = _unmapped(ip_network(text.strip(), strict=False))
    except ValueError as error:
        raise AddressRefused("not_an_address") from error
    if network.prefixlen < _WIDEST_PREFIX[network.version]:
        raise AddressRefused("too_wide")
    if not network.is_global or network.is_multicast:
        raise AddressRefused("private_address")
    is_single = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if is_single else str(network)


def contains(networks: Sequence[str], address: str | None) -> bool:
    """Whether an address is in one of these networks; no address is in none."""
    if address is None:
        return False
    wanted = _address(address)
    return any(wanted in ip_network(each) for each in networks)


def may_log_in_from(
    restrictions: Sequence[IpRestriction], address: str | None, now: datetime
) -> bool:
    """Whether a login may come from here: from anywhere, unless a restriction is active (F35)."""
    active = [each.network for each in restrictions if each.is_active(now)]
    return not active or contains(active, address)


def next_restart(now: datetime, restart_at: time) -> datetime:
    """Return the next nightly restart, at most 24 hours from now; `restart_at` is in UTC."""
    tonight = datetime.combine(now.date(), restart_at, now.tzinfo)
    return tonight if tonight > now else tonight + timedelta(days=1)


def _address(text: str) -> Address:
    address = ip_address(text.strip())
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            raise ValueError("an address with a zone is of one machine only")
        return address.ipv4_mapped or address
    return address


def _unmapped(network: Network) -> Network:
    """Return an IPv4-mapped network as the IPv4 network it is, so that no rule sees it twice."""
    if isinstance(network, IPv4Network):
        return network
    if network.prefixlen < _MAPPED_BITS or not network.subnet_of(_MAPPED):  # type: ignore[arg-type]
        return network
    mapped = network.network_address.ipv4_mapped
    return IPv4Network((int(mapped or 0), network.prefixlen - _MAPPED_BITS))
