"""A rendered face into its photograph: lit, blurred and grained as the old one was, and nothing of that one shows."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from render.anonymize.light import LUMINANCE, Shading, lit, shading, to_linear, to_srgb
from render.anonymize.photo import Mask, Pixels
from render.anonymize.plain import feathered
from render.anonymize.rendering import Patch

type Floats = NDArray[np.float64]

FEATHER = 0.09  # width of the blend by the face's size
QUOTIENT = 4.0  # by how much at most one side's light is changed more than the mean
BRIGHTER = 1.3  # by how much at most that makes teeth and the white of eyes brighter
BRIGHT, GLARE = 0.8, 1.15  # of an old face's brightnesses, one that is skin's; how much more new skin has at most
CONTRAST = (1.1, 1.7)  # exponents of light by which a new face's contrast is changed at most
SIGMAS = (0.0, 0.35, 0.5, 0.65, 0.8, 1.0, 1.25, 1.6, 2.0, 2.6, 3.3, 4.2)  # of blur, pixels
GRAIN = 0.8  # of the measured noise that is added: JPEG takes some away
GRAIN_MOST = 20.0  # of 255
SOLID, STRAND = 0.98, 0.05  # alpha within a head, and of a hair that stands out from it
EDGE_PX, NEAR = (12.0, 4.0, 1.5), 0.02  # reaches of what is within a head, and how much of it must be near
ENOUGH, SHADED = 20, 2000  # pixels of skin that a shading takes at least, and about how many it is measured by
FILL_PX = 128  # of a patch as it is filled from around


@dataclass(frozen=True, eq=False)
class Old:
    """What is measured of a photograph's patch before it is covered.

    Attributes:
        shading: of the face's skin; None where it does not show.
        color: (3,) median linear light of the old inner face.
        tint: (3,) factor by which the new skin's colour is to differ.
        bright: luminance that a fifth of the old inner face has more of.
    """

    shading: Shading | None
    color: Floats
    tint: Floats
    bright: float = np.inf


def blended(
    photo: Pixels, patch: Patch, core: Mask, kept: Mask, old: Old, rng: np.random.Generator
) -> tuple[Pixels, Mask]:
    """The photograph's patch with the new face, and where it is new.

    Args:
        photo: (H, W, 3) of the window.
        patch: of the same window, perhaps smaller.
        core: (H, W) of which nothing may show through.
        kept: (H, W) what is before the face, and stays.
        rng: for grain.
    """
    size = photo.shape[1::-1]
    light = relit(patch, old)
    alpha = _resized(patch.alpha, size)
    new = to_srgb(_resized(_whole(light, patch.alpha), size))
    new = _as_colourful(new, photo, core & (alpha > 0.9))
    new = _grained(rng, sharp_as(new, photo, core & (alpha > 0.9)), photo, core)
    # A soft alpha of a soft picture: blurred edges are not sharp ones.
    side = float(np.sqrt(core.sum()))
    weight = feathered(core, max(1.5, FEATHER * side)) * ~kept
    under = _filled(photo, core | kept, core)
    shown = np.where(core[..., None], under, photo.astype(np.float64))
    over = alpha[..., None] * new + (1.0 - alpha[..., None]) * shown
    out = photo + weight[..., None] * (over - photo)
    where = weight > 0.5 / 255.0
    rounded = np.clip(np.round(out), 0, 255).astype(np.uint8)
    return np.where(where[..., None], rounded, photo), where


def _whole(light: NDArray[np.float32], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """(h, w, 3) light as if the head went on beyond its edge: there, what those pixels send that lie within.

    Those of the edge have few samples of surfaces that turn away, and beyond it is nothing: around a face it would be
    a dark line, and more so once it is blurred.
    """
    inside = cv2.erode((alpha > SOLID).astype(np.float32), np.ones((3, 3), np.uint8))
    own = light / np.maximum(alpha, 1e-3)[..., None]
    if not inside.any():
        return np.asarray(own, np.float32)
    out = np.broadcast_to(light[inside > 0.0].mean(axis=0), light.shape)
    for reach in EDGE_PX:
        near = cv2.GaussianBlur(inside, (0, 0), reach)[..., None]
        within = cv2.GaussianBlur(light * inside[..., None], (0, 0), reach) / np.maximum(near, 1e-6)
        out = np.where(near > NEAR, within, out)
    strand = (alpha > STRAND)[..., None] & (near <= NEAR)
    return np.asarray(np.where((inside[..., None] > 0.0) | strand, own, out), np.float32)


def relit(patch: Patch, old: Old) -> NDArray[np.float32]:
    """(h, w, 3) linear light of the new face as it would be in the old one's light."""
    facing = patch.normals.astype(np.float64)
    skin = (patch.face > 0.95) & (np.abs(facing).sum(axis=2) > 0.1)
    if old.shading is None or skin.sum() < ENOUGH:
        mean = patch.linear[patch.alpha > 0.5].mean(axis=0) if (patch.alpha > 0.5).any() else np.ones(3)
        return np.asarray(patch.linear * (old.color * old.tint / np.maximum(mean, 1e-4)), np.float32)
    every = max(1, int(skin.sum()) // SHADED)
    mine = shading(patch.linear[skin][::every].astype(np.float64), facing[skin][::every])
    known = np.abs(facing).sum(axis=2) > 0.1
    toward = np.where(known[..., None], facing, np.array([0.0, 0.0, -1.0]))
    soft = np.asarray(cv2.GaussianBlur(toward, (0, 0), max(0.8, 0.02 * max(skin.shape))), np.float64)
    soft /= np.maximum(np.linalg.norm(soft, axis=2, keepdims=True), 1e-6)
    ratio = old.shading.at(soft) / mine.at(soft)
    middle = np.median(ratio[skin], axis=0)
    ratio = np.clip(ratio, middle / QUOTIENT, middle * QUOTIENT)
    new = _contrasted(patch.linear * ratio, skin, old.shading.spread)
    wanted = old.shading.even if old.shading.lit is None else old.shading.lit
    gain = np.clip(wanted / np.maximum(lit(new[skin].astype(np.float64)), 1e-4), 1.0 / QUOTIENT, QUOTIENT)
    shown = float(np.median(new[skin] @ (LUMINANCE * gain)))
    gain *= min(1.0, GLARE * max(old.bright, 1e-3) / max(shown, 1e-4))
    return np.asarray(new * (gain * old.tint), np.float32)


def _contrasted(linear: Floats, skin: Mask, wanted: float) -> NDArray[np.float32]:
    """As much between its bright and its dark skin as the old face had, around the same middle."""
    light = np.maximum(linear @ LUMINANCE, 1e-5)
    own = np.log(light[skin])
    gamma = float(np.clip(wanted / max(float(np.subtract(*np.quantile(own, (0.85, 0.15)))), 1e-3), *CONTRAST))
    middle = float(np.exp(np.median(own)))
    gain = np.clip((light / middle) ** (gamma - 1.0), 1.0 / QUOTIENT, BRIGHTER)
    return np.asarray(linear * gain[..., None], np.float32)


def color_of(photo: Pixels, core: Mask) -> Floats:
    """(3,) median linear light of what a mask holds."""
    return np.median(to_linear(photo[core]), axis=0) if core.any() else np.full(3, 0.2)


def bright_of(photo: Pixels, core: Mask) -> float:
    """Luminance of the brighter skin in a mask, which may hold hair and what is before a face, too."""
    return float(np.quantile(to_linear(photo[core]) @ LUMINANCE, BRIGHT)) if core.any() else np.inf


def _resized(values: NDArray[np.floating], size: tuple[int, int]) -> Floats:
    same = values.shape[1::-1] == size
    return np.asarray(values if same else cv2.resize(values, size, interpolation=cv2.INTER_CUBIC), np.float64)


def _as_colourful(new: Floats, photo: Pixels, where: Mask) -> Floats:
    """With no more different colours than the photograph has there: of a grey one, or a toned one, none."""
    if where.sum() < ENOUGH:
        return new
    mine, old = ((patch - (patch @ LUMINANCE)[..., None])[where] for patch in (new, photo.astype(np.float64)))
    share = float(np.clip((old.std(axis=0).max() + 1.0) / max(mine.std(axis=0).max(), 1e-3), 0.0, 1.0))
    grey = (new @ LUMINANCE)[..., None]
    middle = np.median(mine, axis=0)
    return np.asarray(grey + middle + share * (new - grey - middle))


def sharp_as(new: Floats, photo: Pixels, where: Mask) -> Floats:
    """Blurred until it has no more fine detail than the photograph has there beside its noise."""
    if where.sum() < ENOUGH:
        return new
    wanted = _fine(photo.astype(np.float64) @ LUMINANCE, where) ** 2
    wanted = float(np.sqrt(max(wanted - (0.35 * noise_of(photo)) ** 2, 0.05)))
    for sigma in SIGMAS:
        soft = new if sigma == 0.0 else np.asarray(cv2.GaussianBlur(new, (0, 0), sigma), np.float64)
        if _fine(soft @ LUMINANCE, where) <= 1.1 * wanted:
            return soft
    return soft


def _fine(light: Floats, where: Mask) -> float:
    """Deviation of detail of about two pixels, by brightness."""
    band = cv2.GaussianBlur(light, (0, 0), 0.7) - cv2.GaussianBlur(light, (0, 0), 1.5)
    return float(band[where].std() / max(float(light[where].mean()), 8.0) * 128.0)


def noise_of(photo: Pixels) -> float:
    """Deviation of a picture's noise, of 255: what a Laplacian leaves of it, the median over all places."""
    grey = photo.astype(np.float32) @ LUMINANCE.astype(np.float32)
    if min(grey.shape) < 5:
        return 0.0
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    return float(np.median(np.abs(cv2.filter2D(grey, -1, kernel)[1:-1, 1:-1])) / 6.0 / 0.6745)


def _grained(rng: np.random.Generator, new: Floats, photo: Pixels, core: Mask) -> Floats:
    """With noise as the photograph's patch has."""
    sigma = min(GRAIN * noise_of(photo), GRAIN_MOST)
    if sigma < 0.3:
        return new
    grain = rng.normal(0.0, sigma, (*core.shape, 1)) + rng.normal(0.0, 0.3 * sigma, (*core.shape, 3))
    return np.asarray(new + grain)


def _filled(photo: Pixels, hidden: Mask, core: Mask) -> Floats:
    """The patch with what is hidden filled from around it, softly."""
    scale = min(1.0, FILL_PX / max(core.shape))
    size = tuple(max(2, round(side * scale)) for side in core.shape[::-1])
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    hole = cv2.dilate(
        cv2.resize(hidden.astype(np.uint8), size, interpolation=cv2.INTER_AREA), np.ones((3, 3), np.uint8)
    )
    if hole.all():
        return np.full(photo.shape, 127.0)
    filled = cv2.inpaint(small, hole, 3, cv2.INPAINT_TELEA)
    return np.asarray(cv2.resize(filled, core.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float64)
