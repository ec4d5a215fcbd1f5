"""Which parameter answers a condition, and which of its values: night's is ``light``, a motorcycle's is ``type``."""

import re
from collections.abc import Collection

import numpy as np

from assets.vehicles.fleet import FLEET

type Range = tuple[float, float]
type Target = str | Range
"""A value as it is written, or numbers from one to another."""

TIMES = {"day": "day", "dawn": "dusk", "dusk": "dusk", "night": "night"}  # the scenes' light, of their time of day
SIDES = {  # where a camera stands that sees this side, in degrees from before the vehicle
    "front": (0.0, 22.5),
    **dict.fromkeys(("front-left", "front-right"), (22.5, 67.5)),
    **dict.fromkeys(("left", "right"), (67.5, 112.5)),
    **dict.fromkeys(("rear-left", "rear-right"), (112.5, 157.5)),
    "rear": (157.5, 180.0),
}
COLUMNS = {  # besides the parameter's own name
    "light": ("time_of_day",),
    "type": ("category",),
    "bearing_deg": ("viewpoint", "yaw_deg"),
}
_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_RANGE = re.compile(rf"≤ (?P<most>{_NUMBER})|> (?P<least>{_NUMBER})|(?P<low>{_NUMBER}) to (?P<high>{_NUMBER})")


def columns_of(key: str) -> tuple[str, ...]:
    """The columns of an evaluation that a parameter answers, its own name first."""
    return (key, *COLUMNS.get(key, ()))


def answered(column: str, words: str, parameters: Collection[str]) -> tuple[str, tuple[Target, ...]] | None:
    """The parameter that a condition is about, and which of its values; None where there is none.

    Args:
        words: of the condition, without the column: ``night``, ``> 0.4`` or ``0.1 to 0.4``.
        parameters: of the scene.
    """
    span = read_range(words)
    if column in parameters:
        return column, (words if span is None else span,)
    found: tuple[str, tuple[Target, ...]] | None = None
    if column == "time_of_day" and words in TIMES:
        found = "light", (TIMES[words],)
    elif column == "category":
        found = "type", tuple(name for name, kind in FLEET.items() if kind.category == words)
    elif column == "viewpoint" and words in SIDES:
        found = "bearing_deg", (SIDES[words],)
    elif column == "yaw_deg" and span is not None:
        found = "bearing_deg", _on_either_side(span)
    return found if found is not None and found[0] in parameters and found[1] else None


def read_range(words: str) -> Range | None:
    """The numbers of ``≤ 3``, ``> 0.4`` or ``0.1 to 0.4``; None for a name."""
    found = _RANGE.fullmatch(words)
    if found is None:
        return None
    low, high = found["least"] or found["low"], found["most"] or found["high"]
    return (float(low) if low else -np.inf, float(high) if high else np.inf)


def _on_either_side(yaw_deg: Range) -> tuple[Range, ...]:
    """Of viewing yaws in (-180, 180] their distance to 0, which is the camera's bearing."""
    low, high = max(yaw_deg[0], -180.0), min(yaw_deg[1], 180.0)
    if low >= 0.0 or high <= 0.0:
        return (tuple(sorted((abs(low), abs(high)))),)  # type: ignore[return-value]  # of two
    return ((0.0, max(-low, high)),)
