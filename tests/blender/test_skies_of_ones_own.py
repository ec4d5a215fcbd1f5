"""A sky that lights nothing is refused, with the same sentence at both doors: the library's and ``--set hdri=FILE``."""

from pathlib import Path

import numpy as np
import OpenEXR
import pytest

from assets import AssetError, Material
from assets.library import Library
from assets.library.radiance import MOST_RADIANCE
from assets.primitives import box
from render.cli.assets_add import Wish, add_asset
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World, look_at

CRATE = Placed(box((1.0, 1.0, 1.0), Material("grey"), "box"), Pose.at(), 1)
VIEW = look_at((-4.0, 0.0, 0.5), (0.0, 0.0, 0.5))


def sky(path: Path, *values: float, height: int = 8, width: int = 16) -> Path:
    """An even picture; each further value is one pixel's."""
    light = np.full((height, width, 3), values[0], np.float32)
    light.reshape(-1, 3)[1 : len(values)] = np.array(values[1:], np.float32)[:, None]
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    with OpenEXR.File(header, {"RGB": light}) as file:
        file.write(str(path))
    return path


def render(renderer, path: Path) -> float:
    spec = SceneSpec((CRATE,), PinholeCamera.from_fov((32, 24), 0.9, VIEW), World(str(path)))
    return float(renderer.render(spec).rgb.mean())


@pytest.mark.parametrize(
    ("values", "shape", "sentence"),
    [
        ((1.0, np.nan), (8, 16), "finite radiance, got NaN or infinity"),
        ((1.0, np.inf), (8, 16), "finite radiance, got NaN or infinity"),
        ((1.0, -np.inf), (8, 16), "finite radiance, got NaN or infinity"),
        ((1.0, -0.5), (8, 16), "radiance of 0 or more, got -0.5"),
        ((-1.0,), (8, 16), "radiance of 0 or more, got -1"),
        ((0.0,), (8, 16), "some light, got a picture that is black"),
        ((1.0, 10.0 * MOST_RADIANCE), (8, 16), "radiance of 1e.09 at most, got 1e.10"),
        ((1.0,), (1, 1), "2 to 16384 pixels a side, got 1x1"),
    ],
)
def test_both_doors_refuse_it(renderer, tmp_path: Path, values, shape, sentence: str) -> None:
    path = sky(tmp_path / "sky.exr", *values, height=shape[0], width=shape[1])
    with pytest.raises(AssetError, match=f"sky.exr.*{sentence}"):
        render(renderer, path)
    here = Library(tmp_path / "library")
    with pytest.raises(AssetError, match=f"sky.exr.*{sentence}"):
        add_asset(path, Wish("environment"), here, None, lambda findings: None)
    assert list(here.manifests()) == []


def test_both_doors_take_a_sky_with_a_trace_below_black(renderer, tmp_path: Path) -> None:
    path = sky(tmp_path / "sky.exr", 1.0, -1e-4, 50_000.0)
    assert render(renderer, path) > 20.0
    assert add_asset(path, Wish("environment"), Library(tmp_path / "library"), None, lambda findings: None)[1]
