"""Labels that move with a warped picture."""

from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate import Filters, Frame, Labels, annotate, masks
from annotate.skeletons import SKELETONS
from annotate.transform import Warp, move_frame, move_labels, other_side, unwarped
from assets import Label, SceneError
from scenes import Placed, Pose, SceneSpec

CAR = SKELETONS["car"]
SHARES = ("visible_fraction", "truncation", "occlusion")
STAYS = ("category", "iscrowd", "instance_id")


def flip(height: int, width: int) -> Warp:
    source = np.arange(height * width).reshape(height, width)[:, ::-1].copy()
    shown = np.ones((height, width), np.bool_)
    return Warp((height, width), source, shown, lambda p: np.stack([width - p[:, 0], p[:, 1]], axis=1))


def quarter(height: int, width: int) -> Warp:
    """A quarter turn counter-clockwise: x becomes the distance from the bottom, which is up to the right edge."""
    source = np.rot90(np.arange(height * width).reshape(height, width)).copy()
    shown = np.ones((width, height), np.bool_)
    return Warp((height, width), source, shown, lambda p: np.stack([p[:, 1], width - p[:, 0]], axis=1))


def crop(height: int, width: int, left: int, top: int, right: int, bottom: int) -> Warp:
    source = np.arange(height * width).reshape(height, width)[top:bottom, left:right].copy()
    return Warp((height, width), source, np.ones_like(source, np.bool_), lambda p: p - np.array([left, top]))


def enlarged(height: int, width: int, factor: int) -> Warp:
    source = np.arange(height * width).reshape(height, width).repeat(factor, axis=0).repeat(factor, axis=1)
    return Warp((height, width), source, np.ones_like(source, np.bool_), lambda p: p * factor)


def moved(frame: Frame, labels: Labels, warp: Warp, **options: Any) -> tuple[Frame, Labels]:
    after = move_frame(frame, warp.gather(frame.rgb, 0), warp)
    return after, move_labels(labels, after, warp, **{"amodal_masks": True, **options})


@pytest.fixture
def labelled(two_plates: tuple[SceneSpec, Frame]) -> tuple[Frame, Labels]:
    """Instance 1 at [2, 4, 10, 8], its right half hidden; instance 2 at [7, 4, 10, 8]; with keypoints in both."""
    spec, frame = two_plates
    points = {"front_wheel_left": (0.0, 0.5, 0.1), "front_wheel_right": (0.0, -0.5, 0.1), "front_low_left": (0, 0, 0.2)}
    placed = tuple(replace(p, asset=replace(p.asset, keypoints=points)) for p in spec.placed)
    return frame, annotate(replace(spec, placed=placed), frame, amodal_masks=True)


def test_nothing_changes_under_the_warp_that_changes_nothing(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    after, same = moved(frame, labels, unwarped(*frame.rgb.shape[:2]))
    assert same == labels
    assert (after.coverage.index == frame.coverage.index).all()


def test_a_flip_mirrors_boxes_masks_corners_and_points(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    warp = flip(*frame.rgb.shape[:2])
    before, after = labels.annotations[0], moved(frame, labels, warp)[1].annotations[0]
    width, height = warp.size[1], warp.size[0]
    for key in ("bbox", "amodal_bbox"):
        x, y, w, h = before[key]
        assert after[key] == pytest.approx([width - x - w, y, w, h])
    mask = masks.decode(before["segmentation"], height, width)
    assert (masks.decode(after["segmentation"], height, width) == mask[:, ::-1]).all()
    assert {key: after[key] for key in (*SHARES, *STAYS)} == {key: before[key] for key in (*SHARES, *STAYS)}
    triples = np.reshape(before["keypoints"], (-1, 3))[CAR.flip_order()]
    triples[:, 0] = np.where(triples[:, 2] > 0, width - triples[:, 0], 0.0)
    assert np.reshape(after["keypoints"], (-1, 3)) == pytest.approx(triples)
    assert before["num_keypoints"] == after["num_keypoints"] > 0
    corners = np.array(before["bbox3d"]["corners"])[[2, 3, 0, 1, 6, 7, 4, 5]]  # its left side is now its right one
    assert np.array(after["bbox3d"]["corners"]) == pytest.approx(np.array([width, 0]) + corners * [-1, 1], abs=0.011)
    assert [after["bbox3d"][key] for key in ("center", "size", "rotation")] == [
        before["bbox3d"][key] for key in ("center", "size", "rotation")
    ]


def test_two_flips_give_the_labels_back(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    warp = flip(*frame.rgb.shape[:2])
    assert moved(*moved(frame, labels, warp), warp)[1] == labels


def test_four_quarter_turns_give_the_labels_back(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    state = frame, labels
    for _ in range(4):
        state = moved(*state, quarter(*state[0].rgb.shape[:2]))
    assert state[1] == labels


def test_a_quarter_turn_is_exact(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    warp = quarter(*frame.rgb.shape[:2])
    x, y, w, h = labels.annotations[1]["bbox"]
    after = moved(frame, labels, warp)[1].annotations[1]
    assert after["bbox"] == [y, 40 - x - w, h, w]
    assert not warp.mirrored


def test_a_crop_truncates(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    warp = crop(*frame.rgb.shape[:2], 4, 0, 40, 30)  # takes 2 of instance 1's 10 columns, 5 of which are hidden
    after = moved(frame, labels, warp)[1].annotations[0]
    assert after["area"] == 3 * 8
    assert after["bbox"] == [0, 4, 3, 8]
    assert after["amodal_bbox"] == pytest.approx([-2, 4, 10, 8])
    assert [after[key] for key in SHARES] == pytest.approx([0.3, 0.2, 0.625], abs=1e-3)


def test_what_a_crop_takes_out_is_hidden(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    after = moved(frame, labels, crop(*frame.rgb.shape[:2], 7, 0, 40, 30))[1]
    assert [item["instance_id"] for item in after.annotations] == [2]
    assert {"instance_id": 1, "category": "car"} in after.hidden
    assert len(after.hidden) == len(labels.hidden) + 1


def test_points_outside_the_crop_lose_their_label(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    points = np.reshape(labels.annotations[1]["keypoints"], (-1, 3))
    edge = 15
    after = moved(frame, labels, crop(*frame.rgb.shape[:2], 0, 0, edge, 30))[1].annotations[1]
    outside = points[:, 0] >= edge
    assert outside.any()
    got = np.reshape(after["keypoints"], (-1, 3))
    assert (got[outside] == 0.0).all()
    assert (got[~outside] == points[~outside]).all()
    assert after["num_keypoints"] == np.count_nonzero(got[:, 2])


def test_enlarging_keeps_the_shares(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    after = moved(frame, labels, enlarged(*frame.rgb.shape[:2], 3))[1]
    for old, new in zip(labels.annotations, after.annotations, strict=True):
        assert new["area"] == 9 * old["area"] == sum(new["parts"].values())
        assert [new[key] for key in SHARES] == [old[key] for key in SHARES]
        assert new["amodal_bbox"] == pytest.approx([3 * side for side in old["amodal_bbox"]], abs=0.011)


def test_enlarging_something_truncated_keeps_its_truncation(make: ModuleType) -> None:
    spec = make.scene(Placed(make.asset(), Pose.at(x=2.0), 1))
    frame = make.frame({(1, "body"): make.rectangle(-5, 4, 20, 8)}, {1: make.plate((-5, 4, 20, 8))})
    labels = annotate(spec, frame, amodal_masks=True)
    assert labels.annotations[0]["truncation"] == 0.25
    assert moved(frame, labels, enlarged(30, 40, 2))[1].annotations[0]["truncation"] == pytest.approx(0.25, abs=1e-3)


def test_paint_over_a_thing_occludes_it(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    warp = unwarped(*frame.rgb.shape[:2])
    warp.shown[4:8, 7:17] = False  # the upper half of instance 2
    frame_after, after = moved(frame, labels, warp)
    item = after.annotations[1]
    assert [item[key] for key in SHARES] == pytest.approx([0.5, 0.0, 0.5], abs=1e-3)
    assert item["amodal_bbox"] == labels.annotations[1]["amodal_bbox"]
    assert (frame_after.coverage.of(2) > 0.5).sum() == item["area"] == 40


def test_a_visible_point_under_paint_is_hidden(make: ModuleType) -> None:
    thing = replace(make.asset(), keypoints={"front_low_left": (0.0, 0.0, 0.0)})
    frame = make.frame({(1, "body"): make.rectangle(10, 5, 20, 20)}, {1: make.plate((10, 5, 20, 20))})
    frame = replace(frame, depth=np.full((30, 40), 2.0, np.float32))
    labels = annotate(make.scene(Placed(thing, Pose.at(x=2.0), 1)), frame, amodal_masks=True)
    warp = unwarped(30, 40)
    warp.shown[14:16, 19:21] = False
    assert max(labels.annotations[0]["keypoints"][2::3]) == 2
    after = moved(frame, labels, warp)[1].annotations[0]
    assert max(after["keypoints"][2::3]) == 1
    assert after["num_keypoints"] == 1


def test_a_turned_amodal_box_is_that_of_the_outline(make: ModuleType) -> None:
    """A diamond's box, turned by an eighth: its own is a square of 0.7 of its side, the box of the turned box 1.4."""
    rows, columns = np.mgrid[:30, :40] + 0.5
    diamond = np.abs(columns - 20) + np.abs(rows - 15) < 10
    frame = make.frame({(1, "body"): diamond}, {1: make.plate((19, 14, 2, 2))})
    labels = annotate(make.scene(Placed(make.asset(), Pose.at(x=2.0), 1)), frame, amodal_masks=True)
    s = np.sqrt(0.5)
    turn = np.array([[s, -s], [s, s]])
    places = np.floor((np.stack([columns, rows], -1) - [20, 15]) @ turn + [20, 15]).astype(int)
    inside = ((places >= 0) & (places < [40, 30])).all(axis=-1)
    source = np.where(inside, places[..., 1] * 40 + places[..., 0], -1)
    warp = Warp((30, 40), source, np.ones((30, 40), np.bool_), lambda p: (p - [20, 15]) @ turn.T + [20, 15])
    box = moved(frame, labels, warp)[1].annotations[0]["amodal_bbox"]
    assert 14.0 <= box[2] <= 16.0
    assert 14.0 <= box[3] <= 16.0


def test_filters_look_at_what_came_out(labelled: tuple[Frame, Labels]) -> None:
    frame, labels = labelled
    warp = crop(*frame.rgb.shape[:2], 6, 0, 40, 30)  # leaves 8 pixels of instance 1
    after = moved(frame, labels, warp, filters=Filters(min_area_px=9))[1]
    assert after.filtered == ({"instance_id": 1, "category": "car", "reason": "min_area"},)
    kept = moved(frame, labels, warp, filters=Filters(min_area_px=9, keep_ignored=True))[1]
    assert [item["ignore"] for item in kept.annotations] == [1, 0]


def test_the_kind_of_segmentation_stays(two_plates: tuple[SceneSpec, Frame]) -> None:
    spec, frame = two_plates
    labels = annotate(spec, frame, "rle", amodal_masks=True)
    after = moved(frame, labels, flip(*frame.rgb.shape[:2]), amodal_masks=False)[1].annotations[0]
    assert isinstance(after["segmentation"], dict)
    assert "amodal_segmentation" not in after


def test_labels_without_amodal_masks_are_refused(two_plates: tuple[SceneSpec, Frame]) -> None:
    spec, frame = two_plates
    with pytest.raises(SceneError, match="instance 1: expected amodal_segmentation"):
        moved(frame, annotate(spec, frame), unwarped(*frame.rgb.shape[:2]))


def test_a_mirror_exchanges_left_and_right_parts_and_views(make: ModuleType) -> None:
    seen = {(1, "left_eye"): make.rectangle(2, 2, 3, 3), (1, "right_eye"): make.rectangle(8, 2, 5, 3)}
    surface = make.joined(make.plate((2, 2, 3, 3), part="left_eye"), make.plate((8, 2, 5, 3), part="right_eye"))
    frame = make.frame(seen, {1: surface})
    spec = make.scene(Placed(make.asset(), Pose.at(2.0, 0.0, 0.0, 0.4), 1))
    labels = annotate(spec, frame, amodal_masks=True)
    frame_after, after = moved(frame, labels, flip(30, 40))
    assert labels.annotations[0]["parts"] == {"left_eye": 9, "right_eye": 15}
    assert after.annotations[0]["parts"] == {"left_eye": 15, "right_eye": 9}
    assert frame_after.coverage.of(1, {"left_eye"}).sum() == 15
    old, new = labels.annotations[0]["attributes"], after.annotations[0]["attributes"]
    assert new["yaw_deg"] == -old["yaw_deg"] != 0.0
    assert new["viewpoint"] == other_side(old["viewpoint"])


def test_a_mirror_exchanges_the_eyes_and_turns_the_gaze(make: ModuleType) -> None:
    face = Label("face", frozenset({"skin"}), open=True)
    said = {"eye_openness_left": 0.2, "eye_openness_right": 0.9, "gaze_yaw_deg": 30.0, "gaze_pitch_deg": 0.0}
    thing = make.asset(labels=(face,), parts=("skin",), attributes=said)
    frame = make.frame({(1, "skin"): make.rectangle(2, 2, 5, 5)}, {1: make.plate((2, 2, 5, 5), part="skin")})
    labels = annotate(make.scene(Placed(thing, Pose.at(x=2.0, yaw_rad=np.pi), 1)), frame, amodal_masks=True)
    (old,), (new,) = (item.annotations for item in (labels, moved(frame, labels, flip(30, 40))[1]))
    assert old["attributes"]["gaze_x"] == 0.5
    wanted = {"eye_openness_left": 0.9, "eye_openness_right": 0.2, "gaze_yaw_deg": -30.0, "gaze_x": -0.5}
    assert wanted.items() <= new["attributes"].items()
    assert new["attributes"]["gaze_z"] == old["attributes"]["gaze_z"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("left_eye", "right_eye"),
        ("front-right", "front-left"),
        ("left", "right"),
        ("body", "body"),
        ("bright", "bright"),
    ],
)
def test_other_side(name: str, other: str) -> None:
    assert other_side(name) == other


@settings(max_examples=30)
@given(
    left=st.integers(-10, 45),
    top=st.integers(-10, 35),
    width=st.integers(1, 30),
    height=st.integers(1, 30),
    window=st.tuples(st.integers(0, 30), st.integers(0, 20), st.integers(1, 9), st.integers(1, 9)),
    mirror=st.booleans(),
)
def test_a_plate_that_is_cropped_has_the_labels_of_arithmetic(
    make: ModuleType, left: int, top: int, width: int, height: int, window: tuple[int, int, int, int], mirror: bool
) -> None:
    def overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> int:
        sides = [max(0, min(a[i] + a[i + 2], b[i] + b[i + 2]) - max(a[i], b[i])) for i in (0, 1)]
        return sides[0] * sides[1]

    plate = (left, top, width, height)
    frame = make.frame({(1, "body"): make.rectangle(*plate)}, {1: make.plate(plate)})
    labels = annotate(make.scene(Placed(make.asset(), Pose.at(x=2.0), 1)), frame, amodal_masks=True)
    if mirror:
        frame, labels = moved(frame, labels, flip(30, 40))
        plate = (40 - left - width, top, width, height)
    x, y, w, h = window
    after = moved(frame, labels, crop(30, 40, x, y, x + w, y + h))[1]
    shows = overlap(plate, window)
    assert [item["area"] for item in after.annotations] == ([shows] if shows else [])
    assert len(after.annotations) + len(after.hidden) == 1
    for item in after.annotations:
        assert item["truncation"] == pytest.approx(1.0 - shows / (width * height), abs=2e-3)
        assert item["occlusion"] == 0.0
        assert item["amodal_bbox"] == pytest.approx([plate[0] - x, plate[1] - y, width, height], abs=0.02)
