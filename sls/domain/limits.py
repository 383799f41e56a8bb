"""How often a code may be sent (design 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class SendingLimits:
    """The limits on sending codes.

    `gap` parts two sends of the same login and channel; `per_number` sends to one number fit in
    `window`, not counting those of logins that were verified.
    """

    gap: timedelta = timedelta(seconds=30)
    per_number: int = 5
    window: timedelta = timedelta(minutes=10)

    def wait(
        self, now: datetime, same_channel_at: datetime | None, to_number_at: Sequence[datetime]
    ) -> timedelta | None:
        """Return how long to wait before the next send, or None when it may go now.

        Args:
            same_channel_at: the last send of this login on this channel.
            to_number_at: the sends to this number that count, oldest first.
        """
        waits = [timedelta(0)]
        if same_channel_at is not None:
            waits.append(same_channel_at + self.gap - now)
        recent = [at for at in to_number_at if at > now - self.window]
        if len(recent) >= self.per_number:
            waits.append(recent[-self.per_number] + self.window - now)
        longest = max(waits)
        return longest if longest > timedelta(0) else None
