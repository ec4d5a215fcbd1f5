"""A further camera on a site where vehicles are in their places already: rides to one, or stands beside one."""

from collections.abc import Iterator, Sequence

import numpy as np

from assets import SceneError
from assets.environments.sites import Site
from scenes.arranging import HIDDEN, SMALLEST
from scenes.camera import PinholeCamera
from scenes.params import SceneParams
from scenes.placement import footprints
from scenes.pose import Float64
from scenes.rigs import NEAREST_M, Lens, aimed, beside, riding
from scenes.sight import in_no_roof, inside
from scenes.spec import Placed, View
from scenes.stands import Body, Stands, seen, spans
from scenes.views import AIMS, NEAR_M, aimed_view, sampled_bearing, sampled_fill, sampled_lens

RIDE = 0.7  # lenience up to which a camera that rides keeps to lanes
APART_M = 0.5  # a camera's least distance from what is no vehicle
STEPS = np.linspace(0.0, 1.0, 9)[:, None]  # along a line of sight


def look_again(
    rng: np.random.Generator,
    params: SceneParams,
    kind: str,
    site: Site,
    stands: Stands,
    placed: Sequence[Placed],
    around: Sequence[Placed],
    lenience: float,
) -> View:
    """Another camera of a kind on the site.

    Args:
        params, kind, site: as ``scenes.views.look`` has them.
        stands: of the site, for cameras that ride.
        placed: the vehicles.
        around: all that the camera must not stand in; the vehicles, too.
        lenience: 0..1: lets the camera stand further away, and vehicles hide each other more.

    Raises:
        SceneError: none was found that sees a vehicle.
    """
    lens, sampled = sampled_lens(rng, params, kind, site.ceiling_m)
    bodies = [Body(item.asset.labels[0].category, "", item.asset.size, item.asset.center) for item in placed]
    places = np.array([_place(item) for item in placed])
    lanes = np.flatnonzero((stands.kind == "drive") & (np.linalg.norm(stands.place[:, :2], axis=1) < NEAR_M))
    if lens.rig.fill is None and len(lanes) and lenience < RIDE:
        for ride in stands.place[rng.choice(lanes, AIMS)][:, [0, 1, 3]]:
            camera = lens.at(riding(rng, lens, ride))
            if _clear(camera, around) and _shows(camera, site, bodies, places, lenience):
                return View(camera, sampled)
    else:
        index = int(rng.integers(len(placed)))
        fill = sampled_fill(rng, params, lens.rig, lenience)
        bearing = sampled_bearing(rng, params, lens.rig, bodies[index].category)
        for camera in _beside(rng, lens, site, bodies[index], places[index], fill, bearing):
            if _clear(camera, around) and _shows(camera, site, bodies, places, lenience, index):
                return aimed_view(camera, sampled, fill, bearing)
    raise SceneError(f"{site.name}: found no further place from where a {kind} camera sees a vehicle")


def _beside(
    rng: np.random.Generator, lens: Lens, site: Site, body: Body, place: Float64, fill: float, bearing: float
) -> Iterator[PinholeCamera]:
    """Cameras within the site that look at a vehicle."""
    eyes = beside(rng, lens, np.repeat(place[None], AIMS, axis=0), body.size, fill, bearing)
    for eye in eyes[inside(site.room, eyes[:, :2]) & in_no_roof(site, eyes)]:
        yield lens.at(aimed(rng, lens, eye, (place[0], place[1], place[2] + 0.45 * body.size[2]), fill))


def _shows(
    camera: PinholeCamera, site: Site, bodies: list[Body], places: Float64, lenience: float, which: int | None = None
) -> bool:
    """Whether it sees a vehicle, or that one, well: large enough, and neither behind others nor round a corner."""
    smallest, most = SMALLEST * (1.0 - 0.5 * lenience), HIDDEN + 0.15 * lenience
    wanted = range(len(bodies)) if which is None else (which,)
    shown = [i for i in wanted if seen(camera, bodies[i], places[i][None], smallest)[0]]
    if not shown:
        return False
    row = np.concatenate([spans(camera, body, place[None]) for body, place in zip(bodies, places, strict=True)])
    ahead = row[row[:, 0] > 0.0]
    for i in shown:
        sight = places[i, :2] + STEPS * (camera.pose.translation[:2] - places[i, :2])
        if _covered(row[i], ahead) <= most and inside(site.room, sight).all():
            return True
    return False


def _covered(own: Float64, spans: Float64) -> float:
    """Share of the width of one thing (3,) that nearer ones among (N, 3) cover, as ``scenes.stands.hidden`` counts."""
    depth, low, high = spans[spans[:, 0] < own[0]].T
    shared = np.minimum(high, own[2]) - np.maximum(low, own[1])
    return float(shared.clip(0.0).sum() / (own[2] - own[1])) if len(depth) else 0.0


def _clear(camera: PinholeCamera, around: Sequence[Placed]) -> bool:
    """Whether it stands in nothing, and before no vehicle's side as if it were glued to it."""
    eye = camera.pose.translation
    for item in around:
        low = item.pose.translation[2] + item.asset.center[2] - item.asset.size[2] / 2.0
        if not low - APART_M < eye[2] < low + item.asset.size[2] + APART_M:
            continue
        corners = footprints(_place(item)[None], item.asset.size, item.asset.center)[0]
        if inside(corners, eye[None, :2])[0] or _distance(corners, eye[:2]) < (
            NEAREST_M if item.instance_id else APART_M
        ):
            return False
    return True


def _distance(corners: Float64, point: Float64) -> float:
    """From a point (2,) to the nearest side of a polygon (N, 2), metres."""
    start, side = corners, np.roll(corners, -1, axis=0) - corners
    share = ((point - start) * side).sum(axis=1) / np.maximum((side * side).sum(axis=1), 1e-12)
    return float(np.linalg.norm(start + share.clip(0.0, 1.0)[:, None] * side - point, axis=1).min())


def _place(item: Placed) -> Float64:
    """(4,) x, y, z, yaw of something upright."""
    yaw = np.arctan2(item.pose.rotation[1, 0], item.pose.rotation[0, 0])
    return np.array([*item.pose.translation, yaw])
