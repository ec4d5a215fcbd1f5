"""Random solids for domain randomisation: things that are in the way and mean nothing."""

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset
from assets.environments.panels import PART, boxes, scenery
from assets.environments.turned import stretch, turned
from assets.materials import Colour, Material
from assets.polygons import Shape

SOLIDS = ("sphere", "box", "cone", "torus", "cylinder")


def distractor(rng: np.random.Generator) -> Asset:
    """A sphere, box, cone, torus or cylinder of 0.1 to 1.5 m around its origin, in bright colours and patterns."""
    kind = str(rng.choice(SOLIDS))
    size = float(np.exp(rng.uniform(np.log(0.1), np.log(1.2)))) * np.exp(rng.normal(0.0, 0.25, 3))
    size = np.minimum(size, 1.5)
    materials = {"skin": _skin(rng)}
    if kind == "box":
        return scenery("distractor box", [boxes(-size / 2, size / 2, "skin")], materials)
    return scenery(f"distractor {kind}", [], materials, stretch(_SOLIDS[kind](), size))


def _skin(rng: np.random.Generator) -> Material:
    first, second = (_bright(rng) for _ in range(2))
    params: dict[str, float | Colour] = {
        "second": second,
        "pattern": float(rng.integers(5)),
        "scale": float(np.exp(rng.uniform(np.log(2.0), np.log(25.0)))),
        "seed": float(rng.uniform(0.0, 90.0)),
    }
    return Material(
        "pattern",
        "pattern",
        first,
        metallic=float(rng.choice([0.0, 0.0, 0.9])),
        roughness=float(rng.uniform(0.05, 0.9)),
        params=params,
    )


def _bright(rng: np.random.Generator) -> Colour:
    red, green, blue = (float(value) for value in rng.uniform(0.0, 0.85, 3) ** 1.6)
    return red, green, blue


def _sphere() -> Shape:
    angle = np.linspace(-np.pi / 2, np.pi / 2, 13)
    return turned(_rows(0.5 * np.cos(angle), 0.5 * np.sin(angle)), "skin", 20)


def _cone() -> Shape:
    return turned([(0.0, -0.5), (0.5, -0.5), (0.4999, -0.4999), (0.0, 0.5)], "skin", 20)


def _torus() -> Shape:
    angle = np.linspace(-np.pi / 2, 1.5 * np.pi, 13)
    shape = turned(_rows(0.36 + 0.14 * np.cos(angle), 0.14 * np.sin(angle)), "skin", 24)
    return Shape(shape.points, shape.quads, shape.skin, (("skin", PART),))


def _cylinder() -> Shape:
    rim = [(0.0, -0.5), (0.5, -0.5), (0.5, -0.4999), (0.5, 0.4999), (0.5, 0.5), (0.0, 0.5)]
    return turned(rim, "skin", 20)


def _rows(radius: NDArray[np.float64], z: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([radius, z], axis=1)


_SOLIDS = {"sphere": _sphere, "cone": _cone, "torus": _torus, "cylinder": _cylinder}
