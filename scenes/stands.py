"""Where vehicles may stand on a site, and which of these places a camera sees well enough."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets import Asset
from assets.environments.sites import Site
from assets.geometry import BOX_CORNERS
from scenes.camera import PinholeCamera
from scenes.placement import overlap
from scenes.pose import Float64, Pose
from scenes.spec import Placed

STEP_M = 1.5  # between stands along a lane
FREE_STANDS = 500  # drawn on sites where vehicles stand anywhere
LONGEST_IN_BAY_M = 5.7
NEAREST_M = 2.2  # from the camera to a vehicle's box
MARGIN_M = 0.35  # between any two vehicles; lanes keep more
FOLLOWING_M = 1.6
TRIES = 70

ROLES = ("driving", "parked", "free")


@dataclass(frozen=True, eq=False)
class Stands:
    """Attributes:
    place: (N, 3) x, y, yaw.
    role: (N,) index into ``ROLES``; ``kind`` (N,) the lane's kind, ``bay`` or ``free``; ``speed`` (N,) m/s; ``z`` (N,).
    """

    place: Float64
    role: NDArray[np.int64]
    kind: NDArray[np.str_]
    speed: Float64
    z: Float64

    def suits(self, asset: Asset, role: str) -> NDArray[np.bool_]:
        """(N,) where a vehicle of its kind and size may be in that role."""
        category, type = asset.labels[0].category, str(asset.attributes.get("type", ""))
        if role == "driving":
            kinds = {"drive"}
            kinds |= {"bus"} if category == "bus" else set()
            kinds = {"drive", "cycle"} if category == "bicycle" else kinds
        elif role == "parked":
            small = asset.size[0] <= LONGEST_IN_BAY_M and type != "city_bus"
            kinds = {"bay"} if small else set()
            kinds |= {"walk"} if category in ("bicycle", "motorcycle") else set()
        else:
            kinds = {"free"}
        out: NDArray[np.bool_] = (self.role == ROLES.index(role)) & np.isin(self.kind, sorted(kinds))
        return out


def stands_of(rng: np.random.Generator, site: Site) -> Stands:
    """Every place of a site; lanes are cut into steps, free ground is sampled."""
    rows: list[tuple[Float64, int, str, float, float]] = []
    for lane in site.lanes:
        places = lane.at(np.arange(STEP_M, lane.length, STEP_M))
        if lane.kind == "walk":  # two-wheelers are left along pavements
            rows.append((places, 1, "walk", 0.0, lane.z))
        else:
            rows.append((places, 0, lane.kind, lane.speed_mps, lane.z))
    if len(site.bays):
        rows.append((site.bays, 1, "bay", 0.0, 0.0))
    if site.free:
        low, high = site.room.min(axis=0) * 0.8, site.room.max(axis=0) * 0.8
        xy = rng.uniform(low, high, (FREE_STANDS, 2))
        rows.append((np.column_stack([xy, rng.uniform(-np.pi, np.pi, FREE_STANDS)]), 2, "free", 0.0, 0.0))
    return Stands(
        np.concatenate([row[0] for row in rows]),
        np.concatenate([np.full(len(row[0]), row[1]) for row in rows]),
        np.concatenate([np.full(len(row[0]), row[2]) for row in rows]),
        np.concatenate([np.full(len(row[0]), row[3]) for row in rows]),
        np.concatenate([np.full(len(row[0]), row[4]) for row in rows]),
    )


def seen(camera: PinholeCamera, asset: Asset, stands: Float64, smallest: float) -> NDArray[np.bool_]:
    """(N,) where the vehicle's middle would be in the picture, not too near, and the vehicle large enough."""
    middle = np.column_stack([stands[:, :2], np.full(len(stands), asset.center[2])])
    depth = camera.to_camera(middle)[:, 2]
    large = max(asset.size[1:]) * camera.focal_px >= smallest * min(camera.width, camera.height) * depth
    share = camera.project(middle) / [camera.width, camera.height]
    # NaN, behind the camera, is outside
    inside = (share > [0.03, 0.03]).all(axis=1) & (share < [0.97, 0.97]).all(axis=1)
    clear = depth >= NEAREST_M + 0.5 * max(asset.size[:2])
    out: NDArray[np.bool_] = clear & large & inside
    return out


def sees(camera: PinholeCamera, placed: Placed) -> bool:
    """Whether the thing's middle is in the picture and its box not too near."""
    return bool(seen(camera, placed.asset, placed.pose.translation[None], 0.0)[0])


def placed_on(
    rng: np.random.Generator, stands: Stands, index: int, asset: Asset, role: str, instance_id: int
) -> Placed:
    """The vehicle at one of the stands, a little off as people drive and park."""
    x, y, yaw = stands.place[index]
    kind = str(stands.kind[index])
    aside, turn = rng.normal(size=2).clip(-2.0, 2.0)
    spread = {"driving": (0.18, 0.02), "parked": (0.10, 0.03), "free": (0.0, 0.0)}[role]
    off = spread[0] * aside
    two_wheels = asset.labels[0].category in ("bicycle", "motorcycle")
    if two_wheels and kind == "drive":
        off -= float(rng.uniform(0.0, 1.0))  # they keep to the edge
    if role == "parked" and kind == "bay" and rng.uniform() < 0.3:
        yaw += np.pi
    if two_wheels and kind == "bay":
        turn += float(rng.choice([0.0, 60.0, -60.0]))  # a bay has room across
    place = np.array([x - off * np.sin(yaw), y + off * np.cos(yaw)])
    pose = Pose.at(float(place[0]), float(place[1]), float(stands.z[index]), float(yaw + spread[1] * turn))
    return Placed(asset, pose, instance_id)


def blocked(instance: Placed, others: list[Placed], driving: bool) -> bool:
    """Whether it stands too near to another."""
    margin = FOLLOWING_M if driving else MARGIN_M
    return any(overlap(instance, other, margin) for other in others)


def hidden(spans: list[tuple[float, float, float]], most: float) -> bool:
    """Whether nearer things cover more than the share ``most`` of some thing's width; ``spans`` as ``span`` gives."""
    spans = sorted(spans)
    for index, (_, low, high) in enumerate(spans):
        covered = sum(max(0.0, min(high, far) - max(low, near)) for _, near, far in spans[:index])
        if covered > most * (high - low):
            return True
    return False


def span(camera: PinholeCamera, placed: Placed) -> tuple[float, float, float]:
    """Depth of a thing's middle, and left and right end of its box in the picture, in pixels."""
    corners = placed.pose.apply(np.array(placed.asset.center) + BOX_CORNERS * np.array(placed.asset.size) / 2.0)
    u = camera.project(corners)[:, 0]
    if np.isnan(u).all():
        return (float(camera.to_camera(corners.mean(axis=0))[2]), 0.0, 0.0)
    return (float(camera.to_camera(corners.mean(axis=0))[2]), float(np.nanmin(u)), float(np.nanmax(u)))
