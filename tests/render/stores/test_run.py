"""Which frames of a run a store holds, whatever happened to it, and their merge."""

import json
from pathlib import Path
from typing import Any

import pytest

from assets import ConfigError, StorageError
from assets.ranges import ranges
from benchmarks.merge import measure
from render.run.fake import FakeRenderer
from render.run.frames import Job
from render.run.here import run
from render.run.pipeline import merge
from render.settings.config import RunConfig, make_config
from render.stores import Store, open_store
from render.stores.reuse import Reuse
from render.stores.run import RunStore, deliver, missing, open_run
from render.stores.storage import RunFolder

BOXES = {"scenes": ["examples/boxes.py"], "size": (48, 32), "count": 10, "shard_frames": 4}


def config(**values: Any) -> RunConfig:
    return make_config({**BOXES, **values})


def line(frame: int) -> bytes:
    record = {"image": {"frame": frame, "assets": []}, "annotations": [], "run": config().identity}
    return json.dumps(record).encode() + b"\n"


def bring(store: Store, run: RunConfig, folder: Path, *frames: int) -> None:
    """Frames of one shard, with pictures."""
    (folder / "images").mkdir(exist_ok=True)
    names = [f"images/{frame:012d}.jpg" for frame in frames]
    for name in names:
        (folder / name).write_bytes(b"jpg")
    deliver(store, run, folder, names, {frame: line(frame) for frame in frames})


def merged(store: Store) -> list[int]:
    return [image["frame"] for image in json.loads(store.read("annotations/instances.json") or b"")["images"]]


def test_ranges_have_no_gaps() -> None:
    assert list(ranges([])) == []
    assert list(ranges([1, 2, 3, 7, 9, 10])) == [range(1, 4), range(7, 8), range(9, 11)]


def test_what_is_missing_shows_in_names_alone(store: Store, tmp_path: Path) -> None:
    run = open_run(store, config(start=2))
    assert missing(store, run) == [range(2, 4), range(4, 8), range(8, 12)]
    bring(store, run, tmp_path, 4, 5, 7)
    bring(store, run, tmp_path, 8, 9, 10, 11)
    assert set(store.sizes("records")) == {
        "records/shard-00001.000000000004-000000000005.jsonl",
        "records/shard-00001.000000000007-000000000007.jsonl",
        "records/shard-00002.jsonl",
    }
    assert missing(store, run) == [range(2, 4), range(6, 7)]


def test_a_run_that_grows_renders_its_new_frames_only(store: Store, tmp_path: Path) -> None:
    run = open_run(store, config(count=6))
    bring(store, run, tmp_path, 0, 1, 2, 3)
    bring(store, run, tmp_path, 4, 5)
    grown = open_run(store, config(count=10, shard_frames=8))
    assert (grown.count, grown.shard_frames) == (10, 4)
    assert missing(store, grown) == [range(6, 8), range(8, 10)]
    assert missing(store, open_run(store, config(count=2))) == [range(6, 8), range(8, 10)]


def test_another_config_is_refused(store: Store) -> None:
    open_run(store, config())
    with pytest.raises(ConfigError, match=r"run holds a run with another seed; choose another --out"):
        open_run(store, config(seed=1))
    with pytest.raises(ConfigError, match=r"holds frames 0..9; .* got 50..59"):
        open_run(store, config(start=50))


def test_overwrite_removes_the_run_and_nothing_else(store: Store, tmp_path: Path) -> None:
    bring(store, open_run(store, config()), tmp_path, 0, 1, 2, 3)
    store.write("notes.txt", b"mine")
    open_run(store, config(seed=1), Reuse(overwrite=True))
    assert set(store.sizes("")) == {"run.yaml", "notes.txt"}


def test_a_place_with_records_of_no_run_is_refused(store: Store) -> None:
    store.write("records/mine.csv", b"1,2\n")
    with pytest.raises(StorageError, match=r"expected an empty place or one with a run, found records"):
        open_run(store, config())


def test_merged_records_are_in_order_and_each_there_once(store: Store, tmp_path: Path) -> None:
    run = open_run(store, config())
    bring(store, run, tmp_path, 4, 5, 7)
    bring(store, run, tmp_path, 4, 5, 6, 7)  # the same again, from a machine that had been given up
    bring(store, run, tmp_path, 0, 1, 2, 3)
    merge(Job.of(run), RunStore(store, run))
    assert merged(store) == [0, 1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("text", [b"{]\n" * 4, line(0)])
def test_damaged_records_are_named(store: Store, text: bytes) -> None:
    run = open_run(store, config())
    store.write("records/shard-00000.jsonl", text)
    with pytest.raises(StorageError, match=r"run/records/shard-00000.jsonl: expected .* --verify renders"):
        merge(Job.of(run), RunStore(store, run))


def test_a_local_run_can_go_on_as_one_of_a_store(tmp_path: Path) -> None:
    run(config(count=6), tmp_path / "run", lambda watch: FakeRenderer())
    records = tmp_path / "run" / "records" / "shard-00000.jsonl"
    records.write_bytes(b"".join(records.read_bytes().splitlines(keepends=True)[:3]) + b'{"image": {"fra')
    store = open_store(str(tmp_path / "run"))
    assert missing(store, open_run(store, config())) == [range(3, 4), range(6, 8), range(8, 10)]


def test_the_benchmark_of_the_merge_writes_what_it_says(tmp_path: Path) -> None:
    cost = measure(64, tmp_path / "run")
    assert cost.annotations == 64
    assert cost.bytes > 64 * 1800


def test_a_folder_gives_one_answer_to_every_way_of_writing(tmp_path: Path) -> None:
    """Whether frames come one by one or as shards of a cluster: what is refused is refused, and left as it was."""
    (tmp_path / "thesis.tex").write_text("years of work")
    said = []
    for place in (lambda: RunFolder(tmp_path, config()), lambda: RunStore(open_store(str(tmp_path)), config())):
        with pytest.raises(StorageError) as refused, place():
            pass
        said.append(str(refused.value))
        assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
    assert said == [f"{tmp_path}: expected an empty place or one with a run, found thesis.tex"] * 2


def test_a_run_that_was_killed_before_it_wrote_its_settings_can_begin_again(tmp_path: Path) -> None:
    for name in ("images", "records"):
        (tmp_path / name).mkdir()
    (tmp_path / ".run.yaml.part").write_text("scenes:")
    for place in (RunFolder(tmp_path, config()), RunStore(open_store(str(tmp_path)), config())):
        with place:
            place.keep()
    (tmp_path / "run.yaml").unlink()
    (tmp_path / "images" / "holiday.jpg").write_text("mine")
    with pytest.raises(StorageError, match="found images"):
        RunFolder(tmp_path, config())
