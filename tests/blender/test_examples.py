"""The examples, and what ``prelabel new`` writes, rendered as thumbnails with their labels."""

from pathlib import Path

import numpy as np
import pytest

from annotate import annotate
from render.blender.renderer import BlenderRenderer
from render.cli.new import write_new
from render.run.sampling import Sampled, sample_frame
from scenes import find_scene

SIZE = (96, 72)
FEW = {
    "warehouse": {"pallets": 2, "layers": 1, "shelf": 1},
    "car_park": {"count": 2, "height_m": 12},
    "two_cameras": {"count": 4},
    "boxes": {"count": 2},
    "parking_camera": {"count": 4},
}


def pictured(renderer: BlenderRenderer, path: str, frame: int = 0) -> tuple[Sampled, dict[int, list[float]]]:
    """A frame of a scene, and the boxes of its labels by instance; the picture must show something."""
    script = find_scene(path)
    params = script.params.read(FEW.get(script.name, {}), script.name).with_size(SIZE)
    sampled = sample_frame(frame, [(script, params)], seed=0)
    seen = renderer.render(sampled.spec)
    assert seen.rgb.std() > 5.0
    annotations = annotate(sampled.spec, seen).annotations
    assert annotations
    return sampled, {item["instance_id"]: item["amodal_bbox"] for item in annotations}


@pytest.mark.parametrize("example", ["boxes", "warehouse", "pallets", "car_park", "parking_camera"])
def test_an_example_renders(renderer: BlenderRenderer, example: str) -> None:
    pictured(renderer, f"examples/{example}.py")


def test_two_cameras_see_the_same_things_from_two_places(renderer: BlenderRenderer) -> None:
    """What is near lies further to the left in the right picture, and nothing lies higher or lower."""
    (left, boxes), (right, others) = (pictured(renderer, "examples/two_cameras.py", frame) for frame in (0, 1))
    assert (left.spec.parameters["view"], right.spec.parameters["view"]) == ("left", "right")
    both = sorted(set(boxes) & set(others))
    assert len(both) >= 2
    shift = np.array([others[key] for key in both]) - np.array([boxes[key] for key in both])
    assert (shift[:, 0] < -0.5).all()
    assert np.abs(shift[:, 1]).max() < 0.6


@pytest.mark.parametrize("kind", ["scene", "asset"])
def test_a_new_file_renders_at_once(renderer: BlenderRenderer, kind: str, tmp_path: Path) -> None:
    pictured(renderer, str(write_new(kind, f"thumb_{kind}", tmp_path)))
