"""Hair as a shell, brows and beards, and what is worn on the head."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assets.geometry import Curves
from assets.people import bake
from assets.people.clothes import Figure
from assets.people.helmets import helmet
from assets.people.sheet import Piece, Sheet, cut, of_grid, of_shape, shell
from assets.people.skeleton import INDEX, Posture
from assets.people.strands import strands
from assets.people.wardrobe import Outfit
from assets.polygons import pillow

type Points = NDArray[np.float32]
type Field = NDArray[np.float32]

CENTER = (0.055, 0.0, 0.765)  # of the cranium of the base body
CRANIUM_Z = 0.70  # what lies above this measures a head's size
# Height of the hairline by the angle from straight ahead, degrees.
LINE_DEG = (0.0, 25.0, 45.0, 60.0, 72.0, 82.0, 95.0, 105.0, 118.0, 140.0, 180.0)
LINE_Z = (0.808, 0.806, 0.796, 0.776, 0.745, 0.698, 0.705, 0.705, 0.684, 0.664, 0.652)
SKULL_M = 0.079  # half the width of the skull: what is further out is an ear
THICKNESS = {
    **{"buzz": 0.003, "short": 0.013, "medium": 0.017, "long": 0.015},
    **{"bun": 0.009, "ponytail": 0.009, "afro": 0.045},
}
ENDS_Z = {"medium": (0.635, 0.585), "long": (0.53, 0.40)}  # where loose hair ends
# Lower edge of caps: height in front and behind.
BRIMS = {"cap": (0.792, 0.735), "beanie": (0.785, 0.700)}


@dataclass(frozen=True, eq=False)
class Head:
    """Carries points of the base body's head to a posed one: stretched to its size, then moved with the bone."""

    size: NDArray[np.float64]
    middle: NDArray[np.float64]
    posture: Posture

    def place(self, base: NDArray[np.floating], hanging: bool = False) -> Points:
        """Points (..., 3) on the base body's head, posed; ``hanging`` ones follow the chest further down."""
        still = (base - CENTER) * self.size + self.middle
        out = self._moved(still, "head")
        if hanging:
            share = np.clip((base[..., 2:] - 0.48) / 0.22, 0.0, 1.0)
            out = share * out + (1.0 - share) * self._moved(still, "chest")
        return np.asarray(out, np.float32)

    def _moved(self, still: NDArray[np.float64], bone: str) -> NDArray[np.float64]:
        posture = self.posture
        out: NDArray[np.float64] = (still - posture.head[INDEX[bone]]) @ posture.rotation(bone).T + posture.joint(bone)
        return out


def head_of(figure: Figure, posture: Posture) -> Head:
    """How large a figure's head is, and where."""
    base = bake.load().rest
    above = (base[:, 2] > CRANIUM_Z) & (np.abs(base[:, 1]) < SKULL_M)
    low, high = base[above].min(0), base[above].max(0)
    own_low, own_high = figure.rest[above].min(0), figure.rest[above].max(0)
    size = (own_high - own_low) / (high - low)
    middle = own_low + (CENTER - low) * size
    return Head(size.astype(np.float64), middle.astype(np.float64), posture)


def headgear(figure: Figure, posture: Posture, outfit: Outfit) -> list[Piece]:
    """Hair, brows, beard, and hat."""
    head, sheet = head_of(figure, posture), figure.sheet("head")
    face = [] if figure.far else _face_hair(sheet, outfit)
    if outfit.hat in ("bicycle", "open", "full"):
        out = helmet(outfit, head.place)
        return out if outfit.hat == "full" else [*out, *_loose_hair(head, outfit), *face]
    out = [*_hat(head, sheet, outfit, figure.scale), *face]
    if outfit.hair == "bald":
        return out
    scalp = _scalp(sheet)
    rise = THICKNESS[outfit.hair] if outfit.hat == "none" else min(0.008, THICKNESS[outfit.hair])
    thick = rise * np.clip(-hairline(scalp.rest) / 0.025, 0.3, 1.0) * figure.scale
    return [*out, shell(scalp, thick.astype(np.float32), outfit.material("hair")), *_loose_hair(head, outfit)]


def hair_strands(
    rng: np.random.Generator, figure: Figure, posture: Posture, outfit: Outfit, detail: float
) -> list[Curves]:
    """Strands over the hair of ``headgear``; see ``strands``. None of them where something covers the hair."""
    if outfit.hair == "bald" or outfit.hat not in ("none", *BRIMS):
        return []
    scalp = _scalp(figure.sheet("head"))
    if outfit.hat != "none":
        scalp = cut(scalp, scalp.rest[:, 2] - _rim(scalp.rest, outfit.hat))
    hanging = None
    if outfit.hair in ENDS_Z:
        hanging = _curtain(_end_z(outfit))
        hanging = hanging if outfit.hat == "none" else hanging[3:]
    return [strands(rng, head_of(figure, posture).place, scalp, outfit, hanging, detail)]


def _scalp(sheet: Sheet) -> Sheet:
    """Where hair grows."""
    return cut(sheet, hairline(sheet.rest), np.abs(sheet.rest[:, 1]) - np.float32(SKULL_M))


def hairline(rest: Points) -> Field:
    """(N,) metres below the hairline; below 0 where hair grows."""
    angle = np.degrees(np.abs(np.arctan2(rest[:, 1], rest[:, 0] - CENTER[0])))
    return np.asarray(np.interp(angle, LINE_DEG, LINE_Z) - rest[:, 2], np.float32)


def _loose_hair(head: Head, outfit: Outfit) -> list[Piece]:
    """What hangs or is tied."""
    material = outfit.material("hair")
    if outfit.hair in ENDS_Z:
        return [of_grid(head.place(_curtain(_end_z(outfit)), True), material)]
    if outfit.hair == "bun" and outfit.hat == "none":
        shape = pillow((0.075, 0.085, 0.075), ("", ""), 2.0, 10).moved((-0.055, 0.0, 0.79 + 0.04 * outfit.length))
    elif outfit.hair == "ponytail":
        shape = pillow((0.05, 0.055, 0.24 + 0.1 * outfit.length), ("", ""), 2.2, 8).moved((-0.066, 0.0, 0.67))
    else:
        return []
    return [of_shape(shape, material, head.place(shape.points, True))]


def _end_z(outfit: Outfit) -> float:
    """Where loose hair ends on the base body."""
    start, stop = ENDS_Z[outfit.hair]
    return start + (stop - start) * outfit.length


def _curtain(end_z: float) -> NDArray[np.float64]:
    """(N, M, 3) hair around the back of the base head, from over the ears to ``end_z``, shorter on the shoulders."""
    angle = np.radians(np.linspace(-112.0, 112.0, 17))[None, :] + np.pi
    end = np.where(np.abs(angle - np.pi) > np.radians(62.0), max(end_z, 0.575), end_z)
    t = np.linspace(0.0, 1.0, 8)[:, None]
    z = 0.80 + (end - 0.80) * t
    drop = np.clip((0.80 - z) / 0.25, 0.0, 1.3)
    along, across = 0.108 + 0.016 * drop - 0.014 * t**4, 0.086 + 0.014 * drop - 0.012 * t**4
    out: NDArray[np.float64] = np.stack([CENTER[0] + along * np.cos(angle), across * np.sin(angle), z], 2)
    return out


def _face_hair(sheet: Sheet, outfit: Outfit) -> list[Piece]:
    """Brows, and the beard."""
    material = outfit.material("brow")
    x, y, z = sheet.rest.T
    side = np.abs(y)
    front = 0.11 - x
    height = z - (0.751 - 0.35 * np.clip(side - 0.038, 0.0, None))
    brow = cut(sheet, front, height - 0.0042, -0.0042 - height, side - 0.052, 0.014 - side)
    out = [shell(brow, 0.0016, material)]
    if outfit.beard:
        lips = 1.0 - np.hypot(y / 0.024, (z - 0.661) / 0.009)
        cheek = z - np.interp(x, (0.06, 0.10, 0.14, 0.16), (0.705, 0.672, 0.676, 0.679)).astype(np.float32)
        neck = 0.605 - z + 0.3 * np.clip(0.10 - x, 0.0, 0.06)
        out.append(shell(cut(sheet, cheek, neck, 0.058 - x, 0.02 * lips, side - SKULL_M), 0.006, material))
    return out


def _hat(head: Head, sheet: Sheet, outfit: Outfit, scale: float) -> list[Piece]:
    """A cap with its peak, or a knitted hat."""
    if outfit.hat not in BRIMS:
        return []
    crown = cut(sheet, _rim(sheet.rest, outfit.hat) - sheet.rest[:, 2])
    material = outfit.material("hat")
    out = [shell(crown, (0.015 if outfit.hat == "cap" else 0.02) * scale, material)]
    if outfit.hat == "cap":
        angle = np.radians(np.linspace(-62.0, 62.0, 11))[None, :]
        t = np.linspace(0.0, 1.0, 4)[:, None]
        reach = 0.100 + t * 0.075 * np.cos(angle * 0.9) ** 0.6
        points = [
            CENTER[0] + reach * np.cos(angle),
            0.088 * np.sin(angle) * (1.0 - 0.1 * t),
            0.796 - 0.016 * t + 0.0 * angle,
        ]
        peak = np.stack(points, 2)
        out += [of_grid(head.place(peak), material), of_grid(head.place(peak[::-1] - [0.0, 0.0, 0.003]), material)]
    return out


def _rim(rest: Points, hat: str) -> Field:
    """(N,) height of a hat's lower edge on the base body."""
    front, back = BRIMS[hat]
    return np.interp(rest[:, 0], (-0.04, 0.15), (back, front)).astype(np.float32)
