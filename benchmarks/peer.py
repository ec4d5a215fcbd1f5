"""The loop that users of BlenderProc write, beside ours: ``python -m benchmarks peer --python PEER/bin/python``.

Both render the same meshes in plain paint under the same sky, with the same samples and their denoisers on, each with a
Blender of its own: BlenderProc's from PyPI, in an environment of its own:

    uv venv --python 3.11 PEER
    uv pip install --python PEER/bin/python blenderproc "bpy==4.2.*" "numpy<2"
    uv pip install --python PEER/bin/python gitpython imageio opencv-contrib-python-headless pypng pyrender \\
        python-dateutil pytz pyyaml rich scikit-image scikit-learn scipy trimesh "numpy<2"

The last line's packages are those that BlenderProc 2.8 would install into a Blender by itself.
"""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import numpy as np
import typer

from benchmarks.clock import Cost, cost_of_command
from benchmarks.report import Cell, JsonFile, Quick, Report, say, show
from render.cli.options import parse_size
from render.progress.events import Event, FrameDone
from render.run.here import run
from render.run.sampling import sample_frame
from render.run.start import start_renderer
from render.settings.config import RunConfig, make_config, scene_params
from scenes import SceneSpec

DRIVER = Path(__file__).with_name("peer_driver.py")
SCENE = str(Path(__file__).with_name("plain.py"))
FAKE = "render.run.fake:fake_renderer"
MARKS = (10, 100, 1000)
FLIP = np.diag([1.0, -1.0, -1.0, 1.0])  # Blender's cameras look along -z


def measure(python: Path, size: tuple[int, int], samples: int, frames: int, writes: int, rounds: int) -> Report:
    """BlenderProc with its index pass and with its segmentation render, and ours, in turn.

    Raises:
        RuntimeError: BlenderProc does not run there; says what it said.
    """
    values = {"scenes": [SCENE], "size": size, "samples": samples, "count": frames, "device": "cpu"}
    config = make_config(values)
    ways = ("ours", "BlenderProc, index pass", "BlenderProc, segmentation render")
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for turn in range(rounds):
        for way in ways[:: -1 if turn % 2 else 1]:
            segmentation = "pass" if "pass" in way else "render"
            timed = writes if segmentation == "pass" and not found[way] else 0
            found[way].append(_ours(config) if way == "ours" else _theirs(python, config, segmentation, timed))
            say(f"{way}: {found[way][-1]}")
    rows = [_row(way, results) for way, results in found.items()]
    settings = {"size": size, "samples": samples, "frames": frames, "rounds": rounds}
    return Report("peer", rows, [_ours_writes(writes), _their_writes(found)], settings)


def _ours(config: RunConfig) -> dict[str, Any]:
    """A run in a process of its own, as the command makes it; start-up is that of one frame less that frame's."""

    cost = {}
    for count in (1, 1 + config.count):
        options = ["--size", "{}x{}".format(*config.size), "--samples", str(config.samples), "--noise", "0"]
        command = [
            sys.executable,
            "-m",
            "render",
            "render",
            SCENE,
            *options,
            "--device",
            "cpu",
            "--workers",
            "0",
            "--quiet",
        ]
        with tempfile.TemporaryDirectory() as out:
            cost[count] = cost_of_command([*command, "--count", str(count), "--out", out])
    frame = (cost[1 + config.count] - cost[1]) / config.count
    return {"frame": frame, "first": cost[1]}


def _theirs(python: Path, config: RunConfig, segmentation: str, writes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _export(config, folder)
        job = {
            "size": config.size,
            "samples": config.samples,
            "frames": config.count,
            "denoise": True,
            "segmentation": segmentation,
            "sky": _sky(config),
            "writes": writes,
        }
        (folder / "job.json").write_text(json.dumps(job))
        plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        cost_of_command([str(python), str(DRIVER), str(folder)], {**plain, "USE_EXTERNAL_BPY_MODULE": "1"})
        out: dict[str, Any] = json.loads((folder / "out.json").read_text())
    seconds = [frame["all"] for frame in out["frames"][1:] or out["frames"]]
    frame = Cost(*(median(one[key] for one in seconds) for key in ("wall", "cpu")))
    return {"frame": frame, "first": Cost(**out["first"]), "import": Cost(**out["import"]), "writes": out["writes"]}


def _row(way: str, results: list[dict[str, Any]]) -> dict[str, Cell]:
    frame, first = (Cost(*(median(getattr(one[key], each) for one in results) for each in ("wall", "cpu")))
                    for key in ("frame", "first"))  # fmt: skip
    imports = [one["import"].cpu for one in results if "import" in one]
    return {
        "loop": way,
        "CPU s a frame": frame.cpu,
        "wall s a frame": frame.wall,
        "frames a CPU minute": 60.0 / frame.cpu,
        "import, CPU s": median(imports) if imports else None,
        "first labelled image, CPU s": first.cpu,
        "beyond its frame, CPU s": first.cpu - frame.cpu,
    }


def _their_writes(found: Mapping[str, list[dict[str, Any]]]) -> str:
    writes = found["BlenderProc, index pass"][0]["writes"]
    return "BlenderProc's write, CPU ms: " + ", ".join(f"frame {k} {1000 * v['cpu']:.1f}" for k, v in writes.items())


def _ours_writes(frames: int) -> str:
    """Medians of ten frames up to each mark: labels and pictures of flat boxes, so that writing is most of it."""
    done: list[float] = []

    def hear(event: Event) -> None:
        if isinstance(event, FrameDone):
            done.append(sum(event.seconds[stage][1] for stage in ("encode", "write")))

    values = {"scenes": ["examples/boxes.py"], "size": (64, 48), "count": max(frames, 10), "device": "cpu"}
    config = make_config(values, ("count=6",))
    with tempfile.TemporaryDirectory() as out:
        run(config, Path(out), lambda watch: start_renderer(FAKE, config, 0, watch), on_event=hear)
    marks = [mark for mark in MARKS if mark <= len(done)]
    found = ", ".join(f"frame {mark} {1000 * median(done[mark - 10 : mark]):.1f}" for mark in marks)
    return f"our encoding and writing, CPU ms: {found}"


def _export(config: RunConfig, folder: Path) -> None:
    scenes = [scene_params(config, name) for name in config.scenes]
    for number in config.frames():
        arrays = _arrays(sample_frame(number, scenes, config.seed).spec)
        with (folder / f"frame-{number}.npz").open("wb") as file:
            np.savez(file, **arrays)


def _arrays(spec: SceneSpec) -> dict[str, Any]:
    out: dict[str, Any] = {"K": spec.camera.matrix(), "pose": spec.camera.pose.matrix() @ FLIP}
    meshes = [(placed, mesh) for placed in spec.placed for mesh in placed.asset.meshes]
    for index, (placed, mesh) in enumerate(meshes):
        out |= {
            f"{index}/vertices": placed.pose.apply(mesh.vertices).astype(np.float32),
            f"{index}/corners": mesh.corners,
            f"{index}/sizes": mesh.face_sizes,
            f"{index}/material": mesh.face_material,
            f"{index}/colours": np.array([material.base_color for material in mesh.materials]),
            f"{index}/rough": np.array([material.roughness for material in mesh.materials]),
            f"{index}/category": int(placed.instance_id is not None),
            f"{index}/instance": placed.instance_id or 0,
        }
    return {**out, "count": len(meshes)}


def _sky(config: RunConfig) -> str:
    """The file of the sky that the scene names, among those that come with Blender."""
    import bpy

    find: Any = bpy.utils
    spec = sample_frame(0, [scene_params(config, name) for name in config.scenes], config.seed).spec
    return str(Path(find.system_resource("DATAFILES")) / "studiolights" / "world" / f"{spec.world.sky}.exr")


def main(
    python: Annotated[Path, typer.Option(help="Of the environment that has BlenderProc.")],
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of the pictures.")] = "640x480",
    samples: Annotated[int, typer.Option(min=1, help="Paths a pixel.")] = 16,
    frames: Annotated[int, typer.Option(min=1, help="Frames of each loop.")] = 4,
    writes: Annotated[int, typer.Option(min=10, help="Writes that are timed.")] = 1000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds.")] = 2,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """BlenderProc's loop beside ours."""
    if quick:
        size, samples, frames, writes, rounds = "64x48", 1, 2, 10, 1
    show(measure(python, parse_size(size) or (640, 480), samples, frames, writes, rounds), json)
