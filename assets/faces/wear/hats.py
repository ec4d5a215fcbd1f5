"""Cap, beanie and hat: shells on the skull from the crown down to a rim."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.faces import bake
from assets.faces.look import Look
from assets.faces.wear.hull import HIGHEST, Hull, spot
from assets.faces.wear.layer import Layer
from assets.faces.wear.sheets import fabric, patterned, sheet
from assets.geometry import Mesh
from assets.materials import Colour, Material

type Points = NDArray[np.float64]

PART = "headwear"
AROUND = 72
TURN = -np.pi + np.arange(AROUND) * (2.0 * np.pi / AROUND)


@dataclass(frozen=True, eq=False)
class Rim:
    """The lower edge by azimuth.

    Attributes:
        azimuth, height: (K,) knots from front to back.
        arch: how far it rises at the back, over a cap's closure.
    """

    azimuth: Points
    height: Points
    arch: float = 0.0

    def __call__(self, azimuth: ArrayLike) -> Points:
        turn = np.abs(np.asarray(azimuth, np.float64))
        share = np.interp(turn, self.azimuth, np.arange(len(self.azimuth)))
        knot = np.minimum(share.astype(np.int64), len(self.azimuth) - 2)
        t = share - knot
        t = t * t * (3.0 - 2.0 * t)
        rise = np.sqrt(np.maximum(0.0, 1.0 - ((np.pi - turn) / ARCH_RAD) ** 2))
        out: Points = self.height[knot] * (1.0 - t) + self.height[knot + 1] * t + self.arch * rise
        return out


ARCH_RAD = 0.42


def rim(
    skull: Hull, points: NDArray[np.float32], front_m: float, ear_m: float, back_m: float, arch: float = 0.0
) -> Rim:
    """A rim through three places: heights above the eyes in front and behind, above the ears' tops at the sides."""
    scale = skull.unit_m / 0.1
    middle = spot(points, 0.012, 0.0, 0.058)
    front = middle + np.array([0.0, 0.0, (front_m - 0.058) * scale])
    side = np.abs(spot(points, -0.07, 0.07, 0.006)) * [-1.0, 1.0, 0.0]
    side[2] = _ear_top(points) + ear_m * scale
    back = np.array([-0.17 * scale, 0.0, back_m * scale])
    height, azimuth, _ = skull.find(np.stack([front, side, back]))
    return Rim(np.array([0.0, azimuth[1], np.pi]), height, arch)


def _ear_top(points: NDArray[np.float32]) -> float:
    return float(points[bake.load().masks["ears"] > 0.5, 2].max())


def cap(rng: np.random.Generator, skull: Hull, points: NDArray[np.float32], look: Look) -> tuple[list[Mesh], Layer]:
    """Six panels, a button, a curved peak and a strap over the gap at the back."""
    scale = skull.unit_m / 0.1
    edge = rim(skull, points, 0.052, 0.008, 0.004, arch=0.34)
    cloth = fabric(rng, look.headwear_color, 0.0011, folds=0.1)
    tall = float(rng.uniform(0.010, 0.022)) * scale

    def gap(share: Points, turn: Points) -> Points:
        seam = np.abs(np.mod(turn + np.pi / 6.0, np.pi / 3.0) - np.pi / 6.0)
        front = np.exp(-((turn / 0.75) ** 2)) * np.sin(np.pi * np.clip(share, 0.0, 1.0)) * 0.009 * scale
        groove = -0.0012 * np.exp(-((seam / 0.05) ** 2)) * (share > 0.05)
        return np.asarray(0.0045 + tall * (1.0 - share**2.2) + front + groove)

    crown = shell("cap", skull, edge, gap, cloth)
    summit = skull.place(HIGHEST, 0.0, 0.005 + tall)
    button = sheet("cap_button", summit + _dome(0.0065 * scale), PART, cloth, closed=True)
    brim_color = look.headwear_color if rng.random() < 0.6 else _shifted(rng, look.headwear_color)
    shade = peak(skull, edge, float(rng.uniform(0.060, 0.075)) * scale, fabric(rng, brim_color, 0.0011, folds=0.0))
    straight = Rim(edge.azimuth, edge.height)
    strap = _strap(skull, straight, fabric(rng, look.headwear_color, 0.0011, folds=0.0))
    layer = Layer(skull, lambda height, turn: (height - straight(turn)) * skull.unit_m, 0.003)
    return [crown, button, shade, strap], layer


def shell(
    name: str,
    skull: Hull,
    edge: Rim,
    gap: Callable[[Points, Points], Points],
    material: Material,
    rows: int = 18,
) -> Mesh:
    """From the crown to the rim, and in again under it; ``gap`` is of the share of the way down and the azimuth."""
    share = np.concatenate([np.linspace(0.02, 1.0, rows), [1.0, 0.94]])[:, None]
    lower = edge(TURN)[None]
    height = HIGHEST + (lower - HIGHEST) * share
    turn = np.broadcast_to(TURN, height.shape)
    away = gap(np.broadcast_to(share, height.shape), turn)
    away[-2:] = [[0.0012], [0.0005]]
    points = skull.place(height, turn, away)
    cap_point = np.broadcast_to(points[:1].mean(axis=1, keepdims=True), (1, AROUND, 3))
    points = np.concatenate([cap_point, points])
    along = np.concatenate([np.zeros((1, AROUND, 3)), _unrolled(skull, height, turn)])
    return sheet(name, points, PART, material, along, closed=True, welded=True)


def _unrolled(skull: Hull, height: Points, turn: Points) -> Points:
    """The fabric's coordinates: around and down, metres; around and back again, so that no seam shows."""
    unit = skull.unit_m
    return np.stack([0.0 * height, unit * np.abs(turn), unit * height], -1)


def _dome(radius: float) -> Points:
    angle = np.arange(12) * (np.pi / 6.0)
    fall = np.array([0.02, 0.5, 1.0, 1.5])[:, None]
    flat = np.sin(fall) * radius
    return np.stack([flat * np.cos(angle), flat * np.sin(angle), 0.6 * radius * np.cos(fall) + 0.0 * angle], -1)


def peak(skull: Hull, edge: Rim, length: float, material: Material) -> Mesh:
    """From the front of the rim, rounded outside, arched across."""
    turn = np.linspace(-0.98, 0.98, 25)
    root = skull.place(edge(turn), turn, 0.003)
    out = np.linspace(0.0, 1.0, 8)[:, None]
    half = np.abs(root[:, 1]).max()
    side = root[:, 1] / half
    reach = length * (1.0 - np.abs(side) ** 2.6) ** 0.55 + 0.002
    x = root[:, 0] + out * reach
    y = root[:, 1] * (1.0 + 0.05 * out)
    z = root[:, 2] - out * (0.010 + 0.25 * reach) - 0.016 * (out**0.7) * side**2 * (reach / length)
    top = np.stack([x, y, z], -1)
    under = top[::-1] - [0.0, 0.0, 0.003]
    points = np.concatenate([top, under])[:, ::-1]
    points = np.concatenate([points, points[:1]])[::-1]
    return sheet("cap_peak", points, PART, material)


def _strap(skull: Hull, edge: Rim, material: Material) -> Mesh:
    """Across the opening at the back, along the rim as it would be without it."""
    turn = np.pi + np.linspace(-0.5, 0.5, 13)
    low = edge(np.abs(np.mod(turn + np.pi, 2.0 * np.pi) - np.pi))
    rows = ((0.0, 0.0010), (0.0, 0.0035), (0.09, 0.0040), (0.18, 0.0035), (0.18, 0.0010))
    points = np.stack([skull.place(low + rise, turn, gap) for rise, gap in rows[::-1]])
    return sheet("cap_strap", points, PART, material)


def beanie(rng: np.random.Generator, skull: Hull, points: NDArray[np.float32], look: Look) -> tuple[list[Mesh], Layer]:
    """Ribbed knit with a turn-up."""
    scale = skull.unit_m / 0.1
    low = float(rng.uniform(0.0, 1.0))
    edge = rim(skull, points, 0.056 - 0.012 * low, 0.006 - 0.004 * low, -0.02 - 0.02 * low)
    knit = fabric(rng, look.headwear_color, 0.0034, folds=0.15)
    slouch = float(rng.uniform(0.008, 0.03)) * scale
    around = np.arange(2 * AROUND)
    turn = -np.pi + around * (np.pi / AROUND)
    rib = np.where(around % 2 == 0, 0.0011, -0.0011) * scale

    def rows(share: ArrayLike, gap: ArrayLike, depth: float) -> Points:
        share, away = (np.asarray(values, np.float64)[:, None] for values in (share, gap))
        height = HIGHEST + (edge(turn)[None] - HIGHEST) * share
        return skull.place(height, turn, away + depth * rib * np.sin(np.pi * np.clip(share * 1.02, 0.0, 0.5)))

    share = np.linspace(0.02, 0.93, 17)
    body = rows(share, 0.006 + slouch * (1.0 - share**2) + 0.003 * np.sin(6.0 * share), 1.0)
    body = np.concatenate([np.broadcast_to(body[:1].mean(1, keepdims=True), (1, *body.shape[1:])), body])
    fold = float(rng.uniform(0.60, 0.72))
    span = 1.0 - fold
    down = np.array([0.0, 0.0, 0.06, 0.2, 0.5, 0.8, 0.95, 1.0, 1.0, 0.9])
    away = np.array([0.004, 0.0095, 0.0125, 0.013, 0.0125, 0.012, 0.0105, 0.007, 0.002, 0.0006])
    cuff = rows(fold + span * down, away, 1.3)
    meshes = [
        sheet("beanie", body, PART, knit, closed=True, welded=True),
        sheet("beanie_cuff", cuff, PART, knit, closed=True),
    ]
    return meshes, Layer(skull, lambda height, azimuth: (height - edge(azimuth)) * skull.unit_m, 0.003)


def hat(rng: np.random.Generator, skull: Hull, points: NDArray[np.float32], look: Look) -> tuple[list[Mesh], Layer]:
    """Felt, straw or cloth: a crown, a brim and, but for cloth, a band."""
    scale = skull.unit_m / 0.1
    kind = str(rng.choice(["felt", "straw", "bucket"]))
    edge = rim(skull, points, 0.050, 0.010, 0.012)
    straw: Colour = (0.46, 0.34, 0.19)
    material = {
        "felt": lambda: fabric(rng, look.headwear_color, 0.0007, folds=0.1),
        "straw": lambda: fabric(rng, straw, 0.0035, folds=0.0),
        "bucket": lambda: patterned(rng, look.headwear_color, 0.6),
    }[kind]()
    tall = {"felt": 0.030, "straw": 0.022, "bucket": 0.012}[kind] * scale
    width = {"felt": rng.uniform(0.048, 0.062), "straw": rng.uniform(0.065, 0.10), "bucket": 0.055}[kind] * scale
    root = skull.place(edge(TURN), TURN, 0.005)
    crown = _crown(skull, root, tall, creased=kind == "felt")
    brim = _brim(root, float(width), kind, scale)
    meshes = [
        sheet("hat_crown", crown, PART, material, closed=True, welded=True),
        sheet("hat_brim", brim, PART, material, closed=True),
    ]
    if kind != "bucket":
        ribbon = fabric(rng, _shifted(rng, look.headwear_color), 0.0008, folds=0.0)
        middle = crown[-8:-1].mean(axis=(0, 1))
        strip = crown[-8:-1] + 0.0016 * _unit((crown[-8:-1] - middle) * [1.0, 1.0, 0.0])
        meshes.append(sheet("hat_band", strip, PART, ribbon, closed=True))
    return meshes, Layer(skull, lambda height, azimuth: (height - edge(azimuth)) * skull.unit_m, 0.003)


def _crown(skull: Hull, root: Points, tall: float, creased: bool) -> Points:
    """(R, N, 3) from the top to the rim: walls that lean in, a rounded edge, a top with a crease along it."""
    middle = root.mean(axis=0)
    summit = skull.place(HIGHEST, 0.0)[2] + tall
    lift = np.concatenate([np.linspace(0.0, 0.82, 14), [0.90, 0.955, 0.985, 1.0, 1.0, 1.0, 1.0]])[:, None]
    lean = np.concatenate([1.0 - 0.16 * np.linspace(0.0, 0.82, 14), [0.845, 0.80, 0.73, 0.62, 0.42, 0.22, 0.0]])[
        :, None
    ]
    flat = middle + (root - middle)[None] * lean[..., None]
    flat[..., 2] = root[None, :, 2] + (summit - root[None, :, 2]) * lift
    flat[:14] = skull.outside(flat[:14], 0.004)
    if creased:
        x, y = (flat[..., axis] - middle[axis] for axis in range(2))
        half = np.abs(root[:, 1]).max()
        dent = 0.020 * np.exp(-((y / (0.35 * half)) ** 2)) * np.exp(-((x / (0.95 * half)) ** 4))
        flat[..., 2] -= dent * np.clip((lift - 0.7) / 0.3, 0.0, 1.0)
        front = np.exp(-(((x - 0.75 * half) / (0.4 * half)) ** 2)) * np.clip((lift - 0.35) / 0.4, 0.0, 1.0)
        flat[..., 1] -= np.sign(y) * 0.010 * front * np.exp(-(((np.abs(y) - 0.45 * half) / (0.3 * half)) ** 2))
        flat[..., 2] = np.maximum(flat[..., 2], np.where(lift > 0.88, skull.place(HIGHEST, 0.0)[2] + 0.003, -9.0))
    out: Points = flat[::-1]
    return out


def _brim(root: Points, width: float, kind: str, scale: float) -> Points:
    """(R, N, 3) out along the top and in along the underside."""
    out = np.array([0.0, 0.12, 0.35, 0.6, 0.85, 1.0])[:, None]
    away = _unit((root - root.mean(axis=0)) * [1.0, 1.0, 0.0])
    side = away[:, 1] ** 2
    if kind == "bucket":
        rise = -0.75 * out * width
        reach = 0.72 * out * width
    else:
        curl = 0.014 * scale * (kind == "felt")
        rise = curl * out**2 * side - 0.10 * width * out * (1.0 - side) - 0.12 * width * out * (kind == "straw")
        reach = out * width
    top = root + reach[..., None] * away
    top[..., 2] += rise
    under = top[::-1] - [0.0, 0.0, 0.0028]
    return np.concatenate([top, under, top[:1]])


def _unit(vectors: Points) -> Points:
    out: Points = vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-12)
    return out


def _shifted(rng: np.random.Generator, color: Colour) -> Colour:
    """Another colour that goes with one."""
    mixed = np.array(color) * rng.uniform(0.2, 0.7) + 0.25 * rng.random() * rng.uniform(0.3, 1.0, 3)
    red, green, blue = (float(value) for value in mixed)
    return red, green, blue
