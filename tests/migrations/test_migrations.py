"""Migrations lead from nothing to exactly the tables of the core, and back, in each database."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from sls.adapters import tables
from sls.adapters.database import Database
from sls.adapters.schema import Schema

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@pytest.fixture
def database(new_database) -> Database:
    """Give an empty database of each kind."""
    return new_database()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def go(database: Database, step: object, revision: str) -> None:
    """Take a step up or down to a revision."""
    config = _config()
    with database.rebuilding() as connection:
        config.attributes["connection"] = connection
        step(config, revision)


def _tables(database: Database) -> set[str]:
    return set(inspect(database.reading).get_table_names())


def _checks(database: Database) -> dict[str, set[str]]:
    """Return the CHECK constraints of each table, which Alembic does not compare."""
    inspector = inspect(database.reading)
    return {
        table: {str(each["sqltext"]) for each in inspector.get_check_constraints(table)}
        for table in _tables(database) - {"alembic_version"}
    }


def test_an_upgrade_from_nothing_makes_exactly_the_tables_of_the_core(database):
    Schema(database).upgrade()

    with database.reading.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
    assert differences == []


def test_the_checks_and_words_are_those_of_the_tables_too(database, new_database):
    Schema(database).upgrade()
    made = new_database()
    tables.metadata.create_all(made.writing)

    assert _checks(database) == _checks(made)


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_events_keep_their_promise_of_new_ids(database):
    Schema(database).upgrade()

    with database.reading.connect() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'events'"))
        assert "AUTOINCREMENT" in made.scalar_one()


def test_a_downgrade_leaves_nothing_behind(database):
    go(database, command.upgrade, "head")

    go(database, command.downgrade, "base")

    assert _tables(database) <= {"alembic_version"}


def test_every_step_can_be_taken_back_and_taken_again(database):
    revisions = list(ScriptDirectory.from_config(_config()).walk_revisions())

    for revision in reversed(revisions):
        go(database, command.upgrade, revision.revision)
        go(database, command.downgrade, "-1")
        go(database, command.upgrade, revision.revision)

    assert Schema(database).is_current()


def test_there_is_one_line_of_migrations():
    assert len(ScriptDirectory.from_config(_config()).get_heads()) == 1
