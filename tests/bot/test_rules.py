"""Every intent is routed, by one rule only."""

from collections import Counter

from tests.bot.sources import domain_intents, intents_of_rules


def test_every_intent_of_the_domain_is_in_exactly_one_rule():
    assert Counter(intents_of_rules()) == Counter(domain_intents())


def test_no_intent_is_declared_twice():
    assert max(Counter(domain_intents()).values()) == 1
