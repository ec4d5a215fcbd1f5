"""What is written on a thing: where its characters are in the picture, and whether it can be read there."""

import cv2
import numpy as np
from numpy.typing import NDArray

from annotate.blur import defocus_px, motion_px
from annotate.frame import Frame
from assets import AttributeValue, Label
from assets.writing import Writing
from scenes import PinholeCamera, Placed

type Floats = NDArray[np.float64]

# Between which values each thing takes legibility from 0 to 1: docs/labels.md has them.
HEIGHT_PX, CONTRAST, VISIBLE = (6.0, 16.0), (0.1, 0.4), (0.5, 0.95)
SMEAR, NARROW = (2.0, 0.5), (0.12, 0.35)  # blur by a stroke's weight; a character's width by its height
LUMA = np.array([0.2126, 0.7152, 0.0722])
FINE = 16  # cv2 takes corners in sixteenths of a pixel


def seen_writing(label: Label, placed: Placed, camera: PinholeCamera) -> Writing | None:
    """Of a label's writings the one that looks most towards the camera; None where it has none."""
    if not label.writings:
        return None

    def towards(writing: Writing) -> float:
        out = placed.pose.rotation @ writing.axes[:, 0]
        way = camera.pose.translation - placed.pose.apply(writing.corners.mean(axis=0))
        return float(out @ way / np.linalg.norm(way))

    return max(label.writings, key=towards)


def char_boxes(writing: Writing, placed: Placed, camera: PinholeCamera) -> dict[str, list[list[float]]]:
    """``char_boxes``: for each character x, y of its four corners in continuous pixels, in reading order.

    Nothing where a corner lies behind the camera.
    """
    quads = _projected(writing, placed, camera)
    if not np.isfinite(quads).all():
        return {"char_boxes": []}
    return {"char_boxes": [[round(float(value), 2) + 0.0 for value in quad.ravel()] for quad in quads]}


def _projected(writing: Writing, placed: Placed, camera: PinholeCamera) -> Floats:
    """(N, 4, 2) pixels of the characters' corners."""
    flat = camera.project(placed.pose.apply(writing.boxes.reshape(-1, 3)))
    return np.asarray(flat, np.float64).reshape(-1, 4, 2)


def writing_attributes(
    writing: Writing, placed: Placed, camera: PinholeCamera, frame: Frame, mask: NDArray[np.bool_]
) -> dict[str, AttributeValue]:
    """What is said, and numbers of how well it can be read.

    Args:
        mask: (H, W) pixels that show it.
    """
    quads = _projected(writing, placed, camera)
    depth = float(camera.to_camera(placed.pose.apply(writing.corners.mean(axis=0)))[2])
    motion, defocus = motion_px(camera, placed), defocus_px(camera, depth)
    height, width = sizes(quads)
    seen, contrast = _seen(quads, mask), _contrast(quads, mask, frame.rgb)
    tallest = max(np.linalg.norm(writing.boxes[:, 3] - writing.boxes[:, 0], axis=1).max(initial=0.0), 1e-9)
    stroke = height * writing.weight_m / tallest
    share = legible(height, width, contrast, seen, motion + defocus, stroke)
    return {
        "text": writing.text,
        **writing.attributes,
        "parent": placed.instance_id,
        "glyph_height_px": _rounded(height, 2),
        "glyph_width_px": _rounded(width, 2),
        "contrast": _rounded(contrast, 3),
        "motion_px": _rounded(motion, 2),
        "defocus_px": _rounded(defocus, 2),
        "chars_visible": _rounded(seen, 3),
        "legible": _rounded(share, 3),
    }


def legible(height: float, width: float, contrast: float, seen: float, blur: float, stroke: float) -> float:
    """How well it can be read, 0..1: the product of what each thing leaves of it.

    Args:
        height, width: of the characters in pixels, medians.
        contrast, seen: 0..1.
        blur: of motion and focus together, pixels.
        stroke: weight of the characters' strokes in pixels.
    """
    smear = blur / max(stroke, 1e-9)
    shares = (
        _between(height, *HEIGHT_PX),
        _between(contrast, *CONTRAST),
        _between(seen, *VISIBLE),
        _between(-smear, -SMEAR[0], -SMEAR[1]),
        _between(width / max(height, 1e-9), *NARROW),
    )
    return float(np.prod(shares))


def _between(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))


def sizes(quads: Floats) -> tuple[float, float]:
    """Medians of the characters' height and width in pixels; 0 where they are nowhere."""
    if not len(quads) or not np.isfinite(quads).all():
        return 0.0, 0.0
    down = (quads[:, 3] - quads[:, 0] + quads[:, 2] - quads[:, 1]) / 2.0
    along = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]) / 2.0
    high, wide = np.linalg.norm(down, axis=1), np.linalg.norm(along, axis=1)
    whole = high > 0.5 * high.max()  # hyphens and dots are no measure
    return float(np.median(high[whole])), float(np.median(wide[whole]))


def _inside(quads: Floats, shape: tuple[int, int]) -> tuple[NDArray[np.bool_], float]:
    """Pixels (h, w) of a picture that the characters' quadrilaterals cover, and their area, inside it or not."""
    out = np.zeros(shape, np.uint8)
    area = 0.0
    for quad in quads:
        x, y = quad.T
        area += 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))
        corners = np.rint((quad - 0.5) * FINE).clip(-1e6, 1e6).astype(np.int32)
        cv2.fillConvexPoly(out, corners, 1, lineType=cv2.LINE_8, shift=4)
    return out.astype(np.bool_), area


def _seen(quads: Floats, mask: NDArray[np.bool_]) -> float:
    """Share of the characters' area that shows; pixels along their borders count as inside."""
    if not len(quads) or not np.isfinite(quads).all():
        return 0.0
    covered, area = _inside(quads, (mask.shape[0], mask.shape[1]))
    inside = int(np.count_nonzero(covered))
    if not inside:
        return 0.0
    height, width = mask.shape
    clipped = quads.clip(0.0, [width, height])
    within = min(1.0, _inside(clipped, (height, width))[1] / max(area, 1e-9))
    return within * int(np.count_nonzero(covered & mask)) / inside


def _contrast(quads: Floats, mask: NDArray[np.bool_], rgb: NDArray[np.uint8]) -> float:
    """(bright - dark) / (bright + dark) of the luma of what shows of the characters and what is between them.

    Bright and dark are the 85th and the 15th percentile there: with small characters, blur, glare and noise both near
    each other.
    """
    if not np.isfinite(quads).all() or not len(quads):
        return 0.0
    shown = _inside(quads, (mask.shape[0], mask.shape[1]))[0] & mask
    if np.count_nonzero(shown) < 2:
        return 0.0
    luma = rgb[shown].astype(np.float64) @ LUMA
    dark, bright = np.percentile(luma, (15.0, 85.0))
    return float((bright - dark) / max(bright + dark, 1e-9))


def _rounded(value: float, digits: int) -> float:
    return round(float(value), digits) + 0.0
