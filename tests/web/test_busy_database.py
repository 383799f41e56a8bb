"""A database that has no connection left: an orderly answer, and well again afterwards (A23)."""

from typing import Any, NoReturn

from sqlalchemy import event
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tests.web.test_full_disk import is_unavailable, writing
from tests.world import World


def test_a23_a_database_without_a_free_connection_is_an_orderly_problem(own_world: World) -> None:
    def refuse(*_: Any) -> NoReturn:
        raise PoolTimeout

    event.listen(writing(own_world), "checkout", refuse)
    refused = own_world.http.post("/api/chat/sessions", {})
    event.remove(writing(own_world), "checkout", refuse)

    assert is_unavailable(refused)
    assert own_world.http.post("/api/chat/sessions", {}).status_code == 201
