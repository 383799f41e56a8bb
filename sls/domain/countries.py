"""Which channel reaches which country, as data (the table is `sls/data/countries.yml`)."""

from dataclasses import dataclass

from sls.domain.factors import Channel

UNKNOWN_REGION_REASON = "country_not_reached"


@dataclass(frozen=True)
class Reach:
    """The channels that reach one country, and why the others do not."""

    channels: frozenset[Channel]
    reason: str


@dataclass(frozen=True)
class CountryPolicy:
    """The table of countries (ISO 3166 codes) and the reach of every other known country."""

    table: dict[str, Reach]
    default: Reach

    def refusal(self, region: str | None, channel: Channel) -> str | None:
        """Return why `channel` does not reach `region`, or None when it does."""
        if region is None:
            return UNKNOWN_REGION_REASON
        reach = self.table.get(region, self.default)
        return None if channel in reach.channels else reach.reason
