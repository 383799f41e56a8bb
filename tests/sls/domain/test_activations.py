"""Activations: bound to one installation, in time, and over once."""

from datetime import UTC, datetime

import pytest

from sls.domain.activations import (
    ACTIVATION_LIFETIME,
    KEY_BYTES,
    ActivationState,
    device_key,
    opened,
)
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.errors import WrongState
from sls.domain.factors import FactorKind
from sls.domain.purposes import Purpose

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
IOS, ANDROID = FactorKind.IB_KEY_IOS, FactorKind.IB_KEY_ANDROID


def test_an_activation_waits_for_its_code_until_it_runs_out():
    activation = opened("activation", "alice", NOW)

    assert activation.purpose is Purpose.ACTIVATION
    assert activation.is_live(NOW)
    assert not activation.is_live(NOW + ACTIVATION_LIFETIME)


def test_after_five_tries_it_waits_for_nothing():
    activation = opened("activation", "alice", NOW)

    activation.attempts = MAX_ATTEMPTS

    assert not activation.is_live(NOW)


def test_the_first_installation_claims_it_and_no_other_does():
    activation = opened("activation", "alice", NOW)
    activation.claim(IOS, "phone")
    activation.claim(IOS, "phone")

    for kind, install_id in ((IOS, "other"), (ANDROID, "phone")):
        assert not activation.fits(kind, install_id)
        with pytest.raises(WrongState):
            activation.claim(kind, install_id)


def test_one_that_has_ended_is_over():
    activation = opened("activation", "alice", NOW)

    activation.end()

    assert not activation.is_waiting(NOW)


def test_one_that_became_a_factor_does_not_end():
    activation = opened("activation", "alice", NOW)
    activation.finish("factor")

    activation.end()

    assert (activation.state, activation.factor_id) == (ActivationState.ACTIVE, "factor")


def test_the_key_of_a_device_is_as_long_as_the_response_needs_and_no_other_devices():
    assert len(device_key("chance")) == KEY_BYTES
    assert device_key("chance") != device_key("another chance")
