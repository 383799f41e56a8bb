"""An empty, upgraded SQLite database for every test that needs the real thing."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from sls.adapters.database import Database
from sls.adapters.repositories import SqlUnitsOfWork
from sls.adapters.schema import Schema
from sls.domain.customers import Customer
from sls.domain.factors import Factor


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a database as the migrations make it; copied, not used."""
    file = tmp_path_factory.mktemp("database") / "empty.db"
    database = Database(f"sqlite:///{file}")
    Schema(database).upgrade()
    database.dispose()
    return file


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Iterator[Database]:
    """Give a database of one's own."""
    file = tmp_path / "sls.db"
    shutil.copy(empty_database, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.dispose()


@pytest.fixture
def sql_units(database: Database) -> SqlUnitsOfWork:
    """Give the real units of work."""
    return SqlUnitsOfWork(database)


@pytest.fixture
def sql_seed(sql_units: SqlUnitsOfWork) -> Callable[[Customer, Sequence[Factor]], None]:
    """Give a way to put a customer into the real database."""

    def seed(customer: Customer, factors: Sequence[Factor]) -> None:
        with sql_units.write() as unit:
            unit.session.add(customer)
            unit.session.flush()
            unit.session.add_all(factors)

    return seed
