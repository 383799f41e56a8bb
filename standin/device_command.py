"""A device on the command line: `python -m standin bao dsc_plus 123456 --pin 4826`."""

import argparse
import sys
from collections.abc import Sequence

from sls.bootstrap import build
from sls.settings import load_settings
from standin.devices import DeviceRefusal, Devices


def answer_challenge(words: Sequence[str]) -> None:
    """Answer one challenge on the command line."""
    arguments = _parser().parse_args(words)
    demonstration = build(load_settings()).demonstrating
    cast = demonstration.cast() if demonstration else []
    member = next((each for each in cast if each["username"] == arguments.username), None)
    if member is None:
        sys.exit(f"nobody in the cast is called {arguments.username}")
    devices = Devices()
    challenge = arguments.challenge[0] if len(arguments.challenge) == 1 else arguments.challenge
    try:
        for _ in range(arguments.counter):
            devices.answer(member, arguments.kind, challenge, arguments.pin)
        print(devices.answer(member, arguments.kind, challenge, arguments.pin))  # noqa: T201
    except DeviceRefusal as refusal:
        sys.exit(str(refusal))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m standin", description=__doc__)
    parser.add_argument("username")
    parser.add_argument("kind", help="dsc_plus, dsc, gold, ib_key_ios, ib_key_android, …")
    parser.add_argument("challenge", nargs="+", help="six digits, or the two numbers of a card")
    parser.add_argument("--pin")
    parser.add_argument("--counter", type=int, default=0, help="how often it answered before")
    return parser
