"""Explaining limits in a conversation: the table to everyone, their own figures to the known.

Only the table is cited (X1). From level 2 on a customer hears what is used and what is left.
"""

from collections.abc import Iterable
from decimal import Decimal, DecimalException

from sls.domain.conversations import Level, Understood
from sls.domain.errors import AccountUnknown
from sls.domain.messages import Utterance
from sls.domain.withdrawals import EITHER, MAX_AMOUNT_CENTS, LimitKind, LimitRow
from sls.services.counting_limits import CountingLimits, CustomerLimits, DeviceLimit
from sls.services.turns import Turn

_GUIDE = "walk:confirm_withdrawal"
_TABLE_PARTS = ("limits.table.issued", "limits.table.others", "limits.table.legacy")


class ExplainingLimits:
    """The capability `check_withdrawal_limit`."""

    def __init__(self, counting: CountingLimits) -> None:
        self._counting = counting
        self._table = counting.table

    def tell(self, turn: Turn, said: Understood) -> None:
        """Say what can be withdrawn: in general, with a device, an amount, or by this customer."""
        kind, amount_cents = _kind_in(said), _cents_in(said)
        limits = self._own_limits(turn)
        if limits is not None:
            self._tell_own(turn, limits, kind, amount_cents)
        elif kind is not None:
            self._tell_device(turn, self._table.row(kind), amount_cents)
        elif amount_cents is not None:
            self._tell_amount(turn, amount_cents)
        else:
            self._tell_table(turn)
        last = turn.replies[-1]
        turn.replies[-1] = last.with_options(*(last.options or (_GUIDE,)))

    def _own_limits(self, turn: Turn) -> CustomerLimits | None:
        if turn.level < Level.SITE_AUTHENTICATED or turn.customer_id is None:
            return None
        try:
            limits = self._counting.of_customer(turn.unit, turn.customer_id, turn.now)
        except AccountUnknown:
            return None
        return limits if limits.devices else None

    def _tell_table(self, turn: Turn) -> None:
        figures = {row.kind.value: _figures(row) for row in self._table.rows}
        turn.say("limits.rule")
        for part in _TABLE_PARTS:
            turn.say(part, **figures)

    def _tell_amount(self, turn: Turn, amount_cents: int) -> None:
        self._say_what_would_allow(turn, amount_cents)
        turn.say("limits.amount.note")

    def _tell_device(self, turn: Turn, row: LimitRow, amount_cents: int | None) -> None:
        device = _name(row.kind)
        if not row.is_known:
            turn.say("limits.device.unknown", "hand_off", device=device)
            return
        status = "issued" if row.is_issued else "legacy"
        turn.say(f"limits.device.{status}", device=device, figures=_figures(row))
        if amount_cents is None:
            return
        is_enough = "enough" if row.allows(amount_cents) else "not_enough"
        turn.say(f"limits.device.{is_enough}", device=device, amount_cents=amount_cents)
        if not row.allows(amount_cents):
            self._say_what_would_allow(turn, amount_cents)
        turn.say("limits.amount.note")

    def _tell_own(
        self, turn: Turn, limits: CustomerLimits, kind: LimitKind | None, amount_cents: int | None
    ) -> None:
        row = self._table.row(kind) if kind is not None else None
        named = [e for e in limits.devices if row is not None and e.row.kind is row.counts_as]
        if row is not None and not named:
            self._tell_device(turn, row, amount_cents)
        if amount_cents is not None:
            self._say_own_verdict(turn, limits, amount_cents)
        turn.replies.extend(_own(limit) for limit in named or limits.devices)
        if any(limit.usage.window_cents for limit in limits.devices):
            turn.say("limits.own.days")

    def _say_own_verdict(self, turn: Turn, limits: CustomerLimits, amount_cents: int) -> None:
        able = limits.that_allow(amount_cents)
        if able:
            devices = _either(each.row.kind for each in able)
            turn.say("limits.own.allowed", amount_cents=amount_cents, devices=devices)
            return
        turn.say("limits.own.not_allowed", amount_cents=amount_cents)
        self._say_what_would_allow(turn, amount_cents)

    def _say_what_would_allow(self, turn: Turn, amount_cents: int) -> None:
        rows = self._table.that_allow(amount_cents)
        devices = _either(row.kind for row in rows if row.kind is not LimitKind.NONE)
        turn.say("limits.amount.allowed", amount_cents=amount_cents, devices=devices)


def _figures(row: LimitRow) -> Utterance:
    if not row.is_known:
        return Utterance("limits.figures.unknown")
    if row.day_cents is None or row.window_cents is None:
        return Utterance("limits.figures.unlimited")
    values = {"day_cents": row.day_cents, "window_cents": row.window_cents}
    return Utterance("limits.figures.limited", values)


def _own(limit: DeviceLimit) -> Utterance:
    device, remaining = _name(limit.row.kind), limit.remaining
    if not limit.row.is_known:
        return Utterance("limits.device.unknown", {"device": device}, ("hand_off",))
    if remaining is None:
        return Utterance("limits.own.unlimited", {"device": device})
    values: dict[str, str | int | Utterance] = {
        "device": device,
        "remaining_cents": remaining,
        "used_today_cents": limit.usage.day_cents,
        "used_cents": limit.usage.window_cents,
        "figures": _figures(limit.row),
    }
    return Utterance("limits.own.limited", values)


def _name(kind: LimitKind) -> Utterance:
    return Utterance(f"limit.{kind}")


def _either(kinds: Iterable[LimitKind]) -> Utterance:
    ids = dict.fromkeys(f"limit.{kind}" for kind in kinds)
    return Utterance(EITHER, {"ids": " ".join(ids)})


def _kind_in(said: Understood) -> LimitKind | None:
    """Return the device that the words name; a channel stands for SMS, or SMS read by voice."""
    named = said.entities.get("device") or said.entities.get("channel")
    return LimitKind(named) if named in set(LimitKind) else None


def _cents_in(said: Understood) -> int | None:
    """Return the amount that the words name, if it is one that can be withdrawn."""
    try:
        cents = Decimal(said.entities.get("amount", "")) * 100
        is_whole = cents == cents.to_integral_value()
    except DecimalException:
        return None
    return int(cents) if is_whole and 0 < cents <= MAX_AMOUNT_CENTS else None
