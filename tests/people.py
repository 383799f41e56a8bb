"""The people of the tests, acting over HTTP: a login screen, a chat, somebody with a phone."""

import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests

T = TypeVar("T")
PATIENCE_SECONDS = 20.0
TIMEOUT_SECONDS = 30.0
NUMBERS = {
    "alice": "+12025550101",
    "chen": "+6585550103",
    "fang": "+8613800138000",
    "hugo": "+447400900107",
    "ines": "+12025550108",
}
GATE_KEY = re.compile(r"(?:press|按)\s*([1-9])", re.IGNORECASE)
SPOKEN_DIGITS = {
    "en": "zero one two three four five six seven eight nine".split(),
    "zh_CN": "零 幺 二 三 四 五 六 七 八 九".split(),
}
PLAIN_ONE = "一"


def eventually(check: Callable[[], T], patience: float = PATIENCE_SECONDS) -> T:
    """Wait until the check comes true; fail when it does not."""
    until = time.monotonic() + patience
    pause = threading.Event()
    while not (answer := check()):
        assert time.monotonic() < until, f"waited in vain; the last answer was {answer!r}"
        pause.wait(0.02)
    return answer


def digits_in(words: str, language: str) -> str:
    """Return the digits that are spoken as words in a text."""
    of_word = {word: str(digit) for digit, word in enumerate(SPOKEN_DIGITS[language])}
    of_word[PLAIN_ONE] = "1"
    if language == "en":
        return "".join(
            of_word[word] for word in re.findall(r"[a-z]+", words.lower()) if word in of_word
        )
    return "".join(of_word[char] for char in words if char in of_word)


class Http:
    """Requests to one instance, past any proxy of the machine."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, path: str, **options: Any) -> requests.Response:
        """Get a path."""
        return self.session.get(f"{self.base_url}{path}", timeout=TIMEOUT_SECONDS, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> requests.Response:
        """Post JSON to a path."""
        return self.session.post(
            f"{self.base_url}{path}", json=body, timeout=TIMEOUT_SECONDS, **options
        )

    def reset(self) -> None:
        """Make everything as new."""
        assert self.post("/standin/reset", {}).ok

    def advance(self, seconds: float) -> None:
        """Set the demo's clock forward."""
        assert self.post("/standin/clock", {"advance_seconds": seconds}).ok

    def inbox(self, number: str) -> list[dict[str, Any]]:
        """Return the text messages of a phone."""
        found: list[dict[str, Any]] = self.get("/standin/messages", params={"to": number}).json()
        return found


@dataclass
class LoginScreen:
    """One pending login on a login screen."""

    http: Http
    id: str
    state: str

    @classmethod
    def of(cls, http: Http, username: str, **wanted: Any) -> "LoginScreen":
        """Enter a member of the cast's user name and password."""
        body = {
            "username": username,
            "password": f"{username}-demo-2fa",
            "platform": "client_portal",
            **wanted,
        }
        answer = http.post("/api/sls/v1/logins", body)
        assert answer.status_code == 201, answer.text
        return cls(http, answer.json()["login"], answer.json()["state"])

    def post(self, step: str, body: Any, **options: Any) -> requests.Response:
        """Post to a step of this login."""
        return self.http.post(f"/api/sls/v1/logins/{self.id}/{step}", body, **options)

    def ask_for(self, channel: str) -> requests.Response:
        """Ask for a code."""
        return self.post("code", {"channel": channel})

    def verify(self, response: Any) -> requests.Response:
        """Type a code."""
        return self.post("verify", {"response": response})

    def view(self) -> dict[str, Any]:
        """Look at the login."""
        seen: dict[str, Any] = self.http.get(f"/api/sls/v1/logins/{self.id}").json()
        return seen

    def last_delivery(self) -> str:
        """Return the state of the newest delivery."""
        deliveries = self.view()["deliveries"]
        return str(deliveries[-1]["state"]) if deliveries else ""


@dataclass
class Chat:
    """One chat session."""

    http: Http
    opened: dict[str, Any]
    seen: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, http: Http, **wanted: Any) -> "Chat":
        """Open a session."""
        answer = http.post("/api/chat/sessions", {"language": None, **wanted})
        assert answer.status_code == 201, answer.text
        chat = cls(http, answer.json())
        chat.headers["Authorization"] = f"Bearer {answer.json()['session']}"
        return chat

    def post(self, body: Any, **headers: str) -> requests.Response:
        """Post a message as it is."""
        return self.http.post("/api/chat/messages", body, headers={**self.headers, **headers})

    def say(self, text: str) -> dict[str, Any]:
        """Say something and return the answer."""
        return self._answered({"text": text, "client_id": str(uuid.uuid4())})

    def choose(self, option: str) -> dict[str, Any]:
        """Choose an option and return the answer."""
        return self._answered({"option": option, "client_id": str(uuid.uuid4())})

    def events(self, after: int = 0, wait: int = 0) -> list[dict[str, Any]]:
        """Return what has happened, by the long poll."""
        answer = self.http.get(
            "/api/chat/events", params={"after": after, "wait": wait}, headers=self.headers
        )
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["events"]
        return found

    def texts(self) -> list[str]:
        """Return the words of every message so far."""
        return [each["data"]["text"] for each in self.events() if each["event"] == "message"]

    def deliveries(self) -> list[str]:
        """Return the states of deliveries that were told so far."""
        return [each["data"]["state"] for each in self.events() if each["event"] == "delivery"]

    def is_told(self, words: str) -> None:
        """Wait until some message holds these words."""
        eventually(lambda: any(words in text for text in self.texts()))

    def _answered(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.post(body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@dataclass
class Phone:
    """Somebody with a phone of the stand-in."""

    http: Http
    number: str

    def does(self, action: str, **body: Any) -> None:
        """Do something with the phone, which must be possible now."""
        answer = self.http.post(f"/standin/phones/{self.number}/{action}", body)
        assert answer.status_code == 200, answer.text

    def rings(self) -> bool:
        """Whether it rings now."""
        phones = self.http.get("/standin/phones").json()
        return any(each["number"] == self.number and each["state"] == "ringing" for each in phones)

    def picks_up(self) -> None:
        """Wait for it to ring and answer."""
        eventually(self.rings)
        self.does("answer")

    def takes_the_call(self) -> None:
        """Wait for it to ring, answer, and press the key that a whisper asks for."""
        self.picks_up()
        self.presses_the_gate_key()

    def talks_with(self, other: "Phone") -> None:
        """Say something until the other one hears it: then the two are connected."""

        def is_heard() -> bool:
            self.does("say", text="hello")
            return "hello" in other.heard()

        eventually(is_heard)

    def log(self, kind: str) -> list[dict[str, Any]]:
        """Return the entries of one kind."""
        entries = self.http.get(f"/standin/phones/{self.number}/log").json()
        return [entry for entry in entries if entry["kind"] == kind]

    def heard(self) -> str:
        """Return everything that was heard so far."""
        return "\n".join(entry["text"] for entry in self.log("heard"))

    def calls(self) -> set[str]:
        """Return the ids of all calls this phone has had."""
        return {entry["call"] for entry in self.log("state") if entry["call"]}

    def presses_the_gate_key(self) -> str:
        """Wait for the gate's prompt and press the one key it names."""
        found = eventually(lambda: GATE_KEY.findall(self.heard()))
        self.does("press", digits=found[-1])
        return str(found[-1])

    def hears_the_code(self, language: str, times: int = 2) -> str:
        """Wait until the code was read out so often, and return it."""

        def readings() -> list[str]:
            spoken = [digits_in(entry["text"], language) for entry in self.log("heard")]
            return [digits for digits in spoken if len(digits) == 6]

        eventually(lambda: len(readings()) >= times)
        assert len(set(readings())) == 1, "the readings differ"
        return readings()[0]
