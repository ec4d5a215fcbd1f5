"""Rain and snow in the air and drops on the lens, drawn on scene-linear radiance. A function of the weather alone.

Particles are strewn through the space before the camera, moved while the shutter is open, and blended over what lies
behind them by how much of each pixel they cover. What is nearer than they are hides them. Labels do not change.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from render.camera.film import REC709
from scenes import PinholeCamera, Weather
from scenes.fisheye import angle_of

# How fast a drop of 2 mm and a flake fall (Gunn and Kinzer 1949; Locatelli and Hobbs 1974).
RAIN_MPS, SNOW_MPS = 7.0, 1.2
RAIN_PER_M3, SNOW_PER_M3 = 260.0, 480.0  # those large enough to be seen, at most
RAIN_M, SNOW_M = (0.0012, 0.0035), (0.003, 0.011)  # their diameters
RAIN_RANGE_M, SNOW_RANGE_M = (0.5, 9.0), (0.6, 16.0)
LEAST_SHUTTER_S = 1.0 / 120.0  # a picture without motion blur shows short streaks
APERTURE_M, FOCUS_M = 0.003, 10.0  # of a small camera: what is very near is blurred
MOST_PARTICLES = 20_000
MARGIN = 0.15  # of the picture's sides, around it
LAYERS = 4  # drawn one over the other, from far to near
SUBPIXEL = 4  # bits of a coordinate behind the point, for OpenCV
LENS_DROPS_FROM = 0.15  # of rain
LENS_DROPS_CHANCE = 0.4

type Float32 = NDArray[np.float32]
type Float64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Particles:
    """Attributes:
    start, end: (N, 2) pixels, where they are when the shutter opens and closes.
    distance: (N,) metres, as the camera counts depth.
    width: (N,) pixels.
    cover: (N,) of a pixel on their way, 0..1.
    """

    start: Float64
    end: Float64
    distance: Float64
    width: Float64
    cover: Float64


def fall(
    radiance: Float32, depth: Float32, camera: PinholeCamera, weather: Weather, seconds: float | None = None
) -> Float32:
    """Radiance (H, W, 3) with what falls through the air.

    Args:
        depth: (H, W) metres, as the camera counts it.
        seconds: since a clip began, in all frames of which the same drops fall; None for a still picture.
    """
    if weather.rain <= 0.0 and weather.snowfall <= 0.0:
        return radiance
    rng = np.random.default_rng((weather.seed, 1))
    if weather.rain > 0.0:
        drops = _strewn(rng, camera, RAIN_RANGE_M, RAIN_PER_M3 * weather.rain**0.8, RAIN_M, RAIN_MPS, 0.4, seconds)
        light = np.float32(1.6) * _light_around(radiance)
        radiance = _drawn(radiance, depth, drops, light, 0.9)
    if weather.snowfall > 0.0:
        flakes = _strewn(rng, camera, SNOW_RANGE_M, SNOW_PER_M3 * weather.snowfall**1.2, SNOW_M, SNOW_MPS, 0.5, seconds)
        light = _light_around(radiance)
        white = (light @ REC709)[..., None] * np.array([0.98, 1.0, 1.03], np.float32)
        radiance = _drawn(radiance, depth, flakes, np.float32(1.45) * white, 0.95)
    return radiance


def on_lens(radiance: Float32, weather: Weather) -> Float32:
    """Radiance (H, W, 3) seen through the drops that the lens has caught, if it has: each shows a blurred picture."""
    rng = np.random.default_rng((weather.seed, 2))
    if weather.rain < LENS_DROPS_FROM or rng.uniform() > LENS_DROPS_CHANCE:
        return radiance
    height, width = radiance.shape[:2]
    count = int(rng.integers(2, 6 + int(18 * weather.rain)))
    centers = rng.uniform(0.0, 1.0, (count, 2)) * [width, height]
    radii = width * np.exp(rng.normal(np.log(0.016), 0.45, count)).clip(0.006, 0.045)
    y, x = np.mgrid[:height, :width].astype(np.float32) + np.float32(0.5)
    mask, look_x, look_y = np.zeros((height, width), np.float32), x.copy(), y.copy()
    for (cx, cy), radius in zip(centers.tolist(), radii.tolist(), strict=True):
        stretch, sag = float(rng.uniform(0.85, 1.25)), float(rng.uniform(0.0, 0.25))
        dx, dy = x - np.float32(cx), (y - np.float32(cy)) / np.float32(stretch)
        away = np.hypot(dx * (1.0 + sag * dy / radius), dy) / radius
        drop = np.clip((1.15 - away) / 0.4, 0.0, 1.0)
        inside = drop > mask
        mask[inside] = drop[inside]
        look_x[inside] = (cx - 3.0 * dx)[inside]  # a drop is a strong lens: it shows the scene upside down
        look_y[inside] = (cy - 3.0 * dy)[inside]
    soft = cv2.GaussianBlur(radiance, (0, 0), width * 0.008)
    turned = cv2.remap(soft, look_x, look_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    bent = cv2.GaussianBlur(turned, (0, 0), width * 0.004)
    share = cv2.GaussianBlur(mask * mask * (3.0 - 2.0 * mask), (0, 0), width * 0.003)[..., None]
    return np.asarray(radiance + 0.85 * share * (bent - radiance), np.float32)


def _strewn(
    rng: np.random.Generator,
    camera: PinholeCamera,
    range_m: tuple[float, float],
    per_m3: float,
    diameter_m: tuple[float, float],
    fall_mps: float,
    gust_mps: float,
    seconds: float | None,
) -> _Particles:
    """Particles in the camera's view, evenly in space; a wind blows them all one way, gusts each its own."""
    near, far = range_m
    area = camera.width * camera.height / camera.focal_px**2  # at a metre
    per_m = per_m3 * area / 3.0
    far = min(far, float(np.cbrt(near**3 + MOST_PARTICLES / per_m)))  # what falls further away is but a haze
    if seconds is None:
        middle, z = _in_view(rng, camera, near, far, int(per_m * (far**3 - near**3)))
    else:
        middle = rng.uniform(0.0, 2.0 * far, (int(per_m3 / (1.0 + 2.0 * MARGIN) ** 2 * (2.0 * far) ** 3), 3))
    count = len(middle)
    wind = rng.normal(0.0, 0.12 * fall_mps + 0.3, 3) * [1.0, 1.0, 0.0]
    velocity = wind - np.array([0.0, 0.0, fall_mps]) + rng.normal(0.0, gust_mps, (count, 3))
    size = rng.uniform(0.0, 1.0, count) ** 2.0 * (diameter_m[1] - diameter_m[0]) + diameter_m[0]
    velocity *= (size / np.mean(diameter_m))[:, None] ** 0.4
    if seconds is not None:
        middle = _fallen(camera, middle + velocity * seconds, 2.0 * far)
        seen = _may_show(camera, middle, near, far)
        middle, velocity, size = middle[seen], velocity[seen], size[seen]
        z = camera.distance(middle)
    if camera.velocity_mps is not None:
        velocity = velocity - camera.velocity_mps
    step = (velocity @ camera.pose.rotation) * (max(camera.shutter_s, LEAST_SHUTTER_S) / 2.0)
    start, end = (_projected(camera, middle + sign * step) for sign in (-1.0, 1.0))
    sharp = size * camera.focal_px / z
    width = np.hypot(sharp, camera.focal_px * APERTURE_M * np.abs(1.0 / z - 1.0 / FOCUS_M))
    length = np.linalg.norm(end - start, axis=1)
    # Light that it takes away while it passes: its own area over the area that its blur sweeps.
    cover = sharp**2 / (np.maximum(width, 1.0) * (np.maximum(width, 1.0) + length))
    return _Particles(start, end, z, width, np.clip(cover * np.maximum(1.0, length / 3.0) ** 0.5, 0.0, 1.0))


def _in_view(
    rng: np.random.Generator, camera: PinholeCamera, near: float, far: float, count: int
) -> tuple[Float64, Float64]:
    """(N, 3) places in the camera's frame, of ``count`` or fewer, and (N,) how far they are."""
    z = np.cbrt(rng.uniform(near**3, far**3, count))
    u = rng.uniform(-MARGIN, 1.0 + MARGIN, count) * camera.width
    v = rng.uniform(-MARGIN, 1.0 + MARGIN, count) * camera.height
    if camera.fisheye is None:
        x, y = (u - camera.cx) * z / camera.focal_px, (v - camera.cy) * z / camera.focal_px
        return np.stack([x, y, z], axis=1), z
    ray = camera.rays(np.stack([u, v], axis=1))
    # A pixel sees the less of the space around, the further from the axis it looks: sin θ / θ of it.
    kept = rng.uniform(size=count) < np.sinc(angle_of(ray) / np.pi)
    return np.asarray(ray[kept] * z[kept, None]), z[kept]


def _fallen(camera: PinholeCamera, places: Float64, side: float) -> Float64:
    """(N, 3) in the camera's frame: places in the world, which is filled with cubes that all hold the same."""
    around = (places - camera.pose.translation + side / 2.0) % side - side / 2.0
    return np.asarray(around @ camera.pose.rotation)


def _may_show(camera: PinholeCamera, local: Float64, near: float, far: float) -> NDArray[np.bool_]:
    """(N,) which places in the camera's frame are in its view, or a little beside it."""
    away = camera.distance(local)
    within = (away > near) & (away < far) & camera.sees(local)
    share = np.full((len(local), 2), np.inf)
    share[within] = _projected(camera, local[within]) / [camera.width, camera.height]
    out: NDArray[np.bool_] = ((share > -MARGIN) & (share < 1.0 + MARGIN)).all(axis=1)
    return out


def _projected(camera: PinholeCamera, local: Float64) -> Float64:
    if camera.fisheye is not None:
        return camera.to_pixels(local)
    flat = local[:, :2] / np.maximum(local[:, 2:], 0.05)
    return np.asarray(flat * camera.focal_px + [camera.cx, camera.cy])


def _drawn(radiance: Float32, depth: Float32, particles: _Particles, light: Float32, opaque: float) -> Float32:
    """Radiance with the particles over it, ``light`` being what they shine with."""
    order = np.argsort(-particles.distance, kind="stable")
    for group in np.array_split(order, LAYERS):
        if not len(group):
            continue
        cover = _layer(depth.shape, particles, group)
        cover[depth < float(np.median(particles.distance[group]))] = 0.0
        share = np.minimum(cover * np.float32(opaque), np.float32(0.95))[..., None]
        radiance = radiance + share * (light - radiance)
    return radiance


def _layer(shape: tuple[int, ...], particles: _Particles, group: NDArray[np.intp]) -> Float32:
    """(H, W) how much of each pixel these particles cover."""
    out = np.zeros(shape, np.uint8)
    scale = float(1 << SUBPIXEL)
    ends = np.stack([particles.start[group], particles.end[group]], axis=1)
    points = np.round((ends - 0.5) * scale).astype(np.int64).clip(-(1 << 20), 1 << 20)
    values = np.clip(particles.cover[group] * 255.0, 0.0, 255.0).round().astype(int)
    widths = particles.width[group]
    for (first, last), value, width in zip(points.tolist(), values.tolist(), widths.tolist(), strict=True):
        if not value:
            continue
        if abs(first[0] - last[0]) + abs(first[1] - last[1]) < width * scale:
            center = [(first[0] + last[0]) // 2, (first[1] + last[1]) // 2]
            cv2.circle(out, center, max(int(width * scale / 2.0), 6), value, -1, cv2.LINE_AA, SUBPIXEL)
        else:
            cv2.line(out, first, last, value, max(1, round(width)), cv2.LINE_AA, SUBPIXEL)
    soft = cv2.GaussianBlur(out.astype(np.float32) / np.float32(255.0), (0, 0), 0.35 + 0.12 * float(np.median(widths)))
    return np.asarray(soft)


def _light_around(radiance: Float32) -> Float32:
    """(H, W, 3) what a drop gathers from all sides: the picture, widely blurred, and its mean; lamps only in part."""
    height, width = radiance.shape[:2]
    luminance = radiance @ REC709
    most = 3.0 * float(np.quantile(luminance, 0.9)) + 1e-9
    size = (max(8, width // 8), max(8, height // 8))
    small = cv2.resize(np.minimum(radiance, np.float32(most)), size, interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(small, (0, 0), small.shape[1] * 0.12)
    mean = small[: max(1, small.shape[0] // 2)].mean(axis=(0, 1))
    out = 0.5 * cv2.resize(wide, (width, height), interpolation=cv2.INTER_LINEAR) + np.float32(0.5) * mean
    return np.asarray(out, np.float32)
