"""What the holder of an API key may do: several named keys, each with its scopes."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """One group of calls."""

    LOGIN = "login"  # logging in
    WITHDRAW = "withdraw"  # limits and withdrawals
    BIND = "bind"  # devices, numbers, PINs, sharing, enrolment, and proving oneself for them
    AGENT = "agent"  # what only staff may do
    AUDIT = "audit"  # reading the record
    METRICS = "metrics"  # reading figures and alarms


# What login screens call for the customer in front of them.
CUSTOMER_SCOPES = frozenset({Scope.LOGIN, Scope.WITHDRAW, Scope.BIND})


@dataclass(frozen=True)
class Caller:
    """Whoever calls the API, by the name of the key that was shown."""

    name: str
    scopes: frozenset[Scope]


@dataclass(frozen=True, repr=False)
class ApiKey:
    """A key and its holder; it has no repr, so that no log can tell it."""

    caller: Caller
    secret: str


def read_api_keys(text: str) -> tuple[ApiKey, ...]:
    """Read keys written as `name:scope,scope:secret`, with blanks between them.

    Raises:
        ValueError: a part is missing, a scope is unknown, or a name or secret comes twice.
    """
    keys = tuple(_read(word) for word in text.split())
    for unique in ([key.caller.name for key in keys], [key.secret for key in keys]):
        if len(set(unique)) != len(unique):
            raise ValueError("a name or a secret comes twice")
    return keys


def holder_of(shown: str, keys: Sequence[ApiKey]) -> Caller | None:
    """Return whose key this is; every key is compared, so that time tells nothing of any."""
    found: Caller | None = None
    for key in keys:
        if hmac.compare_digest(key.secret.encode(), shown.encode(errors="replace")):
            found = key.caller
    return found


def _read(word: str) -> ApiKey:
    name, _, rest = word.partition(":")
    scopes, _, secret = rest.partition(":")
    if not name or not secret:
        raise ValueError("a key is written as name:scope,scope:secret")
    return ApiKey(Caller(name, _scopes(scopes.split(","))), secret)


def _scopes(words: Iterable[str]) -> frozenset[Scope]:
    return frozenset(Scope(word) for word in words)
