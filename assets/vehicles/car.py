"""A whole car as an asset."""

import numpy as np

from assets.asset import Asset, AttributeValue, Label
from assets.materials import Material
from assets.names import expect_name
from assets.polygons import join, to_mesh
from assets.random import stream
from assets.vehicles.body import body_grid
from assets.vehicles.colors import car_paint
from assets.vehicles.details import flat_details, plate_style, smooth_details
from assets.vehicles.dimensions import TYPES, sample_proportions
from assets.vehicles.interior import interior
from assets.vehicles.keypoints import keypoints
from assets.vehicles.regions import front_style, rear_style, shell
from assets.vehicles.wheels import wells, wheels

CAR_TYPES = tuple(TYPES)
PARTS = ("body", "window", "wheel", "light", "plate", "mirror", "grille", "trim", "interior")
SMALL_BELOW_M, LARGE_FROM_M = 4.3, 4.8  # size_class by length, near the limits between Europe's B, C/D and E segments


def car(rng: np.random.Generator, type: str, color: str) -> Asset:
    """A car that stands on z = 0 around the origin.

    Args:
        rng: where its proportions, paint and details come from.
        type: one of ``CAR_TYPES``.
        color: one of ``COLORS``.

    Raises:
        AssetError: unknown type or colour; the message names the nearest one.
    """
    p = sample_proportions(stream(rng, "proportions"), expect_name(type, CAR_TYPES, "type"))
    materials = _materials(stream(rng, "materials"), car_paint(stream(rng, "paint"), color))
    body = body_grid(p)
    round_wheels, spokes = wheels(stream(rng, "wheels"), p, body)
    front, rear = front_style(stream(rng, "front"), p), rear_style(stream(rng, "rear"), p)
    plates = plate_style(stream(rng, "plate style"), p)
    painted = shell(p, body, front, rear)
    details = stream(rng, "details")
    smooth = join([round_wheels, wells(p, body), smooth_details(details, p, body, front), interior(p, body)])
    flat = join([spokes, flat_details(stream(rng, "plates"), p, body, plates)])
    meshes = (
        to_mesh("shell", painted, materials, subdivision=1),
        to_mesh("smooth", smooth, materials),
        to_mesh("flat", flat, materials, smooth=False),
    )
    low, high = (np.array([pick(mesh.vertices, axis=0) for mesh in meshes]) for pick in (np.min, np.max))
    low, high = low.min(axis=0), high.max(axis=0)
    size, center = high - low, (high + low) / 2.0
    attributes: dict[str, AttributeValue] = {"type": type, "color": color, "size_class": size_class(p.length)}
    attributes |= {"length_m": round(p.length, 3), "width_m": round(p.width, 3), "height_m": round(p.height, 3)}
    return Asset(
        f"{color} {type}",
        meshes,
        (float(size[0]), float(size[1]), float(size[2])),
        "CC0-1.0",
        "Prelabel, procedural",
        center=(float(center[0]), float(center[1]), float(center[2])),
        labels=(Label("car"),),
        keypoints=keypoints(p, body, front, rear, plates),
        attributes=attributes,
    )


def size_class(length_m: float) -> str:
    """``small`` below 4.3 m, ``large`` from 4.8 m."""
    return "small" if length_m < SMALL_BELOW_M else "large" if length_m >= LARGE_FROM_M else "medium"


def _materials(rng: np.random.Generator, paint: Material) -> dict[str, Material]:
    """Everything that is not painted, by the names that the shapes use."""
    tint, seat, rim = (
        float(rng.uniform(0.45, 0.85)),
        float(np.exp(rng.uniform(-4.0, -1.6))),
        float(rng.uniform(0.0, 1.0)),
    )
    dark_rim, bright = rim < 0.25, float(rng.uniform(0.08, 0.45))
    grey = (0.06, 0.06, 0.065) if dark_rim else (0.55, 0.56, 0.57)
    return {
        "paint": paint,
        "glass": Material("car glass", "glass", (tint * 0.95, tint, tint * 0.97), roughness=0.0, ior=1.52),
        "lens": Material("lamp lens", "glass", (0.95, 0.95, 0.95), roughness=0.0, ior=1.45),
        "tail": Material("tail lamp", "car_lamp", (0.42, 0.006, 0.008), roughness=0.12, coat=1.0),
        "reflector": Material("reflector", base_color=(bright, bright, bright * 1.03), metallic=0.9, roughness=0.25),
        "bulb": Material("bulb", base_color=(0.9, 0.9, 0.88), roughness=0.08, coat=1.0),
        "plastic": Material("black plastic", base_color=(0.018, 0.018, 0.019), roughness=0.5),
        "dark": Material("underside", base_color=(0.008, 0.008, 0.008), roughness=0.8),
        "gap": Material("gap", base_color=(0.004, 0.004, 0.004), roughness=0.9),
        "rubber": Material("tyre", base_color=(0.016, 0.016, 0.017), roughness=0.75),
        "rim": Material("rim", base_color=grey, metallic=0.3 if dark_rim else 0.85, roughness=0.32, coat=0.5),
        "steel": Material("brake", base_color=(0.32, 0.31, 0.30), metallic=0.9, roughness=0.4),
        "chrome": Material("chrome", base_color=(0.72, 0.73, 0.74), metallic=1.0, roughness=0.08),
        "cloth": Material("seat", base_color=(seat, seat * 0.95, seat * 0.9), roughness=0.8),
        "cabin": Material("cabin", base_color=(0.02, 0.02, 0.021), roughness=0.7),
        "lining": Material("lining", base_color=(0.35, 0.34, 0.32), roughness=0.9),
        "plate_white": Material("plate", base_color=(0.75, 0.75, 0.74), roughness=0.35),
        "plate_yellow": Material("plate", base_color=(0.75, 0.52, 0.03), roughness=0.35),
    }
