"""A folder of a run that was stopped: what can be said of it without running anything that it names."""

import json
from pathlib import Path

import pytest

from annotate.check import check
from annotate.formats.source import read_dataset
from annotate.unfinished import expect_finished, read_settings
from assets import DatasetError


def stopped(folder: Path, settings: str | bytes | None, frames: tuple[int, ...] = ()) -> Path:
    """A folder as a run that was stopped leaves it, four frames a records file."""
    (folder / "annotations").mkdir(parents=True)
    (folder / "records").mkdir()
    if settings is not None:
        (folder / "run.yaml").write_bytes(settings if isinstance(settings, bytes) else settings.encode())
    for frame in frames:
        with (folder / "records" / f"shard-{frame // 4:05d}.jsonl").open("a") as file:
            file.write(json.dumps({"image": {"id": frame, "file_name": f"{frame:012d}.jpg"}, "annotations": []}) + "\n")
    return folder


@pytest.mark.parametrize(
    ("settings", "frames", "there"),
    [
        ("count: 40", (*range(8), 12), "9 of 40"),
        ("count: 4\nstart: 10", (10, 13, 20), "2 of 4"),
        ("count: 4", (), "0 of 4"),
        ("count: 4", (1, 1, 1), "1 of 4"),
    ],
)
@pytest.mark.parametrize("reader", [check, read_dataset])
def test_it_is_named_with_what_is_there_and_how_to_go_on(
    tmp_path: Path, reader: object, settings: str, frames: tuple[int, ...], there: str
) -> None:
    folder = stopped(tmp_path / "run", settings, frames)
    with pytest.raises(DatasetError) as raised:
        reader(folder)  # type: ignore[operator]
    assert str(raised.value) == f"{folder}: unfinished run: {there} frames; the same render command continues it"


@pytest.mark.parametrize("reader", [check, read_dataset])
def test_one_that_is_not_merged_says_what_does(tmp_path: Path, reader: object) -> None:
    folder = stopped(tmp_path / "run", "count: 2", (0, 1))
    with pytest.raises(DatasetError) as raised:
        reader(folder)  # type: ignore[operator]
    assert str(raised.value) == f"{folder}: 2 frames are there, and no COCO file; prelabel merge {folder} writes it"


def test_a_record_that_was_torn_is_no_frame(tmp_path: Path) -> None:
    folder = stopped(tmp_path / "run", "count: 4", (0, 1))
    path = folder / "records" / "shard-00000.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DatasetError, match="1 of 4 frames"):
        expect_finished(folder)


DAMAGED = {
    "not text": b"\xff\xfe\x00",
    "not YAML": b"count: [1, 2",
    "a tag": b"!!python/object/apply:os.mkdir [made]",
    "brackets without an end": b"[" * 20_000,
    "no such date": b"count: 2024-99-99",
    "a list": b"- count",
    "nothing": b"",
    "no count": b"scenes: [street]",
    "a word": b"count: many",
    "a flag": b"count: true",
    "less than none": b"count: -3",
    "a start that is none": b"count: 3\nstart: soon",
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_settings_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    monkeypatch.chdir(tmp_path)
    folder = stopped(Path("run"), DAMAGED[damage], (0, 1))
    with pytest.raises(DatasetError, match=r"^run: unfinished run: 2 frames, and run\.yaml .*; render it anew$"):
        expect_finished(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_settings_that_are_missing_or_a_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"2 frames, and run\.yaml does not say which frames it has"):
        expect_finished(stopped(tmp_path / "a", None, (0, 1)))
    folder = stopped(tmp_path / "b", None)
    (folder / "run.yaml").mkdir()
    with pytest.raises(DatasetError, match=r"run\.yaml cannot be read \(Is a directory\)"):
        expect_finished(folder)


def test_a_finished_dataset_and_a_folder_that_is_none_pass(tmp_path: Path) -> None:
    folder = stopped(tmp_path / "run", "count: 4", (0,))
    (folder / "annotations" / "instances.json").write_text("{}")
    expect_finished(folder)
    (tmp_path / "other").mkdir()
    expect_finished(tmp_path / "other")
    assert read_settings(tmp_path / "other" / "run.yaml") == ({}, None)


def test_settings_are_as_long_as_a_run_may_write_them(tmp_path: Path) -> None:
    """Who renders from a ``run.yaml`` and who only looks at one take files of the same length."""
    folder = stopped(tmp_path / "run", f"count: 4\nnote: {'x' * 2 * 2**20}", (0, 1))
    with pytest.raises(DatasetError, match="2 of 4 frames; the same render command continues it"):
        expect_finished(folder)
