"""Kernel ridge regression on sentence embeddings: what the lines around a message say.

The linear model draws straight borders between labels; here each training line pulls its
surroundings towards its own. Their mistakes differ, so that together they make fewer.
"""

from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve

_RIDGE = 0.05
_SHARPNESS = 1.0


class Space(NamedTuple):
    """Where embeddings lie: their mean, and the directions in which they differ most."""

    centre: np.ndarray
    directions: np.ndarray

    def place(self, embeddings: np.ndarray) -> np.ndarray:
        """Return embeddings as points; only their direction from the mean counts."""
        moved = embeddings - self.centre
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        return (moved / np.maximum(length, 1e-6)) @ self.directions


class Kernel(NamedTuple):
    """Points of training lines with their squared lengths, and how much each speaks for a label."""

    points: np.ndarray
    squares: np.ndarray
    votes: np.ndarray

    def scores(self, points: np.ndarray) -> np.ndarray:
        """Return one score per point and label: about zero where no training line is near."""
        return _nearness(points, self.points, self.squares) @ self.votes


def kernel_around(points: np.ndarray, votes: np.ndarray) -> Kernel:
    """Return the kernel; the lengths are measured once, for they cost four times the rest."""
    return Kernel(points, (points**2).sum(axis=1), votes)


def fit_space(embeddings: np.ndarray, width: int) -> Space:
    """Return the space of at most `width` directions that keeps distances best."""
    centre = embeddings.mean(axis=0)
    moved = embeddings - centre
    moved /= np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
    _, directions = np.linalg.eigh(moved.T @ moved)
    return Space(centre, np.ascontiguousarray(directions[:, ::-1][:, :width], dtype=np.float32))


def fit_kernel(points: np.ndarray, labels: np.ndarray, classes: int) -> Kernel:
    """Fit the votes of all points at once; takes time with the third power of their number."""
    if not len(points):
        return kernel_around(points, np.zeros((0, classes), dtype=np.float32))
    nearness = _nearness(points, points, (points**2).sum(axis=1))
    nearness[np.diag_indices(len(points))] += _RIDGE
    wanted = np.full((len(points), classes), -1 / classes, dtype=np.float32)
    wanted[np.arange(len(points)), labels] += 1.0
    factor = cho_factor(nearness, overwrite_a=True, check_finite=False)
    votes = cho_solve(factor, wanted, overwrite_b=True, check_finite=False)
    return kernel_around(points, np.ascontiguousarray(votes, dtype=np.float32))


def _nearness(some: np.ndarray, others: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Return exp(-distance²), computed in one matrix because it can be large."""
    near = some @ others.T
    near *= 2.0
    near -= (some**2).sum(axis=1)[:, None]
    near -= squares[None, :]
    near *= _SHARPNESS
    np.minimum(near, 0.0, out=near)
    result: np.ndarray = np.exp(near, out=near)
    return result
