"""A new number plate in the place of an old one: one of our layouts, flat as a drawing, in the old one's perspective.

Its text is random, and none that is forbidden. Brightness, blur and noise are the old plate's; one that throws light
back at night is as bright as the old one was.
"""

import functools
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.random import stream
from assets.vehicles.materials import plate_materials
from assets.vehicles.plates import Plate, plate_shape, sample_plate
from render.anonymize.blending import noise_of, sharp_as
from render.anonymize.finding import Found
from render.anonymize.light import LUMINANCE, to_linear, to_srgb
from render.anonymize.photo import Mask, Pixels
from render.anonymize.plain import bounds, feathered, region
from render.anonymize.settings import Settings

type Floats = NDArray[np.float64]

TEXTURE_PX = 640  # width of the drawing
TRIES = 200
LEAST_PX = 3.0  # width of a plate that can be drawn
BRIGHT = 0.85  # share of a plate's pixels that are darker than its ground
GRAIN = 0.8


class PlateError(Exception):
    """No new plate can be made for an old one; says why."""


def painted_plate(
    out: Pixels, found: Found, rng: np.random.Generator, settings: Settings
) -> tuple[Mask, dict[str, Any]]:
    """Put a new plate over an old one, in place.

    Returns:
        Where it is new, and fields of its label.

    Raises:
        PlateError: every text that was drawn is forbidden, or the plate has no pixels.
    """
    size = out.shape[1], out.shape[0]
    core = region(found, size, settings.grow)
    box = bounds(core, 4)
    if box is None or found.box[2] < LEAST_PX:
        raise PlateError("a plate has too few pixels")
    x, y, w, h = found.box
    corners = found.points if found.points is not None else np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)])
    wide, tall = (float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[3] - corners[0])))
    plate = _allowed(rng, settings.forbidden, wide / max(tall, 1e-6))
    photo = out[box].copy()
    new, where = _seen(drawing(plate), corners - [box[1].start, box[0].start], photo, core[box], settings.grow)
    new = sharp_as(new, photo, core[box]) + stream(rng, "grain").normal(0.0, GRAIN * noise_of(photo), (*where.shape, 1))
    weight = np.maximum(where, feathered(core[box], 1.0))[..., None]
    mixed = np.clip(np.round(photo + weight * (new - photo)), 0, 255).astype(np.uint8)
    shown = weight[..., 0] > 0.5 / 255.0
    out[box] = np.where(shown[..., None], mixed, photo)
    full = np.zeros(core.shape, np.bool_)
    full[box] = shown
    return full, {"mask": full, "attributes": {"text": plate.text, "layout": plate.layout}}


def _allowed(rng: np.random.Generator, forbidden: tuple[str, ...], aspect: float) -> Plate:
    """A plate about as wide by its height, whose text nobody has forbidden."""
    never = {bare(text) for text in forbidden}
    drawn = [sample_plate(stream(rng, f"plate {number}")) for number in range(TRIES)]
    fitting = [plate for plate in drawn if bare(plate.text) not in never]
    if not fitting:
        raise PlateError("every text that was drawn for a plate is forbidden")
    likeliest = min(abs(np.log(plate.width_m / plate.height_m / aspect)) for plate in fitting)
    near = [p for p in fitting if abs(np.log(p.width_m / p.height_m / aspect)) <= likeliest + 0.25]
    return near[0]


def bare(text: str) -> str:
    """What two texts must share to be the same plate: letters and digits, whatever their case."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def drawing(plate: Plate) -> Floats:
    """(H, W, 3) linear colours of a plate's face."""
    shape, colors = plate_shape(plate), _colors()
    high = max(8, round(TEXTURE_PX * plate.height_m / plate.width_m))
    out = np.full((high, TEXTURE_PX, 3), colors["plate_white"])
    scale = TEXTURE_PX / plate.width_m
    depth = shape.points[shape.quads][..., 0].mean(axis=1)
    for face in np.argsort(depth, kind="stable"):
        corners = shape.points[shape.quads[face]]
        material = shape.skins[shape.skin[face]][0]
        if material not in colors or np.ptp(corners[:, 0]) > 1e-3:
            continue
        flat = np.stack([(corners[:, 1] + plate.width_m / 2.0), (plate.height_m / 2.0 - corners[:, 2])], axis=1) * scale
        cv2.fillConvexPoly(out, np.round(flat * 16.0 - 8.0).astype(np.int32), colors[material], cv2.LINE_8, 4)
    return out


@functools.cache
def _colors() -> dict[str, tuple[float, float, float]]:
    return {name: tuple(map(float, material.base_color)) for name, material in plate_materials().items()}  # type: ignore[misc]


def _seen(texture: Floats, corners: Floats, photo: Pixels, core: Mask, grow: float) -> tuple[Floats, Floats]:
    """The drawing in its corners' perspective and in the old plate's light (h, w, 3) sRGB; how far it covers."""
    height, width = texture.shape[:2]
    wider = corners.mean(axis=0) + (corners - corners.mean(axis=0)) * (1.0 + grow)
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    to = cv2.getPerspectiveTransform(source, wider.astype(np.float32))
    scale = float(np.linalg.norm(wider[1] - wider[0])) / width
    soft = cv2.GaussianBlur(texture, (0, 0), max(0.3, 0.45 / max(scale, 1e-3)))
    size = photo.shape[1::-1]
    new = cv2.warpPerspective(soft, to, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    where = cv2.warpPerspective(np.ones((height, width)), to, size, flags=cv2.INTER_LINEAR)
    old = to_linear(photo[core])
    bright = old @ LUMINANCE
    ground = old[bright >= np.quantile(bright, BRIGHT)].mean(axis=0)
    mine = new[core]
    light = mine @ LUMINANCE
    own = mine[light >= np.quantile(light, BRIGHT)].mean(axis=0)
    gain = float(ground @ LUMINANCE) / max(float(own @ LUMINANCE), 1e-4)
    return to_srgb(np.asarray(new * gain, np.float64)), np.asarray(where * core)
