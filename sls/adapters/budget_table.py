"""Reads the budgets from their data file."""

from datetime import timedelta
from importlib import resources
from typing import Any

import yaml

from sls.domain.budgets import Budget, BudgetScope, Conversion, SpendingRules
from sls.domain.factors import Channel


def load_spending_rules() -> SpendingRules:
    """Return the rules of `sls/data/budgets.yml`."""
    text = resources.files("sls.data").joinpath("budgets.yml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    found = data["conversion"]
    conversion = Conversion(found["least"], found["share"], timedelta(minutes=found["minutes"]))
    proved = [_budget(entry, is_unproved=False) for entry in data["budgets"]]
    unproved = [_budget(entry, is_unproved=True) for entry in data["unproved"]]
    return SpendingRules((*proved, *unproved), conversion)


def _budget(entry: dict[str, Any], *, is_unproved: bool) -> Budget:
    return Budget(
        BudgetScope(entry["scope"]),
        Channel(entry["channel"]),
        int(entry["sends"]),
        timedelta(minutes=entry["minutes"]),
        is_unproved,
    )
