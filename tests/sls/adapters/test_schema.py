"""The schema: brought up to date and checked."""

import pytest
from sqlalchemy.exc import OperationalError

from sls.adapters.database import Database
from sls.adapters.schema import Schema
from tests.sls.crowd import at_once


def test_an_upgrade_makes_the_folder_and_the_newest_schema(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/deep/down/sls.db")
    schema = Schema(database)

    schema.upgrade()

    assert schema.is_current()
    database.dispose()


def test_an_upgrade_of_the_newest_schema_changes_nothing(database):
    schema = Schema(database)

    schema.upgrade()

    assert schema.is_current()


def test_a_database_without_a_schema_is_not_current(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/sls.db")

    assert not Schema(database).is_current()
    database.dispose()


def test_a_database_that_takes_writes_says_so(database):
    assert Schema(database).can_write()


def test_a_database_that_takes_none_fails_aloud(tmp_path):
    database = Database(f"sqlite:///file:{tmp_path}/none.db?mode=ro&uri=true")

    with pytest.raises(OperationalError):
        Schema(database).can_write()
    database.dispose()


def test_programs_that_start_together_upgrade_one_after_the_other(postgresql):
    url = postgresql.url(postgresql.create())
    databases = [Database(url) for _ in range(4)]

    at_once(*(Schema(each).upgrade for each in databases))

    assert Schema(databases[0]).is_current()
    for each in databases:
        each.dispose()
