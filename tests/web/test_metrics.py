"""`GET /metrics`: figures and alarms in Prometheus' own words, for those who may read them."""

from collections.abc import Iterator
from functools import partial

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from sls.domain.meters import Alarm
from tests.people import LoginScreen, eventually
from tests.web.test_api_key import PRODUCTION
from tests.world import World

KEY, OTHER = "the-key-of-the-monitoring-system", "the-key-of-a-login-screen-and-no-more"


def families(text: str) -> dict[str, Metric]:
    """Read what was shown, as Prometheus would."""
    return {each.name: each for each in text_string_to_metric_families(text)}


def samples(world: World, name: str) -> dict[tuple[str, ...], float]:
    """Return one family's figures by the values of their labels."""
    found = families(world.http.get("/metrics").text)[name].samples
    return {tuple(each.labels.values()): each.value for each in found}


@pytest.fixture
def production() -> Iterator[World]:
    """Give a world in production, with a key that reads figures and one that does not."""
    keys = f"monitoring:metrics:{KEY} screen:login:{OTHER}"
    world = World(**{**PRODUCTION, "API_KEYS": keys})
    yield world
    world.close()


def test_prometheus_reads_every_family_and_every_alarm(world: World) -> None:
    answer = world.http.get("/metrics")

    found = families(answer.text)
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert {each.labels["name"] for each in found["sls_alarm"].samples} == set(Alarm)
    assert found["sls_asked_to_ringing_last_hour_seconds"].type == "histogram"
    assert found["sls_refused_sends"].type == "counter"


def test_a_call_that_rang_is_in_the_histogram_and_among_the_outcomes(world: World) -> None:
    LoginScreen.of(world.http, "alice").ask_for("voice")
    before = samples(world, "sls_outbox_waiting")
    world.work()
    world.phone("alice").picks_up()

    rang = partial(samples, world, "sls_asked_to_ringing_last_hour_seconds")
    eventually(lambda: rang()[("+Inf",)] == 1.0)
    outcomes = samples(world, "sls_deliveries_last_hour")

    assert before == {("voice",): 1.0}
    assert sum(outcomes.values()) == 1.0
    assert {labels[:2] for labels in outcomes} == {("voice", "US")}


def test_a_refusal_is_counted_although_nothing_of_its_request_is_kept(world: World) -> None:
    answer = LoginScreen.of(world.http, "fang").ask_for("voice")

    refused = samples(world, "sls_refused_sends")

    assert answer.status_code == 409
    assert refused[("voice", "country_not_reached")] == 1.0


def test_no_figure_shows_whose_it_is(world: World) -> None:
    LoginScreen.of(world.http, "alice").ask_for("sms")
    world.work()

    shown = world.http.get("/metrics").text

    assert "alice" not in shown
    assert "202555" not in shown


def test_a_request_that_came_through_a_proxy_is_not_from_this_machine(world: World) -> None:
    answer = world.http.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("shown", "status"), [(None, 401), ("wrong", 401), (OTHER, 403), (KEY, 200)]
)
def test_in_production_it_takes_a_key_for_this(
    shown: str | None, status: int, production: World
) -> None:
    headers = {} if shown is None else {"X-API-Key": shown}

    assert production.client.get("/metrics", headers=headers).status_code == status
