"""Something plain put before the first thing, which hides a stated share of what the camera sees of it."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from assets import SceneError
from assets.asset import Asset
from assets.geometry import BOX_CORNERS, BOX_FACES
from assets.materials import Material
from assets.primitives import LICENCE, ORIGIN, polygons
from scenes.camera import PinholeCamera
from scenes.pose import Float64, Pose
from scenes.spec import Placed, SceneSpec

BETWEEN = 0.6  # of the way from the camera to the thing's nearest point
FINE_PX = 1024  # longer side that a silhouette is counted at
MARGIN = 0.06  # of the thing's width and height, that it reaches further than the thing
THICK = 0.02  # of its distance
GREY = Material("panel", base_color=(0.18, 0.18, 0.17), roughness=0.8)

type Mask = NDArray[np.bool_]


def from_the_side(spec: SceneSpec, share: float, rng: np.random.Generator) -> SceneSpec:
    """A panel that covers a share of the first thing from its left or its right, the same side for all of a scene."""
    left = bool(rng.uniform() < 0.5)
    return _before(spec, share, (0.0, share) if left else (1.0 - share, 1.0), upright=True)


def pole(spec: SceneSpec, share: float, rng: np.random.Generator) -> SceneSpec:
    """An upright strip before its middle."""
    return _before(spec, share, (0.5 - share / 2.0, 0.5 + share / 2.0), upright=True)


def from_below(spec: SceneSpec, share: float, rng: np.random.Generator) -> SceneSpec:
    """A box that covers it from below."""
    return _before(spec, share, (1.0 - share, 1.0), upright=False)


def _before(spec: SceneSpec, share: float, between: tuple[float, float], upright: bool) -> SceneSpec:
    """A plate that covers the thing's silhouette between two shares of it, counted from its left or from its top.

    Raises:
        SceneError: the camera does not see the thing.
    """
    if share <= 0.0:
        return spec
    thing = min(spec.labelled(), key=lambda item: item.instance_id, default=None)
    scale = max(1.0, FINE_PX / max(spec.camera.width, spec.camera.height))
    shown, nearest = (np.zeros((1, 1), np.bool_), 0.0) if thing is None else _silhouette(thing, spec.camera, scale)
    if thing is None or not shown.any():
        raise SceneError("suite: expected a thing in the picture to be hidden, found none")
    x0, x1, y0, y1 = _extent(shown)
    along = shown.sum(axis=0 if upright else 1)
    low, high = (_place(along, at) for at in between)
    wide, high_px = MARGIN * (x1 - x0), MARGIN * (y1 - y0)
    first, last = (low if between[0] > 0.0 else -np.inf), (high if between[1] < 1.0 else np.inf)
    left, right = (max(first, x0 - wide), min(last, x1 + wide)) if upright else (x0 - wide, x1 + wide)
    top, bottom = (y0 - high_px, y1 + high_px) if upright else (max(first, y0 - high_px), min(last, y1 + high_px))
    sides = (left / scale, right / scale, top / scale, bottom / scale)
    plate = _plate(spec.camera, sides, BETWEEN * nearest)
    return replace(spec, placed=(*spec.placed, plate))


def _extent(shown: Mask) -> tuple[float, float, float, float]:
    columns, rows = np.flatnonzero(shown.any(axis=0)), np.flatnonzero(shown.any(axis=1))
    return float(columns[0]), float(columns[-1] + 1), float(rows[0]), float(rows[-1] + 1)


def _place(along: NDArray[np.intp], share: float) -> float:
    """Pixel border, with its fraction, below which a share of the silhouette lies."""
    sums = np.concatenate([[0], np.cumsum(along)]) / along.sum()
    inside = np.flatnonzero(np.diff(sums, prepend=-1.0) > 0.0)  # where it grows, so that there is one answer
    return float(np.interp(share, sums[inside], inside.astype(np.float64)))


def _silhouette(thing: Placed, camera: PinholeCamera, scale: float) -> tuple[Mask, float]:
    """What the picture shows of the thing's first label if nothing is before it; and how near its nearest point is.

    Polygons as they are described, without what subdivision rounds off.

    Args:
        scale: of the mask against the picture; borders of polygons are drawn half a pixel wide.
    """
    out = np.zeros((round(camera.height * scale), round(camera.width * scale)), np.uint8)
    nearest = np.inf
    wanted = thing.asset.labels[0].parts
    for mesh in thing.asset.meshes:
        local = camera.to_camera(thing.pose.apply(mesh.vertices))
        seen = local[:, 2] > 1e-3
        if not seen.any():
            continue
        nearest = min(nearest, float(local[seen, 2].min()))
        pixels = np.full((len(local), 2), -1.0)
        pixels[seen] = camera.to_pixels(local[seen]) * scale
        points = np.round(np.clip(pixels - 0.5, -3e4, 3e4) * 16.0).astype(np.int32)
        counted = [wanted is None or mesh.parts[part] in wanted for part in range(len(mesh.parts))]
        ends = np.cumsum(mesh.face_sizes)
        for face in np.flatnonzero(np.array(counted)[mesh.face_part]).tolist():
            corners = mesh.corners[ends[face] - mesh.face_sizes[face] : ends[face]]
            if seen[corners].all():
                cv2.fillPoly(out, [points[corners]], 1, shift=4)
    return out > 0, nearest


def _plate(camera: PinholeCamera, box: tuple[float, float, float, float], depth: float) -> Placed:
    """An upright plate across the line of sight that covers a box of the picture, in pixels, from a depth on."""
    left, right, top, bottom = box
    middle = (left + right) / 2.0, (top + bottom) / 2.0
    x0, x1 = (float(camera.rays(np.array([x, middle[1]]))[0]) * depth for x in (left, right))
    y0, y1 = (float(camera.rays(np.array([middle[0], y]))[1]) * depth for y in (top, bottom))
    low, high = np.array([x0, y0, depth]), np.array([x1, y1, depth * (1.0 + THICK)])
    centre, half = (low + high) / 2.0, (high - low) / 2.0
    mesh = polygons("panel", BOX_CORNERS * half, BOX_FACES, GREY, "panel")
    size: Float64 = 2.0 * half
    asset = Asset("panel", (mesh,), (float(size[0]), float(size[1]), float(size[2])), LICENCE, ORIGIN)
    return Placed(asset, Pose(camera.pose.rotation, camera.pose.apply(centre)))
