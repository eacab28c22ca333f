"""Whether an error means that memory was wanting.

What belongs here: how libraries tell of it. What does not: what is done then. Close to a limit it is not always Python
that meets it first: expat, zlib, an allocator in Rust and the start of a thread have words of their own.
"""

import errno
import re

# Of expat, zlib (its code -4), Rust's allocator, the operating system and Python; read here and told to nobody.
_WORDS = re.compile(
    r"out of memory|Error -4 |memory allocation|allocation failed|cannot allocate|can't start new thread|spawn thread",
    re.IGNORECASE,
)


def lacked_memory(error: BaseException) -> bool:
    """Whether memory was wanting, for the error itself or for one that it came from."""
    told: BaseException | None = error
    while told is not None:
        if isinstance(told, MemoryError) or _WORDS.search(str(told)):
            return True
        if isinstance(told, OSError) and told.errno == errno.ENOMEM:
            return True
        told = told.__cause__ or told.__context__
    return False


def raise_if_lacked(error: BaseException) -> None:
    """Raise MemoryError where that is what the error means."""
    if lacked_memory(error):
        raise MemoryError from None
