"""How often a webhook is asked, and how long is waited for it, as the fragment of its address says.

    https://example.org/voice#rc=2&rp=5xx,ct&ct=2000&rt=5000&tt=15000

Names and defaults are Twilio's ("connection overrides"): `ct` and `rt` are what is waited for a
connection and for an answer, `tt` for all of it, in milliseconds; `rc` is how often it is asked
again, after what `rp` names. A number beyond its range is taken as if it were not there: what
Twilio does with it we do not know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import requests

RANGES: Mapping[str, tuple[int, int, int]] = {
    "ct": (100, 5000, 10_000),
    "rt": (100, 15_000, 15_000),
    "tt": (100, 15_000, 15_000),
    "rc": (0, 1, 5),
}
POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})
NO_CONNECTION, NO_ANSWER = "ct", "rt"
SHORTEST_SECONDS = 0.1

Ask = Callable[[float, float], requests.Response]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Attempts:
    """What the address of one webhook asks for."""

    connect_seconds: float
    answer_seconds: float
    total_seconds: float
    most: int
    policy: frozenset[str]

    def make(self, ask: Ask, now: Clock) -> requests.Response:
        """Ask, and ask again where the policy says so; the last outcome counts.

        Raises: requests.RequestException.
        """
        until, left = now() + self.total_seconds, self.most - 1
        while True:
            rest = max(SHORTEST_SECONDS, until - now())
            try:
                answer = ask(min(self.connect_seconds, rest), min(self.answer_seconds, rest))
            except requests.RequestException as error:
                if not (left and now() < until and self._takes(_outcome_of(error))):
                    raise
            else:
                if not (left and now() < until and self._takes(f"{answer.status_code // 100}xx")):
                    return answer
            left -= 1

    def _takes(self, outcome: str) -> bool:
        return outcome in POLICIES and not self.policy.isdisjoint({outcome, "all"})


def attempts_for(url: str) -> Attempts:
    """Read what an address asks for."""
    said = {name: values[-1] for name, values in parse_qs(urlsplit(url).fragment).items()}
    read = {name: _number(said.get(name, ""), *limits) for name, limits in RANGES.items()}
    policy = frozenset(said.get("rp", NO_CONNECTION).split(",")) & POLICIES
    return Attempts(read["ct"] / 1000, read["rt"] / 1000, read["tt"] / 1000, read["rc"] + 1, policy)


def _number(written: str, least: int, usual: int, most: int) -> int:
    is_fit = written.isdecimal() and least <= int(written) <= most
    return int(written) if is_fit else usual


def _outcome_of(error: requests.RequestException) -> str:
    if isinstance(error, requests.ConnectionError):
        return NO_CONNECTION
    return NO_ANSWER if isinstance(error, requests.Timeout) else ""
