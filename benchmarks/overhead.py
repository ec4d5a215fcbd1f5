"""What we add to Blender's own render: ``python -m benchmarks overhead``.

Each scene goes through the whole pipeline, from its number to its record on the disk, and is then rendered bare: the
same built scene by ``bpy.ops.render.render`` without ground truth, into a JPEG. Both take turns in one process. Every
pixel gets the same number of paths, so that a share of the render means the same in every scene.
"""

import json
import math
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import typer

from benchmarks.clock import Cost, cost_of, cost_of_command, interleaved, typical
from benchmarks.report import Cell, JsonFile, Quick, Report, say, show
from render.cli.options import parse_size
from render.progress.stopwatch import Stopwatch
from render.run.frames import Exposed, Job, Renderer, complete, expose
from render.run.overlap import overlapped
from render.settings.config import RunConfig, make_config
from render.settings.presets import STANDARD, preset_of
from render.stores.frame_folder import FrameFolder

if TYPE_CHECKING:
    from render.blender.renderer import BlenderRenderer

SCENES = {"vehicles": ("count=6",), "portrait": ()}
STAGES = ("sample", "build", "render", "decode", "annotate", "encode", "write")
TARGET, START_TARGET_S = 3.0, 5.0
SMALL_PX = 8
TRUTH = ("use_pass_z", "use_pass_normal", "use_pass_cryptomatte_material")


@dataclass(frozen=True)
class Whole:
    """One frame through the pipeline, and its CPU seconds by stage."""

    cost: Cost
    stages: Mapping[str, float]


def measure(size: tuple[int, int], samples: int, rounds: int, frames: int, cold: bool, device: str = "cpu") -> Report:
    """Every scene, with the denoiser and without it.

    Args:
        frames: that the loops one after the other and overlapped render.
        device: as of the command; on a GPU CPU seconds are what is left beside it.
        cold: also start the command for one frame.
    """
    from render.blender.renderer import BlenderRenderer

    watch = Stopwatch()
    preset = preset_of(STANDARD, samples, noise=0.0)
    renderer, rows, notes = BlenderRenderer(preset, device, stopwatch=watch), list[dict[str, Cell]](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        for scene, settings in SCENES.items():
            values = {"scenes": [scene], "size": size, "samples": samples, "device": device, "count": frames}
            config = make_config(values, settings)
            job, out = Job.of(config), FrameFolder(Path(folder) / scene, config)
            out.make_folders()
            _tiny(config, renderer)
            for denoise in (True, False):
                rows.append(_row(scene, denoise, job, renderer, watch, out, rounds))
                say(str(rows[-1]))
            notes.append(_loops(scene, job, renderer, watch, out, rounds))
    renderer.close()
    if cold:
        notes.append(_cold(size, samples))
    return Report("overhead", rows, notes, {"size": size, "samples": samples, "rounds": rounds, "frames": frames})


def _row(
    scene: str, denoise: bool, job: Job, renderer: "BlenderRenderer", watch: Stopwatch, out: FrameFolder, rounds: int
) -> dict[str, Cell]:
    pair: Mapping[str, Any] = {
        "whole": lambda: _whole(denoise, job, renderer, watch, out),
        "bare": lambda: _bare(denoise, job, renderer),
    }
    found = interleaved(pair, rounds)
    bare = typical(found["bare"])
    whole: list[Whole] = found["whole"]
    stages = {stage: median(one.stages.get(stage, 0.0) for one in whole) for stage in STAGES}
    ours = sum(seconds for stage, seconds in stages.items() if stage not in {"sample", "build"})
    return {
        "scene": scene,
        "denoiser": "on" if denoise else "off",
        "bare, wall s": bare.wall,
        "whole frame, wall s": median(one.cost.wall for one in whole),
        "bare, CPU s": bare.cpu,
        "labelled, CPU s": ours,
        "over bare, %": 100.0 * (ours / bare.cpu - 1.0),
        "whole frame, CPU s": median(one.cost.cpu for one in whole),
        **{f"{stage}, ms": 1000.0 * seconds for stage, seconds in stages.items()},
        "of it before the first path, ms": 1000.0 * _first_path(renderer).cpu,
    }


def _whole(denoise: bool, job: Job, renderer: "BlenderRenderer", watch: Stopwatch, out: FrameFolder) -> Whole:
    renderer.use(renderer.preset, denoise)
    stages: dict[str, tuple[float, float]] = {}
    cost = cost_of(lambda: stages.update(complete(job, expose(job, renderer, watch, 0), out).seconds))
    return Whole(cost, {stage: cpu for stage, (_, cpu) in stages.items()})


def _bare(denoise: bool, job: Job, renderer: "BlenderRenderer") -> Cost:
    """Of the scene that the renderer built last, which is left as it was."""
    scene = _scene()
    layer, image = scene.view_layers[0], scene.render.image_settings
    scene.cycles.use_denoising = denoise
    kept = [image.media_type, image.file_format, image.color_depth, scene.render.filepath]
    for name in TRUTH:
        setattr(layer, name, False)
    image.media_type, image.file_format = "IMAGE", "JPEG"
    scene.render.filepath = str(renderer._scratch.path / "bare.jpg")
    try:
        return cost_of(_render)
    finally:
        for name in TRUTH:
            setattr(layer, name, True)
        image.media_type, image.file_format, image.color_depth, scene.render.filepath = kept


def _scene() -> Any:
    import bpy

    return bpy.context.scene


def _render() -> None:
    import bpy

    from render.blender.quiet import STDOUT, silenced

    with silenced(STDOUT):
        bpy.ops.render.render(write_still=True)


def _first_path(renderer: "BlenderRenderer") -> Cost:
    """What Blender does with the last scene until its first path: a picture of few pixels, one sample."""
    scene = _scene()
    kept = scene.render.resolution_percentage, scene.cycles.samples, scene.cycles.use_denoising
    least = min(scene.render.resolution_x, scene.render.resolution_y)
    scene.render.resolution_percentage = math.ceil(100.0 * SMALL_PX / least)
    scene.cycles.samples, scene.cycles.use_denoising = 1, False
    try:
        return cost_of(renderer._render_file)
    finally:
        scene.render.resolution_percentage, scene.cycles.samples, scene.cycles.use_denoising = kept


def _tiny(config: RunConfig, renderer: "BlenderRenderer") -> None:
    """A picture that pays for what is loaded but once."""
    job = Job.of(config.model_copy(update={"size": (32, 24)}))
    expose(job, renderer, Stopwatch(), 0).develop()


def _loops(scene: str, job: Job, renderer: Renderer, watch: Stopwatch, out: FrameFolder, rounds: int) -> str:
    """The same frames, one after the other and overlapped."""

    def in_turn() -> None:
        for number in job.config.frames():
            complete(job, expose(job, renderer, watch, number), out)

    def both_at_once() -> None:
        def finish(exposed: Exposed) -> None:
            complete(job, exposed, out)

        overlapped(job.config.frames(), lambda number: expose(job, renderer, watch, number), finish)

    found = interleaved({"turn": lambda: cost_of(in_turn), "both": lambda: cost_of(both_at_once)}, rounds)
    turn, both = (typical(found[name]) / job.config.count for name in ("turn", "both"))
    gain = 100.0 * (1.0 - both.wall / turn.wall)
    return (
        f"{scene}: {turn.wall:.2f} wall s a frame one after the other, {both.wall:.2f} overlapped ({gain:.1f} % less); "
        f"CPU s {turn.cpu:.2f} and {both.cpu:.2f}"
    )


def _cold(size: tuple[int, int], samples: int) -> str:
    scene, settings = next(iter(SCENES.items()))
    options = ("--size", f"{size[0]}x{size[1]}", "--samples", str(samples), "--noise", "0", "--device", "cpu")
    command = [sys.executable, "-m", "render", "render", scene, "--count", "1", "--workers", "1", "--quiet", *options]
    with tempfile.TemporaryDirectory() as folder:
        cost = cost_of_command([*command, *(word for one in settings for word in ("--set", one)), "--out", folder])
        render = float(json.loads((Path(folder) / "summary.json").read_text())["seconds"]["render"]["cpu"])
    return (
        f"from a cold process to the first labelled image: {cost.cpu:.1f} CPU s, {cost.cpu - render:.1f} beyond that "
        f"frame's render, target {START_TARGET_S:g}; {cost.wall:.1f} wall s"
    )


def main(
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of the pictures.")] = "640x480",
    samples: Annotated[int, typer.Option(min=1, help="Paths a pixel.")] = 32,
    device: Annotated[str, typer.Option(help="As of the command.")] = "cpu",
    rounds: Annotated[int, typer.Option(min=1, help="Rounds, of whose seconds the medians count.")] = 3,
    frames: Annotated[int, typer.Option(min=1, help="Frames of the loops.")] = 3,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Our pipeline beside bare Blender."""
    if quick:
        size, samples, rounds, frames = "48x36", 1, 1, 2
    report = measure(
        parse_size(size) or (640, 480), samples, rounds, frames, cold=not quick and device == "cpu", device=device
    )
    worst = max(float(row["over bare, %"] or 0.0) for row in report.rows if row["denoiser"] == "off")
    note = f"over bare, denoiser off: {worst:.1f} % at most, target {TARGET:g} %; scenes sampled and built beside that"
    show(Report(report.name, report.rows, [*report.notes, note], report.settings), json)
