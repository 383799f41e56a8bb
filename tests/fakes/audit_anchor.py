"""A place outside the database, in memory."""

from sls.ports.audit import SignedHead


class MemoryAnchor:
    """Keeps one head; a test may lay hands on it."""

    def __init__(self) -> None:
        self.kept: SignedHead | None = None

    def read(self) -> SignedHead | None:
        """Return the head that was kept last."""
        return self.kept

    def keep(self, signed: SignedHead) -> None:
        """Keep this head instead."""
        self.kept = signed
