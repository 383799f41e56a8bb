"""Expected refusals, and failures of what lies outside our process.

SlsError
├── Refusal                an expected "no": a stable code and data, never wording
│   ├── LoginRefused       unknown name, wrong password or locked: one answer for all
│   ├── LoginUnknown       no such pending login
│   ├── WrongState         the login or withdrawal is not at the step that was asked for
│   ├── VersionTooOld      this TWS cannot offer the choice of devices (F21)
│   ├── FactorUnavailable  this kind of factor cannot be used here
│   ├── NotVerified        wrong, used, expired, locked or unknown: one answer for all
│   ├── ChannelUnavailable this channel does not reach this customer
│   ├── ResendTooSoon      a limit on sending; says when to come back
│   │   └── BudgetSpent    too much was sent already; nobody is told whose budget it was
│   ├── SessionUnknown     no such chat session
│   ├── IdentityRejected   the site's identity token does not hold
│   ├── TextOrOption       a chat message needs exactly one usable input
│   ├── OptionUnknown      that option was never offered in this conversation
│   ├── ConversationClosed the conversation has ended
│   ├── CallRefused        a webhook asks for a call that is not its own
│   ├── AccountUnknown     no such customer, or one without an account
│   ├── AmountInvalid      no whole, positive, sensible number of cents
│   ├── OverLimit          more than the confirming device allows; says what would do
│   ├── LimitUnknown       nobody knows this device's limit; Client Services decides
│   ├── WithdrawalUnknown  no such withdrawal
│   ├── KeyReused          the caller's key names another withdrawal already
│   ├── CardOnly           a passcode past its two days: only the online card may be printed
│   ├── TemporaryAccessOver passcode and card have run out, and there is no other device
│   ├── PasscodeConsecutive no second passcode before a permanent device was back
│   ├── NotParticipant     never had a device, so there is none to stand in for
│   ├── CardNotOffered     this login may not ask for an online card
│   ├── CardUnknown        no such online card, or not one that waits to be proved
│   ├── RequestRunning     the same request, under the same key, is not done yet
│   ├── AnswerNotKept      it was done; its answer held a secret and is told only once
│   └── WithdrawalsOpen    a customer whose money is on its way cannot be erased
└── GatewayError           the outside failed; says whether to retry
"""

from collections.abc import Sequence
from datetime import timedelta


class SlsError(Exception):
    """Anything this product raises on purpose."""


class Refusal(SlsError):
    """An expected no, with a stable `code` that edges turn into a sentence once."""

    code = "refused"


class LoginRefused(Refusal):
    """Unknown name, wrong password or locked; nobody may learn which."""

    code = "login_refused"


class LoginUnknown(Refusal):
    """No pending login has this id, or it is over."""

    code = "login_unknown"


class WrongState(Refusal):
    """The login or withdrawal is not at the step that this request belongs to."""

    code = "wrong_state"


class VersionTooOld(Refusal):
    """This TWS cannot offer a choice of devices; `needed` is the version that can (F21, X27)."""

    code = "version_too_old"

    def __init__(self, needed: str) -> None:
        super().__init__(needed)
        self.needed = needed


class FactorUnavailable(Refusal):
    """This kind of factor cannot be verified here yet."""

    code = "factor_unavailable"


class NotVerified(Refusal):
    """The response did not verify the login; nobody may learn why."""

    code = "not_verified"


class ChannelUnavailable(Refusal):
    """A channel cannot be used; `reason` names why and `offer` what can be used instead."""

    code = "channel_unavailable"

    def __init__(self, reason: str, offer: str | None, channel: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offer = offer
        self.channel = channel


class ResendTooSoon(Refusal):
    """A sending limit holds; `retry_after` says how long."""

    code = "resend_too_soon"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(str(retry_after))
        self.retry_after = retry_after


class BudgetSpent(ResendTooSoon):
    """A budget of sends is spent; `budget` and `channel` are for operators, not for people."""

    code = "budget_spent"

    def __init__(self, retry_after: timedelta, budget: str, channel: str) -> None:
        super().__init__(retry_after)
        self.budget = budget
        self.channel = channel


class SessionUnknown(Refusal):
    """No conversation belongs to this bearer."""

    code = "session_unknown"


class IdentityRejected(Refusal):
    """The identity token is forged, stale, used before or meant for someone else."""

    code = "identity_rejected"


class TextOrOption(Refusal):
    """A chat message must hold either a text of sensible length or an option."""

    code = "text_or_option"


class OptionUnknown(Refusal):
    """The option was never offered in this conversation."""

    code = "option_unknown"


class ConversationClosed(Refusal):
    """The conversation has ended; a new session starts a new one."""

    code = "closed"


class CallRefused(Refusal):
    """A call that does not own its delivery, or a delivery that does not exist."""

    code = "call_refused"


class AccountUnknown(Refusal):
    """No customer has this name, or they have no account to withdraw from."""

    code = "account_unknown"


class AmountInvalid(Refusal):
    """An amount is a positive, whole number of cents."""

    code = "amount_invalid"


class OverLimit(Refusal):
    """The amount is more than what remains of the confirming device's limit.

    `kind` is the row of limits with its two figures; `offers` are the customer's own factors
    that would allow the amount now.
    """

    code = "over_limit"

    def __init__(
        self,
        kind: str,
        day_cents: int | None,
        window_cents: int | None,
        remaining_cents: int,
        offers: Sequence[str],
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.day_cents = day_cents
        self.window_cents = window_cents
        self.remaining_cents = remaining_cents
        self.offers = tuple(offers)


class LimitUnknown(Refusal):
    """No source has a figure for this kind of device (X33)."""

    code = "limit_unknown"

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class WithdrawalUnknown(Refusal):
    """No withdrawal has this id."""

    code = "withdrawal_unknown"


class KeyReused(Refusal):
    """The same key came before with another amount or another device."""

    code = "key_reused"


class CardOnly(Refusal):
    """The temporary passcode is past its two days: it only lets the card be printed (F13)."""

    code = "card_only"


class TemporaryAccessOver(Refusal):
    """Passcode and online card are over and there is no other device: Client Services (F15)."""

    code = "temporary_access_over"


class PasscodeConsecutive(Refusal):
    """No temporary passcode follows another before a permanent device was active again (F17)."""

    code = "passcode_consecutive"


class NotParticipant(Refusal):
    """A temporary passcode is for those whose device is lost; this customer never had one (F11)."""

    code = "not_participant"


class CardNotOffered(Refusal):
    """This login is not one from which an online card may be asked for (G7, G11)."""

    code = "card_not_offered"


class CardUnknown(Refusal):
    """No online card of this customer has this id and waits to be printed and proved."""

    code = "card_unknown"


class RequestRunning(Refusal):
    """The first request under this key is not done yet; ask again in a moment."""

    code = "request_running"


class AnswerNotKept(Refusal):
    """This request was done, but its answer held a secret, which is told only once."""

    code = "answer_not_kept"


class WithdrawalsOpen(Refusal):
    """The customer has withdrawals that are neither paid out nor cancelled."""

    code = "withdrawals_open"


class GatewayError(SlsError):
    """Something outside our process failed.

    `is_outcome_unknown` means that the request may have taken effect all the same, so only a
    reconciler may decide about another try. `is_retryable` means it certainly had no effect;
    `is_throttling`, that it was only too much at once, and `retry_after`, when it may come again.
    """

    def __init__(
        self,
        reason: str,
        *,
        is_retryable: bool = False,
        is_outcome_unknown: bool = False,
        is_throttling: bool = False,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_retryable = is_retryable
        self.is_outcome_unknown = is_outcome_unknown
        self.is_throttling = is_throttling
        self.retry_after = retry_after
