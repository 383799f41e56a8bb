"""On the command line: phones (`python -m standin answer +12025550101`) and devices."""

import sys
from pathlib import Path

import requests

from sls.settings import load_settings
from standin.commands import COMMANDS, CommandFailed, parse, perform
from standin.device_command import answer_challenge
from standin.telephones import Telephones


def main() -> None:
    """Do one thing: a command of the phones, or else a device's answer."""
    words = sys.argv[1:]
    if len(words) > 1 and words[0] not in {*COMMANDS, "--url"}:
        answer_challenge(words)
        return
    arguments = parse(words)
    telephones = Telephones(arguments.url or load_settings().public_base_url)
    try:
        for line in perform(arguments, telephones, lambda path: Path(path).read_text("utf-8")):
            print(line, flush=True)  # noqa: T201
    except (CommandFailed, OSError, requests.RequestException) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
