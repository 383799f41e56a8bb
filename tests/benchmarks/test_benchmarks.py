"""The benchmarks still measure what they say; how fast it is, is for `make bench` to tell."""

import json
from functools import partial

import pytest

from benchmarks import __main__ as bench
from benchmarks.calls import measure_calls
from benchmarks.core import measure_core
from benchmarks.databases import sqlite
from benchmarks.measuring import in_turns, percentile
from benchmarks.rush import measure_rush


def test_everything_is_done_once_and_its_peer_as_often():
    done: list[str] = []

    pair = in_turns([partial(done.append, str(n)) for n in range(6)], partial(done.append, "-"), 3)

    assert "".join(done) == "--01--23--45"
    assert pair.ratio > 0


def test_on_many_threads_everything_is_done_once_too():
    done: list[int] = []

    in_turns([partial(done.append, n) for n in range(20)], lambda: None, rounds=2, threads=4)

    assert sorted(done) == list(range(20))


@pytest.mark.parametrize(("share", "expected"), [(0.5, 51), (0.99, 100), (1.0, 100)])
def test_a_percentile_is_one_of_the_spans(share, expected):
    assert percentile(range(100, 0, -1), share) == expected


def test_verifications_and_withdrawals_are_measured_on_one_thread_and_on_many():
    with sqlite() as place:
        rows = measure_core(place, size=10)

    assert [(row["what"], row["threads"]) for row in rows] == [
        ("verification", 1),
        ("verification", 4),
        ("withdrawal", 1),
        ("withdrawal", 4),
    ]
    assert all(row["database"] == "sqlite" and row["commits_each"] > 0 for row in rows)


def test_calls_are_measured_one_by_one_and_many_together():
    with sqlite() as place:
        rows = measure_calls(place, people=4)

    assert [row["together"] for row in rows] == [1, 4, 16]
    assert all(row["asking_own_ms"] > 0 and row["handing_over_own_ms"] > 0 for row in rows)


def test_everybody_who_asks_at_once_is_called():
    with sqlite() as place:
        row = measure_rush(place, threads=2, people=3)

    assert len(row["spans_ms"]) == row["at_once"] == 3
    assert 0 < row["ringing_p50_ms"] <= row["ringing_p99_ms"] <= row["ringing_max_ms"]


def test_the_last_line_is_one_json_object(capsys, monkeypatch):
    row = {"database": "sqlite", "what": "verification", "commits_each": 2.5}
    webhook = {"database": "sqlite", "what": "webhook answer", "p99_ratio": 2.0}
    monkeypatch.setattr(bench, "_measure", lambda _place, _size: [row, webhook])

    bench.main(size=5)

    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert json.loads(last)["rows"][:2] == [row, webhook]
