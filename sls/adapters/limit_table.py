"""Reads the table of withdrawal limits from its data file."""

from importlib import resources
from typing import Any

import yaml

from sls.domain.withdrawals import LimitKind, LimitRow, LimitTable

UNLIMITED, UNKNOWN = "unlimited", "unknown"
_CENTS_PER_DOLLAR = 100


def load_limit_table() -> LimitTable:
    """Return the table of `sls/data/withdrawal_limits.yml`."""
    text = resources.files("sls.data").joinpath("withdrawal_limits.yml").read_text(encoding="utf-8")
    return LimitTable(tuple(_row(entry) for entry in yaml.safe_load(text)["limits"]))


def _row(entry: dict[str, Any]) -> LimitRow:
    kind = LimitKind(entry["kind"])
    return LimitRow(
        kind=kind,
        day_cents=_cents(entry["day"]),
        window_cents=_cents(entry["window"]),
        is_known=UNKNOWN not in (entry["day"], entry["window"]),
        is_issued=entry["issued"],
        source=entry["source"],
        counts_as=LimitKind(entry.get("counts_as", kind)),
    )


def _cents(figure: int | str) -> int | None:
    """Return whole US dollars as cents; the two words there are have none."""
    if figure in (UNLIMITED, UNKNOWN):
        return None
    return int(figure) * _CENTS_PER_DOLLAR
