"""One-time codes: six digits that live ten minutes, work once and never lie about in clear."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

CODE_LENGTH = 6
# NIST SP 800-63B-4 3.1.3.2: an out-of-band code is void after ten minutes.
CODE_LIFETIME = timedelta(minutes=10)
# Below this a resend would arrive nearly dead, so a new code is made instead.
REUSE_UNTIL_LEFT = timedelta(minutes=5)
MAX_ATTEMPTS = 5

_SEPARATORS = re.compile(r"[\s\-‐-―－]")


@dataclass
class OneTimeCode:
    """One code of one pending login, or of whatever else `login_id` names.

    `digest` is keyed and has that bound in; `sealed` is the encrypted code, kept only until
    nothing has to be sent or read out any more.
    """

    id: str
    login_id: str
    digest: bytes
    sealed: bytes | None
    created_at: datetime
    expires_at: datetime
    consumed_at: datetime | None = None
    voided_at: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """A code that still opens its login."""
        return self.consumed_at is None and self.voided_at is None and now < self.expires_at

    def can_be_sent_again(self, now: datetime) -> bool:
        """A live code with enough life left for a message to arrive and be typed."""
        return self.is_live(now) and self.expires_at - now >= REUSE_UNTIL_LEFT

    def void(self, now: datetime) -> None:
        """End a code that a newer one replaces or that its login no longer needs."""
        self.voided_at = now
        self.sealed = None


def normalise(response: str, length: int = CODE_LENGTH) -> str | None:
    """Return the ASCII digits a person typed, or None when it is no code of this length.

    Full-width digits, spaces and hyphens are what people and keyboards add; digits of other
    scripts, signs and letters are not forgiven.
    """
    if len(response) > 64:
        return None
    folded = _SEPARATORS.sub("", unicodedata.normalize("NFKC", response))
    if len(folded) == length and folded.isascii() and folded.isdigit():
        return folded
    return None
