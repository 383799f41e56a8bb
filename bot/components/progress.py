"""How far a long step of the training is, for whoever waits for it."""

import logging
from collections.abc import Iterable, Iterator
from typing import TypeVar

logger = logging.getLogger(__name__)
_Part = TypeVar("_Part")
_TOLD = 4


def told(step: str, parts: Iterable[_Part], sizes: list[int]) -> Iterator[_Part]:
    """Yield the parts of a step, and log its share of done work at each quarter.

    Args:
        step: the step in a few words, which the share follows.
        sizes: how much work each part is, in any unit.
    """
    done, quarter, whole = 0, 0, max(1, sum(sizes))
    for part, size in zip(parts, sizes, strict=True):
        yield part
        done += size
        if done * _TOLD // whole > quarter:
            quarter = done * _TOLD // whole
            logger.info("%s: %d %%", step, 100 * quarter // _TOLD)
