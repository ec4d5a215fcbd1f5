"""One set in each format gives the same pictures and boxes."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate.formats import export
from assets import ConfigError, DatasetError
from measure.items import Item
from measure.readers import open_source

SLACK_PX = {"yolo": 0.02, "kitti": 0.6, "voc": 2.0}  # KITTI has two decimals and clips, VOC whole pixels

type Change = Callable[[Path, Callable[[dict[str, Any]], object]], None]


@pytest.fixture(scope="module")
def ours(made: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same set as Prelabel lays one out, with splits."""
    source, folder = made(seed=5, pictures=6), tmp_path_factory.mktemp("ours") / "set"
    shutil.copytree(source / "images", folder / "images")
    (folder / "annotations").mkdir()
    content = json.loads((source / "coco.json").read_text())
    for image in content["images"]:
        image["camera"] = {"K": [[200.0, 0, 80.0], [0, 200.0, 60.0], [0, 0, 1]]}
    whole = folder / "annotations" / "instances.json"
    whole.write_text(json.dumps(content))
    for name, ids in (("train", range(4)), ("val", (4, 5))):
        part = content | {
            "images": [image for image in content["images"] if image["id"] in ids],
            "annotations": [item for item in content["annotations"] if item["image_id"] in ids],
        }
        whole.with_name(f"instances_{name}.json").write_text(json.dumps(part))
    return folder


def read(place: Path) -> list[Item]:
    return list(open_source(place).read(Counter()))


@pytest.mark.parametrize("to", SLACK_PX)
def test_each_format_gives_the_same_boxes_names_and_pictures(ours: Path, to: str, tmp_path: Path) -> None:
    export(ours, to, tmp_path / "out")
    wanted, source = read(ours), open_source(tmp_path / "out")
    found = list(source.read(Counter()))
    assert (source.kind, source.count, source.labelled) == (to.upper(), 6, True)
    assert len(found) == len(wanted) == 6
    for there, here in zip(found, wanted, strict=True):
        assert there.size == here.size == (160, 120)
        assert there.picture is not None and there.picture.is_file()
        assert here.things and there.things
        assert [thing.category for thing in there.things] == [thing.category for thing in here.things]
        for a, b in zip(there.things, here.things, strict=True):
            assert np.abs(np.subtract(a.box, b.box)).max() <= SLACK_PX[to]


@pytest.mark.parametrize("to", ["coco", "yolo", "voc"])
def test_splits_are_kept(ours: Path, to: str, tmp_path: Path) -> None:
    if to != "coco":
        export(ours, to, tmp_path / "out")
    found = read(ours if to == "coco" else tmp_path / "out")
    assert [item.split for item in found] == ["train"] * 4 + ["val"] * 2


def test_coco_keeps_attributes_and_keypoints(ours: Path) -> None:
    (first, *_) = read(ours)[0].things or ()
    assert set(first.attributes) == {"color", "yaw_deg"}
    assert first.points is not None and first.points.shape == (5, 3)
    assert open_source(ours).keypoints["car"] == ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")


def test_voc_carries_attributes_over(ours: Path, tmp_path: Path) -> None:
    export(ours, "voc", tmp_path / "out")
    for there, here in zip(read(tmp_path / "out"), read(ours), strict=True):
        assert [a.attributes["color"] for a in there.things or ()] == [b.attributes["color"] for b in here.things or ()]


def test_kitti_s_alpha_is_our_yaw(tmp_path: Path, made: Callable[..., Path]) -> None:
    """A car that drives straight away from the camera has alpha -90°, and turns its rear to us."""
    (tmp_path / "image_2").mkdir()
    (tmp_path / "label_2").mkdir()
    shutil.copy(made(seed=5, pictures=6) / "images" / "5_00000.png", tmp_path / "image_2" / "000000.png")
    line = "Car 0.00 1 {} 10.0 20.0 60.0 50.0 1.5 1.6 4.0 0 0 10 0"
    lines = [line.format(alpha) for alpha in (-1.5707963, 1.5707963, 0.0)]
    (tmp_path / "label_2" / "000000.txt").write_text("\n".join(lines))
    (item,) = read(tmp_path)
    assert [round(float(thing.attributes["yaw_deg"])) for thing in item.things or ()] == [180, 0, 90]
    assert {thing.attributes["occluded"] for thing in item.things or ()} == {"partly"}


def test_pictures_alone_have_no_labels(made: Callable[..., Path]) -> None:
    source = open_source(made(seed=5, pictures=6) / "images")
    items = list(source.read(Counter()))
    assert not source.labelled
    assert [item.things for item in items] == [None] * 6


def test_the_order_of_a_file_s_entries_means_nothing(own: Path, change: Change) -> None:
    before = read(own)
    change(own, lambda content: (content["images"].reverse(), content["annotations"].sort(key=lambda row: row["area"])))
    after = read(own)
    assert [item.name for item in after] == [item.name for item in before]
    for a, b in zip(after, before, strict=True):
        assert sorted(thing.box for thing in a.things or ()) == sorted(thing.box for thing in b.things or ())


def test_boxes_beyond_the_border_are_cut_and_told(own: Path, change: Change) -> None:
    def reach_out(content: dict[str, Any]) -> None:
        content["annotations"][0]["bbox"] = [-20.0, 10.0, 60.0, 30.0]
        content["annotations"][1]["bbox"] = [900.0, 10.0, 60.0, 30.0]

    change(own, reach_out)
    tell: Counter[str] = Counter()
    items = list(open_source(own).read(tell))
    assert tell == {
        "boxes reach out of their picture and are cut at its border": 1,
        "boxes have no area in their picture and are left out": 1,
    }
    assert (items[0].things or ())[0].box == (0.0, 10.0, 40.0, 30.0)


def drop(kind: str, key: str) -> Callable[[dict[str, Any]], object]:
    return lambda content: content[kind][0].pop(key)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (drop("annotations", "bbox"), "coco.json: annotation 1 has no 'bbox'"),
        (drop("images", "width"), "coco.json: image 0 has no 'width'"),
        (lambda content: content["annotations"][0].update(image_id=99), "annotations name image 99"),
        (lambda content: content["annotations"][0].update(category_id=99), "names category 99, which is not there"),
        (lambda content: content["annotations"][0].update(bbox=[1, 2, 3]), r"expected 'bbox' to be \[x, y, width"),
        (lambda content: content.pop("categories"), "expected a COCO file with categories, it has none"),
        (lambda content: content["images"].append(content["images"][0]), "image 0 comes more than once"),
        (lambda content: content.update(images=[], annotations=[]), "expected a COCO file with images, it has none"),
    ],
)
def test_a_damaged_coco_file_gets_one_sentence(
    own: Path, change: Change, damage: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    change(own, damage)
    with pytest.raises(DatasetError, match=sentence):
        read(own)


def test_a_torn_file_gets_one_sentence(own: Path) -> None:
    text = (own / "coco.json").read_text()
    (own / "coco.json").write_text(text[: len(text) // 2])
    with pytest.raises(DatasetError, match="this is not JSON"):
        read(own)


def test_nothing_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a dataset's folder or a COCO file, found none"):
        open_source(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match="expected pictures"):
        open_source(tmp_path)


def test_two_coco_files_are_not_guessed_between(own: Path) -> None:
    shutil.copy(own / "coco.json", own / "other.json")
    with pytest.raises(ConfigError, match=r"found coco\.json, other\.json; name the file itself"):
        open_source(own)
    assert open_source(own / "other.json").count == 6


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("0 0.5 0.5 0.1", "four numbers"),
        ("car 0.5 0.5 0.1 0.1", "a class and numbers"),
        ("0 nan 1 1 1", "four numbers"),
    ],
)
def test_a_line_of_yolo_that_is_none_is_named(ours: Path, line: str, sentence: str, tmp_path: Path) -> None:
    export(ours, "yolo", tmp_path / "out")
    label = next((tmp_path / "out" / "labels").rglob("*.txt"))
    label.write_text(f"{line}\n")
    with pytest.raises(DatasetError, match=f"{label.name}, line 1: .*{sentence}"):
        read(tmp_path / "out")


def test_voc_files_cannot_blow_up(ours: Path, tmp_path: Path) -> None:
    export(ours, "voc", tmp_path / "out")
    label = next((tmp_path / "out" / "Annotations").glob("*.xml"))
    label.write_text('<!DOCTYPE a [<!ENTITY b "c">]>' + label.read_text())
    with pytest.raises(DatasetError, match="expected plain XML"):
        read(tmp_path / "out")
