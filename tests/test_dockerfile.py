"""The Dockerfile keeps its promises, and names exactly the Debian packages that the installed wheels need.

The needs are not a list by hand: they are read from the shared objects of the wheels in this environment. So a new
version of bpy that links one library more, or one less, fails here and not on a user's cluster.
"""

import importlib.metadata
import importlib.util
import json
import re
import struct
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Debian package by library, for what the wheels link against and python:3.13-slim-trixie lacks. In a bare trixie
# with Python alone, each of them missing on its own makes `import bpy` fail; with all of them Cycles renders.
APT_PACKAGE = {
    "libGL.so.1": "libgl1",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXi.so.6": "libxi6",
    "libXrender.so.1": "libxrender1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# Debian package by library, for what the base image holds: glibc, what apt itself needs, what Python's zlib needs.
BASE_PACKAGE = {
    **dict.fromkeys(("libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"), "libc6"),
    **dict.fromkeys(("libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"), "libc6"),
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
}
# What bpy opens by name at run time and its own libraries do not link: the denoiser's part for the CPU. Its parts for
# GPUs link the drivers (libcuda, libamdhip64, libze_loader), which come from the host or not at all. OptiX and CUDA
# are opened by name as well and come with the NVIDIA container runtime. Nothing of Debian's is opened by name.
OPENED_BY_BPY = ("libOpenImageDenoise_core.so.*", "libOpenImageDenoise_device_cpu.so.*")

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="wheels hold ELF files on Linux alone")


@linux_only
def test_apt_packages_are_exactly_those_that_the_wheels_need() -> None:
    needed = _needed_outside_wheels()
    unknown = {library: users for library, users in needed.items() if library not in APT_PACKAGE | BASE_PACKAGE}
    assert not unknown, f"no Debian package is known for {unknown}"
    assert _apt_packages() == sorted({APT_PACKAGE[library] for library in needed if library in APT_PACKAGE})


@linux_only
def test_bpy_alone_accounts_for_every_apt_package() -> None:
    needed = set().union(*(_linked(path) for path in _bpy_objects()))
    assert {APT_PACKAGE[library] for library in needed & APT_PACKAGE.keys()} == set(_apt_packages())


def test_base_image_is_slim_python_of_the_version_that_the_project_asks_for() -> None:
    version = (ROOT / ".python-version").read_text().strip()
    assert _values("ARG") == [f"BASE=python:{version}-slim-trixie"]  # so that a digest can be named
    assert {value.split()[0] for value in _values("FROM")} == {"${BASE}", "dependencies"}
    assert _final_stage()[0] == ("FROM", "${BASE}")


def test_user_is_not_root_when_the_command_starts() -> None:
    final = _final_stage()
    users = [value for name, value in final if name == "USER"]
    assert users and users[-1].split(":")[0] not in ("root", "0")
    names = [name for name, _ in final]
    assert len(names) - 1 - names[::-1].index("USER") < names.index("ENTRYPOINT")
    assert any(name == "RUN" and re.search(rf"useradd .*\b{users[-1]}\b", value) for name, value in final)


def test_entrypoint_is_the_projects_own_command_without_a_shell() -> None:
    (entrypoint,) = (json.loads(value) for name, value in _final_stage() if name == "ENTRYPOINT")
    assert entrypoint == ["prelabel"]
    assert "prelabel" in _pyproject()["project"]["scripts"]


def test_gpu_nodes_get_cuda_and_optix() -> None:
    environment = _environment()
    assert environment["NVIDIA_VISIBLE_DEVICES"] == "all"
    assert {"compute", "utility", "graphics"} <= set(environment["NVIDIA_DRIVER_CAPABILITIES"].split(","))


def test_home_and_caches_are_writable_by_any_user_and_the_working_folder_by_its_own() -> None:
    install = next(value for name, value in _final_stage() if name == "RUN" and "install -d" in value)
    writable = install.split("install -d -m 1777 ")[1].partition("&&")[0].split()
    environment = _environment()
    assert environment["HOME"] in writable
    assert environment["XDG_CACHE_HOME"] in writable
    assert _values("WORKDIR")[-1] == "/data" and "/data" not in writable
    assert install.endswith("install -d -o prelabel -g prelabel -m 0755 /data")
    assert all(
        str(Path(environment[name]).parent) == environment["XDG_CACHE_HOME"]
        for name in ("CUDA_CACHE_PATH", "OPTIX_CACHE_PATH")
    )


def test_a_change_of_code_touches_neither_the_dependencies_nor_their_layer() -> None:
    steps = _instructions()
    install = steps.index(("RUN", "uv sync --no-dev --no-install-project"))
    code = [index for index, (_, value) in enumerate(steps) if value.split()[0] in _packages()]
    assert install < min(code) and steps.index(("FROM", "dependencies AS project")) < min(code)
    layers = [value.split() for name, value in _final_stage() if name == "COPY"]
    assert [(layer[0], layer[-1]) for layer in layers] == [
        ("--from=dependencies", "/opt/prelabel"),
        ("--from=project", "/opt/prelabel"),
    ]


def test_everything_that_the_build_needs_is_copied_and_passes_dockerignore() -> None:
    copied = {source for value in _values("COPY") if "--from" not in value for source in value.split()[:-1]}
    project = _pyproject()
    built = {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"], *_packages()}
    assert copied == built | {"uv.lock*"}
    admitted = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert admitted == built | {"uv.lock"}


def test_no_address_is_written_into_the_image() -> None:
    assert "://" not in (ROOT / "Dockerfile").read_text()


# --- the Dockerfile


@cache
def _instructions() -> list[tuple[str, str]]:
    """(instruction, arguments) in order: comments dropped, continued lines joined, runs of blanks made one."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    parts = [" ".join(line.split()).partition(" ") for line in joined.splitlines() if line.strip()]
    return [(name.upper(), value) for name, _, value in parts]


def _values(instruction: str) -> list[str]:
    return [value for name, value in _instructions() if name == instruction]


def _final_stage() -> list[tuple[str, str]]:
    steps = _instructions()
    start = max(index for index, (name, _) in enumerate(steps) if name == "FROM")
    return steps[start:]


def _environment() -> dict[str, str]:
    pairs = (pair for name, value in _final_stage() if name == "ENV" for pair in value.split())
    return dict(pair.split("=", 1) for pair in pairs)


def _apt_packages() -> list[str]:
    """Packages as the Dockerfile lists them, of every stage."""
    commands = [command.split() for value in _values("RUN") for command in re.split(r"&&|;", value)]
    installs = [words for words in commands if words[:2] == ["apt-get", "install"]]
    return [word for words in installs for word in words[2:] if not word.startswith("-")]


def _pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def _packages() -> list[str]:
    return list(_pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


# --- the wheels


@cache
def _needed_outside_wheels() -> dict[str, list[str]]:
    """Libraries that no wheel brings itself, each with the files that link it."""
    objects = {"bpy": _bpy_objects()}
    for name in _runtime_distributions() - {"bpy", "prelabel"}:
        objects[name] = list(_shared_objects(name))
    needed: dict[str, list[str]] = {}
    for paths in objects.values():
        bundled = {path.name for path in paths}
        for path in paths:
            for library in _linked(path) - bundled:
                needed.setdefault(library, []).append(path.name)
    return needed


def _bpy_objects() -> list[Path]:
    """What a render loads of bpy's wheel: the module, what it opens by name, and all that these link within the wheel.

    The rest (bindings of USD and MaterialX, GPU parts of the denoiser) needs more libraries and is never loaded.
    """
    spec = importlib.util.find_spec("bpy")
    assert spec is not None and spec.origin is not None
    module = Path(spec.origin)
    bundled = {path.name: path for path in (module.parent / "lib").iterdir() if ".so" in path.name}
    opened = [path for name, path in bundled.items() if any(fnmatch(name, pattern) for pattern in OPENED_BY_BPY)]
    assert len(opened) == len(OPENED_BY_BPY), f"bpy's wheel holds {opened} for {OPENED_BY_BPY}"
    waiting, reached = [module, *opened], list[Path]()
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.append(path)
            waiting += [bundled[library] for library in _linked(path) & bundled.keys()]
    return reached


def _runtime_distributions() -> set[str]:
    """Names of what `uv sync --no-dev` installs: the project's dependencies, its group of data, and theirs, as far as
    they are here."""
    project = _pyproject()
    groups = [group for group in project["tool"]["uv"]["default-groups"] if group != "dev"]
    data = [re.split(r"[^\w.-]", line)[0] for group in groups for line in project["dependency-groups"][group]]
    waiting, found = ["prelabel", *data], set[str]()
    while waiting:
        name = waiting.pop()
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system, or kept out by exclude-dependencies
        if name not in found:
            found.add(name)
            waiting += [re.split(r"[^\w.-]", line)[0].lower() for line in requirements if "extra ==" not in line]
    assert {"anny", "bpy", "numpy", "openexr", "opencv-python-headless"} <= found
    return found


def _shared_objects(distribution: str) -> Iterator[Path]:
    for file in importlib.metadata.files(distribution) or []:
        if ".so" in file.suffixes:
            path = Path(str(file.locate()))
            if path.is_file():
                yield path


# --- ELF


@cache
def _linked(path: Path) -> frozenset[str]:
    """Libraries that a 64-bit little-endian shared object links (DT_NEEDED). Source: System V ABI, chapters 4 and 5."""
    load, dynamic, needed_tag, strings_tag = 1, 2, 1, 5
    with path.open("rb") as file:
        header = file.read(64)
        assert header[:6] == b"\x7fELF\x02\x01", f"{path} is no 64-bit little-endian ELF file"
        (table,) = struct.unpack_from("<Q", header, 32)
        entry_size, entries = struct.unpack_from("<HH", header, 54)
        file.seek(table)
        segments = [_Segment(*struct.unpack("<IIQQQQQQ", file.read(entry_size)[:56])) for _ in range(entries)]
        (section,) = (segment for segment in segments if segment.kind == dynamic)
        file.seek(section.offset)
        tags = list(struct.iter_unpack("<QQ", file.read(section.file_size)))
        (address,) = (value for tag, value in tags if tag == strings_tag)
        holder = next(s for s in segments if s.kind == load and s.address <= address < s.address + s.file_size)
        names = []
        for position in (value for tag, value in tags if tag == needed_tag):
            file.seek(address - holder.address + holder.offset + position)
            names.append(file.read(256).split(b"\0")[0].decode())
    return frozenset(names)


class _Segment(NamedTuple):
    """One row of the program header table."""

    kind: int
    flags: int
    offset: int
    address: int
    physical_address: int
    file_size: int
    memory_size: int
    alignment: int
