"""A camera on a site: rides in a lane, or stands where it sees one vehicle as large as it is to be."""

from dataclasses import dataclass

import numpy as np

from assets import Asset, AttributeValue, SceneError
from assets.environments.sites import Site
from assets.random import stream
from scenes.camera import PinholeCamera
from scenes.params import SceneParams
from scenes.pose import Float64
from scenes.rigs import RIGS, Lens, looking, riding
from scenes.spec import Placed
from scenes.stands import Stands, placed_on, sees

AIMS = 30  # places of the vehicle and sides to see it from, tried for one camera
NEAR_M = 40.0  # from the site's middle: what a camera looks at, or where it rides
STEP_BACK = 0.6  # how much smaller a camera that asks for little lets its vehicle be


@dataclass(frozen=True, eq=False)
class View:
    """Attributes:
    camera: in its place.
    parameters: what was sampled for it, for the image's entry.
    """

    camera: PinholeCamera
    parameters: dict[str, AttributeValue]


def look(
    rng: np.random.Generator,
    params: SceneParams,
    kind: str,
    site: Site,
    stands: Stands,
    first: Asset,
    role: str,
    lenience: float,
) -> tuple[View, list[Placed]]:
    """A camera of a kind on the site, and the vehicle that it looks at in its place, if it looks at one.

    Args:
        params: have ``camera_height_m``, ``fov_deg``, ``fill`` and ``exposure_ev``.
        kind: a key of ``RIGS``.
        first, role: the first vehicle, and whether it drives, is parked or stands free.
        lenience: 0..1: lets the camera stand further away.

    Raises:
        SceneError: no place was found.
    """
    rig = RIGS[kind]
    lens = Lens(
        rig,
        params.size,
        height_m=params.number_or(rng, "camera_height_m", rig.height_m),
        fov_rad=float(np.radians(params.number_or(rng, "fov_deg", rig.fov_deg))),
        exposure_ev=params.number(rng, "exposure_ev"),
        k1=_bend(stream(rng, "lens"), rig.distortion),
    )
    sampled: dict[str, AttributeValue] = {"camera": kind, "camera_height_m": round(lens.height_m, 3)}
    sampled |= {"fov_deg": round(float(np.degrees(lens.fov_rad)), 2), "exposure_ev": round(lens.exposure_ev, 3)}
    near = np.linalg.norm(stands.place[:, :2], axis=1) < NEAR_M
    if rig.fill is None:
        lanes = np.flatnonzero(stands.suits(first, "driving") & (stands.kind == "drive") & near)
        if len(lanes):
            return View(lens.at(riding(rng, lens, stands.place[rng.choice(lanes)])), sampled), []
    own_fill = rig.fill or RIGS["pedestrian"].fill
    if own_fill is None:
        raise SceneError("camera: expected a kind that looks at something")
    fill = params.number_or(rng, "fill", own_fill) * (1.0 - STEP_BACK * lenience)
    could = np.flatnonzero(stands.suits(first, role) & near)
    if not len(could):
        raise SceneError(f"{site.name}: no place for a {first.name} that is {role}")
    for _ in range(AIMS):
        target = placed_on(rng, stands, int(rng.choice(could)), first, role, 1)
        forward = target.pose.rotation[:2, 0]
        stand = np.array([*target.pose.translation[:2], np.arctan2(forward[1], forward[0])])
        pose = looking(rng, lens, stand, first.size, fill)
        if inside(site.room, pose.translation[:2]) and sees(camera := lens.at(pose), target):
            pitch = float(np.degrees(np.arcsin(pose.rotation[2, 2])))
            return View(camera, {**sampled, "fill": round(fill, 3), "pitch_deg": round(pitch, 2)}), [target]
    raise SceneError(f"{site.name}: found no place from where a {kind} camera sees the first vehicle")


def _bend(rng: np.random.Generator, spread: float) -> float:
    """k1 of a lens; half of them are straight."""
    return float(np.clip(rng.normal(-spread, spread), -0.2, 0.05)) if spread and rng.uniform() < 0.5 else 0.0


def inside(outline: Float64, point: Float64) -> bool:
    """Whether a point (2,) lies in an outline (N, 2), by counting crossings of a ray."""
    a, b = outline, np.roll(outline, -1, axis=0)
    straddles = (a[:, 1] > point[1]) != (b[:, 1] > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        x = a[:, 0] + (point[1] - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    return bool(np.count_nonzero(straddles & (point[0] < x)) % 2)
