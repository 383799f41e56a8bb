"""A worker that takes one step at a time, when a test tells it to."""

from sls.services.delivering import Delivering


def work_once(delivering: Delivering, worker: str) -> bool:
    """Take one due delivery as far as the provider; False when there was nothing to do."""
    taken = delivering.take(worker, 1)
    if taken:
        delivering.note([delivering.hand_over(each) for each in taken])
    return bool(taken)
