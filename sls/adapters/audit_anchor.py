"""The head of the audit chain in a file: whoever can write to the database cannot cut the chain.

Best is a file on another machine or a medium that can only be written once; the worker also logs
each head, so that a log kept elsewhere does the same service.
"""

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile

from sls.domain.audit import Head
from sls.ports.audit import SignedHead


class FileAnchor:
    """One JSON file, replaced as a whole."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> SignedHead | None:
        """Return the head that was kept last; ValueError when the file is not one of ours."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return SignedHead(Head(int(kept["seq"]), str(kept["seal"])), str(kept["signature"]))
        except FileNotFoundError:
            return None
        except (KeyError, TypeError) as error:
            raise ValueError("the file does not hold a head") from error

    def keep(self, signed: SignedHead) -> None:
        """Keep this head instead; a reader finds the old one or the new one, never half of it."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=self._file.parent, delete=False
        ) as draft:
            json.dump({**asdict(signed.head), "signature": signed.signature}, draft)
        Path(draft.name).replace(self._file)
