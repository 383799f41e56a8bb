"""Reads the ranking of devices from its data file."""

from importlib import resources

import yaml

from sls.domain.factors import FactorKind
from sls.domain.sharing import DeviceRanks


def load_device_ranks() -> DeviceRanks:
    """Return the ranking of `sls/data/device_ranks.yml`."""
    text = resources.files("sls.data").joinpath("device_ranks.yml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)["ranks"]
    return DeviceRanks(
        tuple(frozenset(FactorKind(kind) for kind in row["kinds"]) for row in rows),
        frozenset(FactorKind(kind) for row in rows if row["shared"] for kind in row["kinds"]),
    )
