"""Angles of a head from its points, against points that are projected at known angles."""

import json
from pathlib import Path

import numpy as np
import pytest

from annotate.angles import LOOKING_INTO_CAMERA
from annotate.skeletons import SKELETONS
from measure.comparing import compare
from measure.properties.head import FIVE, HEAD, IBUG, SAME, head_pose
from scenes import rotation_zyx

SIZE = (640, 480)
TURNS = [(0, 0, 0), (35, 0, 0), (-50, 10, 0), (20, -15, 12), (0, 20, -25)]


def projected(names: tuple[str, ...], turn: tuple[float, float, float], focal: float = 768.0) -> np.ndarray:
    """(K, 3): points of the model as a pinhole sees them 0.7 m away, all of them seen."""
    yaw, pitch, roll = np.radians(turn)
    rotation = LOOKING_INTO_CAMERA @ rotation_zyx(yaw, -pitch, roll)
    points = np.array([HEAD[name] for name in names]) @ rotation.T + [40.0, -20.0, 700.0]
    return np.column_stack([points[:, :2] / points[:, 2:] * focal + np.array(SIZE) / 2, np.full(len(names), 2.0)])


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("named", [True, False])
def test_five_points_are_enough(turn: tuple[float, float, float], named: bool) -> None:
    found = head_pose(projected(FIVE, turn), FIVE if named else (), SIZE)
    assert found == pytest.approx(turn, abs=1.0)


def test_another_lens_than_the_one_assumed_matters_little() -> None:
    for turn in TURNS:
        found = head_pose(projected(FIVE, turn, focal=1400.0), FIVE, SIZE)
        assert found == pytest.approx(turn, abs=9.0)


@pytest.mark.parametrize("turn", TURNS)
def test_left_and_right_may_be_the_picture_s(turn: tuple[float, float, float]) -> None:
    swapped = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")
    assert head_pose(projected(FIVE, turn), swapped, SIZE) == pytest.approx(turn, abs=1.0)


def test_sixty_eight_points_need_no_names() -> None:
    points = np.zeros((68, 3))
    points[list(IBUG)] = projected(tuple(IBUG.values()), (30, 5, -8))
    assert head_pose(points, (), SIZE) == pytest.approx((30, 5, -8), abs=1.0)


def test_our_own_skeleton_is_known_by_its_names() -> None:
    names = SKELETONS["face"].names
    assert sum(SAME.get(name, name) in HEAD for name in names) >= 10


def test_what_is_no_head_has_no_angles() -> None:
    few = projected(FIVE, (0, 0, 0))
    few[0, 2] = 0.0
    assert head_pose(few, FIVE, SIZE) is None
    noise = np.column_stack([np.random.default_rng(0).uniform(0, 400, (5, 2)), np.full(5, 2.0)])
    assert head_pose(noise, FIVE, SIZE) is None
    assert head_pose(np.ones((17, 3)), tuple(f"point {k}" for k in range(17)), SIZE) is None


def faces(folder: Path, mean_yaw: float, told: bool) -> Path:
    """Labels of two hundred heads, with five points each; no pictures."""
    draw = np.random.default_rng(round(mean_yaw) + told)
    images, annotations = [], []
    for number in range(200):
        yaw = float(draw.normal(mean_yaw, 15.0))
        points = projected(FIVE, (yaw, 0.0, 0.0))
        images.append({"id": number, "file_name": f"{number}.jpg", "width": SIZE[0], "height": SIZE[1]})
        attributes = {"attributes": {"yaw_deg": yaw}} if told else {}
        flat = [value for x, y, v in points.tolist() for value in (x, y, int(v))]
        box = [250.0, 150.0, 150.0, 150.0]
        here = {"id": number + 1, "image_id": number, "category_id": 1, "bbox": box, "keypoints": flat}
        annotations.append(here | attributes)
    categories = [{"id": 1, "name": "face", "keypoints": list(FIVE)}]
    folder.mkdir()
    content = {"images": images, "annotations": annotations, "categories": categories}
    (folder / "coco.json").write_text(json.dumps(content))
    return folder


def test_a_yaw_that_only_one_set_tells_is_compared_by_keypoints_in_both(tmp_path: Path) -> None:
    told, untold = faces(tmp_path / "a", 0.0, told=True), faces(tmp_path / "b", 25.0, told=False)
    first = compare(told, untold).properties[0]
    assert (first.key, first.title) == ("yaw_deg", "yaw (from keypoints), deg")
    medians = [float(row["median"] or 0.0) for row in first.rows]
    assert medians == pytest.approx([0.0, 25.0], abs=4.0)
    assert first.moved_by[0] == "yaw_deg"


def test_where_both_tell_it_that_stands(tmp_path: Path) -> None:
    report = compare(faces(tmp_path / "a", 0.0, told=True), faces(tmp_path / "b", 25.0, told=True))
    assert report["yaw_deg"].title == "yaw, deg"
