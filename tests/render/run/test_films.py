"""Films in a run: pictures change, labels never do; the plain one leaves every byte as it is."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from annotate.marks import bare
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from scenes.film import BOUNDS

EXAMPLE = Path(__file__).parents[3] / "examples" / "boxes.py"


@pytest.fixture
def script(tmp_path: Path) -> str:
    """The example, whose pictures have films, too."""
    path = tmp_path / "boxes.py"
    text = EXAMPLE.read_text().replace("pl.SceneParams", "pl.Filmed")
    path.write_text(text.replace('scene("boxes"', f'scene("{tmp_path.name}"'))
    return str(path)


def made(script: str, out: Path, *settings: str, **values: Any) -> Path:
    config = make_config({"scenes": [script], "size": (96, 72), "count": 3, "format": "png", **values}, settings)
    run(config, out, lambda watch: FakeRenderer())
    return out


def pictures(folder: Path) -> list[bytes]:
    """As they were encoded: their marks name the run, and so its film."""
    return [bare(path.read_bytes()) for path in sorted((folder / "images").iterdir())]


def arrays(folder: Path) -> list[np.ndarray]:
    return [np.asarray(Image.open(path)) for path in sorted((folder / "images").iterdir())]


def dataset(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "annotations" / "instances.json").read_text())


def test_linear_is_the_default_and_leaves_every_byte(script: str, tmp_path: Path) -> None:
    without = made(str(EXAMPLE), tmp_path / "without")
    for settings in ((), ("film=linear",), ("film=linear", "contrast=1", "jpeg=100")):
        plain = made(script, tmp_path / f"plain{len(settings)}", *settings)
        assert pictures(plain) == pictures(without)
        assert dataset(plain)["annotations"] == dataset(without)["annotations"]


def test_a_film_changes_every_picture_and_no_label(script: str, tmp_path: Path) -> None:
    plain, filmed = made(script, tmp_path / "plain"), made(script, tmp_path / "filmed", "film=vivid")
    assert not set(pictures(plain)) & set(pictures(filmed))
    assert dataset(plain)["annotations"] == dataset(filmed)["annotations"]
    for before, after in zip(dataset(plain)["images"], dataset(filmed)["images"], strict=True):
        assert set(after["parameters"]) - set(before["parameters"]) == set(BOUNDS)
        after["parameters"] = {k: v for k, v in after["parameters"].items() if k not in BOUNDS} | {"film": "linear"}
        assert after == before


def test_augmentation_of_light_comes_before_the_film_and_not_in_its_place(script: str, tmp_path: Path) -> None:
    nothing = {"augment": {"name": "nothing", "transforms": [{"Vignetting": {"strength": 0.0}}]}}
    filmed = made(script, tmp_path / "filmed", "saturation=0")
    both = made(script, tmp_path / "both", "saturation=0", **nothing)
    assert all((np.ptp(picture.astype(int), axis=2) <= 1).all() for picture in arrays(both))
    assert pictures(both) == pictures(filmed)


def test_the_preset_augments_a_picture_on_film(script: str, tmp_path: Path) -> None:
    both = made(script, tmp_path / "both", "film=phone", augment="camera")
    assert not set(pictures(both)) & set(pictures(made(script, tmp_path / "filmed", "film=phone")))
    assert [image["augmentation"]["name"] for image in dataset(both)["images"]] == ["camera"] * 3
