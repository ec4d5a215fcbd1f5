"""A merge by groups of shards: the same bytes as the merge of all records, and a COCO file for each group."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotate import check
from assets import ConfigError, StorageError
from render.run.fake import FakeRenderer
from render.run.frames import Job
from render.run.grouped import check_merging, merge_in_groups
from render.run.here import run
from render.run.pipeline import leave_records, merge
from render.settings.config import RunConfig, make_config
from render.stores import Store, groups, open_store
from render.stores.claims import Claim
from render.stores.run import RunStore
from render.stores.storage import RunFolder

SPLIT = {"train": 0.7, "val": 0.2, "test": 0.1}


def config(**values: Any) -> RunConfig:
    boxes = {"scenes": ["examples/boxes.py"], "size": (48, 32), "start": 3, "count": 10, "shard_frames": 2}
    return make_config({**boxes, **values})


def rendered(folder: Path, store: Store, wanted: RunConfig) -> RunStore:
    """A run's records in a store, without any COCO file."""
    run(wanted, folder, lambda watch: FakeRenderer(), merging=leave_records)
    assert list((folder / "annotations").iterdir()) == []
    store.upload(folder, [f"records/{path.name}" for path in (folder / "records").iterdir()])
    return RunStore(store, wanted)


def coco_files(store: Store) -> dict[str, bytes]:
    return {name: store.read(name) or b"" for name in store.sizes("annotations")}


@pytest.mark.parametrize("split", [{}, SPLIT])
@pytest.mark.parametrize("shards", [1, 2, 100])
def test_groups_join_to_the_bytes_of_the_plain_merge(
    store: Store, tmp_path: Path, shards: int, split: dict[str, float]
) -> None:
    place = rendered(tmp_path / "rendered", store, config(split=split))
    job = Job.of(place.config)
    merge(job, place)
    plain = coco_files(store)
    assert set(plain) == {f"annotations/instances{name}.json" for name in ("", *(f"_{name}" for name in split))}
    store.remove(list(plain))
    merge_in_groups(job, place, shards=shards)
    found = coco_files(store)
    assert {name: found[name] for name in plain} == plain
    numbers = {frame // (2 * shards) for frame in range(3, 13)}
    assert len(found) == len(plain) * (1 + len(numbers))
    frames = [
        image["frame"]
        for number in sorted(numbers)
        for image in json.loads(found[f"annotations/group-{number:05d}.json"])["images"]
    ]
    assert frames == list(range(3, 13))


def test_a_shard_in_the_order_in_which_its_frames_were_done_is_merged_whole(store: Store, tmp_path: Path) -> None:
    """Workers that share a shard add to it as they are done."""
    place = rendered(tmp_path / "rendered", store, config())
    job = Job.of(place.config)
    merge_in_groups(job, place, shards=1)
    in_order = coco_files(store)
    files = sorted((tmp_path / "rendered" / "records").iterdir())
    for file in files:
        file.write_bytes(b"".join(reversed(file.read_bytes().splitlines(keepends=True))))
    store.upload(tmp_path / "rendered", [f"records/{file.name}" for file in files])
    store.remove(list(in_order))
    merge_in_groups(job, place, shards=1)
    assert coco_files(store) == in_order


def test_frames_that_do_not_count_are_in_no_file(store: Store, tmp_path: Path) -> None:
    place = rendered(tmp_path / "rendered", store, config())
    merge_in_groups(Job.of(place.config), place, {3, 4, 7}, shards=1)
    merged = json.loads(store.read("annotations/instances.json") or b"")
    assert [image["frame"] for image in merged["images"]] == [5, 6, 8, 9, 10, 11, 12]
    assert json.loads(store.read("annotations/group-00002.json") or b"")["images"][0]["frame"] == 5
    assert json.loads(store.read("annotations/group-00001.json") or b"")["images"] == []


def test_groups_that_nobody_asked_for_leave_nothing_behind(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = rendered(tmp_path / "rendered", store, config())
    calls = []

    def each(call: Any, arguments: Any) -> list[Any]:
        calls.append(len(arguments))
        return [call(*item) for item in arguments]

    merge_in_groups(Job.of(place.config), place, each=each)
    assert calls == []  # one group would be all
    plain = coco_files(store)
    monkeypatch.setattr(groups, "GROUP_FRAMES", 4)
    merge_in_groups(Job.of(place.config), place, each=each)
    assert calls == [4, 1]
    assert coco_files(store) == plain


def test_groups_of_an_earlier_merge_go_with_the_next(store: Store, tmp_path: Path) -> None:
    place = rendered(tmp_path / "rendered", store, config())
    job = Job.of(place.config)
    merge_in_groups(job, place, shards=1)
    assert "annotations/group-00005.json" in store.sizes("annotations")
    merge_in_groups(job, place, shards=4)
    assert set(store.sizes("annotations")) == {
        *(f"annotations/{name}.json" for name in ("instances", "group-00000", "group-00001"))
    }
    merge(job, place)
    assert set(store.sizes("annotations")) == {"annotations/instances.json"}


def test_a_folder_of_frames_drops_them_too_and_overwrite_knows_them(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run(config(), folder, lambda watch: FakeRenderer())
    merge_in_groups(Job.of(config()), RunStore(open_store(str(folder)), config()), shards=2)
    assert len(list((folder / "annotations").iterdir())) == 5
    assert check(folder).ok
    (folder / "annotations" / "group-theirs.json").write_text("mine")
    claim = Claim.of((folder / "run.yaml").read_bytes(), "run.yaml")
    names = [f"annotations/{path.name}" for path in (folder / "annotations").iterdir()]
    assert sorted(claim.mine(names)) == sorted({*names} - {"annotations/group-theirs.json"})
    assert not claim.holds("annotations/group-00001_train.json")  # it has no such split
    with RunFolder(folder, config()) as place:
        merge(Job.of(config()), place)
    left = {path.name for path in (folder / "annotations").iterdir()}
    assert left == {"instances.json", "group-theirs.json"}


def test_a_group_that_was_cut_since_is_told(store: Store, tmp_path: Path) -> None:
    place = rendered(tmp_path / "rendered", store, config())
    job = Job.of(place.config)

    def each(call: Any, arguments: Any) -> list[Any]:
        done = [call(*item) for item in arguments]
        store.write("annotations/group-00003.json", b"{}")
        return done

    with pytest.raises(StorageError, match=r"group-00003\.json: cannot read, .*early"):
        merge_in_groups(job, place, shards=1, each=each)
    assert "annotations/instances.json" not in store.sizes("annotations")


def test_groups_without_a_merge_are_refused() -> None:
    check_merging(False, None)
    check_merging(True, 3)
    with pytest.raises(ConfigError, match=r"--group-shards 3, which merges, or --no-merge, got both"):
        check_merging(False, 3)
    with pytest.raises(ConfigError, match="--group-shards 0: expected a number from 1"):
        check_merging(True, 0)
