"""When a row of each table with personal data is over.

Nothing that a rule of the core still looks at is ever over: challenges and used cells stay with
their device, which would else be asked the same again, and the last device of a customer stays, or
the customer would look like one who never had any.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select

from sls.adapters import tables as t
from sls.adapters.address_tables import (
    ip_restrictions,
    known_networks,
    name_failures,
    network_failures,
)
from sls.adapters.binding_tables import activations, number_changes
from sls.adapters.help_request_tables import help_requests
from sls.adapters.idempotency_tables import idempotent_requests
from sls.adapters.line_tables import line_calls
from sls.adapters.pick_up_tables import pick_ups
from sls.adapters.temporary_access_tables import online_cards, temporary_passcodes
from sls.adapters.transfer_tables import transfers
from sls.adapters.verification_tables import verifications
from sls.domain.retention import HUSK, Kept
from sls.domain.withdrawals import WithdrawalState

IsOver = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True)
class Rule:
    """Which rows of one table are over before a moment."""

    table: Table
    is_over: IsOver


def _number_change_is_over(before: datetime) -> ColumnElement[bool]:
    change = number_changes.c
    return and_(
        change.expires_at <= before, func.coalesce(change.active_from, change.expires_at) <= before
    )


def _factor_is_over(before: datetime) -> ColumnElement[bool]:
    factor, other = t.factors.c, t.factors.alias("other").c
    ended = func.coalesce(factor.ended_at, factor.expires_at)
    goes_on = func.coalesce(other.ended_at, other.expires_at)
    has_another = exists().where(
        other.customer_id == factor.customer_id,
        other.id != factor.id,
        or_(goes_on.is_(None), goes_on > before),
    )
    passcode = temporary_passcodes.c
    # F17: it is remembered until a permanent device is back.
    stands_alone = exists().where(
        passcode.factor_id == factor.id, passcode.device_back_at.is_(None)
    )
    return and_(ended <= before, has_another, ~stands_alone, *_is_not_named(factor.id))


def _is_not_named(factor_id: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """What has a period of its own, or is another customer's, keeps the factor it names."""
    names = (
        t.logins.c.factor_id,
        verifications.c.factor_id,
        activations.c.factor_id,
        activations.c.proof_factor_id,
        t.shared_devices.c.device_id,
    )
    return [~exists().where(name == factor_id) for name in names]


def _card_is_over(before: datetime) -> ColumnElement[bool]:
    return func.coalesce(online_cards.c.expires_at, online_cards.c.requested_at) <= before


def _withdrawal_is_over(before: datetime) -> ColumnElement[bool]:
    withdrawal = t.withdrawals.c
    return and_(withdrawal.changed_at <= before, withdrawal.state != WithdrawalState.REQUESTED)


def _is_empty_husk(_before: datetime) -> ColumnElement[bool]:
    customer = t.customers.c
    is_named = exists().where(t.withdrawals.c.customer_id == customer.id)
    return and_(customer.username.startswith(HUSK), ~is_named)


def _is_empty_account(_before: datetime) -> ColumnElement[bool]:
    account = t.accounts.c
    has_user = exists().where(t.account_users.c.account_id == account.id)
    has_withdrawal = exists().where(t.withdrawals.c.account_id == account.id)
    return and_(~has_user, ~has_withdrawal)


def _since(table: Table, name: str) -> Rule:
    """Return the rule that a row is over so long after one of its moments."""
    return Rule(table, lambda before: table.c[name] <= before)


RULES: Mapping[Kept, tuple[Rule, ...]] = {
    Kept.CONVERSATIONS: (_since(t.conversations, "last_at"),),
    Kept.DELIVERIES: (
        _since(help_requests, "ended_at"),
        _since(t.deliveries, "expires_at"),
    ),
    Kept.LOGINS: (
        _since(t.one_time_codes, "expires_at"),
        _since(verifications, "expires_at"),
        _since(t.logins, "expires_at"),
        _since(activations, "expires_at"),
        Rule(number_changes, _number_change_is_over),
    ),
    Kept.NETWORKS: (
        _since(name_failures, "last_at"),
        _since(network_failures, "last_at"),
        _since(known_networks, "seen_at"),
    ),
    Kept.DEVICES: (
        Rule(t.factors, _factor_is_over),
        Rule(online_cards, _card_is_over),
        _since(ip_restrictions, "ends_at"),
    ),
    Kept.WITHDRAWALS: (
        Rule(t.withdrawals, _withdrawal_is_over),
        Rule(t.customers, _is_empty_husk),
        Rule(t.accounts, _is_empty_account),
    ),
    Kept.TRACES: (
        _since(idempotent_requests, "begun_at"),
        _since(pick_ups, "expires_at"),
        _since(line_calls, "last_at"),
        _since(transfers, "started_at"),
        _since(t.used_identity_tokens, "expires_at"),
    ),
}


def over(rule: Rule, before: datetime, limit: int) -> ColumnElement[bool]:
    """Return the condition for some of the rows that are over; for all, where rows have no id."""
    is_over = rule.is_over(before)
    (first, *others) = rule.table.primary_key.columns
    if others:
        return is_over
    return first.in_(select(first).where(is_over).limit(limit))
