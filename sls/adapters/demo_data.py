"""The demo's cast and its reset: everything in the database as on the first day."""

from datetime import datetime, timedelta
from importlib import resources
from typing import Any

import yaml
from sqlalchemy import delete, insert

from sls.adapters import tables
from sls.adapters.database import Database
from sls.adapters.passwords import DemoPasswordCheck
from sls.domain.customers import Customer
from sls.domain.factors import Factor, FactorKind


class DemoData:
    """Creates the cast once and, on request, anew."""

    def __init__(self, database: Database, passwords: DemoPasswordCheck) -> None:
        tables.map_classes()
        self._database = database
        self._passwords = passwords
        self._hashes: dict[str, str] = {}

    def cast(self) -> list[dict[str, Any]]:
        """Return every member of the cast with every secret that is needed to try things."""
        data = _read()
        return [
            {**member, "password": _password(member["username"]), "pin": data["pin"]}
            for member in data["customers"]
        ]

    def create(self, now: datetime) -> None:
        """Create the cast where there is none."""
        with self._database.session(self._database.writing) as session:
            if session.query(Customer).first() is None:
                session.add_all(self._customers())
                session.flush()
                session.add_all(self._factors(now))

    def recreate(self, now: datetime) -> None:
        """Empty every table, the demo clock's too, and create the cast anew, in one transaction."""
        customers, factors = self._customers(), self._factors(now)
        with self._database.session(self._database.writing) as session:
            for table in reversed(tables.metadata.sorted_tables):
                session.execute(delete(table))
            session.execute(insert(tables.demo_clock).values(id=1, offset_seconds=0.0))
            session.add_all(customers)
            session.flush()
            session.add_all(factors)

    def _customers(self) -> list[Customer]:
        return [
            Customer(
                id=f"customer-{member['username']}",
                username=member["username"],
                language=member["language"],
                number=member["number"],
                password_hash=self._hash(member["username"]),
            )
            for member in _read()["customers"]
        ]

    def _factors(self, now: datetime) -> list[Factor]:
        return [
            Factor(
                id=f"factor-{member['username']}-{kind}",
                customer_id=f"customer-{member['username']}",
                kind=FactorKind(kind),
                number=member["number"] if kind == "sms" else None,
                active_from=now + timedelta(days=member.get("cooling_off_days", 0)),
            )
            for member in _read()["customers"]
            for kind in member["factors"]
        ]

    def _hash(self, username: str) -> str:
        if username not in self._hashes:
            self._hashes[username] = self._passwords.hash(_password(username))
        return self._hashes[username]


def _password(username: str) -> str:
    return f"{username}-demo-2fa"


def _read() -> dict[str, Any]:
    text = resources.files("sls.data").joinpath("cast.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data
