"""The lens of a finished render: picture and ground truth by the same map.

Cycles renders what an ideal camera sees, a pinhole or an equidistant fisheye, on a canvas that holds all of the lens's
view. Each pixel of the picture then looks its value up there.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate.frame import Coverage
from scenes import Distortion, Fisheye, PinholeCamera

MARGIN_PX = 5  # of canvas around the view, for interpolation

type Float32 = NDArray[np.float32]
type Float64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Seen:
    """What one render gives, before the film: see ``Frame``.

    Attributes:
        radiance: (H, W, 3) scene-linear.
        depth, normals, coverage: as in ``Frame``.
    """

    radiance: Float32
    depth: Float32
    normals: Float32
    coverage: Coverage


def canvas(camera: PinholeCamera) -> PinholeCamera:
    """The ideal camera that sees at least as much, pixel for pixel as large on the optical axis.

    A fisheye's is equidistant, and as wide to the left of the axis as to the right, as Cycles has them.
    """
    if camera.distortion is None:
        return camera
    if camera.fisheye is not None:
        return _fisheye_canvas(camera, camera.fisheye)
    left, top = _origin(camera)
    far = camera.border.max(axis=0) * camera.focal_px + [camera.cx, camera.cy]
    right, bottom = np.ceil(far).astype(int) + MARGIN_PX
    width, height = int(right - left), int(bottom - top)
    lens = camera.depth_of_field
    if lens is not None:  # the sensor stays 36 mm wide on a wider canvas: the same hole is a larger share of it
        lens = replace(lens, f_number=lens.f_number * camera.width / width)
    return replace(
        camera,
        width=width,
        height=height,
        cx=camera.cx - left,
        cy=camera.cy - top,
        depth_of_field=lens,
        distortion=None,
    )


def _fisheye_canvas(camera: PinholeCamera, fisheye: Fisheye) -> PinholeCamera:
    """The camera itself, if it is ideal and the middle of its picture lies on the axis."""
    ideal = Fisheye(edge_rad=fisheye.edge_rad)
    if fisheye == ideal and (camera.cx, camera.cy) == (camera.width / 2.0, camera.height / 2.0):
        return camera
    far = np.ceil(np.abs(_from_axis(camera, fisheye)).max(axis=(0, 1))).astype(int) + MARGIN_PX
    # Pixels of the canvas are those of the picture where the principal point lies on a pixel's edge or centre.
    width, height = (
        2 * int(side) + round(2.0 * middle) % 2 for side, middle in ((far[0], camera.cx), (far[1], camera.cy))
    )
    return replace(camera, width=width, height=height, cx=width / 2.0, cy=height / 2.0, distortion=ideal)


@lru_cache(maxsize=1)
def _equidistant(
    fisheye: Fisheye, size: tuple[int, int], focal_px: float, principal: tuple[float, float], reach: float
) -> Float64:
    """(H, W, 2) pixels from the axis where an equidistant fisheye shows what the pixels of another one do.

    Outside the image circle, where they show nothing, places on its rim.
    """
    x, y = np.meshgrid(np.arange(size[0]) + 0.5 - principal[0], np.arange(size[1]) + 0.5 - principal[1])
    away = np.hypot(x, y)
    angle = fisheye.angle(np.minimum(away / focal_px, fisheye.radius(reach)), reach)
    share = np.divide(angle * focal_px, away, out=np.ones_like(away), where=away > 1e-9)
    return np.stack([x * share, y * share], axis=-1)


def _from_axis(camera: PinholeCamera, fisheye: Fisheye) -> Float64:
    size, principal = (camera.width, camera.height), (camera.cx, camera.cy)
    return _equidistant(fisheye, size, camera.focal_px, principal, camera.reach)


def _origin(camera: PinholeCamera) -> NDArray[np.int64]:
    """Column and row of the picture at which the canvas begins, mostly below 0."""
    near = camera.border.min(axis=0) * camera.focal_px + [camera.cx, camera.cy]
    return np.floor(near).astype(np.int64) - MARGIN_PX


def through(camera: PinholeCamera, seen: Seen) -> Seen:
    """The picture and its ground truth behind the camera's lens, from those on its canvas.

    Radiance is interpolated with Lanczos' kernel over 8×8 pixels. Coverage is mixed from the four pixels around, as
    further layers. Depth and normals are those of the nearest pixel: between two surfaces there is none.
    """
    if camera.distortion is None:
        return seen
    if camera.fisheye is None:
        size, principal = (camera.width, camera.height), (camera.cx, camera.cy)
        return _looked_up(_places(camera.distortion, size, camera.focal_px, principal) - _origin(camera), seen)
    ideal = canvas(camera)
    if ideal is not camera:
        seen = _looked_up(np.add(_from_axis(camera, camera.fisheye), (ideal.cx, ideal.cy)), seen)
    return seen if camera.circle is None else _blackened(seen, camera.circle)


def _blackened(seen: Seen, circle: NDArray[np.bool_]) -> Seen:
    """Nothing outside the image circle: there pixels have a little of what is inside, by the renderer's filter."""
    coverage = seen.coverage
    return Seen(
        np.where(circle[..., None], seen.radiance, np.float32(0.0)),
        np.where(circle, seen.depth, np.float32(np.inf)),
        np.where(circle[..., None], seen.normals, np.float32(0.0)),
        Coverage(
            coverage.leaves,
            np.where(circle, coverage.index, coverage.index.dtype.type(-1)),
            np.where(circle, coverage.weight, np.float32(0.0)),
        ),
    )


def _looked_up(places: Float64, seen: Seen) -> Seen:
    """What a canvas has at places (H, W, 2) in its pixels."""
    column, row = np.floor(places).astype(np.intp).transpose(2, 0, 1)
    return Seen(
        _radiance(seen.radiance, places),
        seen.depth[row, column],
        seen.normals[row, column],
        _coverage(seen.coverage, places),
    )


@lru_cache(maxsize=1)
def _places(distortion: Distortion, size: tuple[int, int], focal_px: float, principal: tuple[float, float]) -> Float64:
    """Where, without the lens, pixel centres of the picture would be: (H, W, 2) in its pixels."""
    x, y = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    shown = (np.stack([x, y], axis=-1) - principal) / focal_px
    return np.asarray(distortion.invert(shown) * focal_px + principal)


def _radiance(radiance: Float32, places: Float64) -> Float32:
    """Lanczos, but no brighter or darker than the pixels around: lamps would get dark rims."""
    x, y = (places.astype(np.float32) - np.float32(0.5)).transpose(2, 0, 1)  # OpenCV counts from pixel centres
    smooth = cv2.remap(radiance, x, y, cv2.INTER_LANCZOS4)
    around = np.ones((3, 3), np.uint8)
    low = cv2.remap(cv2.erode(radiance, around), x, y, cv2.INTER_NEAREST)
    high = cv2.remap(cv2.dilate(radiance, around), x, y, cv2.INTER_NEAREST)
    return np.asarray(np.clip(smooth, low, high))


def _coverage(coverage: Coverage, places: Float64) -> Coverage:
    used = coverage.weight.any(axis=(1, 2))
    index, weight = coverage.index[used], coverage.weight[used]
    corner = np.floor(places - 0.5)
    x, y = corner.astype(np.intp).transpose(2, 0, 1)
    right, down = (places - 0.5 - corner).astype(np.float32).transpose(2, 0, 1)
    neighbours = [
        (y, x, (1 - down) * (1 - right)),
        (y, x + 1, (1 - down) * right),
        (y + 1, x, down * (1 - right)),
        (y + 1, x + 1, down * right),
    ]
    indices = np.concatenate([index[:, row, column] for row, column, _ in neighbours])
    weights = np.concatenate([weight[:, row, column] * share for row, column, share in neighbours])
    return Coverage(coverage.leaves, indices, weights)
