"""Offices, glass towers and warehouses."""

import numpy as np

from assets.environments.buildings import cladding
from assets.environments.buildings.facades import flat_roof, pierced, saddle_roof, spread
from assets.environments.buildings.lots import Body, Lot, around, blank_sides, fittings, plant
from assets.environments.letters import letters
from assets.environments.panels import Panels, boxes, panels, wall
from assets.materials import Colour, Material


def office(rng: np.random.Generator, lot: Lot) -> Body:
    """Bands or grids of wide windows on all sides, an entrance with a canopy, plant on the roof."""
    storey, ground = float(rng.uniform(3.2, 3.9)), float(rng.uniform(3.6, 4.6))
    top = ground + storey * (lot.floors - 1) + 0.3
    bay = float(rng.uniform(1.4, 3.6))
    size = (bay - float(rng.choice([0.04, 0.25, 0.6])), storey * float(rng.uniform(0.42, 0.7)))
    rows = ground + storey * np.arange(lot.floors - 1)[:, None] + (storey - size[1]) / 2 + np.array([0.0, size[1]])
    flat: list[Panels] = []
    for length, x, y, yaw in around(lot):
        count = max(1, int((length - 0.6) / bay))
        columns = spread(-count * bay / 2, count * bay / 2, count, size[0])
        if yaw in {0.0, np.pi / 2, -np.pi / 2} and lot.floors > 1:
            bounds = (-length / 2, length / 2, ground, top)
            flat += [g.moved(x, y, yaw=yaw) for g in pierced(bounds, columns, rows, 0.18, ("wall", "pane"))]
            lobby = spread(-length / 2 + 0.5, length / 2 - 0.5, max(1, int(length / 4.0)), 2.9)
            base = pierced(
                (-length / 2, length / 2, 0.0, ground), lobby, np.array([[0.1, ground - 0.6]]), 0.4, ("pier", "lobby")
            )
            flat += [g.moved(x, y, yaw=yaw) for g in base]
        else:
            flat.append(wall(length, 0.0, top, "wall").moved(x, y, yaw=yaw))
    door = float(rng.uniform(-0.3, 0.3)) * lot.width
    flat.append(boxes([-0.1, door - 2.0, 2.9], [float(rng.uniform(1.0, 2.2)), door + 2.0, 3.1], "trim"))
    if rng.uniform() < 0.6:
        flat.append(letters(rng, lot.width * 0.5, 0.6, "letters", 0.06).moved(y=door, z=ground - 0.55))
    flat += flat_roof(lot.width, lot.depth, top, float(rng.uniform(0.4, 1.0)), ("deck", "wall"))
    flat.append(plant(rng, lot, top))
    skin = cladding.plates(rng, bay, storey) if rng.uniform() < 0.7 else cladding.brick(rng)
    bars = (max(1, round(size[0] / 1.3)), 1)
    frame: Colour = (0.04, 0.04, 0.045) if rng.uniform() < 0.6 else (0.5, 0.5, 0.5)
    materials = {
        **fittings(rng, skin),
        "pane": cladding.panes(rng, size, lot.night, bars, frame),
        "lobby": cladding.shop_window(rng, (2.9, ground - 0.7), lot.night, 0.0),
    }
    return Body(flat, materials)


def tower(rng: np.random.Generator, lot: Lot) -> Body:
    """Glass from floor to floor over a lobby that stands back."""
    storey, ground = float(rng.uniform(3.3, 4.0)), float(rng.uniform(4.0, 6.0))
    top = ground + storey * (lot.floors - 1)
    bay, back = float(rng.uniform(1.1, 2.2)), float(rng.uniform(0.4, 2.0))
    flat: list[Panels] = []
    for length, x, y, yaw in around(lot):
        across, up = max(1, round(length / bay)), lot.floors - 1
        sheet = wall(length, ground, top, "curtain")
        uv = np.array([[[0.0, 0.0], [across, 0.0], [across, up], [0.0, up]]])
        flat.append(panels(sheet.corners, "curtain", uv).moved(x, y, yaw=yaw))
        if rng.uniform() < 0.5:  # fins
            at = np.linspace(-length / 2, length / 2, across + 1)[:, None]
            low = np.concatenate([0 * at, at - 0.03, 0 * at + ground], axis=1)
            flat.append(boxes(low, low + np.array([0.18, 0.06, top - ground]), "rail").moved(x, y, yaw=yaw))
        glass = wall(length - 2 * back, 0.0, ground, "lobby")
        count = max(1, round(length / 3.0))
        uv = np.array([[[0.0, 0.0], [count, 0.0], [count, 1.0], [0.0, 1.0]]])
        inward = np.array([np.cos(yaw), np.sin(yaw)]) * back
        flat.append(panels(glass.corners, "lobby", uv).moved(x - inward[0], y - inward[1], yaw=yaw))
        posts = np.linspace(-length / 2, length / 2 - 0.5, max(2, round(length / 6.0)))[:, None]
        if abs(yaw) == np.pi / 2:  # the corners have theirs already
            posts = posts[1:-1]
        low = np.concatenate([0 * posts - 0.5, posts, 0 * posts], axis=1)
        flat.append(boxes(low, low + np.array([0.5, 0.5, ground]), "trim").moved(x, y, yaw=yaw))
    half = lot.width / 2
    flat.append(boxes([-lot.depth, -half, ground - 0.3], [0.0, half, ground], "trim"))
    flat += flat_roof(lot.width, lot.depth, top, float(rng.uniform(0.8, 2.0)), ("deck", "rail"))
    flat.append(plant(rng, lot, top))
    materials = {
        **fittings(rng, cladding.plates(rng, 1.5, storey)),
        "curtain": cladding.curtain_wall(rng, (bay, storey), lot.night),
        "lobby": cladding.shop_window(rng, (3.0, ground), lot.night, 0.0),
    }
    return Body(flat, materials)


def warehouse(rng: np.random.Generator, lot: Lot) -> Body:
    """Corrugated walls, roller doors, a strip of windows under a low roof."""
    top = float(rng.uniform(6.6, 8.5)) + 3.0 * (lot.floors - 1)
    doors = spread(-lot.width / 2 + 1, lot.width / 2 - 1, max(1, int(lot.width / rng.uniform(5.0, 9.0))), 3.4)
    high = float(rng.uniform(3.2, 4.2))
    flat = pierced(
        (-lot.width / 2, lot.width / 2, 0.0, high + 0.4), doors, np.array([[0.02, high]]), 0.2, ("wall", "shutter")
    )
    count = max(2, int(lot.width / 2.4))
    pitch = (lot.width - 2.0) / count
    strip = spread(-lot.width / 2 + 1.0, lot.width / 2 - 1.0, count, pitch - 0.06)
    windows = np.array([[high + 0.55, min(high + 1.5, top - 1.5)]])
    flat += pierced(
        (-lot.width / 2, lot.width / 2, high + 0.4, top),
        strip,
        windows,
        0.08,
        ("wall", "pane"),
    )
    flat += blank_sides(lot, top)
    if rng.uniform() < 0.6:
        turned = saddle_roof(lot.depth, lot.width, top, lot.width * 0.12, 0.3, ("sheet", "wall"))
        flat += [g.moved(-lot.depth / 2, -lot.width / 2, yaw=-np.pi / 2) for g in turned]
    else:
        flat += flat_roof(lot.width, lot.depth, top, 0.4, ("deck", "wall"))
    flat.append(letters(rng, lot.width * 0.6, 0.9, "letters", 0.04).moved(z=top - 1.3))
    guards = np.stack([doors[:, 0] - 0.35, doors[:, 1] + 0.15], axis=1).ravel()[:, None]
    low = np.concatenate([0 * guards + 0.3, guards, 0 * guards], axis=1)
    flat.append(boxes(low, low + np.array([0.2, 0.2, 1.1]), "guard"))
    skin = cladding.corrugated(rng) if rng.uniform() < 0.7 else cladding.brick(rng)
    shutter = cladding.corrugated(rng)
    materials = {
        **fittings(rng, skin),
        "pane": cladding.panes(rng, (pitch - 0.06, 1.0), lot.night, (2, 1)),
        "shutter": shutter,
        "sheet": cladding.corrugated(rng),
        "guard": Material("guard", base_color=(0.6, 0.42, 0.02), roughness=0.5),
    }
    return Body(flat, materials)
