"""Devices in the hands of the world's people: what each of them shows."""

from collections.abc import Sequence

from sls.domain.challenges import SUITES, Challenge, Device, cell
from sls.domain.errors import NotVerified
from sls.domain.factors import FactorKind
from sls.domain.ocra import respond
from tests.fakes.bootstrap import World

KEY, PIN = bytes(range(20)), "4826"


def has_devices(world: World, username: str, *kinds: FactorKind) -> None:
    """Let there be a customer with devices that all have our key and PIN."""
    world.has_customer(username, *kinds)
    with world.units.write() as unit:
        for kind in kinds:
            add_device(world, unit.store.devices, f"factor-{username}-{kind}", kind)


def add_device(world: World, devices: dict[str, Device], factor_id: str, kind: FactorKind) -> None:
    """Put the secrets of one device into a store."""
    if kind not in SUITES and kind is not FactorKind.SECURITY_CODE_CARD:
        return
    has_pin = kind in SUITES and SUITES[kind].has_pin
    sealed_pin = world.secrets.seal(PIN.encode(), f"devices|{factor_id}|pin") if has_pin else None
    key = world.secrets.seal(KEY, f"devices|{factor_id}|key")
    devices[factor_id] = Device(factor_id, key, sealed_pin)


def shows(kind: FactorKind, challenge: Challenge | None, pin: str = PIN, counter: int = 0) -> str:
    """Return what a device shows for a challenge."""
    assert challenge is not None
    if kind not in SUITES:
        return reads(challenge.cells)
    return respond(SUITES[kind], KEY, challenge.question, pin, counter)


def reads(cells: Sequence[str]) -> str:
    """Return what stands in the cells of a card."""
    return "".join(cell(KEY, number) for number in cells)


def logs_in_with(world: World, username: str, kind: FactorKind, pin: str = PIN) -> str | None:
    """Log in with a device; return the login, or None where it was refused."""
    login_id = world.logs_in(username)
    asked = world.logging_in.choose_factor(login_id, f"factor-{username}-{kind}")
    try:
        world.logging_in.verify(login_id, shows(kind, asked.challenge, pin))
    except NotVerified:
        return None
    return login_id
