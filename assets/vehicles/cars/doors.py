"""A side door that stands open: its panel turned about the hinge, and the hole it leaves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.polygons import Shape, Skin, box, join, pillow
from assets.vehicles.cars.body import CORNER, GLASS_TOP, BodyGrid
from assets.vehicles.cars.dimensions import Proportions

CARD: Skin = ("cabin", "interior")
SILL = 3  # the row that a door's foot lies on


@dataclass(frozen=True)
class Door:
    """Attributes:
    side: 1 left, -1 right.
    number: 0 front, 1 rear.
    angle_deg: how far it stands open.
    """

    side: int
    number: int
    angle_deg: float

    def span(self, body: BodyGrid) -> tuple[float, float]:
        """``d`` of its front and its rear gap, metres."""
        gaps = body.curves.gaps
        return gaps[self.number], gaps[self.number + 1]

    def faces(self, body: BodyGrid, side: tuple[int, ...], top: int) -> NDArray[np.bool_]:
        """Which faces of the whole shell are the door's."""
        start, end = self.span(body)
        middle = (body.d[1:] + body.d[:-1]) / 2.0
        grid = np.zeros(side, bool)
        grid[CORNER : CORNER + len(middle), SILL:GLASS_TOP] = ((middle > start) & (middle < end))[:, None]
        half, none = np.concatenate([grid.ravel(), np.zeros(top, bool)]), np.zeros(grid.size + top, bool)
        return np.concatenate([half, none] if self.side > 0 else [none, half])


def open_door(rng: np.random.Generator, p: Proportions, which: str, left_hand_drive: bool) -> Door | None:
    """The door that ``State.doors`` names; a car with one door a side opens that one for ``rear``."""
    if which == "closed":
        return None
    driver = 1 if left_hand_drive else -1
    side = {"driver": driver, "passenger": -driver}.get(which, 1 if rng.uniform() < 0.5 else -1)
    return Door(side, int(which == "rear" and p.doors > 1), float(rng.uniform(35.0, 68.0)))


def swung(p: Proportions, body: BodyGrid, door: Door, panel: Shape, lined: bool = True) -> Shape:
    """What belongs to the door, opened; ``lined`` adds its inner side."""
    start, end = door.span(body)
    belt = float(body.curves.belt((start + end) / 2.0))
    foot = max(float(body.curves.sill(at, 0.06)) for at in (start + 0.03, end - 0.06))
    y = float(body.curves.flank_y((start + end) / 2.0, belt - 0.1))
    middle = p.length / 2.0
    low = min(float(body.curves.sill(end - 0.35, 0.06)), foot)
    card = box((middle - end + 0.03, y - 0.13, low), (middle - start - 0.03, y - 0.045, belt - 0.02), CARD)
    rest = pillow((0.5 * (end - start), 0.07, 0.10), CARD).moved((middle - (start + end) / 2.0, y - 0.14, belt - 0.2))
    inner = join([card, rest])
    whole = join([panel, inner if door.side > 0 else inner.mirrored()]) if lined else panel
    hinge = np.array([middle - start, door.side * (y - 0.02), 0.0])
    turn = np.radians(door.angle_deg) * -door.side
    c, s = np.cos(turn), np.sin(turn)
    return whole.moved(-hinge).moved(hinge, [[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
