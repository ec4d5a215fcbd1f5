"""What decks places out: bunting, flags, ropes on posts, display walls, tents."""

from itertools import pairwise

import numpy as np

from assets.asset import Asset
from assets.environments.buildings import cladding
from assets.environments.furniture.coats import BRIGHT, METALS, metal, poster
from assets.environments.letters import letters
from assets.environments.panels import Panels, boxes, panels, scenery
from assets.environments.turned import post
from assets.materials import Colour, Material
from assets.polygons import join

SAG = 0.035  # of a line's length
_UNIT = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]]


def bunting(rng: np.random.Generator, length_m: float, high_m: float) -> Asset:
    """A line of pennants along y that sags between two poles."""
    pitch = float(rng.uniform(0.3, 0.6))
    count = max(4, int(length_m / pitch))
    y = np.linspace(-length_m / 2, length_m / 2, count + 1)
    z = high_m - 4.0 * SAG * length_m * (0.25 - (y / length_m) ** 2)
    tall = float(rng.uniform(0.25, 0.42))
    sway = rng.normal(0.0, 0.10, count)
    colors = [_cloth(rng) for _ in range(int(rng.integers(1, 4)))]
    groups: list[list[list[list[float]]]] = [[] for _ in colors]
    for k in range(count):
        a, b = y[k] + 0.02, y[k + 1] - 0.02
        tip = [sway[k], (a + b) / 2, (z[k] + z[k + 1]) / 2 - tall]
        groups[k % len(colors)].append([[0.0, a, z[k]], tip, tip, [0.0, b, z[k + 1]]])
    flat = [panels(corners, f"cloth {k}") for k, corners in enumerate(groups)]
    low = np.stack([np.full(count, -0.006), y[:-1], np.minimum(z[:-1], z[1:]) - 0.006], axis=1)
    flat.append(boxes(low, np.stack([np.full(count, 0.006), y[1:], np.maximum(z[:-1], z[1:]) + 0.006], axis=1), "line"))
    poles = [post([(0.035, 0.0), (0.03, high_m + 0.1)], "pole", 7).moved([0.0, end, 0.0]) for end in (y[0], y[-1])]
    materials = {f"cloth {k}": Material("pennant", base_color=color, roughness=0.8) for k, color in enumerate(colors)}
    line = Material("line", base_color=(0.5, 0.5, 0.48), roughness=0.8)
    return scenery("bunting", flat, {**materials, "line": line, "pole": metal(rng)}, join(poles))


def flag(rng: np.random.Generator) -> Asset:
    """A flag on a pole: of stripes, or a tall banner with a word on it."""
    high, out = float(rng.uniform(3.0, 7.0)), float(rng.uniform(0.5, 1.6))
    tall = out * float(rng.uniform(0.55, 0.7)) if rng.uniform() < 0.6 else high * 0.6
    stripes = int(rng.integers(1, 4))
    steps = np.linspace(0.0, 1.0, 9)
    wave = 0.10 * out * np.sin(steps * float(rng.uniform(4.0, 8.0))) * steps
    top = high - 0.05 - 0.12 * tall * steps
    flat: list[Panels] = []
    for k in range(stripes):
        upper, lower = top - tall * k / stripes, top - tall * (k + 1) / stripes
        quads = [
            [
                [wave[i], steps[i] * out, lower[i]],
                [wave[i + 1], steps[i + 1] * out, lower[i + 1]],
                [wave[i + 1], steps[i + 1] * out, upper[i + 1]],
                [wave[i], steps[i] * out, upper[i]],
            ]
            for i in range(8)
        ]
        flat.append(panels(quads, f"cloth {k}"))
    materials = {f"cloth {k}": Material("flag", base_color=_cloth(rng), roughness=0.8) for k in range(stripes)}
    return scenery("flag", flat, {**materials, "pole": metal(rng)}, post([(0.04, 0.0), (0.03, high)], "pole", 8))


def rope(rng: np.random.Generator, length_m: float) -> Asset:
    """Posts with a rope or a chain between them, along y."""
    count = max(2, round(length_m / float(rng.uniform(1.4, 2.4))) + 1)
    ends = np.linspace(-length_m / 2, length_m / 2, count)
    wide, slack = float(rng.uniform(0.8, 1.3)), float(rng.uniform(0.2, 0.9))
    profile = [(0.16 * wide, 0.0), (0.15 * wide, 0.02), (0.03, 0.04), (0.025, 0.92), (0.05 * wide, 0.95), (0.04, 1.0)]
    posts = [post(profile, "post", 10).moved([0.0, float(y), 0.0]) for y in ends]
    low, high = [], []
    for a, b in pairwise(ends):
        t = np.linspace(0.0, 1.0, 9)
        y, z = a + (b - a) * t, 0.9 - slack * t * (1.0 - t)
        low.append(np.stack([np.full(8, -0.015), y[:-1], np.minimum(z[:-1], z[1:]) - 0.015], axis=1))
        high.append(np.stack([np.full(8, 0.015), y[1:], np.maximum(z[:-1], z[1:]) + 0.015], axis=1))
    band = Material("rope", base_color=_cloth(rng), roughness=0.8)
    brass: Colour = (0.55, 0.38, 0.12) if rng.uniform() < 0.4 else METALS[0]
    pole = Material("rope post", base_color=brass, metallic=0.9, roughness=0.2)
    return scenery(
        "rope", [boxes(np.concatenate(low), np.concatenate(high), "rope")], {"rope": band, "post": pole}, join(posts)
    )


def display(rng: np.random.Generator, width_m: float, high_m: float, glow: float = 0.0) -> Asset:
    """A wall of a stand that looks along +x: a plain colour, a picture, a maker's word.

    Args:
        glow: radiance of its picture and word, W/m²/sr.
    """
    half = width_m / 2
    flat = [boxes([-0.25, -half, 0.0], [0.0, half, high_m], "wall")]
    if rng.uniform() < 0.65:
        a, b = np.sort(rng.uniform(-0.95, 0.95, 2)) * half
        if b - a > 0.8:
            low, top = high_m * float(rng.uniform(0.08, 0.35)), high_m * float(rng.uniform(0.7, 0.95))
            flat.append(panels([[0.02, a, low], [0.02, b, low], [0.02, b, top], [0.02, a, top]], "picture", _UNIT))
    tall = high_m * float(rng.uniform(0.10, 0.22))
    flat.append(letters(rng, width_m * 0.8, tall, "letters", 0.04).moved(z=high_m * float(rng.uniform(0.45, 0.8))))
    color = _cloth(rng) if rng.uniform() < 0.5 else (0.7, 0.7, 0.7) if rng.uniform() < 0.6 else (0.03, 0.03, 0.035)
    dark = sum(color) / 3 < 0.25
    ink: Colour = (0.8, 0.8, 0.8) if dark else BRIGHT[int(rng.integers(3))]
    materials = {
        "wall": Material("stand", base_color=color, roughness=float(rng.uniform(0.15, 0.6))),
        "picture": poster(rng, glow),
        "letters": Material("letters", base_color=ink, roughness=0.4, emission=ink, emission_strength=glow * 1.5),
    }
    return scenery("display", flat, materials)


def tent(rng: np.random.Generator) -> Asset:
    """A pavilion of 3 by 3 to 6 by 4 m on four posts, its roof and its hems in one or two colours."""
    x, y = float(rng.uniform(1.5, 2.2)), float(rng.uniform(1.5, 3.0))
    eave, top = 2.2, float(rng.uniform(2.9, 3.8))
    corners = [[x, -y, eave], [x, y, eave], [-x, y, eave], [-x, -y, eave]]
    flat: list[Panels] = []
    for k in range(4):
        a, b = corners[k], corners[(k + 1) % 4]
        flat.append(panels([a, b, [0.0, 0.0, top], [0.0, 0.0, top]], f"cloth {k % 2}"))
        hem = [[a[0], a[1], eave - 0.3], [b[0], b[1], eave - 0.3], b, a]
        flat.append(panels(hem, f"cloth {(k + 1) % 2}"))
    if rng.uniform() < 0.6:
        flat.append(panels([[-x, y, 0.0], [-x, -y, 0.0], [-x, -y, eave], [-x, y, eave]], "cloth 0"))
    flat.append(boxes([-0.4, -y + 0.3, 0.0], [0.4, y - 0.3, 0.78], "table"))
    posts = [post([(0.03, 0.0), (0.03, eave)], "pole", 6).moved([a, b, 0.0]) for a, b, _ in corners]
    first = (0.72, 0.72, 0.70) if rng.uniform() < 0.5 else _cloth(rng)
    second = first if rng.uniform() < 0.6 else _cloth(rng)
    materials = {
        "cloth 0": Material("canvas", base_color=first, roughness=0.9),
        "cloth 1": Material("canvas", base_color=second, roughness=0.9),
        "table": cladding.plain(rng, "table cloth", (*BRIGHT, (0.6, 0.6, 0.58))),
        "pole": metal(rng),
    }
    return scenery("tent", flat, materials, join(posts))


def _cloth(rng: np.random.Generator) -> Colour:
    return cladding.shaded(rng, BRIGHT, 0.25)
