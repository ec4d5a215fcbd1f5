"""Whole numbers, as the ranges that they make up."""

from collections.abc import Iterable, Iterator


def ranges(numbers: Iterable[int]) -> Iterator[range]:
    """Rising numbers as ranges without gaps."""
    open_range = range(0)
    for number in numbers:
        if open_range and number == open_range.stop:
            open_range = range(open_range.start, number + 1)
            continue
        if open_range:
            yield open_range
        open_range = range(number, number + 1)
    if open_range:
        yield open_range
