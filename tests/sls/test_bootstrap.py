"""The composition root."""

from sls.adapters.clock import DemoClock, SystemClock
from sls.bootstrap import build
from sls.settings import load_settings
from tests.sls.test_settings import PRODUCTION


def test_building_opens_nothing(tmp_path):
    build(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/sls.db"}))

    assert list(tmp_path.iterdir()) == []


def test_the_demo_has_its_cast_and_its_clock(tmp_path):
    core = build(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/sls.db"}))
    core.schema.upgrade()

    core.demonstrating.prepare()

    assert isinstance(core.clock, DemoClock)
    with core.units.read() as unit:
        assert unit.customers.by_username("alice") is not None


def test_production_has_neither(tmp_path):
    database_url = f"sqlite:///{tmp_path}/sls.db"

    core = build(load_settings({**PRODUCTION, "DATABASE_URL": database_url}))

    assert core.demonstrating is None
    assert isinstance(core.clock, SystemClock)
