"""Choose temperature and rejection threshold from predictions on lines left out of the fit."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold

from bot.components.softmax import Blocks, fit, probabilities


class Calibration(NamedTuple):
    """What turns scores into confidences and confidences into a rejection."""

    temperature: float
    threshold: float


def left_out_logits(
    features: Blocks,
    labels: np.ndarray,
    weights: np.ndarray,
    penalty: float,
    steps: int,
    folds: int,
) -> np.ndarray:
    """Return scores for every message, from a model that has not seen it."""
    logits = np.zeros((len(labels), int(labels.max()) + 1), dtype=np.float32)
    splitter = StratifiedKFold(folds, shuffle=True, random_state=7)
    for seen, left_out in splitter.split(np.zeros(len(labels)), labels):
        model = fit(features.rows(seen), labels[seen], weights[seen], penalty, steps)
        logits[left_out] = model.logits(features.rows(left_out))
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
