"""The phones of a running stand-in, as somebody at another machine's keyboard uses them."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import requests

ANSWER_SECONDS = 15.0
LOOK_AGAIN_SECONDS = 0.05


class CommandFailed(Exception):
    """The stand-in said no, or what was waited for did not happen; the text is a stable code."""


class Telephones:
    """Speaks the control contract of the stand-in at one address."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session = requests.Session()
        # A proxy of the machine must not see what stays on loopback.
        self._session.trust_env = False

    def act(self, number: str, action: str, **body: object) -> Any:
        """Do something with a phone.

        Raises: CommandFailed.
        """
        return self.send("POST", f"/phones/{quote(number, safe='')}/{action}", body)

    def log(self, number: str) -> list[dict[str, Any]]:
        """Read what a phone heard and did.

        Raises: CommandFailed.
        """
        entries: list[dict[str, Any]] = self.send("GET", f"/phones/{quote(number, safe='')}/log")
        return entries

    def state(self, number: str) -> str:
        """Tell what a phone is doing.

        Raises: CommandFailed.
        """
        phones = self.send("GET", "/phones")
        return next((str(each["state"]) for each in phones if each["number"] == number), "unknown")

    def send(self, method: str, path: str, body: object = None) -> Any:
        """Ask the stand-in.

        Raises: CommandFailed.
        """
        url = f"{self._url}/standin{path}"
        answer = self._session.request(method, url, json=body, timeout=ANSWER_SECONDS)
        told = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        if not answer.ok:
            raise CommandFailed(told.get("code") or f"http_{answer.status_code}")
        return told


def wait_for(check: Callable[[], bool], seconds: float) -> None:
    """Look again and again until the check comes true.

    Raises: CommandFailed.
    """
    until = time.monotonic() + seconds
    while not check():
        if time.monotonic() >= until:
            raise CommandFailed("waited_in_vain")
        time.sleep(LOOK_AGAIN_SECONDS)
