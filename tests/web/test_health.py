"""Health pages tell the truth about each part."""

import shutil
import time
from datetime import UTC, datetime, timedelta

import requests

from tests.world import World

EVERYTHING = {"database": True, "assistant": True, "worker": True}


def ready(world: World) -> requests.Response:
    """Ask whether the world is ready."""
    return world.http.get("/readyz")


def test_an_instance_with_all_its_parts_is_ready(world: World) -> None:
    world.core.worker_signs.give("a worker")

    answer = ready(world)

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "parts": EVERYTHING}


def test_a_process_is_alive_whatever_became_of_the_parts(world: World) -> None:
    world.rasa.mood = "down"

    answer = world.http.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_without_rasa_it_is_not_ready(world: World) -> None:
    world.core.worker_signs.give("a worker")

    for world.rasa.mood in ("down", "silent"):
        answer = ready(world)

        assert answer.status_code == 503
        assert answer.json() == {"status": "not_ready", "parts": {**EVERYTHING, "assistant": False}}


def test_a_rasa_that_remembers_is_not_ready(world: World) -> None:
    world.core.worker_signs.give("a worker")
    world.rasa.tracker_store = "InMemoryTrackerStore"

    answer = ready(world)

    assert (answer.status_code, answer.json()["parts"]["assistant"]) == (503, False)


def test_something_else_in_rasas_place_is_not_ready(world: World) -> None:
    world.rasa.mood = "nonsense"

    answer = ready(world)

    assert (answer.status_code, answer.json()["parts"]["assistant"]) == (503, False)


def test_without_a_worker_it_is_not_ready(world: World) -> None:
    answer = ready(world)

    assert answer.status_code == 503
    assert answer.json()["parts"] == {**EVERYTHING, "worker": False}


def test_a_worker_that_fell_silent_is_not_ready(world: World) -> None:
    world.core.worker_signs.give("a worker")
    with world.core.units.write() as unit:
        unit.session.connection().exec_driver_sql(  # type: ignore[attr-defined]
            "UPDATE worker_signs SET seen_at = ?",
            ((datetime.now(UTC) - timedelta(seconds=11)).strftime("%Y-%m-%d %H:%M:%S.%f"),),
        )

    answer = ready(world)

    assert answer.json()["parts"]["worker"] is False


def test_without_its_database_it_is_not_ready_and_does_not_break(own_world: World) -> None:
    own_world.core.worker_signs.give("a worker")
    own_world.core.units._database.dispose()  # type: ignore[attr-defined]
    shutil.move(own_world.file, own_world.file.with_suffix(".gone"))
    started = time.monotonic()

    answer = ready(own_world)

    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] is False
    assert answer.json()["parts"]["worker"] is False
    assert time.monotonic() - started < 10


def test_an_old_schema_is_not_ready(own_world: World) -> None:
    with own_world.core.units.write() as unit:
        unit.session.connection().exec_driver_sql(  # type: ignore[attr-defined]
            "UPDATE alembic_version SET version_num = 'of yesterday'"
        )

    answer = ready(own_world)

    assert answer.json()["parts"]["database"] is False
