"""The commands of the phones, one by one or as a scenario with a command on each line."""

import argparse
import json
import shlex
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from standin.faults import SWITCHES
from standin.geography import CHANNELS, OTHERS
from standin.limits import BY_SENDER
from standin.recording import record, speak
from standin.telephones import CommandFailed, Telephones, wait_for

__all__ = ["COMMANDS", "CommandFailed", "parse", "perform"]

PLAIN_ACTIONS = ("answer", "reject", "busy", "hangup", "call")
STATES = ("idle", "dialling", "ringing", "in_call")
OFF = "off"

Read = Callable[[str], str]


def parse(words: Sequence[str]) -> Namespace:
    """Read a command line."""
    parser = argparse.ArgumentParser(prog="python -m standin", description=__doc__)
    parser.add_argument("--url", default="", help="where the demo runs; else PUBLIC_BASE_URL")
    _describe(parser.add_subparsers(dest="command", required=True))
    return parser.parse_args(words)


def perform(arguments: Namespace, telephones: Telephones, read: Read) -> Iterator[str]:
    """Carry out a command, and yield what there is to tell.

    Raises: CommandFailed.
    """
    if arguments.command == "play":
        yield from _play(read(arguments.file), telephones, read)
        return
    told = COMMANDS[arguments.command](arguments, telephones)
    for item in told if isinstance(told, list) else [told]:
        yield json.dumps(item, ensure_ascii=False)


def _play(scenario: str, telephones: Telephones, read: Read) -> Iterator[str]:
    for number, line in enumerate(scenario.splitlines(), start=1):
        words = shlex.split(line, comments=True)
        if not words:
            continue
        if words[0] == "play" or words[0] not in COMMANDS:
            raise CommandFailed(f"line {number}: command_unknown")
        yield f"# {' '.join(words)}"
        try:
            yield from perform(parse(words), telephones, read)
        except CommandFailed as failure:
            raise CommandFailed(f"line {number}: {failure}") from failure


def _act(arguments: Namespace, telephones: Telephones) -> Any:
    return telephones.act(arguments.number, arguments.command)


def _press(arguments: Namespace, telephones: Telephones) -> Any:
    return telephones.act(arguments.number, "press", digits=arguments.digits)


def _say(arguments: Namespace, telephones: Telephones) -> Any:
    words, sure = " ".join(arguments.words), arguments.confidence
    return telephones.act(arguments.number, "say", text=words, confidence=sure)


def _text(arguments: Namespace, telephones: Telephones) -> Any:
    return telephones.act(arguments.number, "text", text=" ".join(arguments.words))


def _voicemail(arguments: Namespace, telephones: Telephones) -> Any:
    greeting = {"keys": arguments.keys, "seconds": arguments.seconds}
    return telephones.act(arguments.number, "voicemail", **greeting)


def _wait(arguments: Namespace, telephones: Telephones) -> Any:
    number, state = arguments.number, arguments.state
    wait_for(lambda: telephones.state(number) == state, arguments.within)
    return {"number": number, "state": state}


def _hear(arguments: Namespace, telephones: Telephones) -> Any:
    number, words = arguments.number, " ".join(arguments.words)

    def heard() -> list[dict[str, Any]]:
        entries = telephones.log(number)
        latest = entries[-1]["call"] if entries else None
        return [each for each in entries if each["call"] == latest and _has(each, words)]

    wait_for(lambda: bool(heard()), arguments.within)
    return heard()[-1]


def _has(entry: dict[str, Any], words: str) -> bool:
    return entry["kind"] == "heard" and words.casefold() in entry["text"].casefold()


def _fault(arguments: Namespace, telephones: Telephones) -> Any:
    wanted = (
        None if arguments.fault == OFF else {"fault": arguments.fault, "times": arguments.times}
    )
    return telephones.send("POST", "/faults", {arguments.switch: wanted})


def _pace(arguments: Namespace, telephones: Telephones) -> Any:
    return telephones.send("POST", "/faults", {"calls_per_second": arguments.calls_per_second})


def _permit(arguments: Namespace, telephones: Telephones) -> Any:
    is_permitted = arguments.command == "allow"
    channels = arguments.channels or CHANNELS
    wanted = {"country": arguments.country, **dict.fromkeys(channels, is_permitted)}
    return telephones.send("POST", "/geo", wanted)


def _limit(arguments: Namespace, telephones: Telephones) -> Any:
    wanted = {"segments_per_second": arguments.segments_per_second}
    if arguments.queue is not None:
        wanted["queue_seconds"] = arguments.queue
    return telephones.send("POST", "/limits", wanted)


def _wav(arguments: Namespace, telephones: Telephones) -> Any:
    steps = telephones.send("GET", f"/calls/{arguments.call}/trace")["steps"]
    seconds = record(steps, Path(arguments.file), speak)
    return {"file": arguments.file, "seconds": round(seconds, 1)}


COMMANDS: Mapping[str, Callable[[Namespace, Telephones], Any]] = {
    **dict.fromkeys(PLAIN_ACTIONS, _act),
    "press": _press,
    "say": _say,
    "text": _text,
    "voicemail": _voicemail,
    "wait": _wait,
    "hear": _hear,
    "phones": lambda _, telephones: telephones.send("GET", "/phones"),
    "log": lambda arguments, telephones: telephones.log(arguments.number),
    "inbox": lambda arguments, telephones: telephones.send(
        "GET", f"/messages?to={arguments.number}"
    ),
    "trace": lambda arguments, telephones: telephones.send("GET", f"/calls/{arguments.call}/trace"),
    "wav": _wav,
    "fault": _fault,
    "pace": _pace,
    "geo": lambda _, telephones: telephones.send("GET", "/geo"),
    **dict.fromkeys(("allow", "forbid"), _permit),
    "limits": lambda _, telephones: telephones.send("GET", "/limits"),
    "limit": _limit,
    "faults": lambda _, telephones: telephones.send("GET", "/faults"),
    "advance": lambda arguments, telephones: telephones.send(
        "POST", "/clock", {"advance_seconds": arguments.seconds}
    ),
    "reset": lambda _, telephones: telephones.send("POST", "/reset", {}),
    "play": lambda _, __: None,
}


def _describe(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare every command, and what it is given."""
    parsers = {name: commands.add_parser(name) for name in COMMANDS}
    for name in (*PLAIN_ACTIONS, "press", "say", "text", "voicemail", "wait", "hear", "log"):
        parsers[name].add_argument("number")
    parsers["inbox"].add_argument("number", nargs="?", default="")
    parsers["press"].add_argument("digits")
    for name in ("say", "text", "hear"):
        parsers[name].add_argument("words", nargs="+")
    parsers["say"].add_argument("--confidence", type=float, default=0.9)
    parsers["voicemail"].add_argument("--keys", default="", help="keys that the greeting plays")
    parsers["voicemail"].add_argument("--seconds", type=float, default=4.0)
    parsers["wait"].add_argument("state", choices=STATES)
    for name in ("wait", "hear"):
        parsers[name].add_argument("--within", type=float, default=30.0, help="seconds")
    for name in ("trace", "wav"):
        parsers[name].add_argument("call")
    parsers["wav"].add_argument("file", help="what was said in the call, spoken by espeak-ng")
    parsers["fault"].add_argument("switch", choices=sorted(SWITCHES))
    parsers["fault"].add_argument("fault", help="; ".join(_choices()))
    parsers["fault"].add_argument("--times", type=int)
    parsers["pace"].add_argument("calls_per_second", type=_call_pace, help="a number, or off")
    for name in ("allow", "forbid"):
        parsers[name].add_argument("country", help=f"two letters as in ISO 3166, or {OTHERS}")
        parsers[name].add_argument("channels", nargs="*", help="voice, sms; neither is both")
    parsers["limit"].add_argument(
        "segments_per_second", type=_message_pace, help=f"a number, {BY_SENDER} or {OFF}"
    )
    parsers["limit"].add_argument("--queue", type=float, help="seconds that a sender's queue holds")
    parsers["advance"].add_argument("seconds", type=float)
    parsers["play"].add_argument("file", help="a command on each line; # begins a comment")


def _call_pace(written: str) -> float | None:
    return None if written == OFF else float(written)


def _message_pace(written: str) -> str | float | None:
    return written if written == BY_SENDER else _call_pace(written)


def _choices() -> Iterator[str]:
    for switch, faults in SWITCHES.items():
        yield f"{switch}: {', '.join((*faults, OFF))}"
