"""Empty databases of each kind."""

from collections.abc import Callable, Iterator

import pytest

from sls.adapters.database import Database


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request, tmp_path) -> Iterator[Callable[[], Database]]:
    """Give a way to make empty databases of each kind."""
    made: list[Database] = []

    def make() -> Database:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path}/{len(made)}.db"
        else:
            server = request.getfixturevalue("postgresql")
            url = server.url(server.create())
        made.append(Database(url))
        return made[-1]

    yield make
    for each in made:
        each.dispose()
