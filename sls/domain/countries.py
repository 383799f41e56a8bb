"""Which channel reaches which country, as data (the table is `sls/data/countries.yml`)."""

from dataclasses import dataclass

from sls.domain.factors import Channel

UNKNOWN_REGION_REASON = "country_not_reached"


@dataclass(frozen=True)
class Reach:
    """The channels that reach one country, and why the others do not.

    Where text messages need a registered template, no other text may go out. Answers to numbers
    that call, and that nobody proved to be theirs, go to few countries: whoever forges one chooses.
    """

    channels: frozenset[Channel]
    reason: str
    takes_free_text: bool = True
    takes_unproved: bool = False


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

    def takes_free_text(self, region: str | None) -> bool:
        """Whether text messages of any wording may go to `region`."""
        return region is not None and self.table.get(region, self.default).takes_free_text

    def takes_unproved(self, region: str | None) -> bool:
        """Whether answers may go to a number of `region` that nobody proved to be theirs."""
        return region is not None and self.table.get(region, self.default).takes_unproved
