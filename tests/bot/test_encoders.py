"""How many threads an encoder may have, by what else wants the cores at that moment."""

import pytest

from bot.components import encoders
from bot.components.encoders import busy_elsewhere


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Let the machine's load be what a test says."""
    file = tmp_path / "loadavg"
    monkeypatch.setattr(encoders, "_LOAD", file)
    return file


@pytest.mark.parametrize(("runnable", "busy"), [(1, 0), (2, 1), (7, 6), (0, 0)])
def test_whoever_else_could_run_now_is_busy(load, runnable, busy):
    load.write_text(f"0.20 0.18 0.12 {runnable}/80 11206\n", encoding="ascii")

    assert busy_elsewhere(cores=2) == busy


@pytest.mark.parametrize("words", ["", "0.20 0.18 0.12", "0.20 0.18 0.12 x/80 1"])
def test_a_load_that_nobody_can_read_counts_as_all_cores(load, words):
    load.write_text(words, encoding="ascii")

    assert busy_elsewhere(cores=4) == 4


def test_a_system_without_a_load_counts_as_all_cores(load):
    assert not load.exists()

    assert busy_elsewhere(cores=4) == 4


def test_threads_do_not_change_what_is_understood(load):
    encode = encoders.e5()
    load.write_text("0 0 0 1/80 1", encoding="ascii")
    alone = encode(["I did not get the code"])
    load.write_text("0 0 0 9/80 1", encoding="ascii")

    assert encode(["I did not get the code"]) == pytest.approx(alone, abs=1e-6)
