"""The PINs that people choose first, from `sls/data/common_pins.yml`."""

from importlib import resources

import yaml

from sls.domain.pins import PinRules


def load_pin_rules() -> PinRules:
    """Return the rules for PINs, with the list of common ones."""
    text = resources.files("sls.data").joinpath("common_pins.yml").read_text(encoding="utf-8")
    lines: list[list[str]] = yaml.safe_load(text)["pins"]
    return PinRules(frozenset(pin for line in lines for pin in line))
