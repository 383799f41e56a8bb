"""Replays dialogues through the chat's HTTP API and checks what came back (`make talk`).

Beside the contract's fields our own dialogues may open a session at a login or with an identity
(`evaluation.openings`), let a turn speak in another session (`in`, a name), and keep a part of a
reply for a later turn (`keep: {name: pattern}`, said again as `{name}`).
"""

import argparse
import json
import re
import sys
import time
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import requests

from evaluation.instance import running_instance
from evaluation.openings import session_body

TIMEOUT_SECONDS = 15
_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT}
# A line that would check nothing is no dialogue.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "turns"],
    "properties": {
        "id": _TEXT,
        "lang": _TEXT,
        "open": {"type": "object"},
        "turns": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["user"],
                "properties": {
                    "user": _TEXT,
                    "must_contain": _TEXTS,
                    "must_not": _TEXTS,
                    "wait_for": {"type": "number", "minimum": 0},
                    "in": _TEXT,
                    "keep": {"type": "object", "additionalProperties": _TEXT},
                },
            },
        },
    },
}


class BadDialogue(Exception):
    """A line of the file is not a dialogue; the text says which and why."""


@dataclass(frozen=True)
class Failure:
    """One turn whose replies were not as they must be."""

    dialogue: str
    turn: int
    user: str
    missing: list[str]
    unwanted: list[str]
    replies: str


class Session:
    """One chat session of one dialogue."""

    def __init__(self, base_url: str, options: dict[str, Any]) -> None:
        self._base_url = base_url
        opened = self._post("sessions", session_body(base_url, options))
        self._headers = {"Authorization": f"Bearer {opened['session']}"}
        self._seen = self._newest_event(0)

    def say(self, text: str) -> dict[str, str]:
        """Say something; return the words of each reply, option labels included, by its id."""
        answer = self._post("messages", {"text": text, "client_id": str(uuid.uuid4())})
        return {each["id"]: _words(each) for each in answer["messages"]} | self.listen(0)

    def listen(self, wait: int) -> dict[str, str]:
        """Return the words of each message that was pushed, waiting for the first one."""
        found = {}
        for event in self._events(self._seen, wait):
            self._seen = max(self._seen, event["id"])
            if event["event"] == "message" and event["data"]["from"] != "customer":
                found[event["data"]["id"]] = _words(event["data"])
        return found

    def _newest_event(self, after: int) -> int:
        return max((event["id"] for event in self._events(after, 0)), default=after)

    def _events(self, after: int, wait: int) -> list[dict[str, Any]]:
        response = requests.get(
            f"{self._base_url}/api/chat/events",
            params={"after": after, "wait": wait},
            headers=self._headers,
            timeout=TIMEOUT_SECONDS + wait,
        )
        response.raise_for_status()
        events: list[dict[str, Any]] = response.json()["events"]
        return events

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        response = requests.post(
            f"{self._base_url}/api/chat/{path}",
            json=body,
            headers=getattr(self, "_headers", {}),
            timeout=TIMEOUT_SECONDS,
        )
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


def replay(base_url: str, dialogue: dict[str, Any]) -> list[Failure]:
    """Replay one dialogue; return its failed turns."""
    opening = dialogue.get("open", {})
    sessions = {"": Session(base_url, opening)}
    kept: dict[str, str] = {}
    failures = []
    for number, turn in enumerate(dialogue["turns"], start=1):
        name = turn.get("in", "")
        if name not in sessions:
            sessions[name] = Session(base_url, opening)
        replies = _take_turn(sessions[name], {**turn, "user": _filled(turn["user"], kept)})
        kept |= _kept(replies, turn)
        missing = _missing(replies, turn)
        unwanted = [each for each in turn.get("must_not", []) if _has_any(replies, each)]
        if missing or unwanted:
            failures.append(
                Failure(dialogue["id"], number, turn["user"], missing, unwanted, replies)
            )
    return failures


def _take_turn(session: Session, turn: dict[str, Any]) -> str:
    """Say one turn, and listen until everything wanted was heard or its time is up."""
    deadline = time.monotonic() + turn.get("wait_for", 0)
    replies = session.say(turn["user"])
    while _missing("\n".join(replies.values()), turn) and time.monotonic() < deadline:
        replies |= session.listen(max(1, int(deadline - time.monotonic())))
    return "\n".join(replies.values())


def _filled(words: str, kept: dict[str, str]) -> str:
    for name, value in kept.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def _kept(replies: str, turn: dict[str, Any]) -> dict[str, str]:
    found = {name: re.search(pattern, replies) for name, pattern in turn.get("keep", {}).items()}
    return {name: match[0] for name, match in found.items() if match}


def _missing(replies: str, turn: dict[str, Any]) -> list[str]:
    return [wanted for wanted in turn.get("must_contain", []) if not _has_any(replies, wanted)]


def read_dialogues(path: Path) -> Iterator[dict[str, Any]]:
    """Read dialogues, one a line, of a file or of every file in a folder.

    Raises:
        BadDialogue: a line is no dialogue.
    """
    if path.is_dir():
        for each in sorted(path.rglob("*.jsonl")):
            yield from read_dialogues(each)
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadDialogue("the file is not UTF-8") from error
    # Not splitlines(): JSON may hold other line separators within a text.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            dialogue = json.loads(line)
            jsonschema.validate(dialogue, SCHEMA)
        except ValueError as error:
            raise BadDialogue(f"line {number} is not JSON: {error}") from error
        except jsonschema.ValidationError as error:
            raise BadDialogue(f"line {number} is not a dialogue: {error.message}") from error
        yield dialogue


def report(base_url: str, dialogues: list[dict[str, Any]]) -> dict[str, Any]:
    """Replay every dialogue; print the failures and return the figures."""
    failures: list[Failure] = []
    for dialogue in dialogues:
        try:
            failed = replay(base_url, dialogue)
        except requests.RequestException as error:
            failed = [Failure(dialogue["id"], 0, "", [], [], f"request failed: {error}")]
        failures += failed
        for failure in failed:
            print(f"FAILED {failure.dialogue} turn {failure.turn}: {failure.user}")
            print(f"  missing {failure.missing} unwanted {failure.unwanted}")
            print("  " + failure.replies.replace("\n", "\n  "))
    turns = sum(len(dialogue["turns"]) for dialogue in dialogues)
    failed_dialogues = {failure.dialogue for failure in failures}
    return {
        "dialogues": len(dialogues),
        "passed": len(dialogues) - len(failed_dialogues),
        "turns": turns,
        "turns_passed": turns - len(failures),
        "failures": [vars(failure) for failure in failures],
    }


def main() -> None:
    """Replay the dialogues of a file; exit 1 when one failed, 2 when the file is no good."""
    parser = argparse.ArgumentParser(prog="make talk DATA=…", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--url", help="a running instance; else one is started")
    arguments = parser.parse_args()
    try:
        dialogues = list(read_dialogues(arguments.data))
    except (BadDialogue, OSError) as error:
        print(f"make talk: {error}", file=sys.stderr)
        sys.exit(2)
    if arguments.url:
        figures = report(arguments.url.rstrip("/"), dialogues)
    else:
        with running_instance() as base_url:
            figures = report(base_url, dialogues)
    print(json.dumps(figures, ensure_ascii=False))
    sys.exit(1 if figures["failures"] else 0)


def _has_any(replies: str, alternatives: str) -> bool:
    return any(_fold(each) in _fold(replies) for each in alternatives.split("|"))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words(message: dict[str, Any]) -> str:
    labels = [option["label"] for option in message["options"]]
    return "\n".join([message["text"], *labels])


if __name__ == "__main__":
    main()
