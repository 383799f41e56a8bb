"""Empty, upgraded databases of either kind for every test that needs the real thing."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from sls.adapters.database import Database
from sls.adapters.repositories import SqlUnitsOfWork
from sls.adapters.schema import Schema
from sls.domain.customers import Customer
from sls.domain.factors import Factor
from tests.fakes.audit_keys import plain_chain
from tests.postgresql import Server

Seed: TypeAlias = Callable[[Customer, Sequence[Factor]], None]


def seed_of(units: SqlUnitsOfWork) -> Seed:
    """Return a way to put a customer into a real database."""

    def seed(customer: Customer, factors: Sequence[Factor]) -> None:
        with units.write() as unit:
            unit.session.add(customer)
            unit.session.flush()
            unit.session.add_all(factors)

    return seed


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of an SQLite database as the migrations make it; copied, not used."""
    file = tmp_path_factory.mktemp("database") / "empty.db"
    _upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def empty_template(postgresql: Server) -> str:
    """Give the name of a PostgreSQL database as the migrations make it; copied, not used."""
    name = postgresql.create()
    _upgrade(postgresql.url(name))
    return name


@pytest.fixture
def sqlite(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """Give an SQLite database of one's own."""
    file = tmp_path / "sls.db"
    shutil.copy(empty_file, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.dispose()


@pytest.fixture
def postgres(postgresql: Server, empty_template: str) -> Iterator[Database]:
    """Give a PostgreSQL database of one's own."""
    name = postgresql.create(empty_template)
    database = Database(postgresql.url(name))
    yield database
    database.dispose()
    postgresql.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Give a database of one's own, once of each kind."""
    given: Database = request.getfixturevalue(request.param)
    return given


@pytest.fixture
def sql_units(database: Database) -> SqlUnitsOfWork:
    """Give the real units of work."""
    return SqlUnitsOfWork(database, plain_chain())


@pytest.fixture
def sql_seed(sql_units: SqlUnitsOfWork) -> Seed:
    """Give a way to put a customer into the real database."""
    return seed_of(sql_units)


def _upgrade(url: str) -> None:
    database = Database(url)
    Schema(database).upgrade()
    database.dispose()
