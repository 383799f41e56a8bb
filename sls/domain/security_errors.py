"""Refusals of changes to security settings, beside those of `errors`.

Refusal
├── ShareRefused       a device cannot be shared; says which condition does not hold (T17)
├── ShareUnknown       no such share of a device
├── RightsMissing      another user of the account may change security settings (F61)
├── OptOutRefused      this account cannot be opted out
├── AddressRefused     login cannot be restricted to this address; says why
├── RestrictionUnknown no such restriction of this user
├── VerificationUnknown no such verification
├── NoDevice           there is no security device to verify with
├── PinRefused         no PIN for this device; says why
├── PinNotUsed         this device has no PIN of ours (F10)
├── PinUnchangeable    no source says how this device's PIN is changed
├── PinMissing         an agent has reset the PIN: a new one comes first (F7)
├── PinChangeUnknown   no such change of PIN, or not one that waits
├── AppNotActive       no user can be added where IB Key is not active (F41)
├── NumberRefused      no mobile number that codes may go to; says why
└── NumberChangeUnknown no such change of number, or not one that waits
"""

from collections.abc import Sequence

from sls.domain.errors import Refusal


class ShareRefused(Refusal):
    """A device cannot be shared; `reason` names the condition that does not hold (F55, F59)."""

    code = "share_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ShareUnknown(Refusal):
    """No share of a device has this id."""

    code = "share_unknown"


class RightsMissing(Refusal):
    """The user may not change security settings; `usernames` of the same account may (F61)."""

    code = "rights_missing"

    def __init__(self, usernames: Sequence[str]) -> None:
        super().__init__("rights_missing")
        self.usernames = tuple(usernames)


class OptOutRefused(Refusal):
    """An account cannot be opted out of the Secure Login System; `reason` says why."""

    code = "opt_out_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AddressRefused(Refusal):
    """Login cannot be restricted to this address; `reason` says why (G72)."""

    code = "address_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RestrictionUnknown(Refusal):
    """No restriction of this user's logins has this id."""

    code = "restriction_unknown"


class VerificationUnknown(Refusal):
    """No verification has this id."""

    code = "verification_unknown"


class NoDevice(Refusal):
    """The customer has no security device to verify with."""

    code = "no_device"


class PinRefused(Refusal):
    """This cannot be the new PIN; `reason` says why (F36, G40)."""

    code = "pin_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PinNotUsed(Refusal):
    """This device has no PIN of ours: the phone itself knows its owner, or there is none (F10)."""

    code = "pin_not_used"


class PinUnchangeable(Refusal):
    """No source says how the PIN of such a device is changed: Client Services do it (F7, G71)."""

    code = "pin_unchangeable"


class PinMissing(Refusal):
    """An agent has made the PIN invalid: the customer sets a new one first (F7)."""

    code = "pin_missing"


class PinChangeUnknown(Refusal):
    """No change of a PIN has this id and waits."""

    code = "pin_change_unknown"


class AppNotActive(Refusal):
    """IB Key is active for nobody on that installation, so no user can be added to it (F41)."""

    code = "app_not_active"


class NumberRefused(Refusal):
    """A number that cannot become the mobile number on file; `reason` says why (A16, NIST PSTN)."""

    code = "number_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NumberChangeUnknown(Refusal):
    """No change of a number has this id and waits for its code."""

    code = "number_change_unknown"
