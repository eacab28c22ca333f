"""Work that does not depend on each other, done at the same time.

What belongs here: `side_by_side` and `both`. What does not: what is done.

Polars and NumPy let go of the interpreter while they work, but many of their steps use one core. The results come in
the order of the tasks, whichever ends first, so that a night repeats to the bit.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")


def side_by_side(tasks: Iterable[Callable[[], T]]) -> list[T]:
    """What each task gives, in their order; what one raises is raised. No more run at once than Polars has threads."""
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


def both(task: Callable[[], A], other: Callable[[], B]) -> tuple[A, B]:
    """As `side_by_side`, of two tasks that give different things."""
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(other)
        return task(), found.result()
