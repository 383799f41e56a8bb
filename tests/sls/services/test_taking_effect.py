"""What happens whenever a permanent device becomes active, whoever made it active."""

from datetime import timedelta

import pytest

from sls.domain.bindings import BindingRules
from sls.domain.factors import Factor, FactorKind
from sls.services.taking_effect import TakingEffect
from tests.fakes.bootstrap import World
from tests.sls.services.apps import Apps

K = FactorKind


def _activates(world: World, kind: FactorKind, rules: BindingRules) -> None:
    taking_effect = TakingEffect(world.notifying, rules)
    with world.units.write() as unit:
        customer = unit.customers.by_username("alice")
        factor = Factor("factor-new", customer.id, kind, None, world.now())
        unit.bindings.add_factor(factor)
        taking_effect.permanent_device_activated(unit, customer, factor, world.now())


@pytest.mark.parametrize("kind", [K.DSC_PLUS, K.DSC, K.SECURITY_CODE_CARD, K.IB_KEY_IOS])
def test_c5_sms_ends_with_any_device_that_becomes_active(world, kind):
    _activates(world, kind, BindingRules())

    assert Apps(world).kinds("alice") == [kind]


def test_c5_switched_off_sms_stays(world):
    _activates(world, K.DSC_PLUS, BindingRules(sms_ends=False))

    assert Apps(world).kinds("alice") == [K.DSC_PLUS, K.SMS]


def test_f18_a_physical_device_ends_no_other_device(world):
    world.has_customer("alice", K.DSC_PLUS, K.IB_KEY_IOS)

    _activates(world, K.DSC, BindingRules())

    assert Apps(world).kinds("alice") == sorted([K.DSC_PLUS, K.IB_KEY_IOS, K.DSC])


def test_f17_temporary_access_is_over(world):
    world.issuing_passcodes.issue("alice", "agent.en")

    _activates(world, K.DSC_PLUS, BindingRules())

    assert K.TEMPORARY_PASSCODE not in Apps(world).kinds("alice")


@pytest.mark.parametrize(
    ("kind", "news"),
    [(K.DSC_PLUS, "notice.device_activated"), (K.IB_KEY_ANDROID, "notice.app_activated")],
)
def test_the_number_on_file_hears_of_it(world, kind, news):
    _activates(world, kind, BindingRules())

    (notice,) = Apps(world).notices()
    assert notice.notice["id"] == news


def test_what_ended_stays_on_record(world):
    world.clock.advance(timedelta(minutes=1))

    _activates(world, K.DSC_PLUS, BindingRules())

    with world.units.read() as unit:
        assert unit.customers.factor("factor-alice-sms").ended_at == world.now()
