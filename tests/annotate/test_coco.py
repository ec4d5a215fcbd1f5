import contextlib
import io
import json
from dataclasses import replace

import pytest
from pycocotools.coco import COCO

from annotate import Labels, annotate, category_table, join_datasets, record, write_dataset
from assets import DatasetError, SceneError, StorageError


@pytest.fixture
def records(two_plates):
    spec, frame = two_plates
    labels = annotate(spec, frame)
    return [record(k, f"{k:012d}.jpg", spec, frame, labels, "vehicles", 7) for k in (3, 5)]


def test_builtin_categories_have_cocos_ids_and_users_own_follow():
    rows = category_table(["zebra", "car", "face", "anvil", "car"])
    assert [(row["id"], row["name"], row["supercategory"]) for row in rows] == [
        (3, "car", "vehicle"),
        (91, "face", "person"),
        (1001, "anvil", "anvil"),
        (1002, "zebra", "zebra"),
    ]


def test_a_record_says_everything_about_its_frame(records):
    image = records[0]["image"]
    assert (image["id"], image["frame"], image["file_name"]) == (3, 3, "000000000003.jpg")
    assert (image["width"], image["height"], image["scene"], image["seed"]) == (40, 30, "vehicles", 7)
    assert image["camera"]["model"] == "pinhole"
    assert image["camera"]["K"] == [[20.0, 0.0, 20.0], [0.0, 20.0, 15.0], [0.0, 0.0, 1.0]]
    assert image["camera"]["rotation"] == [[0.0, -1.0, 0.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]]
    assert image["camera"]["translation"] == [0.0, 0.0, 0.0]
    assert image["parameters"] == {"count": 3}
    assert image["assets"] == [{"origin": "here", "licence": "CC0-1.0"}, {"origin": "none", "licence": None}]
    assert (image["placed"], image["hidden"]) == (3, [{"instance_id": 3, "category": "car"}])
    assert "-0.0" not in json.dumps(image)


def test_annotation_ids_depend_on_the_frame_alone(records):
    assert [item["id"] for item in records[0]["annotations"]] == [30_001, 30_002]
    assert [item["id"] for item in records[1]["annotations"]] == [50_001, 50_002]
    assert {item["image_id"] for item in records[1]["annotations"]} == {5}


def test_a_frame_has_9999_annotation_ids(two_plates):
    spec, frame = two_plates
    item = annotate(spec, frame).annotations[0]
    record(0, "a.jpg", spec, frame, Labels((item,) * 9_999, ()), "vehicles", 7)
    with pytest.raises(SceneError, match="frame 0: expected at most 9999 annotations, got 10000"):
        record(0, "a.jpg", spec, frame, Labels((item,) * 10_000, ()), "vehicles", 7)


def test_a_parameter_that_json_cannot_hold_is_refused(two_plates):
    spec, frame = two_plates
    with pytest.raises(SceneError, match="parameter 'speed'"):
        record(0, "a.jpg", replace(spec, parameters={"speed": float("nan")}), frame, Labels((), ()), "vehicles", 7)


def test_pycocotools_loads_what_was_written(records, tmp_path):
    path = tmp_path / "instances.json"
    write_dataset(path, iter(records), {"version": "1"}, ["car"])
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(path))
    assert coco.getImgIds() == [3, 5]
    (car,) = coco.loadCats(coco.getCatIds())
    assert (car["id"], car["name"], car["supercategory"]) == (3, "car", "vehicle")
    assert len(car["keypoints"]) == 24
    assert [item["category_id"] for item in coco.loadAnns(coco.getAnnIds(imgIds=5))] == [3, 3]
    assert coco.dataset["info"] == {"version": "1"}
    assert "category" not in coco.dataset["annotations"][0]


def test_the_file_is_one_entry_a_line_and_the_same_bytes_again(records, tmp_path):
    for name in ("a.json", "b.json"):
        write_dataset(tmp_path / name, records, {}, ["car"])
    text = (tmp_path / "a.json").read_bytes()
    assert text == (tmp_path / "b.json").read_bytes()
    lines = text.decode().splitlines()
    assert [json.loads(line.rstrip(","))["id"] for line in lines if line.startswith('{"id"')] == [
        3,
        5,
        30001,
        30002,
        50001,
        50002,
    ]


def test_a_dataset_of_nothing_is_valid(tmp_path):
    write_dataset(tmp_path / "a.json", [], {}, [])
    assert json.loads((tmp_path / "a.json").read_text()) == {
        "info": {},
        "licenses": [],
        "categories": [],
        "images": [],
        "annotations": [],
    }


def test_a_file_says_where_its_entries_are_and_such_files_join_to_one(records, tmp_path):
    records = list(records)
    write_dataset(tmp_path / "whole.json", records, {"version": "1"}, ["car"])
    parts = []
    for index, part in enumerate([records[:1], [], records[1:]]):
        path = tmp_path / f"{index}.json"
        sections = write_dataset(path, part, {"part": index}, ["car"])
        images, annotations = (path.read_bytes()[each.start : each.stop] for each in vars(sections).values())
        assert json.loads(b"[" + images + b"]") == json.loads(path.read_text())["images"]
        assert json.loads(b"[" + annotations + b"]") == json.loads(path.read_text())["annotations"]
        parts += [(images, annotations)] if images else []
    assert len(parts) == 2
    images, annotations = zip(*parts, strict=True)
    halves = [[text[:9], text[9:]] for text in images]
    join_datasets(tmp_path / "joined.json", halves, [[text] for text in annotations], {"version": "1"}, ["car"])
    assert (tmp_path / "joined.json").read_bytes() == (tmp_path / "whole.json").read_bytes()


def test_an_unknown_category_leaves_the_old_file_alone(records, tmp_path):
    path = tmp_path / "a.json"
    path.write_text("old")
    with pytest.raises(DatasetError, match="annotation 30001: expected a category of \\['bus'\\], got 'car'"):
        write_dataset(path, records, {}, ["bus"])
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text() == "old"


def test_a_folder_that_is_not_there_is_one_sentence(records, tmp_path):
    with pytest.raises(StorageError, match="cannot be written"):
        write_dataset(tmp_path / "none" / "a.json", records, {}, ["car"])
