"""Activations that meet, on either real database: each is decided as if it were alone."""

from functools import partial

import pytest

from sls.adapters.vault import KeyedCodeVault
from sls.domain.activations import ActivationState
from sls.domain.codes import MAX_ATTEMPTS
from sls.domain.limits import SendingLimits
from sls.services.activating import ActivationRequest
from tests.sls.crowd import Crowd, at_once, granted
from tests.sls.services.apps import IOS, NEW_PHONE, Apps
from tests.sls.services.test_changing_numbers import Change

THREADS = 10
WRONG = "000000"


@pytest.fixture
def world(sql_units, sql_seed) -> Crowd:
    """Give a world on a real database in which Alice may log in."""
    world = Crowd(sql_units, sql_seed, KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    return world


def test_a1_ten_phones_with_the_right_code_make_one_factor(world):
    apps = Apps(world)
    started = apps.starts()
    code = world.code_of(started.delivery)
    activate = partial(apps.activating.activate, started.activation.id, NEW_PHONE, code, None)

    answers = at_once(*[activate] * THREADS)

    assert len(granted(answers)) == 1
    assert apps.kinds("alice") == [IOS]


def test_a2_ten_wrong_codes_are_five_tries(world):
    apps = Apps(world)
    started = apps.starts()
    guess = partial(apps.activating.activate, started.activation.id, NEW_PHONE, WRONG, None)

    at_once(*[guess] * THREADS)

    with world.units.read() as unit:
        assert unit.bindings.activation(started.activation.id).attempts == MAX_ATTEMPTS
        assert unit.bindings.guard("customer-alice").failures >= MAX_ATTEMPTS


def test_ten_phones_that_begin_at_once_leave_one_activation_that_waits(world):
    apps = Apps(world)
    login_id = world.logs_in()
    phones = [ActivationRequest(login_id, IOS, f"install-{n}", False) for n in range(THREADS)]

    answers = at_once(*(partial(apps.activating.start, each) for each in phones))

    began = granted(answers)
    assert len(began) == SendingLimits().per_number
    with world.units.read() as unit:
        states = [unit.bindings.activation(each.activation.id).state for each in began]
    assert states.count(ActivationState.WAITING) == 1


def test_a_number_is_changed_once_by_ten_right_codes(world):
    change = Change(world)
    started = change.starts()
    code = world.code_of(started.delivery)

    answers = at_once(*[partial(change.changing.confirm, started.change.id, code)] * THREADS)

    assert len(granted(answers)) == 1
    (sms,) = change.apps.factors("alice")
    assert sms.number == change.number_on_file()
