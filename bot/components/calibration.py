"""Choose temperature and rejection threshold from predictions on lines left out of the fit."""

from collections.abc import Callable
from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold

from bot.components.progress import told
from bot.components.softmax import probabilities

# Decides about the logits of some lines, by their numbers, from what is known of others.
Judge = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Calibration(NamedTuple):
    """What turns scores into confidences and confidences into a rejection."""

    temperature: float
    threshold: float


def left_out_logits(labels: np.ndarray, folds: int, judge: Judge, pool: Executor) -> np.ndarray:
    """Return scores for every message, from models that have not seen it."""
    logits = np.zeros((len(labels), int(labels.max()) + 1), dtype=np.float32)
    splitter = StratifiedKFold(folds, shuffle=True, random_state=7)
    splits = list(splitter.split(np.zeros(len(labels)), labels))
    judged = pool.map(lambda split: judge(*split), splits)
    step = f"Judging lines left out, {folds} times"
    pairs = told(step, zip(splits, judged, strict=True), [1] * folds)
    for (_, left_out), scores in pairs:
        logits[left_out] = scores
    return logits


def calibrate(
    logits: np.ndarray, labels: np.ndarray, out_of_scope: int, rejected_share: float
) -> Calibration:
    """Fit the temperature, then the highest threshold that rejects no more than the given share.

    The share counts in-scope messages that the model would otherwise have taken for in scope.
    """
    rows = np.arange(len(labels))

    def surprise(temperature: float) -> float:
        chosen = probabilities(logits, temperature)[rows, labels]
        return -float(np.log(np.maximum(chosen, 1e-9)).mean())

    temperature = float(minimize_scalar(surprise, bounds=(0.05, 5.0), method="bounded").x)
    confidence = probabilities(logits, temperature)
    best = confidence.argmax(axis=1)
    kept = (labels != out_of_scope) & (best != out_of_scope)
    threshold = float(np.quantile(confidence[kept].max(axis=1), rejected_share))
    return Calibration(temperature, threshold)
