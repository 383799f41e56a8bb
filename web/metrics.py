"""`GET /metrics`: figures and alarms for Prometheus, and nobody's in particular.

In the demo whoever asks from this machine may read them; in production, where a proxy makes
everybody look like that, it takes a key with the scope `metrics`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from sls.core import Core
from sls.domain.breakers import BreakerState
from sls.domain.meters import Figures
from sls.domain.scopes import Scope, holder_of
from web.problems import ApiKeyMissing, ScopeMissing

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
# Seconds; the minute of F2 is among them, and the half of it that is an alarm.
BUCKETS = (0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 120.0)


def create_metrics(core: Core) -> Blueprint:
    """Return the page of figures."""
    metrics = Blueprint("metrics", __name__)

    @metrics.get("/metrics")
    def show() -> Response:
        _check_caller(core)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_OneReading(_read(core)))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return metrics


def _read(core: Core) -> Figures:
    return core.metering.read(is_worker_alive=core.worker_signs.is_alive())


def _check_caller(core: Core) -> None:
    shown = request.headers.get("X-API-Key")
    is_here = request.remote_addr in _LOOPBACK and "X-Forwarded-For" not in request.headers
    if shown is None and is_here and core.settings.is_demo:
        return
    caller = holder_of(shown or "", core.settings.api_keys)
    if caller is None:
        raise ApiKeyMissing
    if Scope.METRICS not in caller.scopes:
        raise ScopeMissing


class _OneReading(Collector):
    """The figures of one moment in Prometheus' terms."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Return every family."""
        return [*_of_sends(self._figures), *_of_trunks(self._figures), *_of_money(self._figures)]


def _of_sends(figures: Figures) -> Iterator[Metric]:
    yield _gauge(
        "sls_deliveries_last_hour",
        "Codes and notices asked for in the last hour, by how they stand.",
        ("channel", "country", "state"),
        [((each.channel, each.country, each.state), each.count) for each in figures.outcomes],
    )
    ringing = HistogramMetricFamily(
        "sls_asked_to_ringing_last_hour_seconds",
        "From asking for a call to its first ring, of the calls of the last hour that rang.",
    )
    seconds = [each / timedelta(seconds=1) for each in figures.rings]
    ringing.add_metric([], buckets=_cumulated(seconds), sum_value=sum(seconds))
    yield ringing
    yield _gauge(
        "sls_outbox_waiting",
        "Sends that have not left yet.",
        ("channel",),
        [((each.channel,), each.count) for each in figures.waiting],
    )
    yield _gauge(
        "sls_outbox_longest_wait_seconds",
        "How long the oldest of them has waited.",
        ("channel",),
        [((each.channel,), each.longest / timedelta(seconds=1)) for each in figures.waiting],
    )


def _of_trunks(figures: Figures) -> Iterator[Metric]:
    yield _gauge(
        "sls_breaker_open",
        "Whether the breaker between us and the provider is open or half open.",
        ("channel",),
        [((each,), state is not BreakerState.CLOSED) for each, state in figures.breakers.items()],
    )
    yield _gauge(
        "sls_alarm",
        "1 where somebody should look; docs/operations.md says what to do.",
        ("name",),
        [((name,), is_on) for name, is_on in figures.alarms.items()],
    )


def _of_money(figures: Figures) -> Iterator[Metric]:
    refused = CounterMetricFamily(
        "sls_refused_sends", "Sends that were refused.", labels=("reason", "channel")
    )
    for each in figures.refused:
        refused.add_metric([each.reason, each.channel], each.count)
    yield refused
    yield _gauge(
        "sls_budget_used_ratio",
        "The most that anybody has spent of a budget, as a share of it.",
        ("budget",),
        [((each.name,), each.spent / each.allowed) for each in figures.budgets],
    )
    yield _gauge(
        "sls_conversion_ratio",
        "The share of the sends of the last hour that let somebody in.",
        ("country", "channel"),
        [((each.country, each.channel), each.share) for each in figures.conversions],
    )


def _gauge(
    name: str, text: str, labels: Sequence[str], rows: Iterable[tuple[Sequence[str], float]]
) -> Metric:
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, figure in rows:
        family.add_metric([str(each) for each in values], float(figure))
    return family


def _cumulated(seconds: Sequence[float]) -> list[tuple[str, float]]:
    counted = [(str(most), float(sum(each <= most for each in seconds))) for most in BUCKETS]
    return [*counted, ("+Inf", float(len(seconds)))]
