"""Erases one customer, for operators: `python -m worker.erase <username> --agent <who decided>`."""

import argparse
import sys
from collections.abc import Callable, Sequence

from sls.bootstrap import build
from sls.core import Core
from sls.domain.errors import Refusal
from sls.settings import load_settings


def main(core: Core, words: Sequence[str], tell: Callable[[str], object]) -> int:
    """Erase whom was asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m worker.erase")
    parser.add_argument("username")
    parser.add_argument("--agent", required=True)
    asked = parser.parse_args(words)
    try:
        core.erasing.erase(asked.username, asked.agent)
    except Refusal as refusal:
        tell(f"refused code={refusal.code}")
        return 1
    tell("erased")
    return 0


if __name__ == "__main__":
    sys.exit(main(build(load_settings()), sys.argv[1:], lambda line: sys.stdout.write(line + "\n")))
