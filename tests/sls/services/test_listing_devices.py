"""The list of one's own devices, for a login whose password was right."""

from datetime import timedelta

import pytest

from sls.domain.errors import LoginUnknown, NotVerified
from sls.domain.factors import Channel, FactorKind
from sls.domain.lockouts import FREE_FAILURES
from sls.services.listing_devices import DeviceState, ListingDevices
from tests.fakes.bootstrap import LONGEST_SESSION, World
from tests.sls.services.apps import IOS, Apps


@pytest.fixture
def listing(world: World) -> ListingDevices:
    """Give the list."""
    return ListingDevices(world.units, world.clock, LONGEST_SESSION)


def _states(listing: ListingDevices, username: str, login_id: str) -> dict[FactorKind, DeviceState]:
    return {each.factor.kind: each.state for each in listing.of_user(username, login_id)}


def test_an_active_device_is_listed(world, listing):
    assert _states(listing, "Alice", world.logs_in()) == {FactorKind.SMS: DeviceState.ACTIVE}


def test_a_number_that_cools_off_is_listed_so(world, listing):
    world.has_customer("kara", cooling_off=timedelta(days=3))

    assert _states(listing, "kara", world.logs_in("kara")) == {
        FactorKind.SMS: DeviceState.COOLING_OFF
    }


def test_a_device_that_rests_is_listed_so(world, listing):
    for _ in range(FREE_FAILURES + 1):
        sent = world.sends(world.logs_in(), Channel.SMS)
        world.clock.advance(minutes=3)
        with pytest.raises(NotVerified):
            world.logging_in.verify(sent.login_id, "000000")

    assert _states(listing, "alice", world.logs_in()) == {FactorKind.SMS: DeviceState.RESTING}


def test_a_device_that_ended_is_not_listed(world, listing):
    login_id = world.logs_in()
    Apps(world).activates()

    assert _states(listing, "alice", login_id) == {IOS: DeviceState.ACTIVE}


def test_a_verified_login_sees_the_list_while_its_session_lasts(world, listing):
    login_id = Apps(world).has_verified_login()
    assert _states(listing, "alice", login_id)

    world.clock.advance(LONGEST_SESSION)

    with pytest.raises(LoginUnknown):
        listing.of_user("alice", login_id)


@pytest.mark.parametrize("username", ["hugo", "nobody"])
def test_a8_nobody_elses_devices_are_listed_nor_whether_there_is_anybody(world, listing, username):
    world.has_customer("hugo")

    with pytest.raises(LoginUnknown):
        listing.of_user(username, world.logs_in("alice"))


def test_an_unknown_login_sees_nothing(listing):
    with pytest.raises(LoginUnknown):
        listing.of_user("alice", "no-such-login")


def test_a_login_that_is_over_sees_nothing(world, listing):
    login_id = world.logs_in()
    world.clock.advance(minutes=20)

    with pytest.raises(LoginUnknown):
        listing.of_user("alice", login_id)
