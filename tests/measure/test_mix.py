"""One set of two: ids, categories, splits and pictures of a mix, and labels that are as they were."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pycocotools.coco import COCO
from typer.testing import CliRunner

from annotate.formats import export
from annotate.formats.source import read_dataset
from assets import ConfigError, DatasetError, StorageError
from measure.mixing import REAL, RENDERED, TRAIN, plan_mix, write_mix
from render.cli.app import app

type Make = Callable[..., Path]
type Content = dict[str, Any]
MORE = {"segmentation": [[1.5, 2.0, 30.0, 2.0, 30.0, 40.0]], "source_id": "x-7", "occlusion": 0.25}
ADDED = ("id", "image_id", "category_id")


def split(folder: Path, at: dict[str, tuple[int, int]]) -> Path:
    """A set laid out as Prelabel does, each split with the pictures from one number to another."""
    content = json.loads((folder / "coco.json").read_text())
    (folder / "coco.json").unlink()
    (folder / "annotations").mkdir()
    whole = folder / "annotations" / "instances.json"
    whole.write_text(json.dumps(content))
    for name, (first, last) in at.items():
        part = content | {"images": [image for image in content["images"] if first <= image["id"] < last]}
        ids = {image["id"] for image in part["images"]}
        part["annotations"] = [item for item in content["annotations"] if item["image_id"] in ids]
        whole.with_name(f"instances_{name}.json").write_text(json.dumps(part))
    return folder


@pytest.fixture
def real(made: Make, tmp_path: Path) -> Path:
    """Twenty pictures with a test split, and labels that hold what we know nothing of."""
    folder = tmp_path / "real"
    shutil.copytree(made(seed=11, pictures=20), folder)
    content = json.loads((folder / "coco.json").read_text())
    for item in content["annotations"]:
        item.update(MORE)
    content["licenses"] = [{"id": 3, "name": "CC BY 4.0"}]
    for image in content["images"]:
        image["license"] = 3
    (folder / "coco.json").write_text(json.dumps(content))
    return split(folder, {"train": (0, 12), "test": (12, 20)})


@pytest.fixture
def rendered(made: Make, tmp_path: Path) -> Path:
    folder = tmp_path / "rendered"
    shutil.copytree(made(seed=12, pictures=30), folder)
    return split(folder, {"train": (0, 20), "val": (20, 26), "test": (26, 30)})


def mixed(real: Path, rendered: Path, out: Path, **options: Any) -> Content:
    write_mix(plan_mix(real, rendered, **options), out)
    content: Content = json.loads((out / "annotations" / "instances.json").read_text())
    return content


def of(content: Content, file: str, folder: Path) -> set[str]:
    part = json.loads((folder / "annotations" / f"instances_{file}.json").read_text())
    return {image["original"] for image in part["images"]}


def test_ids_are_unique_and_everything_is_there(real: Path, rendered: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    content = mixed(real, rendered, out)
    coco = COCO(str(out / "annotations" / "instances.json"))
    assert len(coco.imgs) == len(content["images"]) == 20 + 26
    assert len(coco.anns) == len(content["annotations"])
    assert Counter(image["source"] for image in content["images"]) == {REAL: 20, RENDERED: 26}
    assert {path.name for path in (out / "images").iterdir()} == {image["file_name"] for image in content["images"]}
    for image in content["images"]:
        home = real if image["source"] == REAL else rendered
        assert (out / "images" / image["file_name"]).read_bytes() == (home / "images" / image["original"]).read_bytes()


def test_labels_are_as_they_were(real: Path, rendered: Path, tmp_path: Path) -> None:
    content = mixed(real, rendered, tmp_path / "out")
    before = json.loads((real / "annotations" / "instances.json").read_text())
    names = [{row["id"]: row["name"] for row in one["categories"]} for one in (content, before)]
    originals = {image["id"]: image["original"] for image in content["images"]}
    files = {image["id"]: image["file_name"] for image in before["images"]}

    def plain(item: Content, images: dict[int, str], categories: dict[int, str]) -> str:
        rest = {key: value for key, value in item.items() if key not in ADDED}
        return json.dumps([images[item["image_id"]], categories[item["category_id"]], rest], sort_keys=True)

    found = [plain(item, originals, names[0]) for item in content["annotations"]]
    wanted = [plain(item, files, names[1]) for item in before["annotations"]]
    assert found[: len(wanted)] == wanted
    assert all("source_id" in line for line in wanted)
    assert content["licenses"] == [{"id": 3, "name": "CC BY 4.0"}]
    assert content["images"][0]["license"] == 3


def test_no_test_photograph_gets_into_training(real: Path, rendered: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    content = mixed(real, rendered, out)
    tests = {f"11_{k:05d}.png" for k in range(12, 20)}
    assert of(content, "test", out) == tests  # and no rendered picture beside them
    assert not of(content, "train", out) & tests
    assert len(of(content, "train", out)) == 12 + 20
    assert of(content, "val", out) == {f"12_{k:05d}.png" for k in range(20, 26)}


def test_nor_does_it_under_another_name(real: Path, rendered: Path) -> None:
    shutil.copy(real / "images" / "11_00015.png", real / "images" / "11_00002.png")
    mix = plan_mix(real, rendered)
    assert "11_00002.png" not in {each.item.name for each in mix.chosen if each.item.split == TRAIN}
    assert "1 training pictures are also in another split, and are left out" in mix.notes


def test_the_share_thins_out_the_larger_side_and_no_tests(real: Path, rendered: Path) -> None:
    mix = plan_mix(real, rendered, share=0.25)
    counts = Counter((each.source, each.item.split) for each in mix.chosen)
    assert counts[REAL, TRAIN] / (counts[REAL, TRAIN] + counts[RENDERED, TRAIN]) == pytest.approx(0.25, abs=0.02)
    assert counts[RENDERED, TRAIN] == 20
    assert counts[REAL, "test"] == 8
    assert [each.item.name for each in plan_mix(real, rendered, share=0.25).chosen] == [e.item.name for e in mix.chosen]


def test_a_photographs_share_that_is_none_is_refused(real: Path, rendered: Path) -> None:
    for share in (0.0, 1.0, -3.0, 0.001):
        with pytest.raises(ConfigError, match="--share"):
            plan_mix(real, rendered, share=share)


def test_categories_are_matched_by_name_whatever_their_ids(real: Path, made: Make, tmp_path: Path) -> None:
    other = made(seed=13, pictures=6, categories={"sedan": 0.5, "truck": 0.5})
    content = mixed(real, other, tmp_path / "out", names={"sedan": "car", "bus": ""})
    table = {row["id"]: row["name"] for row in content["categories"]}
    assert table == {3: "car", 8: "truck"}  # COCO's ids
    sources = {image["id"]: image["source"] for image in content["images"]}
    for key in (REAL, RENDERED):
        assert {table[i["category_id"]] for i in content["annotations"] if sources[i["image_id"]] == key} == {
            "car",
            "truck",
        }


def test_what_only_one_has_is_said(real: Path, made: Make) -> None:
    other = made(seed=14, pictures=6, categories={"car": 1.0})
    assert any(note.startswith("only real pictures have bus, truck") for note in plan_mix(real, other).notes)
    with pytest.raises(ConfigError, match=r"mix: expected categories that both have, .*--map OLD=NEW renames one"):
        plan_mix(real, made(seed=6, categories={"sedan": 1.0}))


@pytest.mark.parametrize("to", ["yolo", "voc"])
def test_photographs_may_be_of_another_format(real: Path, rendered: Path, to: str, tmp_path: Path) -> None:
    export(real, to, tmp_path / "exported")
    out = tmp_path / "out"
    content = mixed(tmp_path / "exported", rendered, out)
    assert Counter(image["source"] for image in content["images"])[REAL] == 20
    first = next(item for item in content["annotations"] if item["image_id"] == 0)
    assert first.keys() >= {"bbox", "area", "iscrowd"}
    COCO(str(out / "annotations" / "instances.json"))


def test_a_mix_is_a_dataset_that_our_commands_read(real: Path, rendered: Path, tmp_path: Path) -> None:
    mixed(real, rendered, tmp_path / "out")
    dataset = read_dataset(tmp_path / "out")
    assert set(dataset.splits) == {"train", "val", "test"}
    assert sum(1 for name in dataset.splits for _ in dataset.records(name)) == 46
    dataset.check_splits()
    assert export(tmp_path / "out", "yolo", tmp_path / "yolo").images == 46


def test_links_are_one_file_and_copies_two(real: Path, rendered: Path, tmp_path: Path) -> None:
    mix = plan_mix(real, rendered)
    for link in (True, False):
        write_mix(mix, tmp_path / str(link), link)
        (first,) = (tmp_path / str(link) / "images").glob("real-000000-*")
        assert first.samefile(real / "images" / "11_00000.png") == link


def test_pictures_alone_are_no_real_set(real: Path, rendered: Path) -> None:
    with pytest.raises(ConfigError, match="expected pictures with labels, found pictures alone"):
        plan_mix(real / "images", rendered)


def test_nothing_is_half_written(real: Path, rendered: Path, tmp_path: Path) -> None:
    (rendered / "images" / "12_00007.png").unlink()
    with pytest.raises(DatasetError, match=r"12_00007\.png: this picture cannot be read"):
        mixed(real, rendered, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["real", "rendered"]
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").write_text("x")
    with pytest.raises(StorageError, match="expected a folder that is empty or not there yet"):
        write_mix(plan_mix(real, real), full)


def test_the_command_writes_or_lists(real: Path, rendered: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    done = run(app, ["mix", str(real), str(rendered), "--share", "0.5", "--list"])
    assert done.exit_code == 0
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert len(paths) == 24 and all(path.is_file() for path in paths)
    done = run(app, ["mix", str(real), str(rendered), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0
    assert "test: 8 real, train: 12 real, train: 20 rendered, val: 6 rendered pictures" in done.output
    for words in ([], ["--list", "--out", str(tmp_path / "other")]):
        done = run(app, ["mix", str(real), str(rendered), *words])
        assert isinstance(done.exception, ConfigError)
