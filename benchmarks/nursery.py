"""Raises workers to be killed: one process that has loaded everything, and forks on demand.

Each line read is one worker to start; the line written back is its process id. What was built
before the fork has opened nothing yet, so each worker is as good as one that was started anew.
"""

import os
import signal
import sys
import threading

from sls.bootstrap import build
from sls.settings import load_settings
from worker.__main__ import work


def main() -> None:
    """Fork a worker for each line, until there are no more lines."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    core = build(load_settings())
    for _ in sys.stdin:
        process = os.fork()
        if process == 0:
            work(core, threading.Event())
        print(process, flush=True)


if __name__ == "__main__":
    main()
