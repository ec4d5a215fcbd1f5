"""A designed experiment among the pictures of a set: which base scene and which values each picture has, and what of
the same things was found in each.

``prelabel vary`` writes what is read here: an image's ``suite`` and ``factors``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.entries import FLAT, OPTIONAL_IMAGE
from assets import AttributeValue, DatasetError
from assets.reading import shown

MOST = 20_000_000  # things of base scenes times cells

type Floats = NDArray[np.float64]
type Codes = NDArray[np.intp]
type Flags = NDArray[np.bool_]
type Cell = Mapping[str, AttributeValue]


@dataclass(frozen=True, eq=False)
class Trials:
    """Attributes:
    name: of the suite.
    repeat, cell: (I,) base scene of each picture, and its place in the design; -1 for a picture that is in none.
    cells: values of the factors, by place.
    instance: (N,) of each thing.
    of_first: the factors are of the first thing of each picture, and what is found of others does not count.
    """

    name: str
    repeat: Codes
    cell: Codes
    cells: tuple[Cell, ...]
    instance: Codes
    of_first: bool


def read_trials(images: Sequence[Mapping[str, Any]], instances: Sequence[int]) -> Trials | None:
    """Args:
    images: entries of a COCO file, in order; those of the first suite count.
    instances: of each thing.

    Returns:
        None where no picture is of a suite.
    """
    repeat, cell = np.full(len(images), -1, np.intp), np.full(len(images), -1, np.intp)
    cells: dict[int, Cell] = {}
    name, of_first = None, False
    for number, entry in enumerate(images):
        place, values = entry.get("suite"), entry.get("factors")
        if place is None or values is None or not (OPTIONAL_IMAGE["suite"][1](place) and FLAT[1](values)):
            continue
        if name not in (None, place["name"]):
            continue
        name, of_first = place["name"], place["of"] == "first"
        if cells.setdefault(place["cell"], values) == values:
            repeat[number], cell[number] = place["repeat"], place["cell"]
    if name is None:
        return None
    order = sorted(cells)
    known = cell >= 0
    cell[known] = np.searchsorted(order, cell[known])
    repeat[known] = np.unique(repeat[known], return_inverse=True)[1]
    return Trials(name, repeat, cell, tuple(cells[k] for k in order), np.array(instances, np.intp), of_first)


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What was found of the same things in every cell.

    Attributes:
        found: (K, C) of each thing of a base scene: 1 found, 0 missed, NaN not there to be found.
        repeat: (K,) its base scene.
    """

    found: Floats
    repeat: Codes

    def by_repeat(self) -> Floats:
        """(R, C) share of each base scene's things that was found."""
        there = np.isfinite(self.found)
        count = np.zeros((int(self.repeat.max(initial=-1)) + 1, self.found.shape[1]))
        total = np.zeros_like(count)
        np.add.at(count, self.repeat, there)
        np.add.at(total, self.repeat, np.where(there, self.found, 0.0))
        out: Floats = np.divide(total, count, out=np.full_like(count, np.nan), where=count > 0.0)
        return out[(count > 0.0).any(axis=1)]


def outcomes(trials: Trials, image: Codes, category: Codes, hit: Flags, counted: Flags) -> Outcomes:
    """Args:
    image, category, hit: (N,) of each thing.
    counted: (N,) things that are to be found.

    Raises:
        DatasetError: there are too many things and cells.
    """
    counted = counted & (trials.repeat[image] >= 0)
    if trials.of_first:
        first = np.full(int(trials.repeat.max(initial=0)) + 1, np.iinfo(np.intp).max)
        np.minimum.at(first, trials.repeat[image[counted]], trials.instance[counted])
        counted = counted & (trials.instance == first[trials.repeat[image]])
    rows = np.flatnonzero(counted)
    keys = np.column_stack([trials.repeat[image[rows]], trials.instance[rows], category[rows]])
    things, which = np.unique(keys, axis=0, return_inverse=True)
    if len(things) * len(trials.cells) > MOST:
        raise DatasetError(
            f"suite '{shown(trials.name, 100)}': expected the same scenes in its {len(trials.cells)} cells, got "
            f"{len(things)} things of {len(np.unique(things[:, 0]))} scenes, which are too many to be compared"
        )
    found = np.full((len(things), len(trials.cells)), np.nan)
    found[which.ravel(), trials.cell[image[rows]]] = hit[rows]
    return Outcomes(found, things[:, 0].copy() if len(things) else np.zeros(0, np.intp))
