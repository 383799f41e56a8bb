"""Measuring: rounds of a thing and of its peer in turns, so that both meet the same machine."""

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

Act = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """What was measured beside its peer; `ratio` is the median over the rounds of thing to peer.

    `own_ms` is the processor's time of our own process for one act: whoever else works on the
    machine, and however fast its disk is, that stays.
    """

    per_second: float
    peer_per_second: float
    ratio: float
    own_ms: float


def in_turns(acts: Sequence[Act], peer: Act, rounds: int, threads: int = 1) -> Pair:
    """Do every act once, in rounds, with as many turns of the peer in each.

    `ratio` says how many turns of the peer one act lasts.
    """
    size = len(acts) // rounds
    spans, peers, own = [], [], 0.0
    for number in range(rounds):
        peers.append(_span([peer] * size, threads))
        before = time.process_time()
        spans.append(_span(acts[number * size : (number + 1) * size], threads))
        own += time.process_time() - before
    ratio = statistics.median(each / other for each, other in zip(spans, peers, strict=True))
    per_second, peer_per_second = (size / statistics.median(each) for each in (spans, peers))
    return Pair(per_second, peer_per_second, ratio, own * 1000 / (size * rounds))


def percentile(spans: Sequence[float], share: float) -> float:
    """Return the span that this share of all stays within."""
    ordered = sorted(spans)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spans_of(acts: Sequence[Act]) -> list[float]:
    """Do one act after the other; return how long each lasted, in seconds."""
    return [_span([act], 1) for act in acts]


def _span(acts: Sequence[Act], threads: int) -> float:
    """Return how long all acts last, on this many threads."""
    if threads == 1:
        start = time.perf_counter()
        for act in acts:
            act()
        return time.perf_counter() - start
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: None, range(threads)))  # the threads are there before the clock
        start = time.perf_counter()
        list(pool.map(lambda act: act(), acts))
        return time.perf_counter() - start
