"""Whose each pixel is: the one rule by which masks, parts, parsing classes and annotations take pixels.

A pixel is the instance's that covers most of it, if that is half or more, and there the part's that covers most of what
the instance covers. Where no instance covers half but all of them do together, it is no instance's, and the part's that
covers most. Of what covers equally much, the first in ``Coverage.leaves`` has it: the smaller id, the earlier name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Entries = tuple[NDArray[np.intp], NDArray[np.integer[Any]], NDArray[np.float32]]
"""Flat pixels (N,), what covers each, and its share of the pixel."""

# Shares are compared in steps: sums of the same few samples, in another order, differ in their last bits. Up to this
# many samples a pixel, half of them is half.
STEPS = 4096
HALF = STEPS // 2


@dataclass(frozen=True, eq=False)
class Owners:
    """Attributes:
    instance: (P,) id of the instance that each pixel belongs to, 0 for none.
    covered: (P,) whether instances cover half of the pixel, each alone or together.
    """

    instance: Ints
    covered: NDArray[np.bool_]


def steps(share: NDArray[np.floating[Any]]) -> Ints:
    """Shares of a pixel as whole steps, of which ``HALF`` are a half."""
    return np.rint(share * STEPS).astype(np.int64)


def owners(entries: Entries, instances: Sequence[int], pixels: int) -> Owners:
    """Whose each of so many pixels is.

    Args:
        entries: of everything that is labelled, by leaf.
        instances: each leaf's instance.
    """
    instance, covered = np.zeros(pixels, np.int64), np.zeros(pixels, np.bool_)
    if not len(entries[0]):
        return Owners(instance, covered)
    names = list(dict.fromkeys(instances))  # in the order of their first leaves
    place = {number: index for index, number in enumerate(names)}
    group = np.array([place[number] for number in instances])
    pixel, leaf, weight = entries
    sure = steps(weight) > HALF  # nothing else can have it then, whatever else is there: most pixels
    instance[pixel[sure]] = np.array(names)[group[leaf[sure]]]
    edge = instance[pixel] == 0
    at, who, share = _most((pixel[edge], group[leaf[edge]], weight[edge]), len(names))
    instance[at[share >= HALF]] = np.array(names)[who[share >= HALF]]
    together = steps(np.bincount(pixel, weight, minlength=pixels)) >= HALF
    return Owners(instance, together | (instance > 0))


def largest(entries: Entries, instances: Sequence[int], numbers: Sequence[int], owned: Owners) -> Ints:
    """(P,) of the numbers 0 or more that leaves have, the one that covers most of what each pixel's owner covers of it.

    Where none owns a pixel that is covered, all count; -1 where it is not. Of equals, the smallest number has it.
    """
    out = np.full(len(owned.instance), -1, np.int64)
    if not len(entries[0]):
        return out
    pixel, leaf, weight = entries
    own = owned.instance[pixel]
    mine = owned.covered[pixel] & ((own == 0) | (own == np.array(instances)[leaf]))
    number = np.array(numbers)
    sure = mine & (steps(weight) > HALF)
    out[pixel[sure]] = number[leaf[sure]]
    edge = mine & (out[pixel] < 0)
    at, which, _ = _most((pixel[edge], number[leaf[edge]], weight[edge]), int(number.max()) + 1)
    out[at] = which
    return out


def _most(entries: Entries, count: int) -> tuple[Ints, Ints, Ints]:
    """Pixels in order, which of ``count`` things covers most of each, the first of equals, and how many steps."""
    pixel, what, weight = entries
    if not len(pixel):
        return (np.zeros(0, np.int64),) * 3
    key, place = np.unique(pixel * count + what, return_inverse=True)
    share = steps(np.bincount(place, weight, minlength=len(key)))
    at, who = np.divmod(key, count)
    first = np.flatnonzero(np.diff(at, prepend=-1))
    best = np.maximum.reduceat(
        share * count + (count - 1 - who), first
    )  # of equal shares, the lower number scores more
    return at[first], count - 1 - best % count, best // count
