"""Transforms of geometry: labels go where their pixels go."""

import random
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotate import Frame, Labels
from annotate.transform import Warp, unwarped
from render.camera import warps
from render.camera.augment import apply
from render.camera.augment_list import parse
from tests.render.camera.conftest import HEIGHT, WIDTH, loaded, rng


def test_a_flip_moves_picture_and_labels(frame: Frame, labels: Labels) -> None:
    out = apply(loaded({"HorizontalFlip": {"p": 1}}), rng(), frame, labels)
    assert (out.frame.rgb == frame.rgb[:, ::-1]).all()
    assert out.labels.annotations[0]["bbox"] == [20.0, 20.0, 30.0, 20.0]
    assert out.labels.annotations[0]["attributes"] == {"yaw_deg": -10.0}
    assert "amodal_segmentation" not in out.labels.annotations[0]
    assert (out.frame.coverage.of(1) > 0).sum() == 600
    assert out.record["geometric"]


def test_a_flip_that_was_not_drawn_changes_nothing(frame: Frame, labels: Labels) -> None:
    out = apply(loaded({"HorizontalFlip": {"p": 0}}), rng(), frame, labels, amodal_masks=True)
    assert out.labels == labels
    assert out.record == {"name": "mine", "transforms": [], "geometric": False}


ARGUMENTS: dict[str, dict[str, Any]] = {
    "Affine": {"rotate": [10, 20], "scale": [0.8, 1.2], "shear": 5},
    **{name: {"height": 30, "width": 40} for name in ("RandomCrop", "CenterCrop")},
    "Crop": {"x_min": 3, "y_min": 4, "x_max": 50, "y_max": 44},
    "Pad": {"padding": 5},
    "PadIfNeeded": {"min_height": 100, "min_width": 100},
    "Resize": {"height": 90, "width": 70},
    "RandomScale": {"scale_limit": [0.3, 0.5]},
    **{name: {"max_size": 50} for name in ("LongestMaxSize", "SmallestMaxSize")},
    "RandomResizedCrop": {"size": [40, 50]},
    "RandomSizedCrop": {"min_max_height": [20, 40], "size": [50, 50]},
    "ElasticTransform": {"alpha": 30, "sigma": 8},
    "XYMasking": {"num_masks_x": 2, "mask_x_length": 10},
}


def warped(written: dict[str, Any], picture: NDArray[Any], seed: int) -> tuple[NDArray[Any], Warp]:
    """What a transform of a list makes of a picture, and where it takes points."""
    (step,) = parse([written], "test")
    transform = step.make()
    transform.set_random_state(np.random.default_rng(seed), random.Random(seed))
    return warps.warp_with(transform, picture, unwarped(HEIGHT, WIDTH))


@pytest.mark.parametrize("name", warps.GEOMETRIC)
def test_points_go_where_pixels_go(name: str) -> None:
    """A pixel's centre lands in its image, which is as large as it was magnified to, and nothing drifts."""
    out, warp = warped({name: ARGUMENTS.get(name, {})}, np.zeros((HEIGHT, WIDTH, 3), np.uint8), 3)
    assert out.shape[:2] == warp.size
    rows, columns = np.nonzero(warp.source >= 0)
    assert len(rows) > 500
    source = warp.source[rows, columns]
    centres = np.stack([source % WIDTH, source // WIDTH], axis=1) + 0.5
    off = warp.points(centres) - np.stack([columns, rows], axis=1) - 0.5
    steps = [warp.points(centres + step) - warp.points(centres - step) for step in np.eye(2)]
    size = (np.linalg.norm(steps, axis=2).max(axis=0) / 2).clip(1.0)[:, None]
    seam = 0.5 if name == "GridDistortion" else 0.0  # it shows a pixel twice where its cells meet
    assert np.abs(off / size).max() < 1.0 + seam
    assert np.abs(off.mean(axis=0)).max() < 0.3


def test_reflecting_borders_leave_points_single(frame: Frame) -> None:
    affine = {"translate_px": {"x": [20, 20], "y": [0, 0]}, "border_mode": 4}
    _, warp = warped({"Affine": affine}, frame.rgb, 0)
    assert warp.points(np.array([[10.0, 10.0]])) == pytest.approx(np.array([[30.0, 10.0]]), abs=1e-4)
    assert not warp.mirrored


def test_two_steps_compose(frame: Frame, labels: Labels) -> None:
    crop = {"Crop": {"x_min": 10, "y_min": 5, "x_max": 70, "y_max": 55, "p": 1}}
    out = apply(loaded(crop, {"HorizontalFlip": {"p": 1}}), rng(), frame, labels)
    assert (out.frame.rgb == frame.rgb[5:55, 10:70][:, ::-1]).all()
    assert out.labels.annotations[0]["bbox"] == [10.0, 15.0, 30.0, 20.0]
    assert out.frame.depth.shape == (50, 60)


def test_a_dropout_hides_what_is_under_it(frame: Frame, labels: Labels) -> None:
    hole = {"num_holes_range": [1, 1], "hole_height_range": [0.4, 0.4], "hole_width_range": [1.0, 1.0], "p": 1}
    out = apply(loaded({"CoarseDropout": hole}), rng(2), frame, labels)
    (item,) = out.labels.annotations
    assert 0 < item["area"] < 600
    assert item["occlusion"] == pytest.approx(1 - item["area"] / 600, abs=1e-3)
    assert item["truncation"] == 0.0
