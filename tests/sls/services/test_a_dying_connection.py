"""A23: the connection dies in the middle of a verification, at every moment it can.

Nothing is granted without a commit, a try that was charged stays charged, and the right code still
works afterwards.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from sls.adapters.database import Database
from sls.adapters.repositories import SqlUnitsOfWork
from sls.adapters.vault import KeyedCodeVault
from sls.domain.logins import LoginState
from tests.fakes.audit_keys import plain_chain
from tests.fakes.bootstrap import World
from tests.sls.conftest import seed_of

_KILL = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class Reaper:
    """Ends every connection to a database right before the n-th thing it is asked, if there is one.

    What it counts are statements and commits of the writing engine.
    """

    database: Database
    deadline: int | None = None
    seen: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Watch from now on."""
        event.listen(self.database.writing, "before_cursor_execute", self._statement)
        event.listen(self.database.writing, "commit", lambda _connection: self._count("COMMIT"))

    @contextlib.contextmanager
    def strikes_before(self, number: int | None) -> Iterator[None]:
        """Strike once within this block, before thing number so and so; or only count."""
        self.seen.clear()
        self.deadline = number
        yield
        self.deadline = None

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self._count(statement)

    def _count(self, what: str) -> None:
        self.seen.append(what)
        if len(self.seen) == self.deadline:
            address = self.database.url.replace("+psycopg", "")
            with psycopg.connect(address) as killer:
                killer.execute(_KILL)


@pytest.fixture
def world(postgres) -> World:
    """Give a world on PostgreSQL in which Alice may log in."""
    units = SqlUnitsOfWork(postgres, plain_chain())
    world = World(units, seed_of(units), KeyedCodeVault("secret of the tests"))
    world.has_customer("alice")
    return world


@pytest.fixture
def reaper(postgres) -> Reaper:
    """Give the reaper of the world's database."""
    reaper = Reaper(postgres)
    reaper.listen()
    return reaper


def _failures(world: World) -> int:
    with world.units.read() as unit:
        factor = unit.customers.factor("factor-alice-sms")
    assert factor is not None
    return factor.failures


def test_a23_a_connection_that_dies_while_verifying_grants_nothing_and_gives_no_try(world, reaper):
    sent = world.sends(world.logs_in())
    with reaper.strikes_before(None):
        world.logging_in.verify(sent.login_id, sent.code)
    moments = list(reaper.seen)
    charged_at = moments.index("COMMIT") + 1
    assert moments.count("COMMIT") == 2, "the try is committed before anything is compared"

    for moment in range(1, len(moments) + 1):
        sent = world.sends(world.logs_in())
        with reaper.strikes_before(moment), pytest.raises(DBAPIError) as failure:
            world.logging_in.verify(sent.login_id, sent.code)
        assert failure.value.connection_invalidated

        view = world.logging_in.view(sent.login_id)
        is_charged = moment > charged_at
        assert (view.state, view.login.verified_at) == (LoginState.READY, None), moments[moment - 1]
        assert (view.login.attempts, _failures(world)) == (is_charged, is_charged)

        world.logging_in.verify(sent.login_id, sent.code)
        assert world.logging_in.view(sent.login_id).state is LoginState.VERIFIED


def test_a23_a_connection_that_died_while_it_was_idle_is_replaced_in_silence(world, reaper):
    sent = world.sends(world.logs_in())

    with psycopg.connect(reaper.database.url.replace("+psycopg", "")) as killer:
        killer.execute(_KILL)
    world.logging_in.verify(sent.login_id, sent.code)

    assert world.logging_in.view(sent.login_id).state is LoginState.VERIFIED
