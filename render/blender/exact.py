"""Values written into Blender, and read back: it keeps the nearest that it can do, without a word."""

import math
from typing import Any

import numpy as np

from assets import SceneError

# Blender keeps numbers in single precision, to 6e-8 of themselves; angles and lengths pass through units on the way.
RELATIVE, LEAST = 1e-6, 1e-37
NUMBERS = (float, int, np.floating, np.integer)  # looking whether a type is a Real takes ten times as long


def write(owner: Any, what: str, /, **values: Any) -> None:
    """Set properties of something of Blender's.

    Args:
        what: whose they are, for people: ``camera``.
        values: by the properties' names: numbers, or tuples of them.

    Raises:
        SceneError: Blender keeps another value than it was given.
    """
    for name, value in values.items():
        setattr(owner, name, value)
        expect(f"{what}: {name}", value, getattr(owner, name))


def expect(what: str, asked: Any, kept: Any) -> None:
    """Refuse a difference between what was written and what is there.

    Raises:
        SceneError: there is one; ``what`` names the value.
    """
    if asked is not kept and not _same(asked, kept):
        raise SceneError(f"{what}: expected Blender to keep {_shown(asked)}, it has {_shown(kept)}")


def _same(asked: Any, kept: Any) -> bool:
    if isinstance(asked, bool | str) or asked is None:
        return bool(asked == kept)
    if isinstance(asked, NUMBERS):
        return math.isclose(asked, kept, rel_tol=RELATIVE, abs_tol=LEAST)
    both = list(asked), list(kept)
    return len(both[0]) == len(both[1]) and all(map(_same, *both))


def _shown(value: Any) -> str:
    if isinstance(value, bool | str) or value is None:
        return str(value)
    return f"{value:g}" if isinstance(value, NUMBERS) else ", ".join(f"{number:g}" for number in value)
