"""Faces of so few pixels that they are no person's: one face of nobody for all of a picture, made smaller."""

from dataclasses import dataclass

import cv2
import numpy as np

from assets.faces.keypoints import NAMES
from render.anonymize.blending import color_of
from render.anonymize.casting import Kept, new_face, stream_of
from render.anonymize.finding import Found
from render.anonymize.fitting import FACE_M, Camera, Fit, head_rotation
from render.anonymize.light import to_srgb
from render.anonymize.photo import Mask, Pixels
from render.anonymize.plain import bounds, feathered, region
from render.anonymize.rendering import Head, Patch
from render.anonymize.settings import Settings

FACE_PX = 48.0
TONE = 5


@dataclass(frozen=True, eq=False)
class Stamp:
    """Attributes:
    head: the face, to be rendered with the others.
    box: left, top, right, bottom of it in its patch's pixels.
    """

    head: Head
    box: tuple[float, float, float, float]

    @classmethod
    def of(cls, settings: Settings, name: str, camera: Camera) -> "Stamp":
        rng = stream_of(settings, name, Found("stamp", 0, (0.0, 0.0, 1.0, 1.0)))
        share = Kept(("neutral", 1.0), TONE, (0.0, 0.0))
        whole = Found("stamp", 0, (0.0, 0.0, 1.0, 1.0))
        asset = new_face(rng, settings, whole, share, FACE_PX, (0.0, 0.0, 0.0))
        place = np.array([0.0, 0.0, camera.focal_px * FACE_M / FACE_PX])
        fitted = Fit(head_rotation(0.0, 0.0, 0.0), place, "box")
        seen = fitted.seen(np.array([asset.keypoints[key] for key in NAMES]), camera)
        (x0, y0), (x1, y1) = seen.min(axis=0), seen.max(axis=0)
        y0 -= 0.2 * (y1 - y0)  # the forehead
        window = (int(x0) - 4, int(y0) - 4, int(x1) + 5, int(y1) + 5)
        left, top = window[:2]
        return cls(Head(asset, fitted, window, FACE_PX), (x0 - left, y0 - top, x1 - left, y1 - top))


def stamped(out: Pixels, patch: Patch, stamp: Stamp, found: Found, settings: Settings, kept: Mask) -> Mask:
    """Put the stamp over a small face, in place; where it is new.

    All that is taken of the old face is one colour.
    """
    core = region(found, (out.shape[1], out.shape[0]), settings.grow)
    box = bounds(core, 2)
    assert box is not None  # of a box that lies in the picture
    here = core[box] & ~kept[box]
    weight = feathered(core[box], 1.0) * ~kept[box]
    x, y, w, h = found.box
    x0, y0, x1, y1 = stamp.box
    sx, sy = (x1 - x0) / w, (y1 - y0) / h
    left, top = box[1].start, box[0].start
    light = np.where(patch.alpha[..., None] > 0.5, patch.linear, patch.linear[patch.alpha > 0.5].mean(axis=0))
    light = cv2.GaussianBlur(light.astype(np.float32), (0, 0), max(0.4, 0.45 * max(sx, sy)))
    to = np.array([[sx, 0.0, x0 + (left - x) * sx], [0.0, sy, y0 + (top - y) * sy]])
    shape = here.shape[::-1]
    new = cv2.warpAffine(
        light, to, shape, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    color = color_of(out[box], core[box])
    shown = to_srgb(new * color / np.maximum(new[here].mean(axis=0) if here.any() else np.ones(3), 1e-4))
    old = out[box].astype(np.float64)
    mixed = np.clip(np.round(old + weight[..., None] * (shown - old)), 0, 255).astype(np.uint8)
    where = weight > 0.5 / 255.0
    out[box] = np.where(where[..., None], mixed, out[box])
    full = np.zeros(core.shape, np.bool_)
    full[box] = where
    return full
