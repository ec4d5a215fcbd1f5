"""What all formats have in common: whole or nothing, equal bytes, one clear sentence for what is damaged."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotate.formats import FORMATS, Format, export, registry
from annotate.formats.source import read_dataset
from assets import ConfigError, DatasetError, StorageError
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config

OF_TRACKS = ("mot", "kitti-tracking", "coco-vid", "tao")
OF_PLATES = ("paddleocr", "plates-csv")  # these write plates alone
OF_ANYTHING = [name for name in FORMATS if name not in OF_PLATES]
OF_STILLS = [name for name in OF_ANYTHING if name not in ("yolo-pose", *OF_TRACKS)]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_dataset_gives_the_same_bytes(dataset: Path, tmp_path: Path, to: str) -> None:
    summary = export(dataset, to, tmp_path / "a")
    assert summary.images == 6
    export(dataset, to, tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


@pytest.mark.parametrize("to", OF_STILLS)
def test_a_run_exports(tmp_path: Path, to: str) -> None:
    settings = {"scenes": ["examples/boxes.py"], "size": (96, 72), "count": 2, "split": {"train": 0.5, "val": 0.5}}
    made = run(make_config(settings), tmp_path / "run", lambda watch: FakeRenderer())
    summary = export(tmp_path / "run", to, tmp_path / "out")
    assert (summary.images, summary.annotations) == (2, made.counts["annotations"])


def test_a_coco_file_of_another_layout_gives_the_same(own: Path, tmp_path: Path) -> None:
    export(own, "kitti", tmp_path / "a")
    path = own / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    content["annotations"].reverse()
    content["annotations"].sort(key=lambda item: item["id"] % 10_000)  # no longer in the order of images
    path.write_text(json.dumps(content, indent=1))
    export(own, "kitti", tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_an_export_may_link_pictures(own: Path, tmp_path: Path) -> None:
    export(own, "yolo", tmp_path / "copied")
    export(own, "yolo", tmp_path / "linked", link=True)
    assert files(tmp_path / "copied") == files(tmp_path / "linked")
    picture = (own / "images" / "000000000000.jpg").stat()
    assert (tmp_path / "linked" / "images" / "train" / "000000000000.jpg").stat().st_ino == picture.st_ino
    assert (tmp_path / "copied" / "images" / "train" / "000000000000.jpg").stat().st_ino != picture.st_ino


def test_a_folder_with_something_in_it_is_refused(own: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(StorageError, match="expected a folder that is empty or not there yet"):
        export(own, "yolo", tmp_path / "out")
    assert files(tmp_path / "out") == {"mine.txt": b"keep"}
    (tmp_path / "out" / "mine.txt").unlink()
    export(own, "yolo", tmp_path / "out")
    assert (tmp_path / "out" / "data.yaml").is_file()


def test_the_dataset_is_not_exported_over_itself(own: Path) -> None:
    with pytest.raises(StorageError):
        export(own, "yolo", own)
    with pytest.raises(StorageError):
        export(own, "yolo", own / "annotations" / "instances.json")


@pytest.mark.parametrize("to", FORMATS)
def test_a_failed_export_leaves_nothing(own: Path, tmp_path: Path, to: str) -> None:
    (own / "images" / "000000000005.jpg").unlink()
    with pytest.raises(DatasetError, match=r"image 5: 000000000005\.jpg is not in"):
        export(own, to, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_a_folder_that_cannot_be_made_is_one_sentence(own: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot export"):
        export(own, "yolo", tmp_path / "file" / "out")


def test_an_unknown_format_is_refused(own: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--to yolov9: expected one of yolo, yolo-seg"):
        export(own, "yolov9", tmp_path / "out")


def test_a_near_format_is_named(own: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\(did you mean 'webdataset'\?\)"):
        export(own, "webdatset", tmp_path / "out")


@pytest.mark.parametrize("to", OF_ANYTHING)
def test_chosen_categories_are_as_if_there_were_no_others(own: Path, tmp_path: Path, to: str) -> None:
    """Byte for byte what a dataset without them gives: ids in COCO's fields stay, classes are counted from 0."""
    chosen = export(own, to, tmp_path / "chosen", categories=["car"])
    assert "5 annotations left out, as they are of other categories" in chosen.notes
    path = own / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    content["categories"] = [row for row in content["categories"] if row["name"] == "car"]
    content["annotations"] = [item for item in content["annotations"] if item["category_id"] == 3]
    path.write_text(json.dumps(content))
    without = export(own, to, tmp_path / "without")
    assert (chosen.images, chosen.annotations) == (without.images, without.annotations) == (6, 10)
    assert files(tmp_path / "chosen") == files(tmp_path / "without")


def test_the_order_in_which_categories_are_chosen_does_not_matter(own: Path, tmp_path: Path) -> None:
    for name, categories in {"a": ["traffic cone", "car"], "b": ["car", "traffic cone"], "c": None}.items():
        summary = export(own, "yolo", tmp_path / name, categories=categories)
        assert summary.annotations == 15
    assert files(tmp_path / "a") == files(tmp_path / "b") == files(tmp_path / "c")


@pytest.mark.parametrize(
    ("categories", "sentence"),
    [
        (["car", "cra"], r"--categories cra: expected some of car, traffic cone \(did you mean 'car'\?\)"),
        ([], "--categories: expected some of car, traffic cone, got none"),
    ],
)
def test_an_unknown_category_is_refused(own: Path, tmp_path: Path, categories: list[str], sentence: str) -> None:
    with pytest.raises(ConfigError, match=f"^{sentence}$"):
        export(own, "yolo", tmp_path / "out", categories=categories)
    assert not (tmp_path / "out").exists()


def test_a_damaged_annotation_of_another_category_is_named_all_the_same(own: Path, tmp_path: Path) -> None:
    change(own / "annotations" / "instances.json", lambda entry: entry.update(category_id=77))
    with pytest.raises(DatasetError, match="annotation 1: there is no category 77"):
        export(own, "yolo", tmp_path / "out", categories=["traffic cone"])


def test_a_second_format_of_a_name_is_refused() -> None:
    item = Format("yolo", "", lambda dataset, target: None)
    with pytest.raises(ConfigError, match="format 'yolo': expected a name that is not taken"):
        registry(item, item)


def change(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit a COCO file and keep its layout, an entry a line."""
    lines = path.read_text().splitlines()
    for place, line in enumerate(lines):
        if line.startswith("{") and '"image_id":0' in line:
            entry = json.loads(line.removesuffix(","))
            edit(entry)
            lines[place] = json.dumps(entry) + ","
            break
    path.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("to", "edit", "sentence"),
    [
        ("yolo", {"bbox": [1, 2, 3]}, r"annotation 1: expected 'bbox' to be \[x, y, width, height\]"),
        ("yolo", {"bbox": [1, 2, 0, 3]}, "annotation 1: expected a box with a width and a height"),
        ("yolo", {"category_id": 77}, "annotation 1: there is no category 77"),
        ("yolo", {"image_id": 99}, "annotation 1: expected annotations in the order of their images"),
        ("yolo", {"id": "x"}, "annotation x: expected 'id' to be an integer"),
        ("voc", {"attributes": []}, "annotation 1: expected 'attributes' to be an object of plain values"),
        ("voc", {"truncation": "much"}, "annotation 1: expected 'truncation' to be a finite number"),
        ("kitti", {"bbox3d": {"center": [0, 0]}}, "annotation 1: expected 'bbox3d' to be"),
        ("yolo-seg", {"segmentation": []}, "annotation 1 of image 0: expected a segmentation"),
        (
            "yolo-seg",
            {"segmentation": [[0, 0, 9, 0, 9]]},
            "annotation 1 of image 0: segmentation: expected polygons",
        ),
        ("yolo-seg", {"segmentation": {"size": [48, 64], "counts": "~"}}, "annotation 1 of image 0: segmentation"),
        ("yolo-pose", {"keypoints": [1, 2, 2]}, "annotation 1: expected 'keypoints' to be 72 numbers"),
        ("yolo-pose", {"keypoints": [1, 2, 7] * 24}, "annotation 1: expected a visibility of 0, 1 or 2"),
    ],
)
def test_a_damaged_annotation_is_named(own: Path, tmp_path: Path, to: str, edit: dict[str, Any], sentence: str) -> None:
    change(own / "annotations" / "instances.json", lambda entry: entry.update(edit))
    with pytest.raises(DatasetError, match=sentence):
        export(own, to, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"file_name":"000000000001.jpg"',
            '"file_name":"../x.jpg"',
            "image 1: expected a file in images/, got ../x.jpg",
        ),
        ('"file_name":"000000000001.jpg"', '"file_name":"000000000000.jpg"', "image 1: its id, or 000000000000, comes"),
        ('{"id":1,"file_name"', '{"id":0,"file_name"', "image 0: its id, or 000000000001, comes more than once"),
        ('"width":64', '"width":0', "image 0: expected 'width' to be a number of pixels"),
        ('{"id":1,"file_name"', '{"id":1"file_name"', r"instances\.json, line 6: this is not JSON"),
        ('"width":64', '"width":NaN', r"instances\.json, line 5: this is not JSON \(JSON has no NaN\)"),
        ('"name":"car"', '"name":""', "category 3: expected 'name' to be text"),
        ('"name":"car"', '"name":"traffic cone"', "expected categories, each with a name of its own"),
        ('"images":[', '"pictures":[', "expected a COCO object with a list of images"),
        ("\n]}\n", "\n", "expected a list of annotations, but the file ends before it does"),
    ],
)
def test_a_damaged_file_is_named(own: Path, tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = own / "annotations" / "instances.json"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DatasetError, match=sentence):
        export(own, "yolo", tmp_path / "out")


def test_a_file_torn_anywhere_is_one_sentence(own: Path, tmp_path: Path) -> None:
    path = own / "annotations" / "instances.json"
    whole = path.read_bytes()
    for share in (0.0, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(DatasetError, match=r"instances\.json"):
            export(own, "yolo", tmp_path / "out")


def test_a_folder_that_is_no_dataset_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"instances\.json: cannot be read \(No such file or directory\)"):
        export(tmp_path, "yolo", tmp_path / "out")


def test_a_frame_in_no_split_and_one_in_two_are_named(dataset: Path, own: Path, tmp_path: Path) -> None:
    parts = dataset / "annotations"
    (own / "annotations" / "instances_val.json").write_bytes((parts / "instances_val.json").read_bytes())
    with pytest.raises(DatasetError, match=r"image 0 of instances\.json is in no split"):
        export(own, "voc", tmp_path / "out")
    (own / "annotations" / "instances_train.json").write_bytes((parts / "instances_val.json").read_bytes())
    with pytest.raises(DatasetError, match="image 4 is in split train and in split val"):
        export(own, "voc", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_ignored_annotations_are_told(own: Path, tmp_path: Path) -> None:
    change(own / "annotations" / "instances.json", lambda entry: entry.update(ignore=1))
    summary = export(own, "yolo", tmp_path / "out")
    assert summary.annotations == 14
    assert "1 annotations left out, as they are marked to be ignored" in summary.notes


def test_one_record_is_in_memory_at_a_time(own: Path) -> None:
    """What stays of those before is their ids and names, to find those that come twice."""
    path = own / "annotations" / "instances.json"
    lines = path.read_text().splitlines()
    first = next(i for i, line in enumerate(lines) if '"image_id":0' in line)
    image, annotation = lines[4].removesuffix(","), lines[first].removesuffix(",")
    count = 3_000
    images = [image.replace('"id":0', f'"id":{k}').replace("000000000000", f"{k:012d}") for k in range(count)]
    annotations = [annotation.replace('"image_id":0', f'"image_id":{k}') for k in range(count)]
    text = "\n".join([*lines[:4], ",\n".join(images), "],", '"annotations":[', ",\n".join(annotations), "]}", ""])
    path.write_text(text)
    tracemalloc.start()
    assert sum(len(record.annotations) for record in read_dataset(own).records("train")) == count
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(text) > 3_000_000
    assert peak < 1_000_000
