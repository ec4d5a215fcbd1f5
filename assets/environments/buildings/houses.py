"""Detached houses, with or without a garden in front."""

from dataclasses import replace

import numpy as np

from assets.environments import surfaces
from assets.environments.buildings import cladding
from assets.environments.buildings.facades import hip_roof, ledges, pierced, saddle_roof, spread
from assets.environments.buildings.lots import Body, Lot, around, fittings
from assets.environments.panels import Panels, boxes, panels, prism


def house(rng: np.random.Generator, lot: Lot) -> Body:
    """Four walls with windows, a porch, a pitched roof."""
    wide, deep = lot.width, lot.depth
    storey = float(rng.uniform(2.6, 2.9))
    top, size = storey * lot.floors + 0.3, (float(rng.uniform(1.0, 1.8)), float(rng.uniform(1.1, 1.4)))
    rows = 0.3 + storey * np.arange(lot.floors)[:, None] + 0.9 + np.array([0.0, size[1]])
    flat: list[Panels] = []
    for length, x, y, yaw in around(lot):
        columns = spread(-length / 2, length / 2, max(1, int(length / 3.2)), size[0])
        face = pierced((-length / 2, length / 2, 0.0, top), columns, rows, 0.12, ("wall", "pane"))
        face.append(ledges(columns, rows[:, 0] - 0.08, (0.08, 0.06, 0.08), "trim"))
        flat += [g.moved(x, y, yaw=yaw) for g in face]
    flat += _porch(rng, wide)
    rise = min(wide, deep) * float(rng.uniform(0.28, 0.5))
    if rng.uniform() < 0.35:
        flat += hip_roof(wide, deep, top, rise, 0.45, "roof")
    elif rng.uniform() < 0.6 or wide > 1.4 * deep:
        flat += saddle_roof(wide, deep, top, rise, 0.45, ("roof", "wall"))
    else:  # the gable looks at the street
        turned = saddle_roof(deep, wide, top, rise, 0.4, ("roof", "wall"))
        flat += [g.moved(-deep / 2, -wide / 2, yaw=-np.pi / 2) for g in turned]
    x, y = -deep * 0.4, wide * float(rng.uniform(-0.3, 0.3))
    flat.append(boxes([x, y, top], [x + 0.6, y + 0.6, top + rise + 0.7], "pier"))
    skin = cladding.brick(rng) if rng.uniform() < 0.4 else cladding.stucco(rng)
    return Body(flat, {**fittings(rng, skin), "pane": cladding.panes(rng, size, lot.night)})


def garden_house(rng: np.random.Generator, lot: Lot) -> Body:
    """A house that stands back from the street."""
    depth = float(min(rng.uniform(2.5, 6.0), lot.depth * 0.4))
    wide, deep = lot.width * float(rng.uniform(0.65, 0.85)), (lot.depth - depth) * float(rng.uniform(0.7, 0.95))
    body = house(rng, replace(lot, width=wide, depth=deep))
    aside = float(rng.normal(0.0, 0.03)) * lot.width
    flat = [group.moved(-depth, aside) for group in body.flat] + _garden(rng, lot, depth)
    return Body(flat, {**body.materials, "lawn": surfaces.grass(rng)})


def _porch(rng: np.random.Generator, width: float) -> list[Panels]:
    y = float(rng.uniform(-0.25, 0.25)) * width
    out = float(rng.uniform(0.8, 1.6))
    return [
        boxes([-0.05, y - 0.5, 0.0], [0.04, y + 0.5, 2.25], "door"),
        boxes([0.0, y - 0.9, 0.0], [out, y + 0.9, 0.15], "trim"),
        prism([[y - 1.1, 2.5], [y + 1.1, 2.5], [y, 3.2]], -0.05, out, "roof"),
        boxes([out - 0.15, y - 0.95, 0.0], [out - 0.03, y - 0.83, 2.5], "trim"),
        boxes([out - 0.15, y + 0.83, 0.0], [out - 0.03, y + 0.95, 2.5], "trim"),
    ]


def _garden(rng: np.random.Generator, lot: Lot, depth: float) -> list[Panels]:
    """Lawn, path and a fence with a gap for the path."""
    half, gate, high = lot.width / 2, float(rng.uniform(-0.3, 0.3)) * lot.width, float(rng.uniform(0.7, 1.3))
    lawn = panels(
        [[[-lot.depth, -half, 0.02], [0.0, -half, 0.02], [0.0, half, 0.02], [-lot.depth, half, 0.02]]], "lawn"
    )
    path = panels(
        [[-depth, gate - 0.5, 0.03], [0.0, gate - 0.5, 0.03], [0, gate + 0.5, 0.03], [-depth, gate + 0.5, 0.03]], "deck"
    )
    skin = str(rng.choice(["wall", "trim", "door"]))
    if skin == "wall":
        fence = boxes([[-0.22, -half, 0.0], [-0.22, gate + 0.6, 0.0]], [[0, gate - 0.6, high], [0, half, high]], "wall")
        return [lawn, path, fence]
    y = np.arange(-half, half, 0.14)
    y = y[np.abs(y + 0.05 - gate) > 0.6][:, None]
    low = np.concatenate([0 * y - 0.05, y, 0 * y + 0.06], axis=1)
    pickets = boxes(low, low + np.array([0.025, 0.09, high]), skin)
    rails = [
        boxes([-0.09, a, z], [-0.05, b, z + 0.07], skin)
        for a, b in ((-half, gate - 0.6), (gate + 0.6, half))
        for z in (0.25, high - 0.15)
    ]
    return [lawn, path, pickets, *rails]
