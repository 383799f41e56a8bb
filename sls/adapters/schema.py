"""The database's schema: brought up to date by Alembic, and checked."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from sls.adapters.database import WRITES, Database
from sls.adapters.locks import hold_name

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class Schema:
    """The schema of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upgrade(self) -> None:
        """Create or upgrade the schema, and the folder of an SQLite file; one program at a time."""
        if self._database.is_sqlite:
            file = make_url(self._database.url).database
            if file and file != ":memory:":
                Path(file).parent.mkdir(parents=True, exist_ok=True)
        config = self._config()
        with self._database.rebuilding() as connection:
            hold_name(Session(connection, info={WRITES: True}), "upgrade of the schema")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def is_current(self) -> bool:
        """Whether the database answers and has the newest schema."""
        head = ScriptDirectory.from_config(self._config()).get_current_head()
        with self._database.reading.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head

    def can_write(self) -> bool:
        """Whether the database takes a write; a full disk refuses it."""
        with self._database.writing.begin() as connection:
            connection.execute(text("UPDATE demo_clock SET offset_seconds = offset_seconds"))
        return True

    def _config(self) -> Config:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        return config
