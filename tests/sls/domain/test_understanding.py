"""To act, to ask, or to admit not knowing."""

import pytest

from sls.domain.understanding import Acted, Asked, Rejected, judge

FALLBACK = "nlu_fallback"


@pytest.mark.parametrize(
    ("intent", "ranking", "expected"),
    [
        ("change_pin", [("change_pin", 0.9)], Acted("change_pin")),
        ("change_pin", [], Acted("change_pin")),
        ("out_of_scope", [("out_of_scope", 0.9), ("change_pin", 0.1)], Rejected()),
        (FALLBACK, [], Rejected()),
        (FALLBACK, [("change_pin", 0.11)], Rejected()),
        (FALLBACK, [("change_pin", 0.12)], Asked(("change_pin",))),
        (FALLBACK, [("out_of_scope", 0.4), ("change_pin", 0.3)], Rejected()),
        (
            FALLBACK,
            [("out_of_scope", 0.6), ("suspected_break_in", 0.3)],
            Asked(("suspected_break_in",)),
        ),
        ("out_of_scope", [("out_of_scope", 0.9), ("suspected_break_in", 0.1)], Rejected()),
        (
            FALLBACK,
            [("change_pin", 0.3), ("out_of_scope", 0.25), ("m2fs", 0.2)],
            Asked(("change_pin", "m2fs")),
        ),
        (
            FALLBACK,
            [(FALLBACK, 0.4), ("change_pin", 0.2), ("m2fs", 0.15)],
            Asked(("change_pin", "m2fs")),
        ),
        (
            FALLBACK,
            [("a", 0.2), ("b", 0.19), ("c", 0.18), ("d", 0.17)],
            Asked(("a", "b", "c")),
        ),
        (
            FALLBACK,
            [("affirm", 0.3), ("human_handoff", 0.25), ("change_pin", 0.2)],
            Asked(("change_pin",)),
        ),
        (FALLBACK, [("greet", 0.3), ("next_step", 0.2)], Rejected()),
    ],
)
def test_what_is_done_with_a_ranking(intent, ranking, expected):
    assert judge(intent, ranking) == expected
