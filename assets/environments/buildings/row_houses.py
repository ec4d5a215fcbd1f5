"""Houses that stand wall to wall: terraces, plastered tenements, houses over shops."""

import numpy as np

from assets.environments.buildings import cladding
from assets.environments.buildings.facades import balcony, cornice, flat_roof, ledges, pierced, saddle_roof, spread
from assets.environments.buildings.lots import Body, Lot, blank_sides, fittings
from assets.environments.buildings.shopfronts import shop_fronts
from assets.environments.panels import Float64, Panels, boxes, wall
from assets.materials import Material


def terrace(rng: np.random.Generator, lot: Lot) -> Body:
    """A brick house."""
    return _street_house(rng, lot, cladding.brick(rng), shops=False)


def stucco(rng: np.random.Generator, lot: Lot) -> Body:
    """A plastered house, over shops or not."""
    return _street_house(rng, lot, cladding.stucco(rng), shops=bool(rng.uniform() < 0.35))


def shop(rng: np.random.Generator, lot: Lot) -> Body:
    """A brick or plastered house over shops."""
    skin = cladding.brick(rng) if rng.uniform() < 0.5 else cladding.stucco(rng)
    return _street_house(rng, lot, skin, shops=True)


def _street_house(rng: np.random.Generator, lot: Lot, skin: Material, shops: bool) -> Body:
    """Rows of upright windows between a ground floor and a cornice or eaves: terraces, tenements, shops."""
    ground = float(rng.uniform(3.1, 4.2)) if shops else float(rng.uniform(2.9, 3.5))
    storey, size = float(rng.uniform(2.7, 3.5)), (float(rng.uniform(0.9, 1.35)), float(rng.uniform(1.3, 1.9)))
    top = ground + storey * (lot.floors - 1) + float(rng.uniform(0.2, 0.6))
    columns = spread(-lot.width / 2, lot.width / 2, max(1, round(lot.width / float(rng.uniform(2.1, 3.0)))), size[0])
    sills = ground + storey * np.arange(lot.floors - 1) + float(rng.uniform(0.5, 0.9))
    rows = np.stack([sills, np.minimum(sills + size[1], sills + storey - 0.3)], axis=1)
    deep = float(rng.uniform(0.08, 0.25))
    flat: list[Panels] = []
    bounds = (-lot.width / 2, lot.width / 2, ground, top)
    if lot.floors > 1:
        flat += pierced(bounds, columns, rows, deep, ("wall", "pane"))
        flat.append(ledges(columns, rows[:, 0] - 0.1, (0.08, 0.06, 0.1), "trim"))
        flat += _trim(rng, columns, rows)
    else:
        flat.append(wall(lot.width, ground, top, "wall"))
    shop, shop_size = shop_fronts(rng, lot.width, ground) if shops else (_ground_floor(rng, columns, lot, ground), size)
    flat += shop
    if not shops and lot.floors > 2 and rng.uniform() < 0.5:
        flat += _balconies(rng, columns, [ground + storey * k for k in range(1, lot.floors - 1)])
    pitched = rng.uniform() < 0.55
    flat += _crown(rng, lot, top, pitched)
    materials = {
        **fittings(rng, skin),
        "pane": cladding.panes(rng, size, lot.night),
        "shop": cladding.shop_window(rng, shop_size, lot.night),
    }
    return Body(flat, materials)


def _trim(rng: np.random.Generator, columns: Float64, rows: Float64) -> list[Panels]:
    """Lintels, or frames of stone around the windows, or neither."""
    kind = rng.uniform()
    if kind < 0.45:
        return [ledges(columns, rows[:, 1], (0.03, 0.1, float(rng.uniform(0.12, 0.25))), "trim")]
    if kind < 0.7:
        sides = [
            boxes(
                [[-0.02, y, low] for low, _ in rows],
                [[0.05, y + 0.14, high + 0.14] for _, high in rows],
                "trim",
            )
            for column in columns
            for y in (column[0] - 0.14, column[1])
        ]
        return [*sides, ledges(columns, rows[:, 1], (0.07, 0.2, 0.16), "trim")]
    return []


def _ground_floor(rng: np.random.Generator, columns: Float64, lot: Lot, height: float) -> list[Panels]:
    """Windows as above, and a door about every 6 m."""
    doors = np.zeros(len(columns), bool)
    doors[int(rng.integers(len(columns))) :: max(1, round(6.5 * len(columns) / lot.width))] = True
    out: list[Panels] = []
    edges = np.array([-lot.width / 2, *((columns[:-1, 1] + columns[1:, 0]) / 2), lot.width / 2])
    for k, column in enumerate(columns):
        middle = column.mean()
        hole = np.array([[middle - 0.55, middle + 0.55]]) if doors[k] else column[None]
        row, skin = ([0.02, 2.35], "door") if doors[k] else ([0.95, min(2.55, height - 0.35)], "pane")
        deep = 0.35 if doors[k] else 0.15
        bounds = (float(edges[k]), float(edges[k + 1]), 0.0, height)
        out += pierced(bounds, hole, np.array([row]), deep, ("pier", skin))
        if doors[k]:
            out.append(boxes([0.0, middle - 0.8, 0.0], [0.35, middle + 0.8, 0.16], "trim"))
            out.append(boxes([-0.02, middle - 0.75, 2.4], [0.16, middle + 0.75, 2.6], "trim"))
        else:
            out.append(ledges(hole, [0.85], (0.08, 0.06, 0.1), "trim"))
    out.append(boxes([0.001, -lot.width / 2, height - 0.1], [0.06, lot.width / 2, height + 0.1], "trim"))
    return out


def _balconies(rng: np.random.Generator, columns: Float64, floors: list[float]) -> list[Panels]:
    chosen = [k for k in range(len(columns)) if rng.uniform() < 0.5][:4]
    out = []
    for k in chosen:
        low, high = float(columns[k, 0]) - 0.35, float(columns[k, 1]) + 0.35
        for z in floors[:3]:
            out += balcony((low, high), z + 0.3, float(rng.uniform(0.7, 1.2)), ("trim", "rail"))
    return out


def _crown(rng: np.random.Generator, lot: Lot, top: float, pitched: bool) -> list[Panels]:
    """Cornice, roof, blank sides and back, chimneys."""
    out = [*blank_sides(lot, top), cornice(lot.width, top - 0.4, float(rng.uniform(0.15, 0.5)), 0.4, "trim")]
    if not pitched:
        return [*out, *flat_roof(lot.width, lot.depth, top, float(rng.uniform(0.3, 0.9)), ("deck", "wall"))]
    rise = float(min(lot.depth * rng.uniform(0.22, 0.4), 5.0))
    out += saddle_roof(lot.width, lot.depth, top, rise, float(rng.uniform(0.2, 0.4)), ("roof", "wall"))
    for side in (-1.0, 1.0):
        if rng.uniform() < 0.6:
            x, y = -lot.depth * float(rng.uniform(0.35, 0.65)), side * (lot.width / 2 - 0.5)
            high = top + rise + float(rng.uniform(0.5, 1.4))
            out.append(boxes([x - 0.4, y - 0.35, top], [x + 0.4, y + 0.35, high], "wall"))
            pots = np.array([[x - 0.2, y - 0.1, high], [x + 0.05, y - 0.1, high]])
            out.append(boxes(pots, pots + np.array([0.18, 0.2, 0.35]), "roof"))
    return out
