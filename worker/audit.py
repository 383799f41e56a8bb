"""Reads the audit chain, for operators: `python -m worker.audit verify`, `head` or `timeline`.

`verify` ends with 1 when the chain does not hold. `head` prints the signed head, to be kept where
whoever can write to the database cannot write.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence

from sls.bootstrap import build
from sls.core import Core
from sls.domain.errors import AccountUnknown
from sls.services.checking_audit import MAX_TIMELINE
from sls.settings import load_settings


def main(core: Core, words: Sequence[str], tell: Callable[[str], object]) -> int:
    """Do what was asked and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m worker.audit")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("verify")
    commands.add_parser("head")
    commands.add_parser("timeline").add_argument("username")
    asked = parser.parse_args(words)
    if asked.command == "verify":
        return _verify(core, tell)
    if asked.command == "head":
        signed = core.checking_audit.signed_head()
        tell(f"head seq={signed.head.seq} seal={signed.head.seal} signature={signed.signature}")
        return 0
    return _timeline(core, asked.username, tell)


def _verify(core: Core, tell: Callable[[str], object]) -> int:
    flaws = core.checking_audit.verify()
    for flaw in flaws:
        tell(f"flaw seq={flaw.seq} defect={flaw.defect}")
    tell(f"audit_chain {'broken' if flaws else 'holds'} entries={core.checking_audit.count()}")
    return 1 if flaws else 0


def _timeline(core: Core, username: str, tell: Callable[[str], object]) -> int:
    viewer = f"operator:{getpass.getuser()}"
    try:
        found = core.checking_audit.timeline(username, viewer, None, MAX_TIMELINE)
    except AccountUnknown as refusal:
        tell(f"refused code={refusal.code}")
        return 1
    for entry in found:
        data = json.dumps(dict(entry.data), sort_keys=True)
        subject = (entry.subject or "-")[:8]
        tell(
            f"{entry.at.isoformat(timespec='seconds')} {entry.kind} {entry.actor} {subject} {data}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(build(load_settings()), sys.argv[1:], lambda line: sys.stdout.write(line + "\n")))
