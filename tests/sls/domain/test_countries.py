"""Which channel reaches which country."""

import pytest

from sls.domain.countries import CountryPolicy, Reach
from sls.domain.factors import Channel

BOTH = frozenset({Channel.SMS, Channel.VOICE})
POLICY = CountryPolicy(
    {
        "CN": Reach(frozenset({Channel.SMS}), "no_calls"),
        "KP": Reach(frozenset(), "nothing_goes"),
    },
    Reach(BOTH, "country_not_reached"),
)


@pytest.mark.parametrize(
    ("region", "channel", "reason"),
    [
        ("US", Channel.VOICE, None),
        ("US", Channel.SMS, None),
        ("CN", Channel.SMS, None),
        ("CN", Channel.VOICE, "no_calls"),
        ("KP", Channel.SMS, "nothing_goes"),
        ("KP", Channel.VOICE, "nothing_goes"),
        (None, Channel.SMS, "country_not_reached"),
        (None, Channel.VOICE, "country_not_reached"),
    ],
)
def test_a_channel_that_does_not_reach_a_country_has_a_reason(region, channel, reason):
    assert POLICY.refusal(region, channel) == reason
