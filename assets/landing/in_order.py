"""Work on several items at once, results in the items' order, never more than a few items in memory.

What belongs here: threads and order. What does not: what the work is; it lets go of the interpreter's lock by itself.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Two batches are worked on at once, beside the reader and the writer: enough for two cores, and little in memory.
WORKERS = 2
AHEAD = 1


def in_order(
    items: Iterable[Item], work: Callable[[Item], Result], workers: int = WORKERS, ahead: int = AHEAD
) -> Iterator[Result]:
    """The results of `work` on each item, as if done one after the other; at most `ahead` + 1 items are under way.

    What `items` raises is raised at once, what `work` raises where its result would have come.
    """
    under_way: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            for item in items:
                under_way.append(pool.submit(work, item))
                del item
                if len(under_way) > ahead:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()
