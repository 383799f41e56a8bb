"""Multinomial logistic regression over a dense and a sparse block of features."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from scipy.special import logsumexp


class Blocks(NamedTuple):
    """The features of some messages: embeddings beside weighted n-grams."""

    dense: np.ndarray
    sparse: csr_matrix

    def rows(self, at: np.ndarray) -> "Blocks":
        """Return the features of some of the messages."""
        return Blocks(self.dense[at], self.sparse[at])

    def centred(self, centre: np.ndarray) -> "Blocks":
        """Return the features with the embeddings moved so that `centre` becomes zero."""
        return Blocks(self.dense - centre, self.sparse)


class Softmax(NamedTuple):
    """A fitted model."""

    dense: np.ndarray
    sparse: np.ndarray
    bias: np.ndarray

    def logits(self, features: Blocks) -> np.ndarray:
        """Return one score per message and class, before any calibration."""
        return features.dense @ self.dense + features.sparse @ self.sparse + self.bias


def stack(parts: "list[Blocks]") -> Blocks:
    """Put the features of several messages under each other."""
    dense = np.vstack([part.dense for part in parts])
    return Blocks(dense, csr_matrix(vstack([part.sparse for part in parts])))


def fit(
    features: Blocks, labels: np.ndarray, weights: np.ndarray, penalty: float, steps: int
) -> Softmax:
    """Fit the model by L-BFGS; `labels` are class numbers, `weights` one per message."""
    count, classes = len(labels), int(labels.max()) + 1
    widths = (features.dense.shape[1], features.sparse.shape[1])
    target = np.zeros((count, classes), dtype=np.float32)
    target[np.arange(count), labels] = 1.0
    share = (weights / weights.sum()).astype(np.float32)[:, None]
    transposed = csr_matrix(features.sparse.T)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        model = _unpack(flat.astype(np.float32), widths, classes)
        logits = model.logits(features)
        log_probability = logits - logsumexp(logits, axis=1, keepdims=True)
        value = -float((share * target * log_probability).sum())
        slope = share * (np.exp(log_probability) - target)
        gradients = (features.dense.T @ slope, transposed @ slope)
        blocks = (model.dense, model.sparse)
        value += penalty * sum(float((block**2).sum()) for block in blocks) / 2
        parts = [
            (slope_of + penalty * block).ravel()
            for slope_of, block in zip(gradients, blocks, strict=True)
        ]
        return value, np.concatenate([*parts, slope.sum(axis=0)]).astype(np.float64)

    start = np.zeros((sum(widths) + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return _unpack(found.x.astype(np.float32), widths, classes)


def _unpack(flat: np.ndarray, widths: tuple[int, int], classes: int) -> Softmax:
    first, second = widths[0] * classes, sum(widths) * classes
    return Softmax(
        flat[:first].reshape(widths[0], classes),
        flat[first:second].reshape(widths[1], classes),
        flat[second:],
    )


def probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    """Turn scores into calibrated probabilities."""
    scaled = logits / temperature
    return np.exp(scaled - logsumexp(scaled, axis=1, keepdims=True))
