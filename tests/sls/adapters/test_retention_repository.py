"""Personal data ends: row by row when its period is over, or all of a customer's at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sls.adapters import tables
from sls.adapters.mapping import metadata
from sls.adapters.retention_rules import RULES
from sls.adapters.temporary_access_tables import temporary_passcodes
from sls.domain.purposes import Purpose
from sls.domain.retention import HUSK, Kept
from sls.domain.withdrawals import WithdrawalState
from tests.fakes.clock import NOON
from tests.sls.adapters.rows import OF_NOBODY, Rows

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
PAID = {"withdrawals.state": WithdrawalState.EXECUTED}
# What ends with its customer and not before: without it there would be no such customer.
WITH_CUSTOMER = {"customers", "account_users", "identities", "enrolments", "binding_guards"}
# Of nobody in particular.
TRACES = {"idempotent_requests", "pick_ups", "used_identity_tokens"}
OF_CALLS = {"line_calls", "caller_proofs", "transfers"}
HUSK_NAME = f"{HUSK}somebody"


def _put(units, who="alice", at=NOON, **given):
    with units.write() as unit:
        digest = {f"{table}.name": who.encode() for table in ("name_failures", "known_networks")}
        values = {**PAID, **digest, "network_failures.name": who.encode(), **given}
        return Rows(who, at, values).put(unit.session)


def _left(units, rows) -> set[str]:
    with units.read() as unit:
        return rows.left(unit.session)


def _purge(units, kept, before) -> int:
    with units.write() as unit:
        return unit.retention.purge(kept, before, 100)


def _erase(units, who="alice") -> None:
    with units.write() as unit:
        unit.retention.erase(f"{who} customers id", who.encode(), HUSK_NAME, NOON)


def _ruled() -> set[str]:
    return {rule.table.name for rules in RULES.values() for rule in rules}


def _parts_of(names) -> set[str]:
    """Return the tables whose rows are deleted with those of others."""
    parts = {
        table.name
        for table in metadata.sorted_tables
        if any(key.column.table.name in names for key in table.foreign_keys)
    }
    return parts if parts <= names else _parts_of(parts | names)


def test_every_table_has_an_end_or_a_reason():
    ends = _parts_of(_ruled() - WITH_CUSTOMER) | _ruled()

    assert sorted(set(metadata.tables) - ends - WITH_CUSTOMER - OF_NOBODY) == []


def test_every_kind_of_data_has_its_rules():
    assert set(RULES) == set(Kept)


@pytest.mark.parametrize("kept", Kept)
def test_what_is_not_over_stays(kept, sql_units):
    rows = _put(sql_units)

    assert _purge(sql_units, kept, NOON - SECOND) == 0
    assert _left(sql_units, rows) == set(rows.of)


@pytest.mark.parametrize(
    ("kept", "gone"),
    [
        (Kept.CONVERSATIONS, {"conversations", "turns", "events", "unrecognised", *OF_CALLS}),
        (Kept.DELIVERIES, {"deliveries", "expenses", "help_requests"}),
        (
            Kept.LOGINS,
            {
                "one_time_codes",
                "deliveries",
                "expenses",
                "logins",
                "verifications",
                "activations",
                "number_changes",
            },
        ),
        (Kept.NETWORKS, {"name_failures", "network_failures", "known_networks"}),
        (Kept.DEVICES, {"online_cards", "ip_restrictions"}),
        (Kept.WITHDRAWALS, {"withdrawals"}),
        (Kept.TRACES, TRACES | OF_CALLS),
    ],
)
def test_what_is_over_goes_with_all_that_belongs_to_it(kept, gone, sql_units):
    rows = _put(sql_units)

    assert _purge(sql_units, kept, NOON) > 0

    assert set(rows.of) - _left(sql_units, rows) == gone
    assert _purge(sql_units, kept, NOON) == 0


def test_a_purge_takes_no_more_than_a_batch(sql_units):
    for number in range(5):
        _put(sql_units, f"user{number}")

    with sql_units.write() as unit:
        assert unit.retention.purge(Kept.CONVERSATIONS, NOON, 2) == 2
        assert unit.retention.purge(Kept.CONVERSATIONS, NOON, 9) == 3


def test_an_open_withdrawal_is_never_over(sql_units):
    rows = _put(sql_units, **{"withdrawals.state": WithdrawalState.REQUESTED})

    assert _purge(sql_units, Kept.WITHDRAWALS, NOON) == 0
    assert "withdrawals" in _left(sql_units, rows)


def _has_second_factor(units, **other) -> None:
    values = {"id": "second", "customer_id": "alice customers id", "kind": "sms", "failures": 0}
    with units.write() as unit:
        unit.session.execute(tables.factors.insert().values(**values, active_from=NOON, **other))


DEVICE_BACK = {"temporary_passcodes.device_back_at": NOON, "shared_devices.device_id": "second"}


@pytest.fixture
def ended(sql_units) -> Rows:
    """Give the rows of Alice, whose first device has ended and who has another."""
    with sql_units.write() as unit:
        unit.session.execute(
            tables.customers.insert().values(
                id="bob", username="bob", language="en", number="", password_hash=""
            )
        )
        unit.session.execute(
            tables.factors.insert().values(
                id="second", customer_id="bob", kind="dsc_plus", failures=0, active_from=NOON
            )
        )
    rows = _put(sql_units, **DEVICE_BACK)
    _purge(sql_units, Kept.LOGINS, NOON)
    return rows


def _is_alices(units) -> None:
    with units.write() as unit:
        move = tables.factors.update().where(tables.factors.c.id == "second")
        unit.session.execute(move.values(customer_id="alice customers id"))


def test_a_device_that_has_ended_goes_with_its_secrets(ended, sql_units):
    _is_alices(sql_units)

    _purge(sql_units, Kept.DEVICES, NOON)

    gone = set(ended.of) - _left(sql_units, ended)
    assert {"factors", "devices", "challenges", "used_cells", "app_bindings", "pin_resets"} <= gone
    assert {"customers", "withdrawals", "account_users"} & gone == set()


def test_the_last_device_stays_or_a_password_alone_would_do(ended, sql_units):
    _purge(sql_units, Kept.DEVICES, NOON)

    assert {"factors", "devices"} <= _left(sql_units, ended)


def test_f17_a_passcode_is_remembered_until_a_device_is_back(ended, sql_units):
    _is_alices(sql_units)
    with sql_units.write() as unit:
        unit.session.execute(temporary_passcodes.update().values(device_back_at=None))

    _purge(sql_units, Kept.DEVICES, NOON)

    assert {"factors", "temporary_passcodes"} <= _left(sql_units, ended)


def test_a_device_that_a_login_names_stays_as_long_as_the_login(sql_units):
    rows = _put(sql_units, **{"temporary_passcodes.device_back_at": NOON})
    _has_second_factor(sql_units)

    _purge(sql_units, Kept.DEVICES, NOON)

    assert "factors" in _left(sql_units, rows)


def test_a_customer_is_erased_from_every_table_and_nobody_else_is(sql_units):
    alice, bob = _put(sql_units, "alice"), _put(sql_units, "bob")

    _erase(sql_units)

    kept = {"customers", "accounts", "withdrawals"} | TRACES
    assert _left(sql_units, alice) == kept
    assert _left(sql_units, bob) == set(bob.of)


def test_what_was_sent_is_erased_also_when_what_it_was_for_is_gone(sql_units):
    """The code of a caller is kept for thirty days, and the proof for one."""
    sent = ("deliveries", "expenses", "one_time_codes")
    rows = _put(sql_units, **{f"{table}.login_id": "a proof that was purged" for table in sent})

    _erase(sql_units)

    assert _left(sql_units, rows) & set(sent) == set()


def _was_texted(units, who: str, number: str):
    """Let an answer go to a number on file that somebody unknown called with."""
    answer = {
        "deliveries.purpose": Purpose.ANSWER,
        "deliveries.number": number,
        "deliveries.login_id": f"call of {who}",
        "deliveries.conversation_id": None,
        "deliveries.code_id": None,
        "expenses.login_id": f"call of {who}",
        "expenses.customer_id": number,
        "expenses.number": number,
    }
    return _put(units, who, **{"customers.number": number}, **answer)


def test_answers_texted_to_an_erased_customer_bear_the_number_no_more(sql_units):
    """Nobody had proved whose number it is, so nothing but the number ties them."""
    alice = _was_texted(sql_units, "alice", "+12025550101")
    bob = _was_texted(sql_units, "bob", "+12025550102")

    _erase(sql_units)

    assert _left(sql_units, alice) & {"deliveries", "expenses"} == set()
    assert _left(sql_units, bob) == set(bob.of)


def test_a_call_to_an_erased_customer_that_was_put_through_is_erased_without_a_conversation(
    sql_units,
):
    calls = {"transfers.conversation_id": None, "deliveries.provider_sid": "CA1"}
    rows = _put(sql_units, **calls, **{"transfers.sid": "CA1"})
    others = {"transfers.conversation_id": None, "deliveries.provider_sid": "CA2"}
    bob = _put(sql_units, "bob", **others, **{"transfers.sid": "CA2"})

    _erase(sql_units)

    assert "transfers" not in _left(sql_units, rows)
    assert _left(sql_units, bob) == set(bob.of)


def test_what_is_left_of_an_erased_customer_bears_no_name(sql_units):
    _put(sql_units)

    _erase(sql_units)

    with sql_units.read() as unit:
        left = unit.session.execute(select(tables.customers)).one()
        assert (left.username, left.number, left.password_hash) == (HUSK_NAME, "", "")
        for name in ("alice", HUSK_NAME, HUSK_NAME.strip(), HUSK_NAME.upper()):
            assert unit.customers.by_username(name) is None


def test_an_erased_customer_is_gone_for_good_with_the_last_withdrawal(sql_units):
    rows = _put(sql_units)
    _erase(sql_units)

    for _ in range(2):
        _purge(sql_units, Kept.WITHDRAWALS, NOON)

    assert _left(sql_units, rows) == TRACES


def test_a_customer_without_withdrawals_is_gone_at_once(sql_units):
    rows = _put(sql_units)
    _purge(sql_units, Kept.WITHDRAWALS, NOON)

    _erase(sql_units)

    assert _left(sql_units, rows) == TRACES


def test_a28_what_others_share_of_an_erased_customer_ends(sql_units):
    _put(sql_units, "alice")
    shares = {"shared_devices.device_id": "alice factors id", "factors.ended_at": None}
    bob = _put(sql_units, "bob", **shares)

    _erase(sql_units)

    with sql_units.read() as unit:
        factor = unit.customers.factor("bob factors id")
    assert factor is not None
    assert factor.ended_at == NOON
    assert "shared_devices" not in _left(sql_units, bob)


def test_open_withdrawals_are_known(sql_units):
    _put(sql_units, "alice")
    _put(sql_units, "bob", **{"withdrawals.state": WithdrawalState.REQUESTED})

    with sql_units.read() as unit:
        assert not unit.retention.has_open_withdrawals("alice customers id")
        assert unit.retention.has_open_withdrawals("bob customers id")


def test_one_purge_a_day_is_begun_by_one(store):
    with store.units.write() as unit:
        assert unit.retention.begin_purge(NOON, DAY)
    with store.units.write() as unit:
        assert not unit.retention.begin_purge(NOON + DAY - SECOND, DAY)
        assert unit.retention.begin_purge(NOON + DAY, DAY)
        assert not unit.retention.begin_purge(NOON + DAY, DAY)
