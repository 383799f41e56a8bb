"""What Twilio and the carriers tell in codes has names that the core knows."""

import pytest

from sls.domain.deliveries import DeliveryState
from sls.domain.endings import End
from voice.carriers import REASONS, is_bridged, is_machine


def test_every_carriers_code_has_a_name_that_the_core_knows() -> None:
    states = {state.value for state in DeliveryState}

    assert set(REASONS.values()) <= {end.value for end in End} - states


@pytest.mark.parametrize(
    ("answered_by", "found"),
    [
        ("machine_start", True),
        ("machine_end_beep", True),
        ("machine_end_silence", True),
        ("machine_end_other", True),
        ("fax", True),
        ("human", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_a_doubt_is_no_machine(answered_by: str, found: bool) -> None:
    assert is_machine(answered_by) == found


@pytest.mark.parametrize(("told", "found"), [("true", True), ("false", False), ("", True)])
def test_where_nothing_is_told_of_a_bridge_the_key_says(told: str, found: bool) -> None:
    assert is_bridged(told) == found
