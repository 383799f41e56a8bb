"""Customers, as far as the secure login system knows them."""

from dataclasses import dataclass


@dataclass
class Customer:
    """A user of the broker: `language` is the one on file, `number` the mobile on file (E.164)."""

    id: str
    username: str
    language: str
    number: str
    password_hash: str


def fold_username(username: str) -> str:
    """Return the one spelling under which a user name is looked up."""
    return username.strip().casefold()
