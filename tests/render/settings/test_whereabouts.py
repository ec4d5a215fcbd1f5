"""A run's relative paths mean what they meant when it began, wherever its run.yaml is read."""

import shutil
from pathlib import Path

import pytest

import prelabel
from render.cli import commands
from render.settings.whereabouts import anchored, relative_paths, working_in
from scenes import registry
from tests import calling

SCENE = Path("examples/boxes.py").resolve()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scene and a table, in which a dataset was rendered."""
    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
    monkeypatch.setattr(registry, "_scripts", {})
    folder = tmp_path / "project"
    (folder / "scenes").mkdir(parents=True)
    (folder / "scenes" / "own.py").write_text(SCENE.read_text().replace('scene("boxes"', 'scene("own"'))
    (folder / "counts.csv").write_text("n\n2\n3\n")
    monkeypatch.chdir(folder)
    call("render", "scenes/own.py", "--set", "count=empirical(counts.csv:n)", "--out", "sets/first")
    return folder


def call(*arguments: str) -> int:
    return calling.call(*arguments, *(RENDER if arguments[0] == "render" else ()))


RENDER = ("--count", "2", "--size", "64x48", "--workers", "0")


@pytest.mark.parametrize("elsewhere", ["..", "sets", "sets/first"])
def test_a_run_is_checked_continued_and_rendered_again_from_anywhere(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: str
) -> None:
    first = project / "sets" / "first"
    monkeypatch.chdir(project / elsewhere)
    assert call("check", str(first), "--deep") == 0
    assert call("render", "--config", str(first / "run.yaml"), "--out", "again") == 0
    again = project / elsewhere / "again"
    for name in ("run.yaml", "annotations/instances.json", "images/000000000001.jpg"):
        assert (again / name).read_bytes() == (first / name).read_bytes()
    assert call("render", "--config", str(first / "run.yaml"), "--out", str(first)) == 0
    assert len(list(prelabel.stream(config=first / "run.yaml", stop=1))) == 1


def test_a_project_may_move_with_its_datasets(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(registry, "_scripts", {})  # of a process of before
    shutil.move(project, tmp_path / "moved")
    assert call("check", "moved/sets/first", "--deep", "--trust") == 0


def test_paths_of_the_command_line_are_those_of_its_own_folder(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("n\n5\n")
    config = str(project / "sets" / "first" / "run.yaml")
    assert call("render", "--config", config, "--out", "here", "--set", "count=empirical(mine.csv:n)") == 0
    assert len(prelabel.open(tmp_path / "here")[0].annotations) == 5


def test_what_looks_like_a_relative_path_is_found_wherever_it_stands() -> None:
    values = {
        "scenes": ["a/b.py", "/abs/c.py", "faces"],
        "params": {"b": {"count": "given(x, {y: empirical(d.csv:n)})"}},
    }
    assert relative_paths(values) == ["a/b.py", "d.csv"]
    moved = anchored(values, Path("/home"))
    assert moved["scenes"] == ["/home/a/b.py", "/abs/c.py", "faces"]
    assert moved["params"]["b"]["count"] == "given(x, {y: empirical(/home/d.csv:n)})"


def test_the_working_folder_comes_back(tmp_path: Path) -> None:
    before = Path.cwd()
    with pytest.raises(ZeroDivisionError), working_in(tmp_path):
        assert Path.cwd() == tmp_path
        raise ZeroDivisionError
    assert Path.cwd() == before
