"""Pallets, cartons and racks, made of boxes. See them: prelabel preview examples/pallets.py"""

from dataclasses import replace

import numpy as np

import prelabel as pl

box, moved, together = pl.primitives.box, pl.compose.moved, pl.compose.together
BOARDS_M = (0.1, 1.5, 2.9)  # heights of a rack's boards
RACK_M = (2.7, 1.0)  # length and depth of one bay
CARTONS_M = ((0.35, 0.3, 0.25), (0.55, 0.5, 0.75))  # smallest and largest

# A pallet's keypoints: the corners of its deck, and the openings for forks in its long sides.
ENDS, SIDES = (("front", 1.0), ("rear", -1.0)), (("left", 1.0), ("right", -1.0))
POINTS = {f"{end}_{side}": (0.6 * x, 0.397 * y, 0.144) for end, x in ENDS for side, y in SIDES}
POINTS |= {f"{end}_fork_{side}": (0.265 * x, 0.385 * y, 0.061) for end, x in ENDS for side, y in SIDES}
pl.define_skeleton(
    "pallet",
    tuple(POINTS),
    edges=[(f"front_{side}", f"rear_{side}") for side, _ in SIDES]
    + [(f"{end}_left", f"{end}_right") for end, _ in ENDS],
    flip_pairs=[(name, name.replace("left", "right")) for name in POINTS if name.endswith("left")],
)


@pl.scene("pallets", params=pl.blocks.Turntable, categories=("pallet",), parts=("pallet",))
def pallets(rng: np.random.Generator, params: pl.blocks.Turntable) -> pl.SceneSpec:
    """A pallet from all sides."""
    return pl.blocks.turntable(rng, params, pallet(pl.random.stream(rng, "pallet")))


def pallet(rng: np.random.Generator) -> pl.Asset:
    """A wooden pallet of 1.2 by 0.8 by 0.144 m; its long side is along x."""

    def board(length: float, width: float, height: float, x: float, y: float, z: float) -> pl.Asset:
        red, green, blue = np.array([0.36, 0.23, 0.12]) * rng.uniform(0.6, 1.25)
        wood = pl.Material("wood", base_color=(red, green, blue), roughness=0.85)
        return moved(box((length, width, height), wood, part="pallet"), (x, y, z))

    across, feet = (-0.35, 0.0, 0.35), (-0.53, 0.0, 0.53)
    pieces = [board(1.2, 0.1, 0.022, 0.0, y, 0.0) for y in across]
    pieces += [board(0.14, 0.1, 0.078, x, y, 0.022) for x in feet for y in across]
    pieces += [board(0.14, 0.8, 0.022, x, 0.0, 0.1) for x in feet]
    pieces += [board(1.2, 0.125, 0.022, 0.0, y, 0.122) for y in (-0.335, -0.168, 0.0, 0.168, 0.335)]
    return replace(together("pallet", pieces, "pallet"), keypoints=POINTS)


def carton(rng: np.random.Generator, size: tuple[float, float, float] | None = None) -> pl.Asset:
    """A cardboard box with tape on its top, of a size in metres or of any."""
    length, width, height = size or rng.uniform(*CARTONS_M).tolist()
    red, green, blue = np.array([0.42, 0.27, 0.14]) * rng.uniform(0.7, 1.2)
    card = pl.Material("card", base_color=(red, green, blue), roughness=0.9)
    tape = pl.Material("tape", base_color=(0.55, 0.42, 0.25), roughness=0.25)
    strip = moved(box((length + 0.002, 0.05, 0.12), tape, part="carton"), (0.0, 0.0, height - 0.119))
    return together("carton", [box((length, width, height), card, part="carton"), strip], "carton")


def rack() -> pl.Asset:
    """Uprights, beams and boards of one bay: scenery."""
    steel = pl.Material("steel", base_color=(0.02, 0.05, 0.2))
    orange = pl.Material("orange", base_color=(0.7, 0.13, 0.02))
    grey, (length, depth) = pl.Material("board", base_color=(0.3, 0.3, 0.3), roughness=0.8), RACK_M
    sides = (-depth / 2.0, depth / 2.0)
    posts = [moved(box((0.08, 0.08, 4.2), steel), (x, y, 0.0)) for x in (-1.36, 1.36) for y in sides]
    beams = [moved(box((length, 0.05, 0.12), orange), (0.0, y, z - 0.14)) for z in BOARDS_M[1:] for y in sides]
    boards = [moved(box((length, depth, 0.02), grey), (0.0, 0.0, z - 0.02)) for z in BOARDS_M]
    return together("rack", [*posts, *beams, *boards])
