"""Logging in with a device or a card: questions answered once, and guessing that slows down."""

from collections.abc import Sequence

import pytest

from sls.domain.challenges import CHALLENGE_LIFETIME, SUITES, Device, cell
from sls.domain.errors import FactorUnavailable, NotVerified
from sls.domain.factors import FactorKind
from sls.domain.lockouts import FIRST_DELAY, FREE_FAILURES
from sls.domain.logins import LoginState
from sls.domain.ocra import respond
from tests.fakes.bootstrap import World

KEY, PIN = bytes(range(20)), "4826"
APP, CARD = FactorKind.IB_KEY_ANDROID, FactorKind.SECURITY_CODE_CARD


def _has_device(world: World, username: str, kind: FactorKind) -> str:
    """Give a user one device with our key, and return its factor's id."""
    world.has_customer(username, kind)
    factor_id = f"factor-{username}-{kind}"
    sealed_pin = world.secrets.seal(PIN.encode(), f"devices|{factor_id}|pin")
    device = Device(factor_id, world.secrets.seal(KEY, f"devices|{factor_id}|key"), sealed_pin)
    with world.units.write() as unit:
        unit.store.devices[factor_id] = device
    return factor_id


def _ask(world: World, login_id: str, factor_id: str):
    return world.logging_in.choose_factor(login_id, factor_id).challenge


def _shown(challenge: str, counter: int = 0, kind: FactorKind = APP) -> str:
    return respond(SUITES[kind], KEY, challenge, PIN, counter)


def _read(cells: Sequence[str]) -> str:
    return "".join(cell(KEY, number) for number in cells)


def _is_refused(world: World, login_id: str, response: str) -> bool:
    try:
        world.logging_in.verify(login_id, response)
    except NotVerified:
        return True
    return False


@pytest.mark.parametrize("kind", SUITES)
def test_a_device_answers_its_challenge(world, kind):
    """F36, and F40 for the older card: six digits and the PIN in, eight digits out."""
    factor_id = _has_device(world, "chen", kind)
    login_id = world.logs_in("chen")
    challenge = _ask(world, login_id, factor_id)

    world.logging_in.verify(login_id, _shown(challenge.question, kind=kind))

    assert world.logging_in.view(login_id).state is LoginState.VERIFIED


def test_a_card_gives_the_cells_that_are_asked_for(world):
    factor_id = _has_device(world, "dana", CARD)
    login_id = world.logs_in("dana")
    challenge = _ask(world, login_id, factor_id)
    assert len(set(challenge.cells)) == 2

    world.logging_in.verify(login_id, _read(challenge.cells))

    assert world.logging_in.view(login_id).state is LoginState.VERIFIED


def test_no_cell_is_asked_for_twice(world):
    factor_id = _has_device(world, "dana", CARD)
    asked: list[str] = []

    for _ in range(20):
        login_id = world.logs_in("dana")
        challenge = _ask(world, login_id, factor_id)
        world.logging_in.verify(login_id, _read(challenge.cells))
        asked += challenge.cells

    assert len(asked) == len(set(asked))


def test_a_card_that_is_used_up_asks_no_more(world):
    factor_id = _has_device(world, "dana", CARD)
    with world.units.write() as unit:
        unit.devices.use_cells(factor_id, [str(number) for number in range(1, 224)], world.now())

    with pytest.raises(FactorUnavailable):
        _ask(world, world.logs_in("dana"), factor_id)


def test_a_response_works_once(world):
    factor_id = _has_device(world, "chen", APP)
    first = world.logs_in("chen")
    response = _shown(_ask(world, first, factor_id).question)
    world.logging_in.verify(first, response)

    other = world.logs_in("chen")
    _ask(world, other, factor_id)

    assert _is_refused(world, first, response)
    assert _is_refused(world, other, response)


def test_a_new_question_makes_the_old_one_void(world):
    factor_id = _has_device(world, "chen", APP)
    login_id = world.logs_in("chen")
    old = _ask(world, login_id, factor_id)
    new = _ask(world, login_id, factor_id)

    assert _is_refused(world, login_id, _shown(old.question))
    assert not _is_refused(world, login_id, _shown(new.question))


def test_a_challenge_expires_at_the_second(world):
    factor_id = _has_device(world, "chen", APP)
    login_id = world.logs_in("chen")
    challenge = _ask(world, login_id, factor_id)

    world.clock.advance(CHALLENGE_LIFETIME)

    assert _is_refused(world, login_id, _shown(challenge.question))


def test_the_challenge_of_one_customer_is_not_answered_by_another(world):
    factors = {name: _has_device(world, name, APP) for name in ("chen", "lin")}
    logins = {name: world.logs_in(name) for name in factors}
    questions = {name: _ask(world, logins[name], factors[name]).question for name in factors}

    assert questions["chen"] != questions["lin"]
    assert _is_refused(world, logins["lin"], _shown(questions["chen"]))


def test_a_counter_moves_on_with_every_login(world):
    factor_id = _has_device(world, "chen", APP)

    for counter in (0, 3, 4):
        login_id = world.logs_in("chen")
        question = _ask(world, login_id, factor_id).question
        world.logging_in.verify(login_id, _shown(question, counter))

    login_id = world.logs_in("chen")
    question = _ask(world, login_id, factor_id).question
    assert _is_refused(world, login_id, _shown(question, 4))


def test_a_device_that_was_never_set_up_cannot_be_asked(world):
    world.has_customer("eli", FactorKind.DSC)

    with pytest.raises(FactorUnavailable):
        _ask(world, world.logs_in("eli"), "factor-eli-dsc")


def test_guessing_over_many_logins_slows_the_factor_down(world):
    tries = 0
    for _ in range(2):
        sent = world.sends(world.logs_in())
        wrong = "000000" if sent.code != "000000" else "000001"
        for _ in range(5):
            assert _is_refused(world, sent.login_id, wrong)
            tries += 1
    assert tries == FREE_FAILURES + 1

    fresh = world.sends(world.logs_in())

    assert _is_refused(world, fresh.login_id, fresh.code)
    world.clock.advance(FIRST_DELAY)
    assert not _is_refused(world, fresh.login_id, fresh.code)


def test_a_try_while_the_factor_rests_costs_nothing(world):
    with world.units.write() as unit:
        factor = unit.customers.factor_to_change("factor-alice-sms")
        factor.failures, factor.locked_until = 10, world.now() + FIRST_DELAY
    sent = world.sends(world.logs_in())

    assert _is_refused(world, sent.login_id, sent.code)

    assert world.logging_in.view(sent.login_id).login.attempts == 0


def test_other_factors_of_the_customer_go_on_working(world):
    world.has_customer("bao", FactorKind.IB_KEY_IOS, FactorKind.SMS)
    with world.units.write() as unit:
        factor = unit.customers.factor_to_change("factor-bao-ib_key_ios")
        factor.failures, factor.locked_until = 50, world.now() + FIRST_DELAY * 1000
    login_id = world.logs_in("bao")
    world.logging_in.choose_factor(login_id, "factor-bao-sms")
    sent = world.sends(login_id)

    world.logging_in.verify(login_id, sent.code)

    assert world.logging_in.view(login_id).state is LoginState.VERIFIED


def test_a_success_forgets_earlier_failures(world):
    sent = world.sends(world.logs_in())
    wrong = "000000" if sent.code != "000000" else "000001"
    for _ in range(4):
        assert _is_refused(world, sent.login_id, wrong)

    world.logging_in.verify(sent.login_id, sent.code)

    with world.units.read() as unit:
        assert unit.customers.factor("factor-alice-sms").failures == 0
