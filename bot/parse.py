"""Understand JSON lines without a server: `python -m bot.parse MODEL` reads {"text"} lines."""

import asyncio
import json
import logging
import sys
import time
from typing import Any, TextIO

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

WARM_UP = ("hello", "你好", "I did not get the code", "我没有收到验证码")


async def understand(agent: Agent, text: str) -> dict[str, Any]:
    """Return what the model makes of one message, and how long that took."""
    started = time.perf_counter()
    parsed = await agent.parse_message(text)
    elapsed = (time.perf_counter() - started) * 1_000
    known = ("name", "confidence")
    return {
        "intent": {key: parsed["intent"][key] for key in known},
        "intent_ranking": [{key: one[key] for key in known} for one in parsed["intent_ranking"]],
        "entities": [
            {key: one[key] for key in ("entity", "value", "start", "end")}
            for one in parsed["entities"]
        ],
        "ms": round(elapsed, 2),
    }


async def parse_lines(model: str, lines: TextIO, answers: TextIO) -> None:
    """Answer every line with a line."""
    agent = Agent.load(model)
    for text in WARM_UP:
        await understand(agent, text)
    for line in lines:
        if line.strip():
            found = await understand(agent, json.loads(line)["text"])
            answers.write(json.dumps(found, ensure_ascii=False) + "\n")
            answers.flush()


def main() -> int:
    """Parse what comes on standard input with the model named on the command line."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python -m bot.parse MODEL < lines.jsonl\n")
        return 2
    answers, sys.stdout = sys.stdout, sys.stderr  # Rasa's own words must not mix with the answers.
    configure_structlog(logging.WARNING)  # Else every message is printed with what it means.
    asyncio.run(parse_lines(sys.argv[1], sys.stdin, answers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
