"""A camera on a site: rides in a lane, or stands where it sees one vehicle as large as it is to be."""

from collections.abc import Mapping

import numpy as np

from assets import AttributeValue, SceneError
from assets.environments.sites import Site
from assets.random import stream
from scenes.camera import PinholeCamera
from scenes.params import SceneParams
from scenes.rigs import NEAREST_M, RIGS, Lens, Rig, aimed, beside, riding
from scenes.sight import in_no_roof, in_sight, round_no_corner
from scenes.spec import View
from scenes.stands import Body, Standing, Stands, put, seen

AIMS = 30  # places of the vehicle and sides to see it from, tried for one camera
NEAR_M = 40.0  # from the site's middle: what a camera looks at, or where it rides
HIGH_M = 3.0  # cameras above it look at vehicles from afar, so that houses and trees may stand between
STEP_BACK = 0.6  # how much smaller a camera that asks for little lets its vehicle be


def look(
    rng: np.random.Generator,
    params: SceneParams,
    kind: str,
    site: Site,
    stands: Stands,
    first: Body,
    lenience: float,
) -> tuple[View, list[Standing]]:
    """A camera of a kind on the site, and the vehicle that it looks at in its place, if it looks at one.

    Args:
        params: have ``camera_height_m``, ``fov_deg``, ``fill``, ``bearing_deg`` and ``exposure_ev``.
        kind: a key of ``RIGS``.
        first: the first vehicle.
        lenience: 0..1: lets the camera stand further away.

    Raises:
        SceneError: no place was found.
    """
    rig = RIGS[kind]
    lens, sampled = sampled_lens(rng, params, kind, site.ceiling_m)
    near = np.linalg.norm(stands.place[:, :2], axis=1) < NEAR_M
    if rig.fill is None:
        lanes = np.flatnonzero(stands.suits(first.category, "driving") & (stands.kind == "drive") & near)
        if len(lanes):
            return View(lens.at(riding(rng, lens, stands.place[rng.choice(lanes), [0, 1, 3]])), sampled), []
    fill = sampled_fill(rng, params, rig, lenience)
    bearing = sampled_bearing(rng, params, rig, first.category)
    could = np.flatnonzero(stands.suits(first.category, first.role) & near)
    if not len(could):
        raise SceneError(f"{site.name}: no place for a {first.category} that is {first.role}")
    places = put(rng, stands, rng.choice(could, AIMS), first)
    eyes = beside(rng, lens, places, first.size, fill, bearing)
    could_be = round_no_corner(site, eyes, places)
    if lens.height_m > HIGH_M:
        could_be &= in_no_roof(site, eyes) & in_sight(site, eyes, places, first.size)
    for index in np.flatnonzero(could_be):
        place = places[index]
        pose = aimed(rng, lens, eyes[index], (place[0], place[1], 0.45 * first.size[2]), fill)
        if seen(camera := lens.at(pose), first, place[None], nearest_m=NEAREST_M)[0]:
            return aimed_view(camera, sampled, fill, bearing), [Standing.at(camera, first, place)]
    raise SceneError(f"{site.name}: found no place from where a {kind} camera sees the first vehicle")


def sampled_lens(
    rng: np.random.Generator, params: SceneParams, kind: str, below_m: float = np.inf
) -> tuple[Lens, dict[str, AttributeValue]]:
    """A camera of a kind, ``below_m`` at most, before it has a place, and what was sampled for it."""
    rig = RIGS[kind]
    lens = Lens(
        rig,
        params.size,
        height_m=min(params.number_or(rng, "camera_height_m", rig.height_m), below_m),
        fov_rad=float(np.radians(params.number_or(rng, "fov_deg", rig.fov_deg))),
        exposure_ev=params.number(rng, "exposure_ev"),
        k1=_bend(stream(rng, "lens"), rig.distortion),
    )
    sampled: dict[str, AttributeValue] = {"camera": kind, "camera_height_m": round(lens.height_m, 3)}
    sampled |= {"fov_deg": round(float(np.degrees(lens.fov_rad)), 2), "exposure_ev": round(lens.exposure_ev, 3)}
    return lens, sampled


def sampled_fill(rng: np.random.Generator, params: SceneParams, rig: Rig, lenience: float) -> float:
    """How much of the picture the vehicle that a camera looks at is to take."""
    own = rig.fill or RIGS["pedestrian"].fill
    if own is None:
        raise SceneError("camera: expected a kind that looks at something")
    return params.number_or(rng, "fill", own) * (1.0 - STEP_BACK * lenience)


def sampled_bearing(rng: np.random.Generator, params: SceneParams, rig: Rig, category: str) -> float:
    """Where round the vehicle of a category that a camera looks at it stands: degrees, 0 before it."""
    return params.number_or(rng, "bearing_deg", rig.bearing_of(category))


def aimed_view(camera: PinholeCamera, sampled: Mapping[str, AttributeValue], fill: float, bearing_deg: float) -> View:
    """A camera that looks at something, with what was sampled for it."""
    pitch = float(np.degrees(np.arcsin(camera.pose.rotation[2, 2])))
    own = {"fill": round(fill, 3), "bearing_deg": round(bearing_deg, 2), "pitch_deg": round(pitch, 2)}
    return View(camera, {**sampled, **own})


def _bend(rng: np.random.Generator, spread: float) -> float:
    """k1 of a lens; half of them are straight."""
    return float(np.clip(rng.normal(-spread, spread), -0.2, 0.05)) if spread and rng.uniform() < 0.5 else 0.0
