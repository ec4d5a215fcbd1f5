"""``import prelabel``: what it costs, what its docstrings show, and what it says where its packages are hidden."""

import doctest
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from prelabel import comparing, dataset, distributions, evaluating, rendering, streaming
from prelabel._shadows import PACKAGES
from render.cli import commands
from render.stream.stream import Stream

ROOT = Path(__file__).parents[2]
FAKE = "render.run.fake:fake_renderer"
HEAVY = ("numpy", "cv2", "bpy", "pydantic", "rich", "typer", "torch", "ray", "PIL")


# --- what it costs


def test_importing_it_imports_nothing_else() -> None:
    code = f"import sys, prelabel; print([name for name in {(*HEAVY, *PACKAGES)} if name in sys.modules])"
    assert python(["-c", code], ROOT).stdout == "[]\n"


def test_the_same_look_finds_what_a_name_imports() -> None:
    code = "import sys, prelabel; prelabel.scene; print('numpy' in sys.modules, 'bpy' in sys.modules)"
    assert python(["-c", code], ROOT).stdout == "True False\n"


# --- what its docstrings show


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the examples write; what renders is the renderer without Blender."""
    assert Stream.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(Stream.__init__.__kwdefaults__, "factory", FAKE)
    monkeypatch.setattr(commands, "RENDERER", FAKE)
    monkeypatch.chdir(ROOT)
    return tmp_path / "dataset"


@pytest.mark.parametrize(("module", "count"), [(streaming, 1), (rendering, 2), (distributions, 2)])
def test_docstrings_work_as_written(module: ModuleType, count: int, folder: Path) -> None:
    assert examples(module, folder).attempted >= count


def test_a_written_dataset_opens_as_its_docstring_says(folder: Path) -> None:
    rendering.render("examples/boxes.py", count=2, size=(64, 48), out=folder, workers=0, quiet=True)
    assert examples(dataset, folder).attempted >= 3


def test_two_datasets_are_compared_as_the_docstring_says(folder: Path) -> None:
    rendering.render("examples/boxes.py", count=6, size=(64, 48), out=folder, workers=0, quiet=True)
    assert examples(comparing, folder).attempted >= 2


def test_perfect_predictions_are_evaluated_as_the_docstring_says(folder: Path, tmp_path: Path) -> None:
    rendering.render("examples/boxes.py", count=6, size=(64, 48), out=folder, workers=0, quiet=True)
    entries = json.loads((folder / "annotations" / "instances.json").read_text())["annotations"]
    results = tmp_path / "results.json"
    kept = ("image_id", "category_id", "bbox")
    results.write_text(json.dumps([{**{key: entry[key] for key in kept}, "score": 1.0} for entry in entries]))
    assert examples(evaluating, folder, results=results).attempted >= 2


def examples(module: ModuleType, folder: Path, **more: object) -> doctest.TestResults:
    """Runs a module's; a failure is printed, as doctest does."""
    result = doctest.testmod(module, extraglobs={"folder": folder, **more})
    assert not result.failed
    return result


# --- where its packages are hidden


@pytest.mark.parametrize("hiding", ["assets/__init__.py", "render.py", "scenes/__init__.py", "annotate.py"])
def test_a_hidden_package_is_named_with_the_file_that_hides_it(hiding: str, tmp_path: Path) -> None:
    file = written(tmp_path / hiding)
    done = python(["-c", "import prelabel"], tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"ImportError: {sentence(Path(hiding).parts[0].removesuffix('.py'), file)}"


def test_so_is_one_that_another_of_the_name_has_been_imported_for(tmp_path: Path) -> None:
    """A notebook has imported its own, and takes the folder off the path again."""
    file = written(tmp_path / "assets" / "__init__.py")
    code = "import assets, sys; sys.path.remove(''); import prelabel"
    done = python(["-c", code], tmp_path)
    assert done.stderr.splitlines()[-1] == f"ImportError: {sentence('assets', file)}"


def test_our_own_may_have_been_imported_before() -> None:
    done = python(["-c", "import assets, scenes, annotate, render, prelabel; print(prelabel.scene.__module__)"], ROOT)
    assert done.stdout == "scenes.registry\n"


def test_a_folder_without_code_hides_nothing(tmp_path: Path) -> None:
    """Such as one with pictures."""
    (tmp_path / "assets").mkdir()
    done = python(["-c", "import prelabel; print(prelabel.Asset.__module__)"], tmp_path)
    assert done.stdout == "assets.asset\n"


def test_the_command_says_so_without_a_traceback(tmp_path: Path) -> None:
    file = written(tmp_path / "assets" / "__init__.py")
    command = [str(Path(sys.executable).parent / "prelabel"), "list"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, f"error: {sentence('assets', file)}\n")


def test_python_m_says_so_without_a_traceback(tmp_path: Path) -> None:
    file = written(tmp_path / "assets" / "__init__.py")
    done = python(["-m", "prelabel", "list"], tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert sentence("assets", file) in line


def test_python_m_is_the_command(tmp_path: Path) -> None:
    assert "vehicles" in python(["-m", "prelabel", "list"], tmp_path).stdout


def sentence(package: str, file: Path) -> str:
    return (
        f"prelabel: its package '{package}' is hidden by {file}, which Python finds first. Rename that one, or start "
        f"Python from another folder; or take its folder off sys.path, or put {ROOT} before it there."
    )


def written(file: Path) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text("")
    return file


def environment(first: Path | None = None) -> dict[str, str]:
    """In which the packages are found wherever it starts; other folders come before them."""
    path = [str(folder) for folder in (first, ROOT) if folder]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


def python(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Python in a folder, whose modules it finds first."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
