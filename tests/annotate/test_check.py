import json
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from annotate import annotate, check, record, write_dataset
from annotate.entries import read_entries
from annotate.marks import RENDERED, mark, xmp
from annotate.schema import attribute_schemas
from assets import DatasetError

CLEAN = (
    "entries are complete",
    "pycocotools loads it",
    "ids are unique",
    "frames are those of the run",
    "pictures decode at their size",
    "picture files have entries",
    "marks say what pictures are",
    "pictures differ",
    "images and categories exist",
    "masks decode and show something",
    "areas equal masks",
    "boxes are tight",
    "visible is within amodal",
    "amodal masks hold the visible ones",
    "keypoints fit their category",
    "3D boxes fit the camera",
    "attributes fit their schema",
    "instances are all accounted for",
    "filters hold",
    "mask files agree with annotations",
    "splits partition the frames",
)


@pytest.fixture
def dataset(two_plates, tmp_path):
    """Frames 4 and 5, each in a split of its own, with files of both mask passes."""
    spec, frame = two_plates
    labels = annotate(spec, frame, amodal_masks=True)
    for name in ("images", "annotations", "masks", "parts"):
        (tmp_path / name).mkdir()
    records = [record(k, f"{k:012d}.jpg", spec, frame, labels, "vehicles", 7) for k in (4, 5)]
    for item in records:
        pixels = np.random.default_rng(item["image"]["id"]).integers(0, 255, (30, 40, 3), np.uint8)
        path = tmp_path / "images" / item["image"]["file_name"]
        Image.fromarray(pixels).save(path)
        path.write_bytes(mark(path.read_bytes(), xmp(RENDERED, "Prelabel", {"frame": item["image"]["id"]})))
        ids = frame.coverage.of(1) + 2 * frame.coverage.of(2)
        Image.fromarray(ids.astype(np.uint16)).save(tmp_path / "masks" / f"{item['image']['id']:012d}.png")
        Image.fromarray((ids > 0).astype(np.uint8)).save(tmp_path / "parts" / f"{item['image']['id']:012d}.png")
    info = {"parts": {"none": 0, "body": 1}, "attribute_schema": attribute_schemas(["car"])}
    for name, part in (("", records), ("_train", records[:1]), ("_val", records[1:])):
        write_dataset(tmp_path / "annotations" / f"instances{name}.json", part, info, ["car"])
    settings = {"start": 4, "count": 2, "split": {"train": 0.5, "val": 0.5}, "passes": ["masks", "parts"]}
    (tmp_path / "run.yaml").write_text(yaml.safe_dump(settings))
    return tmp_path


def damaged(folder, change, name="instances"):
    """The same dataset after ``change(json)``, its splits gone."""
    if name == "instances":
        for split in ("train", "val"):
            (folder / "annotations" / f"instances_{split}.json").unlink()
        (folder / "run.yaml").write_text(yaml.safe_dump({"start": 4, "count": 2}))
    path = folder / "annotations" / f"{name}.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    return failures(folder)


def failures(folder):
    return {row.name: row.failures for row in check(folder).rows if row.failures}


def test_a_clean_dataset_has_no_failures(dataset):
    report = check(dataset)
    assert report.ok
    assert tuple(row.name for row in report.rows) == CLEAN
    assert all(row.checked for row in report.rows)


def test_settings_may_be_missing(dataset):
    (dataset / "run.yaml").unlink()
    assert check(dataset).ok


@pytest.mark.parametrize("settings", ["- 1", "{", "\x00"])
def test_settings_that_are_none(dataset, settings):
    (dataset / "run.yaml").write_text(settings)
    assert "run.yaml" in failures(dataset)["frames are those of the run"][0]


def test_expectations_can_be_handed_over(dataset):
    row = next(
        row for row in check(dataset, {"start": 3, "count": 2}).rows if row.name == "frames are those of the run"
    )
    assert row.failures == ("image 3 is missing", "image 5 was not asked for")


ONE = {"instance_id": 1, "category": "car", "reason": "min_area"}


def set_in(kind, key, value):
    def change(data):
        data[kind][0][key] = value

    return change


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
    fields = json.loads((dataset / "annotations" / "instances.json").read_text())["annotations"][0]
    for key in sorted(fields.keys() - {"keypoints", "num_keypoints", "amodal_segmentation"}):
        report = damaged_copy(dataset, key)
        assert any(key in failure for failure in report["entries are complete"]), key


def damaged_copy(dataset, key):
    path = dataset / "annotations" / "instances.json"
    text = path.read_text()
    data = json.loads(text)
    del data["annotations"][0][key]
    path.write_text(json.dumps(data))
    found = failures(dataset)
    path.write_text(text)
    return found


def test_a_missing_picture(dataset):
    (dataset / "images" / "000000000004.jpg").unlink()
    assert failures(dataset) == {"pictures decode at their size": ("image 4: 000000000004.jpg is not in images/",)}


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.95])
def test_a_torn_picture(dataset, keep):
    path = dataset / "images" / "000000000004.jpg"
    whole = path.read_bytes()
    path.write_bytes(whole[: keep if isinstance(keep, int) else int(len(whole) * keep)])
    (sentence,) = failures(dataset)["pictures decode at their size"]
    assert sentence.startswith("image 4: 000000000004.jpg does not decode")


def test_a_picture_without_an_entry(dataset):
    (dataset / "images" / "other.png").write_bytes(b"")
    assert failures(dataset) == {"picture files have entries": ("other.png has no entry",)}


def test_the_same_picture_twice(dataset):
    first, second = sorted((dataset / "images").iterdir())
    second.write_bytes(first.read_bytes())
    assert failures(dataset) == {
        "marks say what pictures are": ("image 5: its mark says frame 4, its entry 5",),
        "pictures differ": ("image 5 has the pixels of image 4",),
    }


def test_a_frame_in_two_splits(dataset):
    folder = dataset / "annotations"
    (folder / "instances_val.json").write_bytes((folder / "instances.json").read_bytes())
    found = failures(dataset)["splits partition the frames"]
    assert "image 4 is in split train and in split val" in found


def test_a_split_that_lost_a_frame(dataset):
    found = damaged(dataset, lambda data: data.update(images=[], annotations=[]), "instances_val")
    assert found["splits partition the frames"][0] == "image 5 is in no split"


def test_a_split_that_says_something_else(dataset):
    found = damaged(dataset, set_in("annotations", "area", 3), "instances_val")
    assert found == {"splits partition the frames": ("split val: annotation 50001 is not that of instances.json",)}


def test_a_split_that_is_missing_or_torn(dataset):
    (dataset / "annotations" / "instances_val.json").unlink()
    (dataset / "annotations" / "instances_train.json").write_text("{")
    found = failures(dataset)["splits partition the frames"]
    assert found[0].startswith("split train: ") and "line 1, column 2" in found[0]
    assert found[1].startswith("split val: ") and "cannot be read" in found[1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b'{"images":[\n{"id":1', "line 2, column 8: this is not JSON"),
        (b"\xff\xfe", "this is not JSON"),
        (b'{"images": NaN}', "JSON has no NaN"),
        (b"[" * 100_000, "this is not JSON"),
        (b"[]", "expected a COCO object with a list of images"),
        (b'{"images": [], "annotations": 3}', "expected a COCO object with a list of annotations"),
    ],
)
def test_a_file_that_is_no_dataset_is_one_sentence(dataset, text, sentence):
    (dataset / "annotations" / "instances.json").write_bytes(text)
    with pytest.raises(DatasetError, match=sentence):
        check(dataset)


def test_a_folder_without_annotations_is_one_sentence(tmp_path):
    with pytest.raises(DatasetError, match=r"instances\.json: cannot be read \(No such file or directory\)"):
        read_entries(tmp_path / "annotations" / "instances.json")


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
    path = dataset / "annotations" / "instances.json"
    data = json.loads(path.read_text())
    break_it(data["annotations"][0])
    path.write_text(json.dumps(data))
    found = failures(dataset)
    assert any(complaint in failure for failure in found[check_name]), found


def test_filters_hold(dataset):
    (dataset / "run.yaml").write_text(yaml.safe_dump({"start": 4, "count": 2, "min_area": 41}))
    assert failures(dataset)["filters hold"][0] == "annotation 40001: min_area should have taken it out"


def test_what_is_ignored_has_a_reason(dataset):
    path = dataset / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"iscrowd":0', '"iscrowd":0,"ignore":1'))
    settings = {"start": 4, "count": 2, "min_area": 41, "keep_ignored": True}
    (dataset / "run.yaml").write_text(yaml.safe_dump(settings))
    sentence = "annotation 40002: it is marked to be ignored, no filter says so"
    assert failures(dataset)["filters hold"] == (sentence, sentence.replace("40002", "50002"))


@pytest.mark.parametrize(
    ("name", "place", "value", "sentence"),
    [
        ("masks", (5, 3), 0, "image 4: 1 pixels of instance 1's mask have another id in masks/"),
        ("masks", (5, 3), 3, "image 4: 1 pixels of instance 1's mask have another id in masks/"),
        ("masks", (20, 3), 9, "image 4: masks/ shows an instance 9 that is not in the annotations"),
        ("parts", (5, 3), 0, "image 4: 1 pixels of annotation 40001's mask have no part in parts/"),
        ("parts", (20, 3), 7, "image 4: parts/ shows ids [7], the legend has none of them"),
    ],
)
def test_mask_files_that_contradict_the_annotations(dataset, name, place, value, sentence):
    path = dataset / name / "000000000004.png"
    ids = np.array(Image.open(path))
    ids[place] = value
    Image.fromarray(ids.astype(np.uint16 if name == "masks" else np.uint8)).save(path)
    assert failures(dataset)["mask files agree with annotations"][0] == sentence


@pytest.mark.parametrize("damage", [b"", b"junk"])
def test_mask_files_that_are_none(dataset, damage):
    (dataset / "masks" / "000000000004.png").write_bytes(damage)
    (dataset / "parts" / "000000000005.png").unlink()
    first, second = failures(dataset)["mask files agree with annotations"]
    assert first.startswith("image 4: masks/000000000004.png cannot be used")
    assert second.startswith("image 5: parts/000000000005.png cannot be used")


@pytest.mark.parametrize("schema", [3, {"car": 3}, {"car": {"color": {"type": "paint"}}}])
def test_a_schema_that_is_none(dataset, schema):
    found = damaged(dataset, lambda data: data["info"].update(attribute_schema=schema))
    assert found["attributes fit their schema"][0].startswith("info.attribute_schema")


def test_a_run_yaml_that_asks_for_any_number_of_frames_is_answered_at_once(dataset: Path) -> None:
    (dataset / "run.yaml").write_text(yaml.safe_dump({"start": 4, "count": 10**12}))
    missing = failures(dataset)["frames are those of the run"]
    assert len(missing) == 1001
    assert missing[0] == "image 6 is missing" and missing[-1] == f"{10**12 - 1002} further images are missing"


@pytest.mark.parametrize("key", ["passes", "split", "min_area", "count", "start"])
@pytest.mark.parametrize("value", ["5", "[[1]]", "{a: {b: c}}", ".nan", "'../../x'", "9" * 300, "-1", "true"])
def test_a_run_yaml_with_anything_in_it_is_no_traceback(dataset: Path, key: str, value: str) -> None:
    settings = {"start": "4", "count": "2", key: value}
    (dataset / "run.yaml").write_text("".join(f"{key}: {text}\n" for key, text in settings.items()))
    assert len(check(dataset).rows) > 10
