"""The country policy as it is shipped."""

from sls.adapters.country_table import load_country_policy
from sls.domain.factors import Channel


def test_calls_do_not_reach_the_chinese_mainland_but_messages_do():
    policy = load_country_policy()

    assert policy.refusal("CN", Channel.VOICE) == "country_not_reached"
    assert policy.refusal("CN", Channel.SMS) is None


def test_every_other_country_is_reached_both_ways():
    policy = load_country_policy()

    for region in ("US", "HK", "SG", "GB"):
        for channel in Channel:
            assert policy.refusal(region, channel) is None


def test_a15_answers_to_numbers_that_nobody_proved_go_to_the_home_markets_only():
    policy = load_country_policy()

    for region in ("US", "CA", "HK", "SG", "GB"):
        assert policy.takes_unproved(region)
    for region in ("BD", "AF", "TJ", "GH", "PK", "CN", None):
        assert not policy.takes_unproved(region)
