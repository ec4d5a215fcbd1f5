"""Counts what is read of mutants, and what is refused in a sentence."""

import contextlib
from collections.abc import Callable, Iterator

from assets import PrelabelError

type Reader = tuple[list[bytes], Callable[[bytes], None]]
"""Sound input, and what is done with a mutant of it."""

COUNTS = {"mutants": 0, "read": 0, "refused": 0}


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Errors of the tree are what is wanted, in one line; unless memory was what ended it."""
    try:
        yield
    except PrelabelError as error:
        COUNTS["refused"] += 1
        assert "\n" not in str(error), f"a sentence of several lines: {str(error)!r}"
        cause: BaseException | None = error
        while cause is not None:
            assert not isinstance(cause, MemoryError), "out of memory"
            cause = cause.__cause__
    else:
        COUNTS["read"] += 1
