"""What is worn on the ears: headphones and earrings."""

import numpy as np
from numpy.typing import NDArray

from assets.faces import bake
from assets.faces.look import Look
from assets.faces.wear.hull import Hull
from assets.faces.wear.layer import Layer
from assets.faces.wear.sheets import cord, sheet
from assets.geometry import Mesh
from assets.materials import Colour, Material
from assets.vectors import cross

type Points = NDArray[np.float64]

PART = "headwear"
# Across an ear cup: share of its half size, and of its depth.
PAD = ((0.55, 0.0), (0.80, -0.002), (0.98, 0.0), (1.04, 0.35), (1.0, 0.62), (0.9, 0.66))
CUP = ((0.99, 0.58), (1.0, 0.66), (0.98, 0.95), (0.90, 1.12), (0.66, 1.22), (0.3, 1.24), (0.0, 1.24))


def headphones(
    rng: np.random.Generator, skull: Hull, points: NDArray[np.float32], look: Look
) -> tuple[list[Mesh], Layer]:
    """Two cups over the ears and a padded band over the head."""
    scale = skull.unit_m / 0.1
    shell = Material("headphones", base_color=look.headwear_color, roughness=float(rng.uniform(0.25, 0.5)), coat=0.2)
    dark: Colour = (0.02, 0.02, 0.022)
    pad = Material("headphone_pad", base_color=dark, roughness=0.7)
    metal = Material("headphone_arm", base_color=(0.5, 0.5, 0.52), metallic=1.0, roughness=0.35)
    ears = bake.load().masks["ears"] > 0.5
    left = points[ears & (points[:, 1] > 0.0)]
    low, high = left.min(0), left.max(0)
    middle = (low + high) / 2.0 + [0.004 * scale, 0.0, 0.004 * scale]
    half = np.array([high[0] - low[0] + 0.020 * scale, high[2] - low[2] + 0.022 * scale]) / 2.0
    meshes: list[Mesh] = []
    height, turn, _ = skull.find(middle)
    skin_y = float(skull.place(height, turn)[1])
    inner, outer = min(skin_y, float(low[1])) + 0.001, float(high[1]) + 0.001
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for name, profile, material in (("pad", PAD, pad), ("cup", CUP, shell)):
            grid = skull.outside(_cup(middle, half, inner, outer - inner, profile, sign), 0.0005)
            meshes.append(sheet(f"headphone_{name}_{side}", grid, PART, material, closed=True))
    lift = 0.009 * scale
    join = np.array([middle[0], 0.6 * inner + 0.4 * outer + 0.004, middle[2] + 0.72 * half[1]])
    arc = _band(skull, join, lift)
    meshes.append(_strip("headphone_band", arc[4:-4], 0.0135 * scale, 0.0045 * scale, shell))
    meshes.append(_strip("headphone_arm", arc, 0.005 * scale, 0.0018, metal))

    def depth(height: Points, turn: Points) -> Points:
        x, _, z = np.moveaxis(skull.place(height, turn), -1, 0)
        band = np.where(z > middle[2], 0.014 * scale - np.abs(x - middle[0]), -1.0)
        cup = half[0] * (1.05 - np.hypot((x - middle[0]) / half[0], (z - middle[2]) / half[1]))
        return np.asarray(np.maximum(band, cup))

    return meshes, Layer(skull, depth, 0.004 * scale)


def _cup(
    middle: Points, half: Points, inner: float, depth: float, profile: tuple[tuple[float, float], ...], sign: float
) -> Points:
    """(R, 24, 3): an oval turned about the axis across the head; rows run outwards."""
    angle = np.arange(24) * (np.pi / 12.0)
    share, out = np.array(profile).T
    x = middle[0] + half[0] * share[:, None] * np.cos(angle)
    z = middle[2] + half[1] * share[:, None] * np.sin(angle)
    y = np.broadcast_to((inner + depth * out)[:, None], x.shape)
    points = np.stack([x, sign * y, z], -1)
    return points[:, ::-1] if sign < 0.0 else points


def _band(skull: Hull, join: Points, lift: float) -> Points:
    """(N, 3) from the left cup over the crown to the right one, in the plane of the ears, off the skull."""
    angle = np.linspace(0.0, np.pi, 41)
    foot = join[2]
    reach = np.array([join[0], 0.0, foot]) + np.stack([0.0 * angle, 0.3 * np.cos(angle), 0.3 * np.sin(angle)], -1)
    low = np.array([join[0], 0.0, foot])
    share = np.linspace(0.2, 1.0, 60)[:, None, None]
    rays = low + share * (reach - low)
    height, turn, radius = skull.find(rays)
    clear = radius > skull.reach(height, turn) + lift
    first = np.where(clear.any(0), clear.argmax(0), 59)
    arc: Points = rays[first, np.arange(len(angle))]
    wide = np.maximum(np.abs(arc[:, 1]), join[1] * np.abs(np.cos(angle)))
    arc[:, 1] = np.where(np.cos(angle) >= 0.0, wide, -wide)
    arc[0], arc[-1] = join, join * [1.0, -1.0, 1.0]
    for _ in range(6):
        arc[1:-1] = (arc[:-2] + 2.0 * arc[1:-1] + arc[2:]) / 4.0
    return arc


def _strip(name: str, path: Points, half: float, thick: float, material: Material) -> Mesh:
    """A flat band along a path in a plane across the head, its corners round."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.array([1.0, 0.0, 0.0])
    over = cross(along, side)
    over /= np.linalg.norm(over, axis=1, keepdims=True)
    over *= np.sign((over * (path - path.mean(0))).sum(1, keepdims=True).sum())
    angle = np.arange(10) * (np.pi / 5.0)
    u, v = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.6, np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.8
    ring = path[:, None] - half * u[:, None] * side + thick * v[:, None] * over[:, None]
    ends = [np.broadcast_to(path[k], (1, 10, 3)) for k in (0, -1)]
    return sheet(name, np.concatenate([ends[0], ring, ends[1]]), PART, material, closed=True, subdivision=0)


def earrings(rng: np.random.Generator, points: NDArray[np.float32], scale: float) -> list[Mesh]:
    """Studs, pearls or hoops in both lobes; they count as the ears they hang on."""
    kind = str(rng.choice(["stud", "pearl", "hoop"]))
    gold, silver, white = (0.78, 0.55, 0.24), (0.75, 0.75, 0.76), (0.8, 0.76, 0.7)
    metal = Material("earring", base_color=gold if rng.random() < 0.5 else silver, metallic=1.0, roughness=0.2)
    pearl = Material("earring", base_color=white, roughness=0.25, coat=0.6)
    sizes = {"stud": (0.0018, 0.003), "pearl": (0.0035, 0.0045), "hoop": (0.007, 0.017)}
    radius = scale * float(rng.uniform(*sizes[kind]))
    ears = bake.load().masks["ears"] > 0.5
    out = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        own = points[ears & (sign * points[:, 1] > 0.0)]
        low, high = own[:, 2].min(), own[:, 2].max()
        lobe = own[own[:, 2] < low + 0.14 * (high - low)]
        middle = lobe.mean(0).astype(np.float64)
        face = sign * (sign * lobe[:, 1]).max()
        if kind == "hoop":
            angle = np.arange(28) * (2.0 * np.pi / 28)
            center = middle - [0.0, 0.0, radius - 0.003 * scale]
            ring = center + radius * np.stack([np.sin(angle), 0.12 * sign * np.sin(angle), np.cos(angle)], -1)
            out.append(cord(f"earring_{side}", ring, 0.0009 * scale, f"{side}_ear", metal, 6, ring=True))
        else:
            center = np.array([middle[0], face + 0.4 * sign * radius, middle[2]])
            ball = center + _ball(radius)
            out.append(sheet(f"earring_{side}", ball, f"{side}_ear", pearl if kind == "pearl" else metal, closed=True))
    return out


def _ball(radius: float) -> Points:
    """(R, 10, 3) a sphere that looks outward."""
    fall = np.linspace(0.02, np.pi - 0.02, 7)[:, None]
    angle = np.arange(10) * (np.pi / 5.0)
    return radius * np.stack(
        [np.sin(fall) * np.cos(angle), np.sin(fall) * np.sin(angle), np.cos(fall) + 0.0 * angle], -1
    )
