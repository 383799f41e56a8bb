"""Runs the action server on loopback; `ACTIONS_PORT` is its port."""

import os

from rasa_sdk.__main__ import main_from_args
from rasa_sdk.endpoint import create_argument_parser

if __name__ == "__main__":
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")
    port = os.environ.get("ACTIONS_PORT", "5055")
    main_from_args(
        create_argument_parser().parse_args(["--actions", "actions.capabilities", "--port", port])
    )
