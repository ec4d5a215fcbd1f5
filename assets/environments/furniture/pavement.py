"""Small things on pavements: benches, bins, bollards, hydrants, letter boxes, parking meters. x looks at the road."""

import numpy as np

from assets.asset import Asset
from assets.environments.furniture.coats import coat, dark, metal
from assets.environments.panels import boxes, panels, scenery, tapered
from assets.environments.turned import post, stretch, towards, turned
from assets.materials import Colour, Material
from assets.polygons import join


def litter_bin(rng: np.random.Generator) -> Asset:
    """A bin: a drum on the ground or on a post, or one with wheels and a lid."""
    draw = rng.uniform()
    materials = {"body": coat(rng), "metal": metal(rng), "dark": dark()}
    if draw < 0.4:
        high, wide = float(rng.uniform(0.75, 1.05)), float(rng.uniform(0.2, 0.3))
        profile = [
            (wide, 0.0),
            (wide, high * 0.85),
            (wide * 1.08, high * 0.87),
            (wide * 1.05, high),
            (0.0, high * 1.05),
        ]
        mouth = boxes([wide * 0.85, -0.13, high * 0.62], [wide * 1.06, 0.13, high * 0.76], "dark")
        return scenery("bin", [mouth], materials, post(profile, "body", 14))
    if draw < 0.65:
        wide, low = float(rng.uniform(0.15, 0.22)), float(rng.uniform(0.4, 0.6))
        drum = [(wide * 0.85, low), (wide, 0.95), (wide * 1.1, 0.96), (wide, 0.94), (0.0, 0.8)]
        stand = post([(0.03, 0.0), (0.03, 0.95)], "metal").moved([-wide - 0.03, 0.0, 0.0])
        return scenery("bin", [], materials, join([stand, post(drum, "body", 12)]))
    wide, deep = float(rng.uniform(0.24, 0.65)), float(rng.uniform(0.28, 0.45))
    case = tapered((deep, wide), 0.08, 0.95, 0.82, "body")
    lid = boxes([-deep * 1.05, -wide * 1.05, 0.95], [deep * 1.1, wide * 1.05, 1.04], "lid")
    tyre = [(0.0, -0.03), (0.1, -0.03), (0.1, 0.03), (0.0, 0.03)]
    wheels = [
        turned(tyre, "dark", 10).moved([-deep * 0.7, side * wide * 0.8, 0.1], towards(np.pi / 2)) for side in (-1, 1)
    ]
    return scenery("wheeled bin", [case, lid], {**materials, "lid": coat(rng)}, join(wheels))


def bench(rng: np.random.Generator) -> Asset:
    """A bench of slats, with or without a back; one sits looking along +x."""
    half, back = float(rng.uniform(0.7, 1.1)), rng.uniform() < 0.75
    x = np.linspace(-0.2, 0.2, 5)[:, None]
    low = np.concatenate([x - 0.04, 0 * x - half, 0 * x + 0.42], axis=1)
    flat = [boxes(low, low + np.array([0.08, 2 * half, 0.035]), "slat")]
    if back:
        z = np.array([[0.55], [0.68], [0.81]])
        low = np.concatenate([-0.25 - 0.25 * (z - 0.45), 0 * z - half, z], axis=1)
        flat.append(boxes(low, low + np.array([0.03, 2 * half, 0.1]), "slat"))
    for y in (-half * 0.8, half * 0.8):
        flat.append(
            boxes(
                [[-0.22, y - 0.03, 0.0], [0.15, y - 0.03, 0.0], [-0.22, y - 0.03, 0.37]],
                [[-0.16, y + 0.03, 0.42], [0.21, y + 0.03, 0.42], [0.21, y + 0.03, 0.42]],
                "metal",
            )
        )
        if back:
            flat.append(boxes([-0.31, y - 0.025, 0.4], [-0.26, y + 0.025, 0.9], "metal"))
    brown = float(rng.uniform(0.08, 0.25))
    slat = (
        Material("slats", base_color=(brown, brown * 0.55, brown * 0.28), roughness=0.7)
        if rng.uniform() < 0.7
        else coat(rng)
    )
    return scenery("bench", flat, {"slat": slat, "metal": metal(rng)})


def manhole(rng: np.random.Generator) -> Asset:
    """A cast cover flush with the road: a rim, and a face of checks or ribs."""
    radius, angle = float(rng.uniform(0.28, 0.42)), np.linspace(0.0, 2.0 * np.pi, 17)
    ring = np.stack([np.cos(angle), np.sin(angle), 0.0 * angle], axis=1)
    inner, outer = 0.86 * radius * ring + [0.0, 0.0, 0.005], radius * ring + [0.0, 0.0, 0.004]
    middle = np.broadcast_to([0.0, 0.0, 0.006], (8, 3))
    face = np.stack([middle, inner[0:-1:2], inner[1::2], inner[2::2]], axis=1)
    rim = np.stack([inner[:-1], outer[:-1], outer[1:], inner[1:]], axis=1)
    iron, light = float(rng.uniform(0.02, 0.07)), float(rng.uniform(0.08, 0.25))
    params: dict[str, float | Colour] = {"pattern": float(rng.integers(1, 3)), "scale": float(rng.uniform(14.0, 26.0))}
    params["second"] = (light, light * 0.95, light * 0.9)
    materials = {
        "face": Material("cover", "pattern", (iron, iron, iron), metallic=0.4, roughness=0.5, params=params),
        "rim": Material("rim", base_color=(1.5 * iron, 1.5 * iron, 1.5 * iron), roughness=0.7),
    }
    return scenery("manhole", [panels(face, "face"), panels(rim, "rim")], materials)


def bollard(rng: np.random.Generator) -> Asset:
    """A post that keeps cars out: steel, iron with a head, or concrete."""
    high, wide = float(rng.uniform(0.7, 1.1)), float(rng.uniform(0.045, 0.13))
    crown = [(wide, high * 0.9), (wide * 0.7, high * 0.97), (0.0, high)]
    neck = (
        [(wide * 0.75, high * 0.72), (wide * 1.15, high * 0.76), (wide * 1.15, high * 0.82)]
        if rng.uniform() < 0.4
        else []
    )
    shapes = [post([(wide * 1.1, 0.0), (wide, high * 0.15), *neck, *crown], "metal", 10)]
    if rng.uniform() < 0.5:
        shapes.append(turned([(wide * 1.16, high * 0.6), (wide * 1.16, high * 0.7)], "band", 10))
    band = Material("band", base_color=(0.7, 0.7, 0.68) if rng.uniform() < 0.6 else (0.5, 0.03, 0.03), roughness=0.35)
    return scenery("bollard", [], {"metal": metal(rng), "band": band}, join(shapes))


def hydrant(rng: np.random.Generator) -> Asset:
    """A pillar hydrant with three caps."""
    s = float(rng.uniform(0.85, 1.2))
    body = [
        (0.17, 0.0),
        (0.17, 0.05),
        (0.11, 0.06),
        (0.11, 0.5),
        (0.15, 0.51),
        (0.15, 0.55),
        (0.12, 0.6),
        (0.05, 0.72),
        (0.0, 0.73),
    ]
    cap = [(0.0, 0.24), (0.05, 0.24), (0.065, 0.2), (0.065, 0.12), (0.05, 0.08)][::-1]
    shapes = [post(body, "body", 12)]
    for yaw in (0.0, np.pi / 2, -np.pi / 2):
        shapes.append(turned(cap, "cap", 8).moved([0.0, 0.0, 0.4], towards(yaw)))
    shape = stretch(join(shapes), s)
    return scenery("hydrant", [], {"body": coat(rng), "cap": coat(rng)}, shape)


def post_box(rng: np.random.Generator) -> Asset:
    """A letter box: a round pillar, or a case on legs."""
    materials = {"body": coat(rng), "dark": dark(), "metal": metal(rng)}
    if rng.uniform() < 0.5:
        high = float(rng.uniform(1.35, 1.65))
        slot = boxes([0.2, -0.12, high - 0.35], [0.25, 0.12, high - 0.31], "dark")
        pillar = [
            (0.26, 0.0),
            (0.26, 0.1),
            (0.23, 0.12),
            (0.23, high - 0.14),
            (0.27, high - 0.12),
            (0.25, high - 0.04),
            (0.0, high),
        ]
        return scenery("post box", [slot], materials, post(pillar, "body", 16))
    flat = [
        boxes([-0.2, -0.24, 0.55], [0.2, 0.24, 1.25], "body"),
        boxes([0.2, -0.16, 1.08], [0.21, 0.16, 1.12], "dark"),
    ]
    flat.append(boxes([[-0.05, -0.05, 0.0]], [[0.05, 0.05, 0.55]], "metal"))
    return scenery("post box", flat, materials)


def parking_meter(rng: np.random.Generator) -> Asset:
    """A ticket machine, or a meter on a post."""
    materials = {"body": coat(rng), "metal": metal(rng), "dark": dark()}
    if rng.uniform() < 0.5:
        high = float(rng.uniform(1.45, 1.85))
        flat = [
            boxes([-0.13, -0.17, 0.0], [0.13, 0.17, high], "body"),
            boxes([0.13, -0.1, high - 0.35], [0.135, 0.1, high - 0.18], "dark"),
        ]
        return scenery(
            "ticket machine", [*flat, boxes([-0.2, -0.25, high], [0.2, 0.25, high + 0.03], "dark")], materials
        )
    head = [(0.06, 1.05), (0.1, 1.1), (0.11, 1.3), (0.08, 1.42), (0.0, 1.45)]
    shapes = [post([(0.035, 0.0), (0.035, 1.1)], "metal", 8), stretch(turned(head, "body", 12), 1.0)]
    return scenery("parking meter", [boxes([0.09, -0.05, 1.22], [0.115, 0.05, 1.32], "dark")], materials, join(shapes))
