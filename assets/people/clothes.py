"""Clothes and bare skin: MakeHuman's body envelope, posed, smoothed, cut at hems and lifted off the body."""

import functools
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assets.people import bake
from assets.people.sheet import Neighbours, Piece, Sheet, cut, normals, of_shape, shell
from assets.people.wardrobe import Outfit
from assets.polygons import pillow

type Points = NDArray[np.float32]
type Field = NDArray[np.float32]

# Heights on the base body, metres.
WAIST, CROTCH, KNEE, ANKLE, SOLE, SHAFT, HEAD = 0.135, -0.055, -0.369, -0.735, -0.792, -0.64, 0.58
# Of each top: collar plane's height at the neck, its slope (front lower), gap to the body, shortest and longest hem.
TOPS = {
    "t_shirt": (0.575, -0.55, 0.007, (0.05, -0.02)),
    "shirt": (0.592, -0.42, 0.009, (0.05, -0.02)),
    "hoodie": (0.590, -0.40, 0.018, (0.04, -0.02)),
    "jacket": (0.597, -0.36, 0.021, (0.05, -0.02)),
    "coat": (0.600, -0.34, 0.024, (-0.12, -0.42)),
}
COAT_WAIST, COAT_SEAM = 0.17, 0.06  # a coat's skirt starts inside its bodice, which ends inside the skirt
WRIST = 2.1  # place along the arm
ON_ARM = -0.5  # places along the arm above this are on it
ROUNDS = 2  # of smoothing: cloth does not follow every muscle
OVERLAP = 0.03  # skin further than this under a hem is left out


@dataclass(frozen=True, eq=False)
class Figure:
    """A posed body.

    Attributes:
        rest: (V, 3) the build at rest, metres.
        points: (V, 3) posed.
        scale: of the build against the base body.
        far: take the coarse surfaces.
    """

    rest: Points
    points: Points
    scale: float
    far: bool = False
    _sheets: dict[tuple[str, int], Sheet] = field(default_factory=dict)

    def sheet(self, name: str, rounds: int = 0) -> Sheet:
        """One of the baked surfaces, smoothed."""
        if (name, rounds) not in self._sheets:
            self._sheets[name, rounds] = self._made(name, rounds)
        return self._sheets[name, rounds]

    def _made(self, name: str, rounds: int) -> Sheet:
        key = f"{name}_far" if self.far else name
        used, triangles, neighbours = _surface(key)
        points = neighbours.smooth(self.points[used], rounds)
        rest, arm = _smooth_rest(key, rounds)  # smoothed alike, or straight hems would come out as saws
        return Sheet(points, normals(points, triangles), rest, arm, triangles)


@functools.cache
def _surface(key: str) -> tuple[NDArray[np.int32], NDArray[np.int32], Neighbours]:
    """Vertices of a baked surface, its triangles among them, and its neighbours."""
    data = bake.load()
    triangles = data.triangles[key.replace("head", "body")]
    if key.startswith("head"):
        triangles = triangles[
            (data.rest[triangles][..., 2] > HEAD).all(1) & (np.abs(data.rest[triangles][..., 1]) < 0.1).all(1)
        ]
    used, flat = np.unique(triangles, return_inverse=True)
    triangles = flat.reshape(-1, 3).astype(np.int32)
    return used, triangles, Neighbours(triangles)


@functools.cache
def _smooth_rest(key: str, rounds: int) -> tuple[Points, Field]:
    """The places on the base body and along the arm."""
    data = bake.load()
    used, _, neighbours = _surface(key)
    arm = neighbours.smooth(np.maximum(data.arm[used], 0.1)[:, None], rounds)[:, 0]
    return neighbours.smooth(data.rest[used], rounds), np.where(data.arm[used] > ON_ARM, arm, -1.0).astype(np.float32)


def dress(figure: Figure, outfit: Outfit, lowest: float = -1.0, pockets: str = "") -> list[Piece]:
    """Skin, eyes and clothes, without hair, hats and bags.

    Args:
        lowest: height on the base body, metres; what is further down is left out.
        pockets: ``l`` and ``r`` for the hands that are in them.
    """
    envelope = figure.sheet("tights", ROUNDS)
    gap = cloth_scale(figure)
    out = [*_bare(figure, outfit, lowest, pockets), *_top(figure, envelope, outfit, gap)]
    out += _bottom(figure, envelope, outfit, gap, lowest)
    return [*out, *_shoes(envelope, outfit, gap)] if lowest < ANKLE else out


def cloth_scale(figure: Figure) -> float:
    """Clothes of children stand less off the body."""
    return float(np.clip(figure.scale, 0.75, 1.1))


def collar(rest: Points, top: str) -> Field:
    """(N,) metres above a top's collar plane."""
    height, slope = TOPS[top][:2]
    shoulders = 4.0 * np.minimum(np.abs(rest[:, 1]), 0.2) ** 2
    return np.asarray(rest[:, 2] - (height + slope * (rest[:, 0] - 0.015)) - shoulders, np.float32)


def _hem(outfit: Outfit) -> float:
    """Height of the lower hem of the top."""
    short, long = TOPS[outfit.top][3]
    return WAIST - 0.012 if outfit.tucked else short + (long - short) * outfit.hem


def _waist(outfit: Outfit) -> float:
    """Height to which what covers the legs is made: under a top no more than the overlap."""
    return WAIST if outfit.tucked else min(WAIST, max(_hem(outfit), CROTCH + 0.02) + 0.04)


def _leg_end(outfit: Outfit) -> float:
    """Height of the lower hem of what covers the legs."""
    low, high = {"shorts": (-0.34, -0.14), "skirt": (-0.62, -0.16)}.get(outfit.bottom, (-0.745, -0.765))
    return high + (low - high) * outfit.leg


def _bare(figure: Figure, outfit: Outfit, lowest: float, pockets: str) -> list[Piece]:
    """What of the body the clothes leave bare, and the eyes."""
    sheet, skin = figure.sheet("body"), outfit.material("skin")
    z, on_arm = sheet.rest[:, 2], sheet.arm > ON_ARM
    trunk = (collar(sheet.rest, outfit.top) < -OVERLAP) & (z > _leg_end(outfit) + OVERLAP) | (z < max(ANKLE, lowest))
    covered = np.where(on_arm, sheet.arm < outfit.sleeve - 0.12, trunk)
    for side, sign in (("l", 1.0), ("r", -1.0)):
        if side in pockets:
            covered |= (sheet.arm > WRIST) & (sign * sheet.rest[:, 1] > 0.0)
    kept = sheet.triangles[~covered[sheet.triangles].all(1)]
    used, flat = np.unique(kept, return_inverse=True)
    triangles = flat.reshape(-1, 3).astype(np.int32)
    eyes = figure.sheet("eyes")
    dark = outfit.material("eyes")
    return [Piece(sheet.points[used], triangles, skin, sheet.rest[used]), Piece(eyes.points, eyes.triangles, dark)]


def _top(figure: Figure, envelope: Sheet, outfit: Outfit, gap: float) -> list[Piece]:
    rest, material, coat = envelope.rest, outfit.material("top"), outfit.top == "coat"
    hem = COAT_SEAM if coat else max(_hem(outfit), CROTCH + 0.035)
    fields = [collar(rest, outfit.top), envelope.arm - outfit.sleeve, hem - rest[:, 2]]
    out = []
    if outfit.open_front:
        strip = np.maximum(np.abs(rest[:, 1]) - 0.12, 0.0 - rest[:, 0])
        under = cut(envelope, collar(rest, "t_shirt"), strip, 0.0 - rest[:, 2])
        out.append(shell(under, 0.008 * gap, outfit.material("under")))
    sheets = [cut(envelope, *fields, *half) for half in _halves(rest, outfit)]
    out += [shell(sheet, top_gap(sheet, outfit, gap), material, 0.004) for sheet in sheets]
    if outfit.top == "hoodie":
        out.append(_hood(figure, envelope, outfit))
    if coat:
        skirt = figure.sheet("skirt", ROUNDS)
        z = skirt.rest[:, 2]
        tails = [cut(skirt, z - COAT_WAIST, _hem(outfit) - z, *half) for half in _halves(skirt.rest, outfit)]
        full = gap * (0.020 + 0.012 * outfit.wide)
        out += [shell(tail, full * _ramp(tail.rest[:, 2], COAT_WAIST, 0.07), material, 0.0) for tail in tails]
    return out


def _halves(rest: Points, outfit: Outfit) -> list[list[Field]]:
    """Fields that leave the left and the right half of an open top, or none that leave a closed one whole."""
    if not outfit.open_front:
        return [[]]
    width = 0.03 + 0.05 * np.clip((rest[:, 2] - 0.05) / 0.45, 0.0, 1.0)
    gap = np.where(rest[:, 0] > 0.02, width, 0.0)
    return [[np.asarray(gap - sign * rest[:, 1], np.float32)] for sign in (1.0, -1.0)]


def _hood(figure: Figure, envelope: Sheet, outfit: Outfit) -> Piece:
    """It lies on the shoulders behind the neck."""
    x, y, z = envelope.rest.T
    neck = (x < -0.01) & (np.abs(y) < 0.05) & (z > 0.53) & (z < 0.60)
    shape = pillow(np.array([0.085, 0.21, 0.11]) * figure.scale, ("", ""), 2.6, 12)
    place = envelope.points[neck].mean(0) + 0.012 * envelope.normals[neck].mean(0)
    return of_shape(shape, outfit.material("top"), shape.points + place)


def top_gap(sheet: Sheet, outfit: Outfit, scale: float) -> Field:
    """(N,) how far a top stands off the body: less at the collar, more at the belly and along the sleeves."""
    gap = TOPS[outfit.top][2]
    z = sheet.rest[:, 2]
    trunk = _ramp(z, 0.42, 0.15) * (0.006 + 0.012 * outfit.wide)
    near_hem = _ramp(z, 0.06, -0.03) * 0.004
    sleeve = (0.004 + 0.010 * outfit.wide) * _ramp(sheet.arm, 0.2, 0.8)
    cuff = (sheet.arm > 1.0) * _ramp(sheet.arm, 1.2, 1.95) * (-0.45 * gap - 0.5 * sleeve)
    at_collar = _ramp(collar(sheet.rest, outfit.top), -0.06, 0.0) * (-0.5 * gap)
    wave = np.sin(sheet.rest @ np.array([31.0, 43.0, 57.0], np.float32) + np.float32(outfit.seed)) * 0.0025
    if outfit.top == "coat":
        near_hem = _ramp(z, COAT_WAIST, COAT_SEAM) * (0.001 - gap - trunk)
    if outfit.tucked:
        trunk, near_hem = trunk * _ramp(z, WAIST, WAIST + 0.06), _ramp(z, WAIST + 0.03, WAIST) * (-0.002 - gap - wave)
    loose = np.where(sheet.arm > ON_ARM, sleeve + cuff, trunk + near_hem)
    return (scale * (gap + loose + at_collar + wave)).astype(np.float32)


def _bottom(figure: Figure, envelope: Sheet, outfit: Outfit, gap: float, lowest: float) -> list[Piece]:
    material, end = outfit.material("bottom"), max(_leg_end(outfit), lowest)
    if outfit.bottom == "skirt":
        sheet = figure.sheet("skirt", 2)
        sheet = cut(sheet, sheet.rest[:, 2] - _waist(outfit), end - sheet.rest[:, 2])
        return [shell(sheet, gap * (0.009 + 0.006 * outfit.wide), material, 0.0)]
    rest = envelope.rest
    sheet = cut(
        envelope, np.where(envelope.arm > ON_ARM, 1.0, rest[:, 2] - _waist(outfit)).astype(np.float32), end - rest[:, 2]
    )
    z = sheet.rest[:, 2]
    flare = _ramp(z, -0.05, max(end, KNEE)) * 0.010 + _ramp(z, KNEE, -0.74) * (0.014 + 0.022 * outfit.wide)
    thin = 0.006 + 0.010 * outfit.wide
    wave = np.sin(sheet.rest @ np.array([37.0, 29.0, 71.0], np.float32) + np.float32(outfit.seed)) * 0.002
    return [shell(sheet, gap * (thin + flare + wave).astype(np.float32), material, 0.004)]


def _shoes(envelope: Sheet, outfit: Outfit, gap: float) -> list[Piece]:
    top = SHAFT if outfit.boots else ANKLE - 0.01
    foot = cut(envelope, envelope.rest[:, 2] - top)
    z = foot.rest[:, 2]
    sole = 0.012 * _ramp(z, SOLE + 0.015, SOLE - 0.01)
    points = foot.points + foot.normals * (gap * (0.007 + sole)).astype(np.float32)[:, None]
    lifted = Sheet(points, foot.normals, foot.rest, foot.arm, foot.triangles)
    upper, lower = cut(lifted, SOLE - z), cut(lifted, z - SOLE)
    return [
        shell(upper, 0.0, outfit.material("shoe"), -0.01),
        Piece(lower.points, lower.triangles, outfit.material("sole"), lower.rest),
    ]


def _ramp(values: Field, start: float, stop: float) -> Field:
    """Smoothly from 0 at ``start`` to 1 at ``stop``."""
    t = np.clip((values - start) / (stop - start), 0.0, 1.0)
    out: Field = (t * t * (3.0 - 2.0 * t)).astype(np.float32)
    return out
