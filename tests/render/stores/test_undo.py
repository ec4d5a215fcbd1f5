"""Nothing is removed that this process did not make, and nothing before a frame of the new run is there."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from annotate.frame import Frame
from assets import PrelabelError, RenderError, StorageError
from render.progress.events import Event, FrameDone
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import RunConfig, make_config
from render.stores import changes
from render.stores.frame_folder import FrameFolder
from render.stores.reuse import Reuse
from render.stores.storage import RunFolder
from scenes import SceneSpec

type Files = dict[str, bytes]

ANEW = Reuse(overwrite=True)


def config(**values: object) -> RunConfig:
    boxes = {"scenes": ["examples/boxes.py"], "size": (48, 32), "count": 4, "shard_frames": 2}
    return make_config({**boxes, "split": {"train": 0.5, "val": 0.5}, "passes": ["masks"], **values})


def files(folder: Path) -> Files:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A dataset, and files of somebody's own among it."""
    run(config(), tmp_path, lambda watch: FakeRenderer())
    for name in (
        "images/holiday.jpg",
        "masks/mine.txt",
        "annotations/mine.json",
        "notes.txt",
        "images/000000000099.jpg",
    ):
        (tmp_path / name).write_text("mine")
    return tmp_path


def no_card(*_: object) -> FakeRenderer:
    raise RenderError("no such card")


class Refusing(FakeRenderer):
    def render(self, spec: SceneSpec) -> Frame:
        raise RenderError("no such sky")


class Interrupted(FakeRenderer):
    def render(self, spec: SceneSpec) -> Frame:
        raise KeyboardInterrupt


@pytest.mark.parametrize("renderer", [no_card, lambda watch: Refusing(), lambda watch: Interrupted()])
def test_a_dataset_outlives_a_run_in_its_place_that_renders_nothing(there: Path, renderer: Callable) -> None:
    before = files(there)
    with pytest.raises((PrelabelError, KeyboardInterrupt)):
        run(config(seed=5, format="png"), there, renderer, ANEW)
    assert files(there) == before


def test_it_goes_when_the_first_frame_is_there_and_what_is_not_its_own_stays(there: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, bool]] = []

    def hear(event: Event) -> None:
        if isinstance(event, FrameDone):
            heard.append(("frame", (there / changes.ASIDE).exists()))

    new = config(seed=5, format="png", count=2, split={}, passes=[])
    run(new, there, lambda watch: FakeRenderer(), ANEW, hear)
    assert heard == [("frame", False)] * 2
    mine = {name: data for name, data in files(there).items() if data == b"mine"}
    assert len(mine) == 5
    fresh = tmp_path / "fresh"
    run(new, fresh, lambda watch: FakeRenderer())
    assert {name: data for name, data in files(there).items() if name not in mine and "fresh" not in name} == files(
        fresh
    )


@pytest.mark.parametrize("text", ["myproject: 1\n", "", "- a\n", "scenes: [a]\ncount: many\n", "{", "\0"])
def test_a_foreign_run_yaml_is_no_licence_to_remove(tmp_path: Path, text: str) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "holiday.jpg").write_text("mine")
    (tmp_path / "run.yaml").write_text(text)
    before = files(tmp_path)
    for reuse in (Reuse(), ANEW):
        with pytest.raises(StorageError, match=r"run.yaml: expected the settings of a run"):
            run(config(), tmp_path, lambda watch: FakeRenderer(), reuse)
        assert files(tmp_path) == before


@pytest.mark.parametrize("lost", ["records", "records/shard-00000.jsonl", "annotations"])
def test_without_overwrite_a_run_that_cannot_start_changes_nothing(there: Path, lost: str) -> None:
    path = there / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    before = files(there)
    with pytest.raises(RenderError):
        run(config(count=6), there, no_card)
    assert files(there) == before


def test_pictures_of_one_s_own_beside_a_run_yaml_stay(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "000000000000.jpg").write_text("mine, by an unlucky name")
    (tmp_path / "run.yaml").write_text(config().to_yaml())
    before = files(tmp_path)
    with pytest.raises(RenderError):
        run(config(), tmp_path, lambda watch: Refusing())
    assert files(tmp_path) == before


def test_a_picture_without_a_record_goes_with_the_run_that_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: FrameFolder, record: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(FrameFolder, "append_record", full)
    with pytest.raises(StorageError):
        run(config(), tmp_path / "run", lambda watch: FakeRenderer())
    assert not (tmp_path / "run").exists()


class Killed(BaseException):
    """Stands for a process that ends here, whatever it was about."""


@pytest.mark.parametrize("steps", range(0, 40, 3))
def test_killed_while_files_go_aside_or_come_back_nothing_is_lost(
    there: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """Every rename and removal is a place to be killed at; the next run finds the old dataset, or the new one."""
    before, left = files(there), iter(range(steps))

    def counted(call: Callable) -> Callable:
        def step(*arguments: object, **named: object) -> object:
            if next(left, None) is None:
                raise Killed
            return call(*arguments, **named)

        return step

    with monkeypatch.context() as patch:
        for name in ("rename", "replace", "unlink"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        folder = RunFolder(there, config(seed=5), ANEW)
        with suppress(Killed):
            folder.open()
            folder.close()
    folder._taken._lock.give_back()  # as the kernel does
    with pytest.raises(RenderError):
        run(config(seed=5), there, no_card, ANEW)
    assert {name: data for name, data in files(there).items() if not name.startswith(".")} == before


def test_killed_after_the_first_frame_the_new_run_counts(there: Path) -> None:
    folder = RunFolder(there, config(seed=5), ANEW)
    folder.open()
    folder.add([("images/000000000000.jpg", b"new")], {"image": {"frame": 0, "assets": []}, "annotations": []})
    os.close(os.open(there / changes.ASIDE / "run.yaml", os.O_RDONLY))  # it is still there
    folder._taken._lock.give_back()  # as a killed process does
    with RunFolder(there, config(seed=5)) as again:
        assert again.finished() == {0}
        assert not (there / changes.ASIDE).exists()
        again.keep()


def test_a_stranger_s_records_name_nothing_outside(there: Path) -> None:
    outside = there.parent / "outside.jpg"
    outside.write_text("mine")
    with (there / "records" / "shard-00000.jsonl").open("a") as file:
        file.write('{"image": {"frame": 1}, "files": {"../outside.jpg": 4, "/etc/hosts": 1}}\n')
    run(config(seed=5), there, lambda watch: FakeRenderer(), ANEW)
    assert outside.read_text() == "mine"
