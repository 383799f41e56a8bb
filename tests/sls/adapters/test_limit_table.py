"""The table of limits is the knowledge base's, figure for figure (F23 to F30)."""

from importlib import resources

import pytest
import yaml

from sls.adapters.limit_table import load_limit_table
from sls.domain.withdrawals import LimitKind

K = LimitKind
UNLIMITED = (None, None)
# Day and five business days, in whole dollars, and whether the device is still issued.
FIGURES = {
    K.SECURITY_CODE_CARD: (200_000, 600_000, False),  # F23
    K.IB_KEY: (1_000_000, 1_000_000, True),  # F24
    K.DSC: (1_000_000, 1_500_000, False),  # F25
    K.DSC_PLUS: (*UNLIMITED, True),  # F26
    K.GOLD: (*UNLIMITED, False),  # F27
    K.PLATINUM: (*UNLIMITED, False),  # F28
    K.SMS: (200_000, 600_000, True),  # F30 and below: G32, G33
    K.VOICE: (200_000, 600_000, True),
    K.TEMPORARY_PASSCODE: (50_000, 100_000, True),
    K.NONE: (50_000, 100_000, True),
}


@pytest.mark.parametrize("kind", FIGURES)
def test_a_row_has_its_figures(kind):
    day, window, is_issued = FIGURES[kind]

    row = load_limit_table().row(kind)

    assert row.day_cents == (None if day is None else day * 100)
    assert row.window_cents == (None if window is None else window * 100)
    assert (row.is_issued, row.is_known) == (is_issued, True)


def test_the_online_card_has_no_figure():
    row = load_limit_table().row(K.ONLINE_CARD)

    assert not row.is_known
    assert not row.is_unlimited


def test_there_is_one_row_for_each_kind():
    kinds = [row.kind for row in load_limit_table().rows]

    assert sorted(kinds) == sorted(LimitKind)


def test_a_code_read_out_by_voice_counts_as_sms_and_every_other_row_as_itself():
    other_names = {r.kind: r.counts_as for r in load_limit_table().rows if r.counts_as != r.kind}

    assert other_names == {K.VOICE: K.SMS}


def test_what_is_not_in_the_knowledge_base_is_marked_so():
    sources = {row.kind: row.source for row in load_limit_table().rows}

    copied = {kind for kind, source in sources.items() if source == "public copy"}
    assert copied == {K.SMS, K.VOICE, K.TEMPORARY_PASSCODE, K.NONE}
    assert sources[K.ONLINE_CARD] == "none"


def test_every_row_cites_its_facts():
    text = resources.files("sls.data").joinpath("withdrawal_limits.yml").read_text("utf-8")

    assert all(entry["facts"] for entry in yaml.safe_load(text)["limits"])
