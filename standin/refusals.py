"""The answers that say no: Twilio's numbered errors, and problems of the control contract.

TwilioRefusal   an error of Twilio's REST API, by its code
TwimlTrouble    an error of Twilio's debugger, met while a call runs
Problem         an error of our own control contract
  PhoneUnknown
  WrongState
"""

import json
from functools import cache
from http import HTTPStatus
from importlib import resources
from typing import Any

MORE_INFO = "https://www.twilio.com/docs/errors/{code}"


class TwilioRefusal(Exception):
    """Twilio's REST API says no, with the code that Twilio documents."""

    def __init__(self, code: int, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def status(self) -> int:
        """Tell the HTTP status that goes with the code."""
        return int(_catalogue()[str(self.code)]["status"])

    def body(self) -> dict[str, Any]:
        """Build the JSON that Twilio's clients parse."""
        return {
            "code": self.code,
            "message": _catalogue()[str(self.code)]["message"].format(**self.values),
            "more_info": MORE_INFO.format(code=self.code),
            "status": self.status,
        }


class TwimlTrouble(Exception):
    """A running call met an error that Twilio's debugger would list."""

    def __init__(self, code: int, url: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.url = url


class Problem(Exception):
    """The control contract says no, with a stable code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code

    def body(self) -> dict[str, Any]:
        """Build the application/problem+json answer."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
        }


class PhoneUnknown(Problem):
    """No phone has this number."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.NOT_FOUND, "phone_unknown")


class WrongState(Problem):
    """The phone cannot do this now."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.CONFLICT, "wrong_state")


@cache
def _catalogue() -> dict[str, dict[str, Any]]:
    text = resources.files("standin").joinpath("data/twilio_errors.json").read_text("utf-8")
    errors: dict[str, dict[str, Any]] = json.loads(text)
    return errors
