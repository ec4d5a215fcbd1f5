"""The air of clear skies as a table: Blender's own texture computes it anew for every picture, in 0.34 CPU s.

The table holds that texture's multiple scattering, without a sun disc, by the sun's height, by haze, by a direction's
height and by its distance from the sun; ``bake`` made it. Between its states, logarithms are interpolated: half of a
picture's directions come out within 1 % of the texture, 99 % within 6 %.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

TABLE = Path(__file__).with_name("table.npz")
TWILIGHT = (-9.0, -8.0, -7.0, -6.0, -5.25, -4.5, -3.75, -3.0, -2.25, -1.5, -0.9, -0.4, 0.0)
DAY = (
    0.4,
    0.8,
    1.2,
    1.7,
    2.3,
    3.0,
    4.5,
    6.0,
    8.0,
    10.0,
    13.0,
    16.0,
    20.0,
    25.0,
    30.0,
    36.0,
    43.0,
    50.0,
    58.0,
    66.0,
    74.0,
    82.0,
    90.0,
)
SUNS_DEG = np.array(TWILIGHT + DAY)
HAZES = np.array([0.0, 0.12, 0.3, 0.6, 1.0])
ROWS, COLUMNS = 32, 40
EDGE = 0.012  # height of the lowest row: the air ends at the horizon
POWERS = 2.0, 1.5  # rows lie closer near the horizon, columns near the sun


def picture(sun_rad: float, haze: float) -> NDArray[np.float32]:
    """(ROWS, COLUMNS, 3) linear RGB: the lowest row first, the column at the sun first.

    Args:
        sun_rad: height of the sun, -9° to 90°.
        haze: 0 to 1.
    """
    table = _table()
    i, right = _between(SUNS_DEG, float(np.degrees(sun_rad)))
    j, down = _between(HAZES, haze)
    near = table[i, j] * (1.0 - down) + table[i, j + 1] * down
    far = table[i + 1, j] * (1.0 - down) + table[i + 1, j + 1] * down
    return np.exp(near * (1.0 - right) + far * right).astype(np.float32)


def heights() -> Floats:
    """Of the rows above the horizon, radians."""
    return np.maximum(np.pi / 2.0 * np.linspace(0.0, 1.0, ROWS) ** POWERS[0], EDGE)


def turns() -> Floats:
    """Of the columns from the sun, radians."""
    return np.asarray(np.pi * np.linspace(0.0, 1.0, COLUMNS) ** POWERS[1])


def encode(logarithms: Floats) -> dict[str, NDArray[np.generic]]:
    """A table as it lies in its file: whole numbers, as differences along its columns."""
    low, high = float(logarithms.min()), float(logarithms.max())
    whole = np.rint((logarithms - low) / (high - low) * 65535.0).astype(np.int64)
    return {"range": np.array([low, high]), "steps": np.diff(whole, axis=3, prepend=0).astype(np.uint16)}


@cache
def _table() -> Floats:
    """(suns, hazes, ROWS, COLUMNS, 3), logarithms of radiance."""
    with np.load(TABLE) as file:
        low, high = file["range"]
        whole = np.cumsum(file["steps"], axis=3, dtype=np.uint16)
    return np.asarray(low + whole * ((high - low) / 65535.0))


def _between(axis: Floats, value: float) -> tuple[int, float]:
    """The state below a value, and how far it is on the way to the next."""
    value = float(np.clip(value, axis[0], axis[-1]))
    index = int(np.clip(np.searchsorted(axis, value) - 1, 0, len(axis) - 2))
    return index, float((value - axis[index]) / (axis[index + 1] - axis[index]))
