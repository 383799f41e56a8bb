"""How a factor defends itself against guessing: it slows down, and at last needs a person.

Only the factor that is guessed at is slowed; the customer's others go on working (security A6).
"""

from datetime import timedelta

# A login has five tries; a customer may spoil two logins before anything slows down.
FREE_FAILURES = 9
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
# NIST SP 800-63B-4 3.2.2 allows a hundred; fifty wrong PINs are nobody's memory.
MAX_FAILURES = 50
UNTIL_RESET = timedelta(days=365 * 100)


def delay_after(failures: int) -> timedelta | None:
    """Return how long a factor rests after so many failures in a row, or None for not at all."""
    if failures <= FREE_FAILURES:
        return None
    if failures >= MAX_FAILURES:
        return UNTIL_RESET
    doublings = min(failures - FREE_FAILURES - 1, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)
