"""Where things stand: on grounds, floors, tables and shelves, and along lanes, without touching each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from assets import Asset, SceneError
from assets.environments.sites import Lane
from assets.random import stream
from scenes.placement import footprints, overlap
from scenes.pose import Pose
from scenes.spec import Placed

TRIES = 200  # of a place for one thing
ANY_HEADING = (-math.pi, math.pi)


@dataclass(frozen=True, eq=False)
class Area:
    """A level rectangle that things stand on.

    Attributes:
        length_m, width_m: along its x and its y.
        pose: of its middle, upright; it may be turned about z.
        room_m: free height above it, of a shelf up to the next board; nothing higher stands on it.
    """

    length_m: float
    width_m: float
    pose: Pose = field(default_factory=Pose.at)
    room_m: float = math.inf

    def __post_init__(self) -> None:
        if not (self.length_m > 0.0 and self.width_m > 0.0 and self.room_m > 0.0):
            raise SceneError(f"area: expected sides and room above 0 m, got {self}")

    @property
    def yaw_rad(self) -> float:
        return math.atan2(self.pose.rotation[1, 0], self.pose.rotation[0, 0])

    def place(self, x: float, y: float, yaw_rad: float = 0.0) -> Pose:
        """A pose in the world for a place on the area."""
        at = self.pose.apply([x, y, 0.0])
        return Pose.at(float(at[0]), float(at[1]), float(at[2]), self.yaw_rad + yaw_rad)


def scatter(
    rng: np.random.Generator,
    assets: Sequence[Asset],
    area: Area,
    *,
    margin_m: float = 0.1,
    heading_rad: tuple[float, float] = ANY_HEADING,
    others: Sequence[Placed] = (),
    first_id: int = 1,
) -> list[Placed]:
    """Each asset somewhere on the area, none over its edge, none nearer to another than the margin.

    Args:
        heading_rad: between which they are turned, against the area.
        others: what stands there already.
        first_id: labelled things are numbered from here on; scenery gets 0.

    Raises:
        SceneError: no place was found for one of them.
    """
    out: list[Placed] = []
    for index, asset in enumerate(assets):
        own = stream(rng, f"place {index}")  # so that one more does not move the others
        number = first_id + sum(item.instance_id > 0 for item in out) if asset.labels else 0
        for _ in range(TRIES):
            x, y = own.uniform(-0.5, 0.5, 2) * (area.length_m, area.width_m)
            yaw = float(own.uniform(*heading_rad))
            here = Placed(asset, area.place(float(x), float(y), yaw), number)
            if _fits(asset, area, x, y, yaw) and not any(_touch(here, item, margin_m) for item in (*others, *out)):
                out.append(here)
                break
        else:
            raise SceneError(f"scatter: found no free place for '{asset.name}', thing {index + 1} of {len(assets)}")
    return out


def line_up(
    rng: np.random.Generator,
    assets: Sequence[Asset],
    area: Area,
    *,
    gap_m: tuple[float, float] = (0.02, 0.15),
    heading_rad: tuple[float, float] = (0.0, 0.0),
    first_id: int = 1,
) -> list[Placed]:
    """Assets beside each other along the area's x, in their order, at its middle line: as on a shelf.

    Args:
        gap_m: least and largest gap between two; the row as a whole stands anywhere that it fits.
        heading_rad, first_id: as of ``scatter``.

    Raises:
        SceneError: they do not fit.
    """
    turns = [float(rng.uniform(*heading_rad)) for _ in assets]
    widths = [_extent(asset, turn) for asset, turn in zip(assets, turns, strict=True)]
    gaps = rng.uniform(*gap_m, max(0, len(assets) - 1))
    total = sum(width for width, _ in widths) + float(gaps.sum())
    deepest = max((depth for _, depth in widths), default=0.0)
    if total > area.length_m or deepest > area.width_m or any(asset.size[2] > area.room_m for asset in assets):
        raise SceneError(
            f"line up: expected things that fit {area.length_m:g} × {area.width_m:g} × {area.room_m:g} m, "
            f"got a row of {total:.2f} × {deepest:.2f} m"
        )
    x = float(rng.uniform(0.0, area.length_m - total)) - area.length_m / 2.0
    out: list[Placed] = []
    for asset, turn, (width, _), gap in zip(assets, turns, widths, [*gaps, 0.0], strict=False):
        middle = _middle(asset, turn)
        pose = area.place(x + width / 2.0 - middle[0], -middle[1], turn)
        number = first_id + sum(item.instance_id > 0 for item in out) if asset.labels else 0
        out.append(Placed(asset, pose, number))
        x += width + float(gap)
    return out


def along(
    rng: np.random.Generator,
    assets: Sequence[Asset],
    lane: Lane,
    *,
    gap_m: tuple[float, float] = (2.0, 12.0),
    aside_m: float = 0.0,
    first_id: int = 1,
) -> list[Placed]:
    """Assets one behind the other in a lane, the first one last, all looking ahead.

    Args:
        gap_m: least and largest gap between two.
        aside_m: standard deviation of how far they are from the lane's middle line.
        first_id: as of ``scatter``.

    Raises:
        SceneError: the lane is too short.
    """
    gaps = rng.uniform(*gap_m, max(0, len(assets) - 1))
    total = sum(asset.size[0] for asset in assets) + float(gaps.sum())
    if total > lane.length:
        raise SceneError(
            f"along: expected a lane of {total:.1f} m or more for {len(assets)} things, got {lane.length:.1f}"
        )
    s = float(rng.uniform(0.0, lane.length - total))
    out: list[Placed] = []
    for asset, gap in zip(assets, [*gaps, 0.0], strict=False):
        x, y, heading = lane.at(s + asset.size[0] / 2.0 - asset.center[0], float(rng.normal()) * aside_m).tolist()
        number = first_id + sum(item.instance_id > 0 for item in out) if asset.labels else 0
        out.append(Placed(asset, Pose.at(x, y, lane.z, heading), number))
        s += asset.size[0] + float(gap)
    return out


def _fits(asset: Asset, area: Area, x: float, y: float, yaw: float) -> bool:
    corners = footprints(np.array([[x, y, 0.0, yaw]]), asset.size, asset.center)[0]
    inside = np.abs(corners) <= np.array([area.length_m, area.width_m]) / 2.0
    return bool(inside.all()) and asset.size[2] <= area.room_m


def _touch(first: Placed, second: Placed, margin_m: float) -> bool:
    """Whether two things are at one height and too near each other; what is nowhere above the other never is."""
    (low, high), (below, above) = (_span_z(item) for item in (first, second))
    return low < above and below < high and overlap(first, second, margin_m)


def _span_z(item: Placed) -> tuple[float, float]:
    middle, half = float(item.pose.translation[2]) + item.asset.center[2], item.asset.size[2] / 2.0
    return middle - half, middle + half


def _extent(asset: Asset, turn: float) -> tuple[float, float]:
    """Of the asset's box along x and y when it is turned."""
    cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
    return asset.size[0] * cos + asset.size[1] * sin, asset.size[0] * sin + asset.size[1] * cos


def _middle(asset: Asset, turn: float) -> tuple[float, float]:
    """Of its box, when the asset is turned about its origin."""
    cos, sin = math.cos(turn), math.sin(turn)
    return cos * asset.center[0] - sin * asset.center[1], sin * asset.center[0] + cos * asset.center[1]
