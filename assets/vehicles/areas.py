"""Areas of a body in other colours: its faces are cut where an area ends, so that a colour may end anywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Points, Shape, Skin
from assets.vectors import cross
from assets.vehicles.knife import cut

type Field = Callable[[Points], Points]
"""(V, 3) points to (V,) values, negative inside."""
PAINTED = ("paint", "press")
OWN_SHARE = 0.55  # of the painted area, so that the body's colour is what its label says


@dataclass(frozen=True)
class Area:
    """Where the fields are all negative, the body wears ``paint`` (``paint_2`` or ``paint_3``)."""

    fields: tuple[Field, ...]
    paint: str


def painted(shape: Shape, areas: Sequence[Area], kept: float = OWN_SHARE) -> Shape:
    """The body with its painted faces cut and coloured; areas that would leave less than ``kept`` of its own are not
    painted."""
    for area in areas:
        tried = _coloured(shape, area)
        if _own_share(tried) > kept:
            shape = tried
    return shape


def divided(shape: Shape, fields: Sequence[Field], own: NDArray[np.bool_]) -> tuple[Shape, NDArray[np.bool_]]:
    """The shape cut along fields, and (F,) which of its faces lie inside all of them.

    Args:
        own: by skin, which faces may be cut.
    """
    for field in fields:
        shape, _ = cut(shape, field(shape.points), own[shape.skin])
    middle = shape.points[shape.quads].mean(axis=1)
    inside = np.all([field(middle) < 0.0 for field in fields], axis=0)
    return shape, inside & own[shape.skin]


def above(z: float, slope: float = 0.0) -> Field:
    """Over a line that rises by ``slope`` along x."""

    def field(points: Points) -> Points:
        out: Points = z + slope * points[:, 0] - points[:, 2]
        return out

    return field


def below(z: float, slope: float = 0.0) -> Field:
    """Under such a line."""

    def field(points: Points) -> Points:
        out: Points = points[:, 2] - z - slope * points[:, 0]
        return out

    return field


def behind(x: float, lean: float = 0.0, z: float = 0.0) -> Field:
    """Behind a line through (x, z) that leans back by ``lean`` per metre of height."""

    def field(points: Points) -> Points:
        out: Points = points[:, 0] - x + lean * (points[:, 2] - z)
        return out

    return field


def before(x: float, lean: float = 0.0, z: float = 0.0) -> Field:
    """Before such a line."""

    def field(points: Points) -> Points:
        out: Points = x - points[:, 0] - lean * (points[:, 2] - z)
        return out

    return field


def _coloured(shape: Shape, area: Area) -> Shape:
    skins: list[Skin] = list(shape.skins)
    own = np.array([skin[0].startswith(PAINTED) for skin in skins])
    shape, inside = divided(shape, area.fields, own)
    skin = shape.skin.copy()
    for index in np.flatnonzero(own):
        name, part = skins[index]
        new: Skin = (name.split("_")[0] + area.paint.removeprefix("paint"), part)
        if new not in skins:
            skins.append(new)
        skin[inside & (shape.skin == index)] = skins.index(new)
    return Shape(shape.points, shape.quads, skin, tuple(skins))


def _own_share(shape: Shape) -> float:
    """How much of all that is painted wears the body's own colour, by area."""
    corners = shape.points[shape.quads]
    normal = cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    area = np.linalg.norm(normal[:, :2], axis=1)  # as seen from the street: the roof does not count
    names = np.array([0 if name in PAINTED else 1 if name.startswith(PAINTED) else 2 for name, _ in shape.skins])
    own, other = (float(area[names[shape.skin] == kind].sum()) for kind in (0, 1))
    return own / (own + other)
