"""The output folder: whole files, torn records, other people's files."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import ConfigError, StorageError
from render.settings.config import PASSES, RunConfig
from render.stores.reuse import Reuse
from render.stores.storage import RunFolder

CONFIG = RunConfig(scenes=("boxes",), count=4)


def opened(root: Path, config: RunConfig = CONFIG, overwrite: bool = False) -> RunFolder:
    folder = RunFolder(root, config, Reuse(overwrite))
    with folder:
        folder.keep()
        return folder


def record(frame: int) -> dict[str, object]:
    return {"image": {"frame": frame, "assets": []}, "annotations": []}


def add(folder: RunFolder, *numbers: int) -> None:
    for frame in numbers:
        folder.add([(f"images/{frame:012d}.png", b"png")], record(frame))


def frames(folder: RunFolder) -> list[int]:
    return [item["image"]["frame"] for item in folder.records()]


def test_records_come_back_by_frame_and_once_each(tmp_path: Path) -> None:
    folder = opened(tmp_path / "run", CONFIG.model_copy(update={"shard_frames": 1}))
    add(folder, 100_000, 99_999, 1, 0, 1)
    assert frames(folder) == [0, 1, 99_999, 100_000]


def test_a_torn_last_line_counts_for_nothing_and_the_next_owner_cuts_it(tmp_path: Path) -> None:
    folder = opened(tmp_path / "run")
    add(folder, 0)
    shard = folder.root / "records" / "shard-00000.jsonl"
    whole = shard.read_bytes()
    shard.write_bytes(whole + b'{"image": {"fra')
    assert folder.finished() == {0}
    assert shard.read_bytes() != whole  # somebody may be writing it
    opened(tmp_path / "run")
    assert shard.read_bytes() == whole


def test_a_record_after_a_torn_one_is_whole(tmp_path: Path) -> None:
    folder = opened(tmp_path / "run")
    shard = folder.root / "records" / "shard-00000.jsonl"
    for torn in (b'{"image": {"fra', b"\0\0\0"):
        with shard.open("ab") as file:
            file.write(torn)
        add(folder, 0)
    assert frames(folder) == [0]
    add(folder, 1)
    assert frames(folder) == [0, 1]


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b"pn"), lambda path: path.write_bytes(b"")]
)
def test_a_picture_that_is_not_as_long_as_its_record_says_is_not_finished(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    folder = opened(tmp_path / "run")
    add(folder, 0, 1)
    damage(folder.root / "images" / "000000000001.png")
    assert folder.finished() == {0}


def test_what_a_crash_left_half_written_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    add(folder, 0)
    for name in ("images/.000000000001.png.part", "annotations/.instances.json.unfinished", ".run.yaml.part"):
        (tmp_path / name).write_text("hal")
    (tmp_path / "images" / "notes.txt").write_text("mine")
    opened(tmp_path)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {".lock", "run.yaml", "images/000000000000.png", "images/notes.txt", "records/shard-00000.jsonl"}


def test_the_folder_of_a_picture_lasts_before_its_record_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = opened(tmp_path)
    real, done = os.fsync, []

    def fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        done.append((path.relative_to(tmp_path).as_posix(), (tmp_path / "records" / "shard-00000.jsonl").exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    add(folder, 0)
    assert done == [
        ("images/.000000000000.png.part", False),
        ("images", False),
        ("records/shard-00000.jsonl", True),
        ("records", True),
    ]


def test_a_damaged_record_costs_its_frame_and_no_other(tmp_path: Path) -> None:
    folder = opened(tmp_path)
    add(folder, 0, 1, 2)
    shard = tmp_path / "records" / "shard-00000.jsonl"
    lines = shard.read_bytes().splitlines(keepends=True)
    for damage in (b"{]\n", b"\xff\0\n", b"[1]\n", b'{"image": {"frame": "one"}}\n', b"[" * 9999 + b"\n"):
        shard.write_bytes(lines[0] + damage + lines[2])
        assert folder.finished() == {0, 2}
        opened(tmp_path)
        assert shard.read_bytes() == lines[0] + lines[2]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = opened(tmp_path / "run", CONFIG)

    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"cannot write, the disk is full"):
        folder.write("images/a.png", b"png")
    with pytest.raises(StorageError, match=r"cannot write, the disk is full"):
        folder.append_record(record(0))
    assert list((folder.root / "images").iterdir()) == []
    assert frames(folder) == []


def test_another_config_is_refused_and_names_what_differs(tmp_path: Path) -> None:
    opened(tmp_path / "run", CONFIG)
    with pytest.raises(ConfigError, match=r"holds a run with another seed; .*--overwrite"):
        opened(tmp_path / "run", CONFIG.model_copy(update={"seed": 5}))


def test_adjoining_frames_extend_the_run_and_others_are_refused(tmp_path: Path) -> None:
    opened(tmp_path / "run", CONFIG)
    longer = opened(tmp_path / "run", CONFIG.model_copy(update={"start": 4, "count": 2}))
    assert longer.config.frames() == range(6)
    with pytest.raises(ConfigError, match=r"holds frames 0..5; .*got 9..9"):
        opened(tmp_path / "run", CONFIG.model_copy(update={"start": 9, "count": 1}))


def test_a_run_keeps_the_shards_of_the_folder(tmp_path: Path) -> None:
    opened(tmp_path, CONFIG.model_copy(update={"shard_frames": 2}))
    assert opened(tmp_path, CONFIG).config.shard_frames == 2


def test_two_runs_at_once_are_refused_and_the_lock_ends_with_the_run(tmp_path: Path) -> None:
    refused = pytest.raises(StorageError, match=rf"another run \(process {os.getpid()} on .*\) is writing into it")
    with RunFolder(tmp_path, CONFIG), refused:
        opened(tmp_path)
    opened(tmp_path)


def test_a_folder_with_other_things_is_refused_even_to_overwrite(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    for overwrite in (False, True):
        with pytest.raises(StorageError, match=r"expected an empty place or one with a run, found thesis.tex"):
            opened(tmp_path, CONFIG, overwrite)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_overwrite_removes_the_run_and_nothing_else(tmp_path: Path) -> None:
    folder = opened(tmp_path, CONFIG.model_copy(update={"passes": PASSES}))
    add(folder, 0)
    (tmp_path / "notes.txt").write_text("mine")
    again = opened(tmp_path, CONFIG.model_copy(update={"seed": 5}), overwrite=True)
    assert frames(again) == []
    assert not [name for name in PASSES if (tmp_path / name).exists()]
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(StorageError, match=r"run: cannot write"):
        opened(tmp_path / "run", CONFIG)
