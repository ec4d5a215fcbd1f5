"""What is read of the set that a scene is fitted to: its labels, as far as the scene has such categories."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assets import ConfigError
from assets.reading import shown
from measure.comparing import no_common_category
from measure.items import Source, Tell
from measure.properties.labels import add_things
from measure.table import Table
from scenes import SceneScript

LEAST_PICTURES = 10
LONG_SIDE, GRID_PX = 640, 16


@dataclass(frozen=True, eq=False)
class Real:
    """What is read of REAL: a row a thing of the categories that the scene has.

    Attributes:
        left_out: of categories, empty new names.
        size: of pictures in their shape.
    """

    source: Source
    table: Table
    left_out: Mapping[str, str]
    size: tuple[int, int]
    notes: tuple[str, ...]


def read_real(script: SceneScript, source: Source, at_least: int, categories: Mapping[str, str]) -> Real:
    """Raises:
    ConfigError: see ``fit``.
    """
    if not source.labelled:
        raise ConfigError(
            f"{source.place}: expected labels to fit to, found pictures alone, which --pictures fits a film to"
        )
    told: Tell = Counter()
    table, aspects, strangers = Table(), list[float](), set[str]()
    every = set[str]()
    for item in source.read(told):
        every |= {categories.get(thing.category, thing.category) for thing in item.things or ()} - {""}
        own = {thing.category for thing in item.things or ()}
        new = {name: _known(categories.get(name, name), script) for name in own}
        strangers |= {name for name in own if not new[name] and categories.get(name) != ""}
        table.pictures += 1
        add_things(table, item, new, source.keypoints)
        aspects.append(item.size[0] / item.size[1])
    if not every:
        raise ConfigError(f"{source.place}: expected labelled things, found none")
    if not len(table):
        raise no_common_category("fit", sorted(every), sorted(script.categories))
    if table.pictures < LEAST_PICTURES or len(table) < 2 * at_least:
        expected = f"expected {LEAST_PICTURES} pictures and {2 * at_least} labelled things or more to fit to"
        raise ConfigError(f"{source.place}: {expected}, got {table.pictures} and {len(table)}")
    declared = {categories.get(name, name) for name in source.categories} | every
    left_out = {name: "" for name in script.categories if name not in declared}
    notes = [f"REAL: {times} {sentence}" for sentence, times in sorted(told.items())]
    if strangers:
        notes.append(f"left out of REAL, which the scene has not: {shown(', '.join(sorted(strangers)), 160)}")
    if left_out:
        notes.append(f"left out of the scene, which REAL has not: {', '.join(left_out)}")
    return Real(source, table, left_out, shape_of(float(np.median(aspects))), tuple(notes))


def _known(name: str, script: SceneScript) -> str:
    return name if name in script.categories else ""


def shape_of(aspect: float, long_side: int = LONG_SIDE) -> tuple[int, int]:
    """Width and height of pictures of that aspect, in whole blocks."""
    short = long_side * min(aspect, 1.0 / aspect)
    short = max(GRID_PX * 4, round(short / GRID_PX) * GRID_PX)
    return (long_side, short) if aspect >= 1.0 else (short, long_side)
