"""Chance that a test can foretell."""

from collections import deque


class CountingRandomness:
    """Tokens are numbered; digits are those that the test put in line, else a fixed sequence."""

    def __init__(self) -> None:
        self._tokens = 0
        self._drawn = 0
        self._waiting: deque[str] = deque()

    def next_digits(self, *digits: str) -> None:
        """Put these in line for the next draws."""
        self._waiting.extend(digits)

    def token(self) -> str:
        """Return a token that was never returned before."""
        self._tokens += 1
        return f"token-{self._tokens:06d}"

    def digits(self, length: int) -> str:
        """Return that many digits, others at every draw."""
        if self._waiting:
            return self._waiting.popleft()
        self._drawn += 1
        return str(402981 + self._drawn * 70001)[-length:].zfill(length)
