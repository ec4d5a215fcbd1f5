"""Light on a face as spherical harmonics of the first order, and the colour of its skin; from a photograph or a render.

Light from all around that changes slowly with direction makes a surface of normal n as bright as a + b · n. Four
numbers a channel, fitted to the skin of a face whose pose is known, say how much light there is and where from.
"""

from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.faces import MONK_SRGB, Identity, bake, shape
from assets.faces.places import places
from assets.faces.surface import body_faces, limit, normals
from render.anonymize.fitting import Camera, Fit
from render.anonymize.photo import Pixels

type Floats = NDArray[np.float64]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
FACING = 0.25  # cosine from which on a place on the skin is seen well enough
ROUNDS, ROBUST = 6, 0.4  # of the fit; how far from it, by brightness, a pixel still has its full say
RIDGE = 0.0005  # that keeps the direction of even light at nothing
ODD = (0.4, 2.2)  # of the brightness that the fit says: outside it is not the face's skin that one sees
EVEN = (0.1, 0.25, 0.5)  # shares of even light beside a lamp that are tried
BEHIND = 0.1  # how far a lamp may stand behind a face, along the camera's axis
LEAST = 24  # places on the skin that a fit takes
FLOOR = 0.25  # of the mean, that no side is darker than
SHADE, SUN = 0.05, 64  # of an environment: the least radiance by its mean, and its width in pixels


@dataclass(frozen=True, eq=False)
class Shading:
    """Attributes:
    even: (3,) linear light that a surface of any direction sends, by channel.
    slope: (3, 3) what more by the normal's x, y, z in the camera's frame, a row a channel.
    odd: share of the places on the skin that are of quite another brightness: something is before them.
        spread: between bright and dark skin, in the logarithm of light.
        lit: (3,) linear light of the skin that is lit.
        direction: (3,) unit vector towards the lamp that explains it best, in the camera's frame.
    """

    even: Floats
    slope: Floats
    odd: float = 0.0
    spread: float = 0.0
    lit: Floats | None = None
    direction: Floats = field(default_factory=lambda: np.array([0.0, 0.0, -1.0]))

    def at(self, normals: Floats) -> Floats:
        """(..., 3) linear light of surfaces with unit normals (..., 3)."""
        out = self.even + normals @ self.slope.T
        return np.asarray(np.maximum(out, FLOOR * np.maximum(self.even, 1e-4)))

    @property
    def contrast(self) -> float:
        """How much more light a surface gets that faces it than one that does not: 0 for even light."""
        return float(np.linalg.norm(LUMINANCE @ self.slope) / max(float(LUMINANCE @ self.even), 1e-9))


def to_linear(rgb: NDArray[np.generic]) -> Floats:
    """sRGB 0..255 as linear light 0..1."""
    value = np.asarray(rgb, np.float64) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: Floats) -> Floats:
    """Linear light as sRGB 0..255, not rounded."""
    value = np.clip(linear, 0.0, 1.0)
    return 255.0 * np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)


def of_face(rgb: Pixels, fitted: Fit, camera: Camera, weight_of: NDArray[np.bool_] | None = None) -> Shading | None:
    """Of a face in a photograph; None where too little skin shows.

    Args:
        rgb: (H, W, 3) upright.
        weight_of: (H, W) what does not count, such as what is before the face.
    """
    points, facing, _ = _skin()
    seen = fitted.seen(points, camera)
    turned = facing @ fitted.rotation.T
    ray = points @ fitted.rotation.T + fitted.place
    ray /= np.linalg.norm(ray, axis=1, keepdims=True)
    kept = -(turned * ray).sum(axis=1) > FACING
    colors, inside = _picked(rgb, seen)
    kept &= inside
    if weight_of is not None:
        column, row = np.clip(seen.astype(int), 0, np.array(rgb.shape[1::-1]) - 1).T
        kept &= ~weight_of[row, column]
    if kept.sum() < LEAST:
        return None
    return shading(colors[kept], turned[kept])


def shading(colors: Floats, facing: Floats) -> Shading:
    """Args:
    colors: (N, 3) linear light of places on the skin.
    facing: (N, 3) their unit normals in the camera's frame.
    """
    basis = np.column_stack([np.ones(len(facing)), facing])
    light = colors @ LUMINANCE
    weight = np.ones(len(light))
    ridge = np.diag([0.0, RIDGE, RIDGE, RIDGE]) * len(light)
    for _ in range(ROUNDS):
        solved = np.linalg.solve((basis * weight[:, None]).T @ basis + ridge, (basis * weight[:, None]).T @ colors)
        seen = np.maximum(basis @ solved @ LUMINANCE, 1e-4)
        off = (light - seen) / np.maximum(seen, 0.5 * float(np.median(light)))
        scale = max(ROBUST, 1.5 * float(np.median(np.abs(off))))
        weight = 1.0 / (1.0 + (off / scale) ** 2)
    odd = (light < ODD[0] * seen) | (light > ODD[1] * seen)
    kept = np.log(np.maximum(light[~odd] if (~odd).sum() > LEAST else light, 1e-4))
    spread = float(np.subtract(*np.quantile(kept, (0.85, 0.15))))
    shown = lit(colors[~odd] if len(kept) < len(odd) else colors)
    return Shading(solved[0], solved[1:].T, float(odd.mean()), spread, shown, _lamp(light, facing))


def _lamp(light: Floats, facing: Floats) -> Floats:
    """(3,) where one lamp stands beside even light that explains brightness best, before or beside the face.

    A linear shading knows no shadow side: it takes a lamp that leaves one half dark for one that stands behind.
    """
    toward = _around()
    shade = np.maximum(facing @ toward.T, 0.0)
    value = light / max(float(np.median(light)), 1e-4)
    wrong = []
    for even in EVEN:
        seen = even + (1.0 - even) * shade
        off = value[:, None] - seen / np.median(seen, axis=0)
        wrong.append(np.minimum(np.abs(off), 1.0).mean(axis=0))
    return np.asarray(toward[int(np.min(wrong, axis=0).argmin())])


@cache
def _around() -> Floats:
    """(N, 3) directions spread evenly over what a lamp can light a face from."""
    number = np.arange(400) + 0.5
    z = 1.0 - 2.0 * number / 400
    angle = number * np.pi * (1.0 + 5.0**0.5)
    flat = np.sqrt(1.0 - z * z)
    every = np.stack([flat * np.cos(angle), flat * np.sin(angle), z], axis=1)
    return np.asarray(every[every[:, 2] < BEHIND])


def lit(colors: Floats) -> Floats:
    """(3,) the middle colour of the brighter half of some."""
    bright = colors @ LUMINANCE
    return np.asarray(np.median(colors[bright >= np.median(bright)], axis=0))


def tone_of(rgb: Pixels, fitted: Fit, camera: Camera, white: Floats) -> int:
    """The Monk tone, 1 to 10, whose swatch is nearest to the lit cheeks under a white balance.

    Args:
        white: (3,) linear light of what should be grey.
    """
    points, facing, cheek = _skin()
    seen = fitted.seen(points[cheek], camera)
    colors, inside = _picked(rgb, seen)
    toward = -(facing[cheek] @ fitted.rotation.T)[:, 2]
    kept = inside & (toward > FACING)
    if not kept.any():
        kept = inside
    if not kept.any():
        return 5
    colors = colors[kept] / white
    bright = colors @ LUMINANCE
    lit = np.median(colors[bright >= np.quantile(bright, 0.5)], axis=0)
    return nearest_tone(lit)


def nearest_tone(linear: Floats) -> int:
    """The Monk tone whose swatch is nearest to a linear colour, by lightness more than by hue."""
    mine = _lab(to_srgb(linear))
    swatches = {tone: _lab(np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)])) for tone, text in MONK_SRGB.items()}
    return min(swatches, key=lambda tone: float(np.linalg.norm((swatches[tone] - mine) * [1.0, 0.5, 0.5])))


def white_of(rgb: Pixels) -> Floats:
    """(3,) what should be grey in a picture, by the mean of its middle brightnesses, halfway: 1 in green."""
    small = cv2.resize(rgb, (64, 64), interpolation=cv2.INTER_AREA)
    light = to_linear(small).reshape(-1, 3)
    bright = light @ LUMINANCE
    low, high = np.quantile(bright, (0.2, 0.95))
    mean = light[(bright >= low) & (bright <= high)].mean(axis=0) + 1e-4
    return np.asarray((mean / mean[1]) ** 0.5)


def environment(light: Shading) -> NDArray[np.float32]:
    """(H, W, 3) radiance from all around, equirectangular as Blender has it, that makes such a shading on grey.

    The camera looks along the world's x, its right is the world's -y and its down the world's -z.
    """
    height, width = SUN // 2, SUN
    along = (0.5 - (np.arange(width) + 0.5) / width) * 2.0 * np.pi
    up = (0.5 - (np.arange(height) + 0.5) / height) * np.pi
    x = np.cos(up)[:, None] * np.cos(along)[None]
    y = np.cos(up)[:, None] * np.sin(along)[None]
    z = np.broadcast_to(np.sin(up)[:, None], x.shape)
    camera = np.stack([-y, -z, x], axis=2)
    mean = max(float(LUMINANCE @ light.even), 1e-4)
    slope = (LUMINANCE @ light.slope) / mean
    # Irradiance of radiance c + d · w is pi c + 2/3 pi d · n.
    radiance = np.maximum(1.0 + 1.5 * camera @ slope, SHADE)
    return np.repeat(radiance[..., None], 3, axis=2).astype(np.float32)


def _picked(rgb: Pixels, seen: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """(N, 3) linear light at places in a picture, and which lie in it."""
    height, width = rgb.shape[:2]
    inside = ((seen >= 0.5) & (seen <= np.array([width, height]) - 0.5)).all(axis=1)
    low = np.floor(np.clip(seen, 0, [width - 1, height - 1])).astype(int)
    return to_linear(rgb[low[:, 1], low[:, 0]]), inside


def _lab(srgb: Floats) -> Floats:
    value = np.clip(srgb, 0, 255).astype(np.float32).reshape(1, 1, 3) / np.float32(255.0)
    return np.asarray(cv2.cvtColor(value, cv2.COLOR_RGB2LAB).ravel(), np.float64)


@cache
def _skin() -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Places (N, 3) on the average face that show bare skin, their normals, and which of them are on the cheeks."""
    data, place = bake.load(), places()
    control = shape.posed(shape.neutral(Identity()), {}, (0.0, 0.0, 0.0))
    surface = limit(control, body_faces())
    facing = normals(control, body_faces())
    masks = data.masks
    used = np.zeros(len(surface), bool)
    used[np.unique(body_faces())] = True
    low, high = surface[:, 2] > -0.095, surface[:, 2] < 0.04
    bare = (masks["ears"] < 0.1) & (masks["lips"] < 0.05) & (masks["eyelids"] < 0.1) & (masks["mouth"] < 0.05)
    away = np.hypot(np.abs(surface[:, 1]) - 0.03, surface[:, 2] - 0.008) > 0.019  # from eyes and brows
    kept = used & low & high & bare & away & (surface[:, 0] > -0.02) & (place.rim < 0.1)
    cheek = place.cheek[kept] > 0.3
    return surface[kept].astype(np.float64), facing[kept].astype(np.float64), cheek
