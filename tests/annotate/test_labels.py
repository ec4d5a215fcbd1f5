import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate import Coverage, Filters, annotate, masks
from annotate.frame import Surface
from assets import Label, SceneError
from scenes import Placed, Pose


def test_a_plate_seen_whole(make):
    spec = make.scene(Placed(make.asset(attributes={"color": "red"}), Pose.at(x=2.0), 7, {"type": "suv"}))
    shown = make.frame({(7, "body"): make.rectangle(3, 4, 10, 6)}, {7: make.plate((3, 4, 10, 6))})
    (got,) = annotate(spec, shown).annotations
    assert got.pop("keypoints") == [0] * 72  # the plate has none of a car's points
    assert got.pop("num_keypoints") == 0
    assert got == {
        "category": "car",
        "bbox": [3.0, 4.0, 10.0, 6.0],
        "area": 60,
        "segmentation": masks.polygons(make.rectangle(3, 4, 10, 6)),
        "iscrowd": 0,
        "amodal_bbox": [3.0, 4.0, 10.0, 6.0],
        "visible_fraction": 1.0,
        "truncation": 0.0,
        "occlusion": 0.0,
        "bbox3d": {
            "center": [0.0, 0.0, 2.0],
            "size": [1.0, 1.0, 1.0],
            "rotation": [0.5, 0.5, -0.5, 0.5],  # forward is the camera's z, left its -x, up its -y
            "corners": [
                *([26.67, 21.67], [26.67, 8.33], [13.33, 21.67], [13.33, 8.33]),
                *([24.0, 19.0], [24.0, 11.0], [16.0, 19.0], [16.0, 11.0]),
            ],
        },
        "instance_id": 7,
        "parts": {"body": 60},
        "attributes": {"color": "red", "type": "suv", "yaw_deg": 180.0, "viewpoint": "rear"},
    }


def test_occlusion_and_what_is_hidden(two_plates):
    labels = annotate(*two_plates)
    behind, before = labels.annotations
    assert behind["bbox"] == [2.0, 4.0, 5.0, 8.0]
    assert behind["amodal_bbox"] == [2.0, 4.0, 10.0, 8.0]
    assert (behind["visible_fraction"], behind["truncation"], behind["occlusion"]) == (0.5, 0.0, 0.5)
    assert (before["visible_fraction"], before["occlusion"]) == (1.0, 0.0)
    assert labels.hidden == ({"instance_id": 3, "category": "car"},)


@pytest.mark.parametrize(
    ("filters", "reason"),
    [(Filters(41), "min_area"), (Filters(min_visible=0.51), "min_visible"), (Filters(41, 0.51), "min_area")],
)
def test_what_a_filter_takes_out_is_listed(two_plates, filters, reason):
    labels = annotate(*two_plates, filters=filters)
    assert [annotation["instance_id"] for annotation in labels.annotations] == [2]
    assert labels.filtered == ({"instance_id": 1, "category": "car", "reason": reason},)
    assert [item["instance_id"] for item in labels.hidden] == [3]
    assert "ignore" not in labels.annotations[0]


def test_limits_of_filters_are_kept(two_plates):
    labels = annotate(*two_plates, filters=Filters(min_area_px=40, min_visible=0.5))
    assert len(labels.annotations) == 2


def test_what_a_filter_takes_out_can_stay_marked(two_plates):
    labels = annotate(*two_plates, filters=Filters(min_area_px=41, keep_ignored=True))
    assert [(item["instance_id"], item["ignore"]) for item in labels.annotations] == [(1, 1), (2, 0)]
    assert (labels.filtered, labels.ignored) == ((), 1)


def test_amodal_masks_on_request(two_plates):
    behind, _ = annotate(*two_plates, amodal_masks=True).annotations
    whole = masks.decode(behind["amodal_segmentation"], 30, 40)
    assert masks.box(whole) == [2.0, 4.0, 10.0, 8.0]
    assert whole.sum() == 80
    assert "amodal_segmentation" not in annotate(*two_plates).annotations[0]


def test_an_attribute_that_its_schema_has_not_is_refused(two_plates, make):
    _, shown = two_plates
    spec = make.scene(Placed(make.asset(attributes={"color": "mauve"}), Pose.at(x=2.0), 1))
    with pytest.raises(SceneError, match=r"car 'thing': attribute 'color': expected one of white, .*, got 'mauve'"):
        annotate(spec, shown)


def test_truncation_by_the_border(make):
    spec = make.scene(Placed(make.asset(), Pose.at(x=2.0), 1))
    shown = make.frame({(1, "body"): make.rectangle(0, 4, 5, 8)}, {1: make.plate((-5, 4, 10, 8))})
    (got,) = annotate(spec, shown).annotations
    assert (got["visible_fraction"], got["truncation"], got["occlusion"]) == (0.5, 0.5, 0.0)
    assert got["amodal_bbox"] == [-5.0, 4.0, 10.0, 8.0]


def test_what_is_seen_beyond_the_geometry_widens_the_amodal_box(make):
    spec = make.scene(Placed(make.asset(), Pose.at(x=2.0), 1))
    shown = make.frame({(1, "body"): make.rectangle(2, 4, 10, 8)}, {1: make.plate((4, 4, 4, 4))})
    (got,) = annotate(spec, shown).annotations
    assert got["amodal_bbox"] == got["bbox"] == [2.0, 4.0, 10.0, 8.0]
    assert got["visible_fraction"] == 1.0


def test_labels_made_of_parts(make):
    thing = make.asset(labels=(Label("face", frozenset({"skin"})), Label("person_head")), parts=("skin", "hair"))
    spec = make.scene(Placed(thing, Pose.at(x=2.0, yaw_rad=np.pi), 1))
    seen = {(1, "skin"): make.rectangle(10, 10, 6, 6), (1, "hair"): make.rectangle(10, 4, 6, 6)}
    surface = make.joined(make.plate((10, 8, 6, 8), part="skin"), make.plate((10, 4, 6, 6), part="hair"))
    face, whole = annotate(spec, make.frame(seen, {1: surface})).annotations
    assert (face["category"], face["area"], face["parts"]) == ("face", 36, {"skin": 36})
    assert face["occlusion"] == 0.25, "hair over the forehead hides the face"
    pose = {"yaw_deg": 0.0, "pitch_deg": 0.0, "roll_deg": 0.0}
    assert face["attributes"] == {**pose, "defocus_px": 0.0, "motion_px": 0.0, "occluded_by": "hair"}
    assert (whole["area"], whole["parts"]) == (72, {"hair": 36, "skin": 36})
    assert whole["attributes"] == {**face["attributes"], "occluded_by": "none"}, "hair is part of the head"
    assert "keypoints" in face and "keypoints" not in whole


def test_half_a_pixel_counts_and_parts_add_up_to_it(make):
    leaves = ((1, "body"), (1, "wheel"), (2, "body"))
    index = np.array([[[0, 0, 0]], [[1, 1, 2]], [[1, -1, -1]]], np.int16)
    weight = np.array([[[0.3, 0.3, 0.5]], [[0.25, 0.1, 0.5]], [[0.2, 0.0, 0.0]]], np.float32)
    coverage = Coverage(leaves, index, weight)
    assert coverage.of(1) == pytest.approx(np.array([[0.75, 0.4, 0.5]]))
    assert coverage.of(1, {"wheel"}) == pytest.approx(np.array([[0.45, 0.1, 0.0]]))
    assert coverage.mask(1).tolist() == [[True, False, True]], "of two halves the smaller id has the pixel"
    assert not coverage.mask(2).any()
    assert coverage.parts_of(coverage.mask(1)) == {"body": 1, "wheel": 1}
    assert not coverage.of(9).any() and not coverage.mask(9).any()
    assert coverage.parts_of(coverage.mask(9)) == {}


def test_a_frame_of_scenery_alone_has_no_coverage():
    coverage = Coverage((), np.full((2, 3, 4), -1, np.int16), np.zeros((2, 3, 4), np.float32))
    assert coverage.of(1).shape == (3, 4)
    assert not coverage.of(1).any()


def test_run_lengths_on_request(two_plates):
    for annotation in annotate(*two_plates, segmentation="rle").annotations:
        assert masks.decode(annotation["segmentation"], 30, 40).sum() == annotation["area"]


def test_numpy_attributes_become_plain_ones(make):
    thing = make.asset((Label("box"),), attributes={"length_m": np.float32(4.5), "doors": np.int64(4), "shift": -0.0})
    spec = make.scene(Placed(thing, Pose.at(x=2.0), 1))
    shown = make.frame({(1, "body"): make.rectangle(3, 4, 10, 6)}, {1: make.plate((3, 4, 10, 6))})
    (got,) = annotate(spec, shown).annotations
    assert json.dumps(got["attributes"]) == '{"length_m": 4.5, "doors": 4, "shift": 0.0}'


@pytest.mark.parametrize("value", [float("nan"), np.float32("inf"), [1, 2], None])
def test_attributes_that_json_cannot_hold_are_refused(make, value):
    spec = make.scene(Placed(make.asset(attributes={"bad": value}), Pose.at(x=2.0), 1))
    shown = make.frame({(1, "body"): make.rectangle(3, 4, 10, 6)}, {1: make.plate((3, 4, 10, 6))})
    with pytest.raises(SceneError, match="attribute 'bad' of 'thing'"):
        annotate(spec, shown)


def test_a_frame_without_the_geometry_is_refused(make):
    spec = make.scene(Placed(make.asset(), Pose.at(x=2.0), 1))
    with pytest.raises(SceneError, match="instance 1"):
        annotate(spec, make.frame({(1, "body"): make.rectangle(3, 4, 10, 6)}, {}))


@given(st.integers(0, 10**6))
def test_visible_is_never_more_than_amodal(make, seed):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-10, 35), rng.uniform(-10, 25)
    surface: Surface = make.plate((x, y, rng.uniform(1, 30), rng.uniform(1, 30)))
    seen = {(1, "body"): rng.random((make.HEIGHT, make.WIDTH)) < rng.uniform(0.01, 1.0)}
    got = annotate(make.scene(Placed(make.asset(), Pose.at(x=2.0), 1)), make.frame(seen, {1: surface})).annotations
    for item in got:
        (x, y, w, h), (ax, ay, aw, ah) = item["bbox"], item["amodal_bbox"]
        assert ax <= x and ay <= y
        assert ax + aw >= x + w - 1e-9 and ay + ah >= y + h - 1e-9
        assert 0.0 <= item["visible_fraction"] <= 1.0
        product = (1.0 - item["truncation"]) * (1.0 - item["occlusion"])
        assert item["visible_fraction"] == pytest.approx(product, abs=2e-4)
        assert sum(item["parts"].values()) == item["area"]


def test_a_frame_of_another_size_than_the_cameras_has_no_labels(make, two_plates):
    spec, frame = two_plates
    other = replace(spec.camera, height=spec.camera.height + 1)
    with pytest.raises(SceneError, match=r"expected the camera's 40×31 pixels, got 40×30"):
        annotate(replace(spec, camera=other), frame)
