"""A value of a COCO file that is wrong is named with its entry's id, whatever it is."""

import json

import pytest

from tests.annotate.check.conftest import damaged, edited, set_in

ONE = {"instance_id": 1, "category": "car", "reason": "min_area"}


@pytest.mark.parametrize(
    ("kind", "key", "value", "row", "sentence"),
    [
        ("annotations", "area", 41, "areas equal masks", "annotation 40001: its area is 41, its mask has 40 pixels"),
        ("annotations", "parts", {"body": 39}, "areas equal masks", "annotation 40001: its parts add up to 39 of 40"),
        ("annotations", "bbox", [2, 4, 6, 8], "boxes are tight", "annotation 40001: its box is [2, 4, 6, 8]"),
        ("annotations", "bbox", [-2, 4, 5, 8], "boxes are tight", "annotation 40001: its box [-2, 4, 5, 8] leaves"),
        ("annotations", "bbox", [2, 4, 5], "entries are complete", "annotation 40001: expected 'bbox' to be [x, y,"),
        ("annotations", "iscrowd", True, "entries are complete", "annotation 40001: expected 'iscrowd' to be 0 or 1"),
        ("annotations", "amodal_bbox", [3, 4, 9, 8], "visible is within amodal", "annotation 40001: its box"),
        ("annotations", "visible_fraction", 1.5, "visible is within amodal", "annotation 40001: expected shares in"),
        ("annotations", "occlusion", 0.2, "visible is within amodal", "annotation 40001: 0.5 is visible, truncation"),
        ("annotations", "category_id", 77, "images and categories exist", "annotation 40001: there is no category 77"),
        ("annotations", "image_id", 9, "images and categories exist", "annotation 40001: there is no image 9"),
        ("annotations", "id", 40002, "ids are unique", "annotation 40002 comes more than once"),
        ("annotations", "segmentation", [], "masks decode and show something", "annotation 40001 of image 4: its mask"),
        ("annotations", "segmentation", [[0, 0, 99, 0, 99, 9]], "masks decode and show something", "annotation 40001"),
        ("annotations", "segmentation", [[0, 0, "x"]], "masks decode and show something", "annotation 40001"),
        ("annotations", "segmentation", {"size": [30, 40], "counts": "~"}, "masks decode and show something", "ann"),
        ("annotations", "segmentation", "text", "entries are complete", "annotation 40001: expected 'segmentation'"),
        ("annotations", "instance_id", 2, "instances are all accounted for", "image 4: 3 instances were placed, 2 are"),
        ("annotations", "area", 10**400, "entries are complete", "annotation 40001: expected 'area' to be a finite"),
        ("annotations", "area", 1e308, "entries are complete", "annotation 40001: expected 'area' to be a finite"),
        ("annotations", "bbox", [1e308] * 4, "entries are complete", "annotation 40001: expected 'bbox' to be [x, y,"),
        ("annotations", "bbox", [2, 4, 10**300, 8], "entries are complete", "annotation 40001: expected 'bbox' to be"),
        ("annotations", "id", 2**63, "entries are complete", "annotations[0]: expected 'id' to be an integer"),
        ("annotations", "attributes", {"n": 10**400}, "entries are complete", "annotation 40001: expected 'attri"),
        ("annotations", "parts", {"body": 10**400}, "entries are complete", "annotation 40001: expected 'parts'"),
        ("images", "file_name", "x" * 300, "entries are complete", "image 4: expected 'file_name' to be a file's name"),
        ("images", "width", 41, "pictures decode at their size", "image 4: 000000000004.jpg is 40×30, its entry"),
        ("images", "width", 0, "entries are complete", "image 4: expected 'width' to be a number of pixels, got 0"),
        ("images", "file_name", "../run.yaml", "pictures decode at their size", "image 4: ../run.yaml is not in"),
        ("images", "file_name", "000000000005.jpg", "ids are unique", "file 000000000005.jpg has several images"),
        ("images", "id", 6, "frames are those of the run", "image 4 is missing"),
        ("images", "id", None, "entries are complete", "images[0]: expected 'id' to be an integer, got null"),
        ("images", "placed", 2, "instances are all accounted for", "image 4: 2 instances were placed, 3 are labelled"),
        ("images", "filtered", [ONE], "instances are all accounted for", "image 4: car 1 is accounted for more"),
        ("images", "filtered", [{"instance_id": 1}], "entries are complete", "image 4: expected 'filtered' to be"),
        ("annotations", "ignore", 2, "entries are complete", "annotation 40001: expected 'ignore' to be 0 or 1, got 2"),
        ("annotations", "amodal_segmentation", [], "amodal masks hold the visible ones", "annotation 40001: its mask"),
        ("annotations", "attributes", {"color": "mauve"}, "attributes fit their schema", "annotation 40001: attribute"),
        ("images", "hidden", [{}], "entries are complete", "image 4: expected 'hidden' to be a list of instances"),
        ("images", "parameters", {"count": 4}, "instances are all accounted for", "image 4: its scene asked for 4"),
        ("categories", "name", 5, "entries are complete", "category 3: expected 'name' to be text, got 5"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_id(dataset, kind, key, value, row, sentence):
    found = damaged(dataset, set_in(kind, key, value))
    assert any(failure.startswith(sentence) for failure in found[row]), found


@pytest.mark.parametrize("kind", ["images", "annotations", "categories"])
@pytest.mark.parametrize("junk", [None, 7, [], {}, {"id": 5}])
def test_entries_of_junk_are_named_and_the_rest_is_checked(dataset, kind, junk):
    found = damaged(dataset, lambda data: data[kind].append(junk))
    assert found["entries are complete"]
    assert "boxes are tight" not in found


def test_every_field_is_required(dataset):
    path = dataset / "annotations" / "instances.json"
    text = path.read_text()
    for key in sorted(
        json.loads(text)["annotations"][0].keys() - {"keypoints", "num_keypoints", "amodal_segmentation"}
    ):
        found = edited(dataset, lambda data, key=key: data["annotations"][0].pop(key))
        assert any(key in failure for failure in found["entries are complete"]), key
        path.write_text(text)


@pytest.mark.parametrize(
    ("check_name", "break_it", "complaint"),
    [
        ("keypoints fit their category", lambda a: a.pop("keypoints"), "where its category names them"),
        ("keypoints fit their category", lambda a: a["keypoints"].pop(), "24 keypoints of three numbers, got 71"),
        (
            "keypoints fit their category",
            lambda a: a.update(num_keypoints=9),
            "0 keypoints are labelled, num_keypoints",
        ),
        ("keypoints fit their category", lambda a: a["keypoints"].__setitem__(2, 3), "v of 0, 1 or 2"),
        ("keypoints fit their category", lambda a: a["keypoints"].__setitem__(0, 3.0), "x = y = 0"),
        (
            "keypoints fit their category",
            lambda a: a["keypoints"].__setitem__(slice(3), [999, 1, 1]),
            "outside the picture",
        ),
        ("3D boxes fit the camera", lambda a: a["bbox3d"]["center"].__setitem__(0, 0.5), "px off the camera's"),
        ("3D boxes fit the camera", lambda a: a["bbox3d"].update(size=[1.0, 0.0, 1.0]), "sides above 0"),
        ("3D boxes fit the camera", lambda a: a["bbox3d"].update(rotation=[1.0, 1.0, 0.0, 0.0]), "unit quaternion"),
        ("entries are complete", lambda a: a["bbox3d"].update(corners=[[1.0]]), "center, size, rotation and corners"),
    ],
)
def test_keypoints_and_3d_boxes(dataset, check_name, break_it, complaint):
    found = edited(dataset, lambda data: break_it(data["annotations"][0]))
    assert any(complaint in failure for failure in found[check_name]), found


@pytest.mark.parametrize("schema", [3, {"car": 3}, {"car": {"color": {"type": "paint"}}}])
def test_a_schema_that_is_none(dataset, schema):
    found = damaged(dataset, lambda data: data["info"].update(attribute_schema=schema))
    assert found["attributes fit their schema"][0].startswith("info.attribute_schema")
