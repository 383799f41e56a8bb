"""Training data is tested like code."""

from collections import Counter, defaultdict

import pytest
import yaml

from bot.components.folding import fold
from tests.bot.sources import (
    BOT,
    HELD_OUT,
    LANGUAGES,
    domain_intents,
    held_out,
    holdout,
    training_lines,
)

CONTRACT = set(
    "code_not_received request_code_by_sms request_code_by_voice change_pin forgot_pin_or_blocked "
    "lost_or_broken_device new_phone_or_reactivate add_user_to_app withdrawal_limit "
    "temporary_passcode share_device opt_out rejoin_secure_login verify_identity login_with_card "
    "m2fs security_best_practices ip_restriction device_fee_or_return app_malfunction_recovery "
    "human_handoff greet goodbye thank affirm deny switch_language next_step previous_step repeat "
    "out_of_scope".split()
)
LEARNED = set(domain_intents()) - {"nlu_fallback"}


def squeezed(text):
    return "".join(one for one in fold(text) if one.isalnum() or one in "+?.[") or text


def test_no_line_stands_under_two_intents():
    intents = defaultdict(set)
    for line in training_lines():
        intents[squeezed(line.text)].add(line.intent)

    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_stands_twice_in_a_language(language):
    lines = Counter(squeezed(one.text) for one in training_lines() if one.language == language)

    assert [text for text, count in lines.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_lines_in_every_language(language):
    counts = Counter(line.intent for line in training_lines() if line.language == language)

    assert set(counts) == LEARNED
    assert min(counts.values()) >= 15


@pytest.mark.parametrize("name", sorted(each.stem for each in HELD_OUT.glob("*.jsonl")))
def test_nothing_held_out_is_trained_on(name):
    trained = {squeezed(line.text) for line in training_lines()}

    assert [line["text"] for line in held_out(name) if squeezed(line["text"]) in trained] == []


def test_the_held_out_lines_are_many_and_use_known_labels():
    lines = holdout()
    counts = Counter(line["intent"] for line in lines)

    assert len(lines) >= 300
    assert counts["out_of_scope"] >= 60
    assert set(counts) <= LEARNED
    assert {line["lang"] for line in lines} == {"en", "zh", "zh-Hant", "mixed"}


def test_every_added_label_says_which_contract_label_it_counts_as():
    labels = yaml.safe_load((BOT / "labels.yml").read_text(encoding="utf-8"))

    assert set(labels) == set(domain_intents()) - CONTRACT
    assert set(labels.values()) - {None} <= CONTRACT
