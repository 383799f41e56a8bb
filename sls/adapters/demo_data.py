"""The demo's cast and its reset: everything in the database as on the first day."""

import hashlib
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

import yaml
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from sls.adapters import tables
from sls.adapters.audit_tables import CHAIN
from sls.adapters.database import Database
from sls.adapters.demo_people import enrolments, identities
from sls.adapters.mapping import metadata
from sls.adapters.passwords import DemoPasswordCheck
from sls.adapters.vault import KeyedSecretVault
from sls.domain.bindings import APP_KINDS, Binding
from sls.domain.challenges import SUITES, Device
from sls.domain.customers import Customer
from sls.domain.factors import Factor, FactorKind
from sls.domain.temporary_access import (
    PASSCODE_ALPHABET,
    PASSCODE_LENGTH,
    Passcode,
    TemporaryRules,
    issued,
)
from sls.ports import PasscodeVault
from sls.ports.digests import Digests

# Whoever holds one of these has a secret to answer with.
DEVICE_KINDS = frozenset({*SUITES, FactorKind.SECURITY_CODE_CARD})
_PASSCODE = FactorKind.TEMPORARY_PASSCODE.value


class DemoData:
    """Creates the cast once and, on request, anew."""

    def __init__(
        self,
        database: Database,
        passwords: DemoPasswordCheck,
        secrets: KeyedSecretVault,
        passcodes: PasscodeVault,
        rules: TemporaryRules,
        digests: Digests,
    ) -> None:
        tables.map_classes()
        self._database = database
        self._passwords = passwords
        self._secrets = secrets
        self._passcodes = passcodes
        self._rules = rules
        self._digests = digests
        self._hashes: dict[str, str] = {}

    def cast(self) -> list[dict[str, Any]]:
        """Return every member of the cast with every secret that is needed to try things."""
        data = _read()
        return [
            {
                **member,
                "password": _password(member["username"]),
                "pin": data["pin"],
                "device_keys": _device_keys(member),
                "install": _install(member) if _app_kinds(member) else None,
                "passcode": _passcode(_factor_id(member, _PASSCODE))
                if _PASSCODE in member["factors"]
                else None,
            }
            for member in data["customers"]
        ]

    def create(self, now: datetime) -> None:
        """Create the cast where there is none."""
        with self._database.session(self._database.writing) as session:
            if session.query(Customer).first() is None:
                self._add(session, self._rows(now))

    def recreate(self) -> None:
        """Empty every table but the audit chain and create the cast anew, in one transaction."""
        now = datetime.now(UTC)  # what the demo clock says once its offset is gone
        rows = self._rows(now)  # hashed before anybody has to wait for the database
        with self._database.session(self._database.writing) as session:
            for table in reversed(metadata.sorted_tables):
                if table.name not in CHAIN:
                    session.execute(delete(table))
            session.execute(insert(tables.demo_clock).values(id=1, offset_seconds=0.0))
            self._add(session, rows)

    def _rows(self, now: datetime) -> list[list[Any]]:
        """Return the cast's rows, each group after those it refers to."""
        factors = self._factors(now)
        issued = [*self._devices(), *self._issued(factors, now), *_bindings(now)]
        data = _read()
        people = [*identities(data, self._digests), *enrolments(data, now)]
        return [self._customers(), factors, issued, people]

    @staticmethod
    def _add(session: Session, rows: list[list[Any]]) -> None:
        for group in rows:
            session.add_all(group)
            session.flush()
        _open_accounts(session)

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
                id=_factor_id(member, kind),
                customer_id=f"customer-{member['username']}",
                kind=FactorKind(kind),
                number=member["number"] if kind == "sms" else None,
                active_from=now + timedelta(days=member.get("cooling_off_days", 0)),
            )
            for member in _read()["customers"]
            for kind in member["factors"]
        ]

    def _devices(self) -> list[Device]:
        data = _read()
        return [
            self._device(_factor_id(member, kind), kind, bytes.fromhex(key), data["pin"])
            for member in data["customers"]
            for kind, key in _device_keys(member).items()
        ]

    def _device(self, factor_id: str, kind: str, key: bytes, pin: str) -> Device:
        suite = SUITES.get(FactorKind(kind))
        seal = self._secrets.seal
        return Device(
            factor_id=factor_id,
            sealed_key=seal(key, f"devices|{factor_id}|key"),
            sealed_pin=seal(pin.encode(), f"devices|{factor_id}|pin")
            if suite is not None and suite.has_pin
            else None,
        )

    def _issued(self, factors: list[Factor], now: datetime) -> list[Passcode]:
        """Return the passcodes behind factors, issued when the cast is created."""
        return [
            issued(each, self._passcode_hash(each.id), "agent.en", self._rules, now)
            for each in factors
            if each.kind is FactorKind.TEMPORARY_PASSCODE
        ]

    def _hash(self, username: str) -> str:
        if username not in self._hashes:
            self._hashes[username] = self._passwords.hash(_password(username))
        return self._hashes[username]

    def _passcode_hash(self, factor_id: str) -> str:
        if factor_id not in self._hashes:
            self._hashes[factor_id] = self._passcodes.hash(_passcode(factor_id), factor_id)
        return self._hashes[factor_id]


def _bindings(now: datetime) -> list[Binding]:
    """Return on which phone each IB Key of the cast is, so that it can be activated there again."""
    return [
        Binding(_factor_id(member, kind), f"customer-{member['username']}", _install(member), now)
        for member in _read()["customers"]
        for kind in _app_kinds(member)
    ]


def _app_kinds(member: dict[str, Any]) -> list[str]:
    return [kind for kind in member["factors"] if kind in APP_KINDS]


def _install(member: dict[str, Any]) -> str:
    return f"demo-phone-{member['username']}"


def _open_accounts(session: Session) -> None:
    """Open an account for each member; a person with two user names holds two accounts."""
    for member in _read()["customers"]:
        account, holder = f"account-{member['username']}", member.get("holder", member["username"])
        user = {"customer_id": f"customer-{member['username']}", "account_id": account}
        session.execute(insert(tables.accounts).values(id=account, holder=f"person-{holder}"))
        session.execute(insert(tables.account_users).values(user))


def _factor_id(member: dict[str, Any], kind: str) -> str:
    return f"factor-{member['username']}-{kind}"


def _device_keys(member: dict[str, Any]) -> dict[str, str]:
    """Return the demo's device secrets: fixed, so that devices can be played from their README."""
    kinds = [kind for kind in member["factors"] if kind in DEVICE_KINDS]
    names = {kind: f"sls demo device {_factor_id(member, kind)}" for kind in kinds}
    return {kind: hashlib.sha256(name.encode()).hexdigest()[:40] for kind, name in names.items()}


def _passcode(factor_id: str) -> str:
    """Return the demo's temporary passcode: fixed as the secrets of devices are."""
    drawn = hashlib.sha256(f"sls demo passcode {factor_id}".encode()).digest()[:PASSCODE_LENGTH]
    return "".join(PASSCODE_ALPHABET[byte % len(PASSCODE_ALPHABET)] for byte in drawn)


def _password(username: str) -> str:
    return f"{username}-demo-2fa"


def _read() -> dict[str, Any]:
    text = resources.files("sls.data").joinpath("cast.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data
