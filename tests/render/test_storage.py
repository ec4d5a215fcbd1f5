"""The output folder: whole files, torn records, other people's files."""

import errno
import os
from pathlib import Path

import pytest

from assets import ConfigError, StorageError
from render.config import RunConfig
from render.storage import RunFolder

CONFIG = RunConfig(scenes=("boxes",), count=4)


def opened(root: Path, config: RunConfig = CONFIG, overwrite: bool = False) -> RunFolder:
    folder = RunFolder(root, config, overwrite)
    folder.open()
    return folder


def record(frame: int) -> dict[str, object]:
    return {"image": {"frame": frame, "file_name": f"{frame:012d}.png"}, "annotations": []}


def frames(folder: RunFolder) -> list[int]:
    return [item["image"]["frame"] for item in folder.records()]


def test_records_come_back_by_frame_and_once_each(tmp_path: Path) -> None:
    folder = opened(tmp_path / "run", CONFIG)
    for frame in (300, 1, 0, 1):
        folder.append_record(record(frame))
    assert frames(folder) == [0, 1, 300]


def test_a_torn_last_line_is_dropped_and_its_frame_is_not_finished(tmp_path: Path) -> None:
    folder = opened(tmp_path / "run", CONFIG)
    folder.append_record(record(0))
    folder.write("images/000000000000.png", b"png")
    shard = folder.root / "records" / "shard-00000.jsonl"
    whole = shard.read_bytes()
    shard.write_bytes(whole + b'{"image": {"fra')
    assert folder.finished() == {0}
    assert shard.read_bytes() == whole


def test_a_record_without_its_picture_is_not_finished(tmp_path: Path) -> None:
    folder = opened(tmp_path / "run", CONFIG)
    folder.append_record(record(0))
    assert folder.finished() == set()


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    folder = opened(tmp_path / "run", CONFIG)
    (folder.root / "records" / "shard-00000.jsonl").write_text("{]\n")
    with pytest.raises(StorageError, match=r"shard-00000.jsonl: expected one JSON record a line"):
        folder.finished()


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


def test_a_folder_with_other_things_is_refused_even_to_overwrite(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    for overwrite in (False, True):
        with pytest.raises(StorageError, match=r"expected an empty folder or one with a run, found thesis.tex"):
            opened(tmp_path, CONFIG, overwrite)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_overwrite_removes_the_run_and_nothing_else(tmp_path: Path) -> None:
    folder = opened(tmp_path, CONFIG)
    folder.append_record(record(0))
    (tmp_path / "notes.txt").write_text("mine")
    again = opened(tmp_path, CONFIG.model_copy(update={"seed": 5}), overwrite=True)
    assert frames(again) == []
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_path_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(StorageError, match=r"run: cannot write"):
        opened(tmp_path / "run", CONFIG)
