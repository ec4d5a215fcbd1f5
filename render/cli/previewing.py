"""``prelabel preview``: a few frames of a scene on one sheet, or clips of it as strips, as a GIF or as an MP4."""

import io
import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console

from annotate import annotate, contact_sheet, draw
from annotate.tracks import frame_of, tracks
from annotate.trails import Trails
from assets import ConfigError, StorageError
from render.cli.video import Video, check_video
from render.progress.display import counter
from render.progress.stopwatch import Stopwatch
from render.progress.terminal import say
from render.run.frames import Renderer
from render.run.picture import encode_picture
from render.run.sampling import LastScene, Sampled, sample_frame
from render.settings.config import RunConfig, scene_params
from scenes.vary.design import Plan

MOST_COLUMNS = 8  # of a strip; longer clips go on below
GIF_S = 0.01  # in which a GIF counts time
FILMS = (".mp4", ".gif")

type Picture = NDArray[np.uint8]


def preview_scene(
    config: RunConfig,
    out: Path | None,
    what: Collection[str],
    quiet: bool,
    console: Console,
    start: Callable[[RunConfig, Stopwatch, Console], Renderer],
) -> None:
    """Render a few frames of one scene, draw what is asked for on them, and write one file.

    Args:
        out: a PNG is a sheet, with a row or more for each clip; clips may be an .mp4 or a .gif, one after the other.
        start: gives the renderer.

    Raises:
        ConfigError: still pictures are to be a film, or PyAV is missing.
        StorageError: ``out`` cannot be written.
    """
    scenes = [scene_params(config, name) for name in config.scenes]
    path = out or Path(f"preview-{scenes[0][0].name}.png")
    kind = path.suffix.lower()
    if kind in FILMS and config.sequence is None:
        raise ConfigError(f"--out {path}: expected the name of a .png file, or --sequence for clips")
    if kind == ".mp4":
        check_video(path, "preview --out")
    if not path.absolute().parent.is_dir() or not os.access(path.absolute().parent, os.W_OK):
        raise StorageError(f"--out {path}: expected a folder that can be written")
    pictures, captions, last, trails = list[Picture](), list[str](), LastScene(), Trails()
    with counter(console, config.count, quiet) as advance:
        renderer = start(config, Stopwatch(), console)
        for number in config.frames():
            sampled = sample_frame(number, scenes, config.seed, last, Plan.of(config.suite, config.seed))
            pictures.append(_drawn(sampled, renderer, config, what, trails))
            captions.append(f"frame {number}" if config.sequence is None else _moment(sampled))
            advance(number)
    _write(path, pictures, captions, config)
    clips = "" if config.sequence is None else f" in {config.count // config.sequence} clips"
    say(console, f"{path}: {len(pictures)} frames{clips} of {scenes[0][0].name}")


def _drawn(sampled: Sampled, renderer: Renderer, config: RunConfig, what: Collection[str], trails: Trails) -> Picture:
    frame = renderer.render(sampled.spec)
    if not what:
        return frame.rgb
    entries = list(annotate(sampled.spec, frame).annotations)
    if config.sequence is not None:
        place = sampled.scene_id, sampled.view
        entries = [{**entry, **tracks(sampled.spec, place, entry)} for entry in entries]
        entries = trails.follow(frame_of(place, sampled.spec), entries)
    return draw(frame.rgb, entries, what=what)


def _moment(sampled: Sampled) -> str:
    return f"clip {sampled.scene_id}, {sampled.spec.seconds:.2f} s"


def _write(path: Path, pictures: Sequence[Picture], captions: Sequence[str], config: RunConfig) -> None:
    fps = config.fps or 1.0
    if path.suffix.lower() == ".mp4":
        with Video(path, fps, "--out") as film:
            for picture in pictures:
                film.add(picture)
        return
    if path.suffix.lower() == ".gif":
        data = _gif(pictures, fps)
    else:
        columns = None if config.sequence is None else min(config.sequence, MOST_COLUMNS)
        data = encode_picture(contact_sheet(pictures, columns, captions), "png", 100)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StorageError(f"--out {path}: cannot write, {error.strerror}") from error


def _gif(pictures: Sequence[Picture], fps: float) -> bytes:
    """Over and over again; each picture for as many hundredths of a second as come nearest, 2 at least."""
    shown_ms = round(max(2.0, round(1.0 / fps / GIF_S)) * GIF_S * 1000.0)
    frames = [Image.fromarray(picture).quantize(256) for picture in pictures]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=shown_ms, loop=0)
    return file.getvalue()
