"""Every type of vehicle from three sides, on one sheet: ``uv run python -m benchmarks.fleet docs/fleet.jpg``."""

from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray
from PIL import Image

from assets import Asset
from assets.random import stream
from assets.vehicles import FLEET, State, vehicle
from assets.vehicles.colors import sample_color
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.places import SITES

SIDES_DEG = (32.0, 270.0, 205.0)  # where the camera stands: half right in front, right, half left behind
COLUMNS = 5  # of types
FOV_RAD = 0.5
MARGIN = 1.12  # room around a vehicle


def view(asset: Asset, side_deg: float, size: tuple[int, int]) -> PinholeCamera:
    """A camera a little above the vehicle that has all of it in its picture."""
    around, above = np.radians(side_deg), np.radians(9.0)
    towards = np.array([np.cos(around) * np.cos(above), np.sin(around) * np.cos(above), np.sin(above)])
    across = abs(asset.size[0] * np.sin(around)) + abs(asset.size[1] * np.cos(around))
    half = MARGIN * max(across, asset.size[2] * size[0] / size[1]) / 2.0
    deep = (abs(asset.size[0] * np.cos(around)) + abs(asset.size[1] * np.sin(around))) / 2.0
    middle = np.array(asset.center)
    return PinholeCamera.from_fov(
        size, FOV_RAD, look_at(middle + towards * (half / np.tan(FOV_RAD / 2) + deep), middle)
    )


def main(out: Path, width: int = 240, height: int = 150, samples: int = 24, seed: int = 4) -> None:
    """Render the sheet."""
    from render.blender.renderer import BlenderRenderer
    from render.settings.presets import STANDARD, preset_of

    renderer, rows = BlenderRenderer(preset_of(STANDARD, samples)), list[NDArray[np.uint8]]()
    floor = SITES["open"](np.random.default_rng(1), "summer", False).props[0].asset
    for type, kind in FLEET.items():
        rng = stream(np.random.default_rng(seed), type)
        asset = vehicle(rng, type, sample_color(rng, kind.family), State(occupied=True))
        shots = [
            renderer.render(
                SceneSpec(
                    (Placed(floor, Pose.at()), Placed(asset, Pose.at(), 1)),
                    view(asset, side, (width, height)),
                    World("city", 1.0),
                )
            ).rgb
            for side in SIDES_DEG
        ]
        rows.append(np.concatenate(shots, axis=0))
    renderer.close()
    rows += [np.zeros_like(rows[0])] * (-len(rows) % COLUMNS)
    lines = [np.concatenate(rows[start : start + COLUMNS], axis=1) for start in range(0, len(rows), COLUMNS)]
    Image.fromarray(np.concatenate(lines)).save(out, quality=74, optimize=True)


if __name__ == "__main__":
    typer.run(main)
