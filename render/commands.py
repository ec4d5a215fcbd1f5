"""What the commands do, once their options are read. Imports Blender only where a picture is rendered."""

import os
from collections.abc import Collection
from pathlib import Path

from rich.console import Console
from rich.table import Table

from annotate import annotate as label
from annotate import check, contact_sheet, draw
from assets import ConfigError, RenderError, StorageError
from render.config import RunConfig, scene_params
from render.deep import render_again, run_config
from render.pipeline import Renderer, Summary, encode_picture, run, sample_frame
from render.progress import progress
from render.stopwatch import Stopwatch


def render_dataset(config: RunConfig, out: Path, overwrite: bool, quiet: bool, console: Console) -> None:
    """Render a run into ``out`` and say what came of it."""
    with progress(console, config.count, quiet) as advance:
        summary = run(
            config, out, lambda watch: blender_renderer(config, watch, console), overwrite=overwrite, on_frame=advance
        )
    console.print(_sentence(summary, out), highlight=False, soft_wrap=True)
    if summary.rendered:
        console.print(_seconds_table(summary))


def preview_scene(config: RunConfig, out: Path | None, what: Collection[str], quiet: bool, console: Console) -> None:
    """Render a few frames of one scene onto one sheet, and draw what is asked for on it."""
    scenes = [scene_params(config, name) for name in config.scenes]
    path = out or Path(f"preview-{scenes[0][0].name}.png")
    if not path.absolute().parent.is_dir() or not os.access(path.absolute().parent, os.W_OK):
        raise StorageError(f"--out {path}: expected a folder that can be written")
    summary = Summary()
    pictures, captions = [], []
    with progress(console, config.count, quiet) as advance:
        renderer = blender_renderer(config, summary.stopwatch, console)
        for number in config.frames():
            sampled = sample_frame(number, scenes, config.seed)
            frame = renderer.render(sampled.spec)
            annotations = label(sampled.spec, frame).annotations
            pictures.append(draw(frame.rgb, annotations, what=what) if what else frame.rgb)
            captions.append(f"frame {number}")
            summary.rendered += 1
            advance(number, summary)
    try:
        path.write_bytes(encode_picture(contact_sheet(pictures, captions=captions), "png", 100))
    except OSError as error:
        raise StorageError(f"--out {path}: cannot write, {error.strerror}") from error
    console.print(f"{path}: {len(pictures)} frames of {scenes[0][0].name}", highlight=False, soft_wrap=True)


def check_dataset(folder: Path, printer: Console, console: Console, sample: int = 0, device: str | None = None) -> bool:
    """Print what ``check`` finds in a dataset; True where all is right.

    Args:
        sample: how many frames to render again and compare.
        device: where to; the run's own by default.
    """
    if not folder.is_dir():
        raise ConfigError(f"check {folder}: expected a dataset's folder, found none")
    report = check(folder)
    rows, notes = report.rows, tuple[str, ...]()
    if sample:
        config = run_config(folder, device)
        console.print(f"frames rendered again: {min(sample, config.count)}", highlight=False)
        again = render_again(folder, config, sample, lambda watch: blender_renderer(config, watch, console))
        rows, notes = (*rows, *again.rows), again.notes
    table = Table(box=None, header_style="dim")
    for heading in ("check", "looked at", "wrong", "which"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(row.name, str(row.checked), str(len(row.failures)), "; ".join(row.failures[:10]))
    printer.print(table)
    for note in notes:
        printer.print(note, highlight=False, soft_wrap=True)
    ok = not any(row.failures for row in rows)
    printer.print(f"{folder}: {'all right' if ok else 'NOT right'}", highlight=False, soft_wrap=True)
    return ok


def blender_renderer(config: RunConfig, stopwatch: Stopwatch, console: Console) -> Renderer:
    """Start Blender in this process, and say which device was found where the user left the choice open."""
    try:
        from render.blender import BlenderRenderer
    except ImportError as error:
        raise RenderError(
            f"Blender cannot start: {error}; docs/docker.md lists the system libraries it needs"
        ) from error
    with stopwatch("start"):
        renderer = BlenderRenderer(config.samples, config.device, stopwatch=stopwatch)
    if config.device == "auto":
        console.print(f"device: {renderer.device}", highlight=False)
    return renderer


def _sentence(summary: Summary, out: Path) -> str:
    parts = [f"{out}: {summary.rendered} frames rendered"]
    if summary.already_there:
        parts.append(f"{summary.already_there} were there")
    parts.append(f"{summary.annotations} annotations")
    if summary.hidden:
        parts.append(f"{summary.hidden} instances wholly hidden")
    if summary.filtered:
        parts.append(f"{summary.filtered} filtered out (too small or too little visible)")
    if summary.ignored:
        parts.append(f"{summary.ignored} of them to be ignored")
    if summary.rejected_scenes:
        parts.append(f"{summary.rejected_scenes} scenes sampled again")
    return ", ".join(parts)


def _seconds_table(summary: Summary) -> Table:
    table = Table(box=None, header_style="dim")
    for heading in ("stage", "CPU s a frame", "wall s a frame"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    for stage, seconds in summary.stopwatch.stages.items():
        table.add_row(stage, f"{seconds.cpu / summary.rendered:.3f}", f"{seconds.wall / summary.rendered:.3f}")
    return table
