"""Small pictures of an asset from its four sides, to see that it stands and looks where it should."""

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from annotate import contact_sheet
from assets import Asset, AssetError, Material
from assets.library.manifest import Manifest
from assets.library.model import build
from assets.library.store import SIDES, Library
from assets.pictures import opened_picture
from assets.primitives import floor
from render.progress.display import counter
from render.progress.stopwatch import Stopwatch
from render.progress.terminal import say
from render.run.frames import Renderer
from render.run.picture import encode_picture
from render.run.start import start_renderer
from render.settings.config import make_config
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

SIZE, SAMPLES = (320, 240), 12
FOV_RAD, ELEVATION_RAD = 0.6, 0.28
GROUND = Material("ground", base_color=(0.32, 0.32, 0.33), roughness=0.9)


type Photograph = Callable[[Asset], Mapping[str, bytes]]
"""Pictures of an asset, as PNG files by side."""


def photographer(factory: str, console: Console, device: str = "auto") -> Photograph:
    """What photographs an asset; it starts a renderer (see ``render.run.start``) when it is first asked to.

    Args:
        console: is told how far it is: the renderer's start and four pictures take a minute on slow machines.
    """

    def photograph(asset: Asset) -> dict[str, bytes]:
        config = make_config({"scenes": ["studio"], "samples": SAMPLES, "size": SIZE, "device": device})
        say(console, f"{asset.name}: rendering it from its four sides")
        out = {}
        with counter(console, len(SIDES), quiet=False) as advance:
            renderer = start_renderer(factory, config, 0, Stopwatch())
            for number, (side, data) in enumerate(_sides(asset, renderer), 1):
                out[side] = data
                advance(number)
        return out

    return photograph


def sheet(here: Library, manifest: Manifest, photograph: Photograph) -> NDArray[np.uint8]:
    """An asset's thumbnails on one sheet, (H, W, 3); those that a model lacks are rendered first.

    Raises:
        AssetError: they are damaged.
        StorageError: they cannot be written into the library.
    """
    sides = SIDES if manifest.is_model else SIDES[:1]
    paths = [here.folder(manifest) / f"{side}.png" for side in sides]
    if manifest.is_model and not all(path.is_file() for path in paths):
        here.add_sides(manifest, photograph(build(manifest, here.arrays(manifest))))
    captions = [f"{manifest.name}: {side}" for side in sides] if manifest.is_model else [manifest.name]
    return contact_sheet([_read(path) for path in paths], captions=captions)


def picture_side(small: NDArray[np.float32], linear: bool) -> bytes:
    """A picture (H, W, 3) as a PNG file; ``linear`` radiance is squeezed into what a screen shows."""
    values = small.astype(np.float64).clip(0.0)
    if linear:
        values = values / max(float(np.median(values)) * 4.0, 1e-6)
        values = (values / (1.0 + values)) ** (1.0 / 2.2)
    return encode_picture(np.round(values.clip(0.0, 1.0) * 255.0).astype(np.uint8), "png", 100)


def _sides(asset: Asset, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    ground = floor(60.0 * max(asset.size), GROUND)
    instance = 1 if asset.labels else 0
    things = (Placed(ground, Pose.at(0.0, 0.0)), Placed(asset, Pose.at(0.0, 0.0), instance))
    middle = np.array(asset.center)
    away = 0.56 * float(np.linalg.norm(asset.size)) / math.tan(FOV_RAD * SIZE[1] / SIZE[0] / 2.0)
    for quarter, side in enumerate(SIDES):
        turn = quarter * math.pi / 2.0
        flat = away * math.cos(ELEVATION_RAD)
        eye = middle + np.array([flat * math.cos(turn), flat * math.sin(turn), away * math.sin(ELEVATION_RAD)])
        camera = PinholeCamera.from_fov(SIZE, FOV_RAD, look_at(eye, middle))
        frame = renderer.render(SceneSpec(things, camera, World("studio", turn)))
        yield side, encode_picture(frame.rgb, "png", 100)


def _read(path: Path) -> NDArray[np.uint8]:
    """A picture of the library, (H, W, 3)."""
    try:
        with opened_picture(path, within=path.parent) as image:
            if max(image.size) > 4096:
                raise AssetError(f"{path}: expected a thumbnail, got {image.size} pixels")
            return np.asarray(image.convert("RGB"), np.uint8)
    except OSError as error:
        raise AssetError(f"{path}: expected a picture, it is missing or damaged") from error
