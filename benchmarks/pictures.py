"""Draws how long people wait for the provider to have their call, when a hundred ask at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

BINS = 24
GOAL_MS = 1000


def draw_rushes(rushes: Sequence[dict[str, Any]], file: Path) -> None:
    """Draw a histogram for each rush, on one scale, with the goal for nineteen in twenty."""
    if not rushes:
        return
    mpl.use("Agg")
    longest = max(GOAL_MS * 1.1, *(rush["ringing_max_ms"] for rush in rushes))
    figure, axes = plt.subplots(
        len(rushes), 1, figsize=(8, 2.2 * len(rushes)), sharex=True, squeeze=False
    )
    for rush, axis in zip(rushes, axes[:, 0], strict=True):
        axis.hist(rush["spans_ms"], bins=BINS, range=(0, longest), color="#4477aa")
        axis.axvline(rush["ringing_p95_ms"], color="#cc3311", label="p95")
        axis.axvline(GOAL_MS, color="#999999", linestyle="dotted", label="goal for p95")
        threads = f"{rush['threads']} thread" + "s" * (rush["threads"] > 1)
        axis.set_title(f"{rush['database']}, a worker with {threads}", loc="left", fontsize=10)
        axis.set_ylabel("calls")
    axes[0, 0].legend()
    axes[-1, 0].set_xlabel("ms from asking to the provider, a hundred at once")
    figure.tight_layout()
    figure.savefig(file, dpi=110)
    plt.close(figure)
