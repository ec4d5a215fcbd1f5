"""What vehicles are made of beside their paint, by the names that all families' shapes use."""

import numpy as np

from assets.materials import Material
from assets.vehicles.state import State


def fleet_materials(rng: np.random.Generator, paint: Material, state: State) -> dict[str, Material]:
    """Materials by the names that shapes use; families may add their own.

    Lamps are lit as ``state`` says: ``head`` and ``drl`` in front, ``tail``, ``brake`` and ``reverse`` behind,
    ``fog``, ``indicator_left`` and ``indicator_right``.
    """
    tint, seat, rim = (
        float(rng.uniform(0.45, 0.85)),
        float(np.exp(rng.uniform(-4.0, -1.6))),
        float(rng.uniform(0.0, 1.0)),
    )
    dark_rim, bright = rim < 0.25, float(rng.uniform(0.08, 0.45))
    grey = (0.06, 0.06, 0.065) if dark_rim else (0.55, 0.56, 0.57)
    white_lamp = Material("bulb", base_color=(0.9, 0.9, 0.88), roughness=0.08, coat=1.0)
    amber = Material("indicator", "car_lamp", (0.75, 0.22, 0.01), roughness=0.12, coat=1.0)
    red = Material("tail lamp", "car_lamp", (0.42, 0.006, 0.008), roughness=0.12, coat=1.0)
    return {
        "paint": paint,
        "paint_2": paint,
        "glass": Material("car glass", "glass", (tint * 0.95, tint, tint * 0.97), roughness=0.0, ior=1.52),
        "glass_dark": Material("tinted glass", "glass", (0.10, 0.11, 0.11), roughness=0.0, ior=1.52),
        "lens": Material("lamp lens", "glass", (0.95, 0.95, 0.95), roughness=0.0, ior=1.45),
        "head": white_lamp,
        "drl": white_lamp,
        "fog": white_lamp,
        "reverse": white_lamp,
        "tail": red,
        "brake": red,
        "indicator_left": amber,
        "indicator_right": amber,
        "reflector": Material("reflector", base_color=(bright, bright, bright * 1.03), metallic=0.9, roughness=0.25),
        "plastic": Material("black plastic", base_color=(0.018, 0.018, 0.019), roughness=0.5),
        "dark": Material("underside", base_color=(0.008, 0.008, 0.008), roughness=0.8),
        "gap": Material("gap", base_color=(0.004, 0.004, 0.004), roughness=0.9),
        "rubber": Material("tyre", base_color=(0.016, 0.016, 0.017), roughness=0.75),
        "rim": Material("rim", base_color=grey, metallic=0.3 if dark_rim else 0.85, roughness=0.32, coat=0.5),
        "steel": Material("brake disc", base_color=(0.32, 0.31, 0.30), metallic=0.9, roughness=0.4),
        "chrome": Material("chrome", base_color=(0.72, 0.73, 0.74), metallic=1.0, roughness=0.08),
        "cloth": Material("seat", base_color=(seat, seat * 0.95, seat * 0.9), roughness=0.8),
        "cabin": Material("cabin", base_color=(0.02, 0.02, 0.021), roughness=0.7),
        "lining": Material("lining", base_color=(0.35, 0.34, 0.32), roughness=0.9),
        "plate_white": Material("plate", base_color=(0.75, 0.75, 0.74), roughness=0.35),
        "plate_yellow": Material("plate", base_color=(0.75, 0.52, 0.03), roughness=0.35),
    }
