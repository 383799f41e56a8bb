"""How far confidences can be believed: reliability by band, and risk by how much is acted on."""

from collections.abc import Sequence
from typing import NamedTuple

from evaluation.left_out import LeftOut

BANDS = 10


class Band(NamedTuple):
    """Lines of about the same confidence."""

    lines: int
    confidence: float
    accuracy: float


def bands(lines: Sequence[LeftOut]) -> list[Band]:
    """Return the bands of confidence that hold lines, least sure first."""
    groups: list[list[LeftOut]] = [[] for _ in range(BANDS)]
    for line in lines:
        groups[min(BANDS - 1, int(line.confidence * BANDS))].append(line)
    return [
        Band(
            len(group),
            sum(one.confidence for one in group) / len(group),
            sum(one.is_right for one in group) / len(group),
        )
        for group in groups
        if group
    ]


def calibration_error(lines: Sequence[LeftOut]) -> float:
    """Return how far confidence and accuracy lie apart, on average over lines."""
    apart = sum(band.lines * abs(band.confidence - band.accuracy) for band in bands(lines))
    return round(apart / len(lines), 4)


def risk_by_coverage(lines: Sequence[LeftOut]) -> tuple[list[float], list[float]]:
    """Return shares of lines acted on, surest first, and the share of mistakes among each."""
    surest = sorted(lines, key=lambda line: -line.confidence)
    coverage, risk, mistakes = [], [], 0
    for count, line in enumerate(surest, start=1):
        mistakes += not line.is_right
        coverage.append(count / len(surest))
        risk.append(mistakes / count)
    return coverage, risk


def risk_at(lines: Sequence[LeftOut], share: float) -> float:
    """Return the share of mistakes when the surest share of lines is acted on."""
    coverage, risk = risk_by_coverage(lines)
    return next(one for covered, one in zip(coverage, risk, strict=True) if covered >= share)
