"""The pictures of the report on understanding."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from evaluation.certainty import bands, risk_by_coverage
from evaluation.left_out import LeftOut

DOTS_PER_INCH = 110


def draw_all(lines: Sequence[LeftOut], threshold: float, folder: Path) -> list[Path]:
    """Draw every picture into a folder and return their paths."""
    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        "understanding-confusion.png": confusion(lines),
        "understanding-reliability.png": reliability(lines, threshold),
        "understanding-risk.png": risk(lines),
    }
    for name, figure in drawn.items():
        figure.savefig(folder / name, dpi=DOTS_PER_INCH, bbox_inches="tight")
        plt.close(figure)
    return [folder / name for name in drawn]


def confusion(lines: Sequence[LeftOut]) -> Figure:
    """Draw which label was taken for which, each row as shares of its lines."""
    labels = sorted({line.intent for line in lines})
    totals = Counter(line.intent for line in lines)
    counts = Counter((line.intent, line.best) for line in lines)
    shares = [[counts[row, column] / totals[row] for column in labels] for row in labels]
    figure, axes = plt.subplots(figsize=(15, 14))
    # Mistakes are few: a square root keeps a share of two in a hundred visible.
    picture = axes.imshow(shares, cmap="Blues", norm=mpl.colors.PowerNorm(0.5, 0, 1))
    axes.set_xticks(range(len(labels)), labels, rotation=90, fontsize=8)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    axes.set_xlabel("taken for")
    axes.set_ylabel("meant")
    axes.set_title("Training lines when left out: share of each label taken for another")
    figure.colorbar(picture, shrink=0.6)
    return figure


def reliability(lines: Sequence[LeftOut], threshold: float) -> Figure:
    """Draw how often the model is right when it says how sure it is."""
    found = bands(lines)
    figure, axes = plt.subplots(figsize=(6, 6))
    axes.plot([0, 1], [0, 1], "--", color="grey", label="confidence is accuracy")
    confidences, accuracies = [one.confidence for one in found], [one.accuracy for one in found]
    axes.plot(confidences, accuracies, "o-", label="lines left out")
    for band in found:
        axes.annotate(str(band.lines), (band.confidence, band.accuracy), fontsize=7)
    axes.axvline(threshold, color="red", linewidth=0.8, label=f"rejected below {threshold:.2f}")
    axes.set_xlabel("confidence")
    axes.set_ylabel("share that was right (number: lines)")
    axes.set_title("Reliability")
    axes.legend()
    return figure


def risk(lines: Sequence[LeftOut]) -> Figure:
    """Draw what share of actions is wrong when only the surest lines are acted on."""
    coverage, share = risk_by_coverage(lines)
    figure, axes = plt.subplots(figsize=(6, 4.5))
    axes.plot(coverage, share)
    axes.set_xlabel("share of lines acted on, surest first")
    axes.set_ylabel("share of these that is wrong")
    axes.set_title("Risk and coverage")
    axes.grid(visible=True, linewidth=0.3)
    return figure
