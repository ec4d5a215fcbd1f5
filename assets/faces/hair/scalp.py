"""Where on the head hair grows, and how dark the skin under it is."""

import numpy as np
from numpy.typing import NDArray

from assets.faces.surface import Field

CROWN = np.array([-0.135, 0.008, 0.100], np.float32)  # the whorl, from the eyes of the base head
EDGE_M = 0.013  # over which hair comes to its full density
# How dark the scalp is under the hair, where it is not hidden.
_UNDER = {"bald": 0.25, "receding": 0.8, "buzz": 0.85, "short_sides": 0.88}


def scalp_density(field: Field, receding: float) -> NDArray[np.float32]:
    """0..1, where scalp hair grows; ``receding`` 0..1 moves the hairline back, at the temples first, and thins the
    crown."""
    azimuth, x, y = field("azimuth"), field("x"), field("y")
    temples = np.exp(-(((azimuth - 0.55) / 0.3) ** 2))
    depth = field("scalp") - receding * (0.004 + 0.03 * temples)
    head = (field("ears") < 0.2) * (field("torso") < 0.6)
    grown = np.clip((depth + 0.0015) / EDGE_M, 0.0, 1.0)
    border = 0.045 - 0.17 * np.clip((receding - 0.25) / 0.75, 0.0, 1.0) + 5.0 * y**2  # bare before it, on top
    sides = np.clip((np.abs(y) - 0.05) / 0.02, 0.0, 1.0)
    grown = grown * np.maximum(np.clip((border - x) / 0.03, 0.0, 1.0), sides)
    fuzz = 0.06 * np.clip(field("scalp") / EDGE_M, 0.0, 1.0)
    squared = (x - CROWN[0]) ** 2 + y**2 + (field("z") - CROWN[2]) ** 2
    crown = np.exp(-squared / 0.045**2) * np.clip(2.4 * receding - 0.7, 0.0, 0.92)
    return np.asarray(np.maximum(grown * (1.0 - crown), fuzz) * head, np.float32)


def stubble_look(style: str) -> float:
    """0..1, how dark the scalp is under the hair: covers what shows between strands."""
    return _UNDER.get(style, 0.97)
