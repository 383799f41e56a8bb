"""Refusals and failures."""

import re

from sls.domain import errors, security_errors
from sls.domain.errors import GatewayError, Refusal, SlsError


def _refusals() -> list[type[Refusal]]:
    return [
        kind
        for module in (errors, security_errors)
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Refusal)
        and kind is not Refusal
        and kind.__module__ == module.__name__
    ]


def test_every_refusal_has_a_code_of_its_own():
    codes = [kind.code for kind in _refusals()]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)
    assert Refusal.code not in codes


def test_every_refusal_stands_in_the_tree_at_the_top():
    drawn = f"{errors.__doc__}{security_errors.__doc__}"

    assert all(kind.__name__ in drawn for kind in _refusals())


def test_a_gateway_error_is_final_unless_it_says_otherwise():
    error = GatewayError("refused")

    assert isinstance(error, SlsError)
    assert not error.is_retryable
    assert not error.is_outcome_unknown
