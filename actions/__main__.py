"""Runs the action server on loopback, in one process; `ACTIONS_PORT` is its port.

rasa-sdk's own command starts Sanic's manager with a child: killed, it would leave the child behind,
holding the port, out of the supervisor's sight.
"""

import os

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

DEFAULT_PORT = "5055"


def main() -> None:
    """Serve the actions until told to stop."""
    executor = ActionExecutor()
    executor.register_package("actions.capabilities")
    port = int(os.environ.get("ACTIONS_PORT", DEFAULT_PORT))
    app = create_app(executor)
    app.run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
