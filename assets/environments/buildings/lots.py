"""What every building is planned with: its lot, its body, blank walls, fittings and what stands on flat roofs."""

from dataclasses import dataclass

import numpy as np

from assets.environments.buildings import cladding
from assets.environments.panels import Panels, boxes, wall
from assets.materials import Colour, Material


@dataclass(frozen=True, eq=False)
class Body:
    """What a style builds: faces, and the materials that they name."""

    flat: list[Panels]
    materials: dict[str, Material]


@dataclass(frozen=True)
class Lot:
    """The ground that a building gets.

    Attributes:
        width, depth: along the street and away from it, metres.
        floors: the ground floor included.
        night: rooms are lit, in part.
    """

    width: float
    depth: float
    floors: int
    night: bool


def around(lot: Lot) -> list[tuple[float, float, float, float]]:
    """Length, place of the middle, and yaw of the four walls, the front first."""
    half, depth = lot.width / 2.0, lot.depth
    return [
        (lot.width, 0.0, 0.0, 0.0),
        (depth, -depth / 2, half, np.pi / 2),
        (depth, -depth / 2, -half, -np.pi / 2),
        (lot.width, -depth, 0.0, np.pi),
    ]


def blank_sides(lot: Lot, top: float, skin: str = "wall") -> list[Panels]:
    """The three walls that do not face the street, blank."""
    half = lot.width / 2.0
    left = wall(lot.depth, 0.0, top, skin).moved(-lot.depth / 2, half, yaw=np.pi / 2)
    right = wall(lot.depth, 0.0, top, skin).moved(-lot.depth / 2, -half, yaw=-np.pi / 2)
    return [left, right, wall(lot.width, 0.0, top, skin).moved(-lot.depth, yaw=np.pi)]


def plant(rng: np.random.Generator, lot: Lot, top: float) -> Panels:
    """Lift houses and air conditioning on a flat roof."""
    count = int(rng.integers(1, 4))
    x, y = -lot.depth * rng.uniform(0.25, 0.75, count), lot.width * rng.uniform(-0.25, 0.25, count)
    size = rng.uniform(0.1, 0.22, (count, 2)) * [lot.depth, lot.width]
    low = np.stack([x - size[:, 0], y - size[:, 1], np.full(count, top)], axis=1)
    high = np.stack([x + size[:, 0], y + size[:, 1], top + rng.uniform(1.2, 3.5, count)], axis=1)
    return boxes(low, high, "pier")


def fittings(rng: np.random.Generator, skin: Material) -> dict[str, Material]:
    """The materials that all styles share, by the names that faces use; the walls are of ``skin``."""
    letter: Colour = (0.75, 0.74, 0.70) if rng.uniform() < 0.7 else (0.03, 0.03, 0.03)
    awnings: tuple[Colour, ...] = ((0.35, 0.03, 0.03), (0.03, 0.14, 0.07), (0.04, 0.08, 0.25), (0.55, 0.42, 0.2))
    stripe = cladding.shaded(rng, awnings)
    stone = cladding.plain(rng, "trim", ((0.62, 0.60, 0.55), (0.40, 0.37, 0.32), (0.68, 0.67, 0.65), (0.22, 0.21, 0.2)))
    return {
        "wall": skin,
        "pier": skin if rng.uniform() < 0.5 else cladding.coated(rng, "pier", (*cladding.PAINTED, (0.5, 0.47, 0.42))),
        "trim": stone,
        "rail": Material("rail", base_color=(0.02, 0.02, 0.022), metallic=0.5, roughness=0.45),
        "door": cladding.plain(rng, "door", cladding.PAINTED, 0.35),
        "fascia": cladding.plain(rng, "fascia", (*cladding.PAINTED, (0.5, 0.3, 0.02), (0.4, 0.05, 0.25)), 0.4),
        "letters": Material(
            "letters", base_color=letter, emission=letter, emission_strength=float(rng.choice([0.0, 0.1]))
        ),
        "awning": Material("awning", base_color=stripe, roughness=0.9),
        "awning_2": Material("awning stripe", base_color=(0.70, 0.68, 0.62), roughness=0.9),
        "roof": cladding.roofing(rng),
        "deck": Material("roof felt", "concrete", (0.10, 0.10, 0.105), roughness=0.9, params={"seed": 2.0}),
    }
