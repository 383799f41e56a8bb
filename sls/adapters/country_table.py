"""Reads the country policy from its data file."""

from importlib import resources
from typing import Any

import yaml

from sls.domain.countries import CountryPolicy, Reach
from sls.domain.factors import Channel


def load_country_policy() -> CountryPolicy:
    """Return the policy of `sls/data/countries.yml`."""
    text = resources.files("sls.data").joinpath("countries.yml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    table = {region: _reach(entry) for region, entry in data["countries"].items()}
    return CountryPolicy(table, _reach(data["default"]))


def _reach(entry: dict[str, Any]) -> Reach:
    channels = frozenset(Channel(name) for name in entry["channels"])
    is_free, is_unproved = entry.get("free_text", True), entry.get("unproved_answers", False)
    return Reach(channels, entry["reason"], is_free, is_unproved)
