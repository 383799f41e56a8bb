"""What the use cases put on record: each success, each try, and never a secret or a name."""

import json

import pytest

from sls.domain.audit import AuditEntry
from sls.domain.errors import LoginRefused, NotVerified
from sls.domain.factors import Channel, FactorKind
from sls.domain.platforms import Platform
from sls.services.logging_in import LoginRequest
from tests.fakes.bootstrap import ALICE, PASSWORD
from tests.sls.bank import Bank


def _entries(world) -> list[AuditEntry]:
    with world.units.read() as unit:
        return list(unit.audit.entries(0, 1000))


def _kinds(world) -> list[str]:
    return [each.kind for each in _entries(world)]


def test_a_login_is_on_record_from_the_password_to_the_end(world):
    sent = world.sends(world.logs_in(), Channel.SMS)

    world.logging_in.verify(sent.login_id, sent.code)

    assert _kinds(world) == [
        "PasswordTried",
        "LoginStarted",
        "CodeRequested",
        "ResponseTried",
        "LoginVerified",
    ]
    started, requested, verified = (_entries(world)[at] for at in (1, 2, 4))
    assert started.subject == requested.subject == verified.subject
    assert requested.data == {"channel": "sms", "purpose": "login"}
    assert verified.data == {"factor": "sms", "access": "full"}


def test_a_wrong_response_is_on_record_as_tried_and_nothing_else(world):
    sent = world.sends(world.logs_in())

    with pytest.raises(NotVerified):
        world.logging_in.verify(sent.login_id, "000000")

    assert _kinds(world)[-2:] == ["CodeRequested", "ResponseTried"]


def test_a_factor_that_has_to_rest_is_on_record(world):
    for _ in range(2):
        login = world.logs_in()
        for _ in range(5):
            with pytest.raises(NotVerified):
                world.logging_in.verify(login, "000000")

    assert _kinds(world).count("ResponseTried") == 10
    assert _kinds(world)[-1] == "FactorLocked"


def test_a8_a_wrong_password_is_on_record_for_known_and_unknown_names_alike(world):
    for username in ("alice", "nobody"):
        request = LoginRequest(username, "wrong", Platform.IOS, None, None)
        with pytest.raises(LoginRefused):
            world.logging_in.start(request)

    known, unknown = _entries(world)
    assert known.kind == unknown.kind == "PasswordTried"
    assert known.customer is not None
    assert unknown.customer is None


def test_a3_a_code_that_was_used_is_on_record_as_tried_again(world):
    sent = world.sends(world.logs_in())
    world.logging_in.verify(sent.login_id, sent.code)

    with pytest.raises(NotVerified):
        world.logging_in.verify(sent.login_id, sent.code)

    assert _kinds(world).count("LoginVerified") == 1


def test_a_code_that_was_read_out_is_on_record(world):
    sent = world.rings(world.logs_in())
    delivery = sent.delivery
    world.calling.answer(delivery.job, delivery.provider_sid)

    world.calling.press_at_gate(delivery.job, delivery.provider_sid, delivery.gate_key)

    read = _entries(world)[-1]
    assert read.kind == "CodeReadOut"
    assert (read.customer, read.subject) == (
        _entries(world)[1].customer,
        _entries(world)[1].subject,
    )


def test_a_withdrawal_is_on_record_once_for_each_step(world):
    bank = Bank()
    bank.has_user("alice", FactorKind.SMS)
    withdrawal = bank.withdraws("alice", FactorKind.SMS, 12_300)

    for _ in range(2):
        bank.withdrawing.cancel(withdrawal.id)

    requested, cancelled = (e for e in _entries(bank) if e.kind.startswith("Withdrawal"))
    assert (requested.kind, cancelled.kind) == ("WithdrawalRequested", "WithdrawalCancelled")
    assert requested.data == {"amount": 12_300, "confirmed_by": "sms"}
    assert requested.subject == cancelled.subject


def test_a34_nothing_on_record_tells_a_secret_or_a_name(world):
    sent = world.rings(world.logs_in())
    world.calling.answer(sent.delivery.job, sent.delivery.provider_sid)
    world.calling.press_at_gate(
        sent.delivery.job, sent.delivery.provider_sid, sent.delivery.gate_key
    )
    world.logging_in.verify(sent.login_id, sent.code)

    told = json.dumps([entry.message().decode() for entry in _entries(world)])

    for secret in ("alice", ALICE, PASSWORD, sent.code, sent.login_id, sent.delivery.job):
        assert secret not in told
