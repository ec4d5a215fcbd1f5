"""Where vehicles may stand on a site, and which of these places a camera sees well enough.

Only sizes count here, so that vehicles need not be built before it is known that they find a place.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.environments.sites import Site
from assets.geometry import BOX_CORNERS
from scenes.camera import PinholeCamera
from scenes.placement import footprints, half_depth, touching, turned
from scenes.pose import Float64
from scenes.rigs import TWO_WHEELS

STEP_M = 1.5  # between stands along a lane
FREE_STANDS = 500  # drawn on sites where vehicles stand anywhere
NEAREST_M = 2.2  # from the camera to the box of a vehicle that it does not look at
MARGIN_M = 0.35  # between any two vehicles; lanes keep more
FOLLOWING_M = 1.6
TRIES = 70

ROLES = ("driving", "parked", "free")


@dataclass(frozen=True)
class Body:
    """What placing has to know of a vehicle.

    Attributes:
        category: its COCO category.
        role: one of ``ROLES``.
        size, center: of its box, as an ``Asset`` has them, metres.
    """

    category: str
    role: str
    size: tuple[float, float, float]
    center: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Standing:
    """A body at its place, as one camera sees it.

    Attributes:
        place: (4,) x, y, z, yaw.
        footprint: (4, 2) corners on the ground.
        span: (3,) as ``spans`` gives it.
    """

    place: Float64
    footprint: Float64
    span: Float64

    @classmethod
    def at(cls, camera: PinholeCamera, body: Body, place: Float64) -> "Standing":
        footprint = footprints(place[None], body.size, body.center)[0]
        return cls(place, footprint, spans(camera, body, place[None])[0])


@dataclass(frozen=True, eq=False)
class Stands:
    """Attributes:
    place: (N, 4) x, y, z, yaw.
    role: (N,) index into ``ROLES``; ``kind`` (N,) the lane's kind, ``bay`` or ``free``.
    """

    place: Float64
    role: NDArray[np.int64]
    kind: NDArray[np.str_]

    def suits(self, category: str, role: str) -> NDArray[np.bool_]:
        """(N,) where a vehicle of the category may be in that role; who parks fits a bay, as ``sample_role`` says."""
        if role == "driving":
            kinds = {"drive", *{"bus": ["bus"], "bicycle": ["cycle"]}.get(category, [])}
        elif role == "parked":
            kinds = {"bay", "walk"} if category in TWO_WHEELS else {"bay"}
        else:
            kinds = {"free"}
        out: NDArray[np.bool_] = (self.role == ROLES.index(role)) & np.isin(self.kind, sorted(kinds))
        return out


def stands_of(rng: np.random.Generator, site: Site) -> Stands:
    """Every place of a site; lanes are cut into steps, free ground is sampled."""
    rows: list[tuple[Float64, str, str]] = []
    for lane in site.lanes:
        role = "parked" if lane.kind == "walk" else "driving"  # two-wheelers are left along pavements
        places = np.insert(lane.at(np.arange(STEP_M, lane.length, STEP_M)), 2, lane.z, axis=1)
        rows.append((places, role, lane.kind))
    if len(site.bays):
        rows.append((np.insert(site.bays, 2, 0.0, axis=1), "parked", "bay"))
    if site.free:
        low, high = site.room.min(axis=0) * 0.8, site.room.max(axis=0) * 0.8
        xy, yaw = rng.uniform(low, high, (FREE_STANDS, 2)), rng.uniform(-np.pi, np.pi, FREE_STANDS)
        rows.append((np.column_stack([xy, np.zeros(FREE_STANDS), yaw]), "free", "free"))
    counts = [len(places) for places, _, _ in rows]
    return Stands(
        np.concatenate([places for places, _, _ in rows]),
        np.repeat([ROLES.index(role) for _, role, _ in rows], counts),
        np.repeat([kind for _, _, kind in rows], counts),
    )


def put(rng: np.random.Generator, stands: Stands, at: ArrayLike, body: Body) -> Float64:
    """(N, 4) x, y, z, yaw of the body at the stands of indices ``at`` (N,): a little off as people drive and park."""
    at = np.asarray(at)
    x, y, z, yaw = stands.place[at].T
    aside, turn = rng.normal(size=(2, len(at))).clip(-2.0, 2.0)
    edge, back, across = rng.uniform(size=len(at)), rng.uniform(size=len(at)), rng.choice([-60.0, 0.0, 60.0], len(at))
    spread = {"driving": (0.18, 0.02), "parked": (0.10, 0.03), "free": (0.0, 0.0)}[body.role]
    in_bay, along = stands.kind[at] == "bay", np.zeros(len(at))
    if body.category in TWO_WHEELS:
        aside = aside - np.where(stands.kind[at] == "drive", edge / 0.18, 0.0)  # they keep to the edge, within 1 m
        turn = turn + np.where(in_bay, across, 0.0)  # a bay has room across
        along = np.where(in_bay & (across != 0.0), 1.5 * (2.0 * edge - 1.0), 0.0)  # and for several side by side
    off = spread[0] * aside
    yaw = yaw + np.where(in_bay & (back < 0.3), np.pi, 0.0) + spread[1] * turn
    heading = stands.place[at, 3]
    ahead, left = np.array([np.cos(heading), np.sin(heading)]), np.array([-np.sin(heading), np.cos(heading)])
    x, y = [x, y] + along * ahead + off * left
    return np.column_stack([x, y, z, yaw])


def seen(
    camera: PinholeCamera, body: Body, places: Float64, smallest: float = 0.0, nearest_m: float = NEAREST_M
) -> NDArray[np.bool_]:
    """(N,) at which of the places (N, 4) the body's middle is in the picture, not too near, and the body large enough.

    Args:
        smallest: share of the picture's shorter side that its height or width takes.
        nearest_m: from the camera to the next corner of its box, along the line of sight.
    """
    local = camera.to_camera(places[:, :3] + [0.0, 0.0, body.center[2]])
    depth = local[:, 2]
    large = max(body.size[1:]) * camera.focal_px >= smallest * min(camera.width, camera.height) * depth
    turn = places[:, 3] - math.atan2(camera.pose.rotation[1, 2], camera.pose.rotation[0, 2])
    clear = depth >= nearest_m + half_depth(body.size, turn)
    out: NDArray[np.bool_] = clear & large
    share = camera.to_pixels(local[out]) / [camera.width, camera.height]
    out[out] = ((share > 0.03) & (share < 0.97)).all(axis=1)
    return out


def free(camera: PinholeCamera, body: Body, places: Float64, others: Sequence[Standing], most: float) -> Float64:
    """Those of the places (N, 4) where the body touches no other, and nothing hides more than ``most`` of a width."""
    if not others:
        return places
    margin = FOLLOWING_M if body.role == "driving" else MARGIN_M
    taken = np.array([item.footprint for item in others])
    places = places[~touching(footprints(places, body.size, body.center, margin), taken).any(axis=1)]
    theirs = np.array([item.span for item in others])
    every = np.concatenate(
        [spans(camera, body, places)[:, None], np.broadcast_to(theirs, (len(places), *theirs.shape))], axis=1
    )
    return places[~hidden(every, most)]


def hidden(spans: Float64, most: float) -> NDArray[np.bool_]:
    """(N,) whether nearer ones cover more than ``most`` of the width of one of K things; (N, K, 3) as ``spans`` has."""
    depth, low, high = np.moveaxis(spans, -1, 0)
    shared = np.minimum(high[:, :, None], high[:, None]) - np.maximum(low[:, :, None], low[:, None])
    covered = (shared.clip(0.0) * (depth[:, None] < depth[:, :, None])).sum(axis=2)
    out: NDArray[np.bool_] = (covered > most * (high - low)).any(axis=1)
    return out


def spans(camera: PinholeCamera, body: Body, places: Float64) -> Float64:
    """(N, 3) at each of the places (N, 4): depth of the middle, left and right end of the box, in pixels."""
    corners = np.array(body.center) + BOX_CORNERS * np.array(body.size) / 2.0
    world = turned(corners, places[:, 3]) + places[:, None, :3]
    u = camera.project(world)[..., 0]  # NaN behind the camera, which fmin and fmax pass over
    depth = camera.to_camera(world.mean(axis=1))[:, 2]
    return np.column_stack([depth, np.fmin.reduce(u, axis=1), np.fmax.reduce(u, axis=1)])
