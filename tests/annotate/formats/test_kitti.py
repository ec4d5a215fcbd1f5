"""KITTI: angles and corners as its development kit computes them; its label files by their 15 fields."""

import math
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from annotate.cuboid import cuboid as cuboid_of
from annotate.formats import export
from annotate.formats.kitti import calibration, corners_of_box, labels, occlusion_level, pose_of_cuboid
from annotate.formats.source import Record
from assets import DatasetError
from scenes import Placed, Pose

UPRIGHT = (math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0)  # asset's x to the right, y away, z up
SIZE = (4.4, 1.8, 1.5)


def cuboid(yaw: float, center: tuple[float, float, float] = (1.0, 1.5, 12.0)) -> dict[str, Any]:
    """Upright in a level camera's frame, turned by yaw to its left, seen from above; at 0 its front looks right."""
    c, s = math.cos(yaw / 2), math.sin(yaw / 2)
    a, b = UPRIGHT[:2]
    return {"center": list(center), "size": list(SIZE), "rotation": [a * c, b * c, -b * s, a * s]}


def kit_corners(values: tuple[float, ...]) -> NDArray[np.float64]:
    """The eight corners (8, 3) of a label, as the development kit's computeBox3D places them."""
    _, h, w, length, x, y, z, ry = values
    turn = np.array([[math.cos(ry), 0, math.sin(ry)], [0, 1, 0], [-math.sin(ry), 0, math.cos(ry)]])
    box = [[sx * length / 2, -up * h, sz * w / 2] for sx in (1, -1) for up in (0, 1) for sz in (1, -1)]
    out: NDArray[np.float64] = np.array(box) @ turn.T + [x, y, z]
    return out


def own_corners(box: dict[str, Any]) -> NDArray[np.float64]:
    """The same eight from centre, size and quaternion."""
    w, *v = box["rotation"]
    half = np.array(box["size"]) / 2
    signs = np.array([[sx, sy, sz] for sx in (1, -1) for sz in (-1, 1) for sy in (1, -1)])
    points = signs * half
    turned = points + 2 * np.cross(v, np.cross(v, points) + w * points)
    out: NDArray[np.float64] = turned + box["center"]
    return out


@pytest.mark.parametrize(
    ("yaw", "rotation_y"),
    [(0.0, 0.0), (math.pi / 2, -math.pi / 2), (-math.pi / 2, math.pi / 2), (math.radians(-30), math.radians(30))],
)
def test_rotation_y_is_0_to_the_right_and_minus_a_quarter_turn_away(yaw: float, rotation_y: float) -> None:
    assert pose_of_cuboid(cuboid(yaw), 1)[-1] == pytest.approx(rotation_y)


def test_alpha_follows_the_ray() -> None:
    ahead = pose_of_cuboid(cuboid(math.pi / 2, (0.0, 1.5, 10.0)), 1)
    aside = pose_of_cuboid(cuboid(math.pi / 4, (10.0, 1.5, 10.0)), 1)  # drives away along its ray
    assert ahead[0] == pytest.approx(-math.pi / 2)
    assert aside[0] == pytest.approx(-math.pi / 2)


@given(st.floats(-math.pi, math.pi), st.tuples(st.floats(-20, 20), st.floats(-2, 3), st.floats(3, 60)))
def test_the_kits_corners_are_the_cuboids(yaw: float, center: tuple[float, float, float]) -> None:
    box = cuboid(yaw, center)
    values = pose_of_cuboid(box, 1)
    assert values[1:4] == (SIZE[2], SIZE[1], SIZE[0])
    assert -math.pi <= values[0] <= math.pi
    wanted = own_corners(box)
    for corner in kit_corners(values):
        assert np.abs(wanted - corner).sum(axis=1).min() < 1e-6


def test_corners_and_calibration_give_the_projected_corners(make: ModuleType) -> None:
    """From a scene to KITTI and through its P2 to pixels: half a pixel less than ``bbox3d.corners``."""
    camera = make.camera()
    box = cuboid_of(Placed(make.asset(), Pose.at(x=9.0, y=1.5, z=-1.0, yaw_rad=0.7), 1), camera)
    values = pose_of_cuboid({"center": box.center, "size": box.size, "rotation": box.rotation}, 1)
    image = {"id": 0, "camera": {"K": camera.matrix()}}
    p2 = np.array(calibration(Record(image, ())).split("P2: ")[1].split("\n")[0].split(), np.float64).reshape(3, 4)
    projected = (p2 @ np.hstack([kit_corners(values), np.ones((8, 1))]).T).T
    pixels = projected[:, :2] / projected[:, 2:] + 0.5
    for corner in np.array(box.corners):
        assert np.abs(pixels - corner).sum(axis=1).min() < 1e-6


def test_the_location_is_the_middle_of_the_bottom_even_on_a_slope() -> None:
    tilted = {"center": [0.0, 0.0, 10.0], "size": [4.0, 2.0, 2.0], "rotation": [1.0, 0.0, 0.0, 0.0]}  # up is away
    assert pose_of_cuboid(tilted, 1)[4:7] == (0.0, 0.0, 9.0)


@pytest.mark.parametrize(
    "damage",
    [{"size": [1, 2]}, {"size": [1, 2, 0]}, {"rotation": [0, 0, 0, 0]}, {"center": None}, {"center": [1, 2, "x"]}],
)
def test_a_damaged_cuboid_is_named(damage: dict[str, Any]) -> None:
    with pytest.raises(DatasetError, match="annotation 7: expected 'bbox3d' to be"):
        pose_of_cuboid({**cuboid(0.0), **damage}, 7)


def test_boxes_count_from_the_middle_of_the_first_pixel_and_stay_inside() -> None:
    assert corners_of_box([10, 20, 30, 5], 64, 48) == (9.5, 19.5, 39.5, 24.5)
    assert corners_of_box([0, 0, 64, 48], 64, 48) == (0.0, 0.0, 63.0, 47.0)


def test_occlusion_has_three_levels_and_unknown() -> None:
    assert [occlusion_level(share) for share in (0.0, 0.09, 0.1, 0.49, 0.5, 1.0, None)] == [0, 0, 1, 1, 2, 2, 3]


def test_calibration_projects_into_pixels_with_centres_at_whole_numbers() -> None:
    image = {"id": 0, "camera": {"K": [[50.0, 0.0, 32.0], [0.0, 50.0, 24.0], [0.0, 0.0, 1.0]]}}
    rows = dict(line.split(": ") for line in calibration(Record(image, ())).splitlines())
    p2 = np.array(rows["P2"].split(), np.float64).reshape(3, 4)
    x, y, w = p2 @ [0.0, 0.0, 10.0, 1.0]
    assert (x / w, y / w) == (31.5, 23.5)
    assert {name: len(row.split()) for name, row in rows.items()} == {
        **{f"P{i}": 12 for i in range(4)},
        **{"R0_rect": 9, "Tr_velo_to_cam": 12, "Tr_imu_to_velo": 12},
    }


def test_without_a_cuboid_3d_is_unknown_and_what_is_ignored_is_dont_care() -> None:
    items = (
        {"id": 1, "category_id": 3, "bbox": [10, 10, 10, 10], "truncation": 0.25, "occlusion": 0.3},
        {"id": 2, "category_id": 3, "bbox": [10, 10, 10, 10], "ignore": 1},
    )
    record = Record({"id": 0, "file_name": "0.jpg", "width": 64, "height": 48}, items)
    first, second = labels(record, {3: "Car"}).splitlines()
    unknown = "-1.00 -1.00 -1.00 -1000.00 -1000.00 -1000.00 -10.00"
    assert first == f"Car 0.25 1 -10.00 9.50 9.50 19.50 19.50 {unknown}"
    assert second == f"DontCare -1.00 -1 -10.00 9.50 9.50 19.50 19.50 {unknown}"


def test_a_dataset_reads_back(dataset: Path, coco: dict[str, Any], tmp_path: Path) -> None:
    """The contract of KITTI's readers: a label file a picture, 15 words a line, lists of stems by split."""
    export(dataset, "kitti", tmp_path / "out")
    training = tmp_path / "out" / "training"
    stems = {
        name: sorted(path.stem for path in (training / name).iterdir()) for name in ("image_2", "label_2", "calib")
    }
    assert set(map(tuple, stems.values())) == {tuple(f"{k:06d}" for k in range(6))}
    assert (tmp_path / "out" / "ImageSets" / "val.txt").read_text().split() == ["000004", "000005"]
    for frame in range(6):
        lines = [line.split() for line in (training / "label_2" / f"{frame:06d}.txt").read_text().splitlines()]
        wanted = [item for item in coco["annotations"] if item["image_id"] == frame]
        assert [line[0] for line in lines] == [{3: "Car", 1001: "traffic_cone"}[item["category_id"]] for item in wanted]
        for line, item in zip(lines, wanted, strict=True):
            assert len(line) == 15
            left, top, right, bottom = (float(word) + 0.5 for word in line[4:8])
            x, y, w, h = item["bbox"]
            assert np.abs(np.array([left, top, right, bottom]) - [x, y, x + w, y + h]).max() <= 0.5
            assert [float(word) for word in line[8:11]] == [1.5, 1.8, 4.4]


def test_names_that_become_the_same_are_refused(own: Path, tmp_path: Path) -> None:
    path = own / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"name":"traffic cone"', '"name":"Car"', 1))
    with pytest.raises(DatasetError, match="kitti: expected categories with names of their own, got Car, Car"):
        export(own, "kitti", tmp_path / "out")


def test_a_picture_without_a_camera_is_named(own: Path, tmp_path: Path) -> None:
    path = own / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"camera":', '"lens":', 1))
    with pytest.raises(DatasetError, match="image 0: expected a camera with a 3×3 matrix K"):
        export(own, "kitti", tmp_path / "out")
