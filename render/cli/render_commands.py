"""``prelabel render`` and ``preview``: options as values, handed to ``render.cli.commands``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from render.cli.arguments import (
    DEVICES,
    DRAWN,
    ENGINES,
    MARKS,
    PASSES,
    PICTURES,
    PRESETS,
    SCENES,
    SEGMENTATIONS,
    SIGNER_VARIABLE,
    Quiet,
    Settings,
    What,
    one_of,
    path,
    shown,
    some_of,
)

console = Console(stderr=True)

Scenes = Annotated[
    list[str] | None,
    typer.Argument(help="Scene names, or paths to Python files with a scene.", autocompletion=one_of(SCENES)),
]
Device = Annotated[
    str | None,
    typer.Option(help="auto, cpu, cuda, optix, hip, metal or oneapi." + shown("auto"), autocompletion=one_of(DEVICES)),
]
PictureMarks = Annotated[
    str | None,
    typer.Option(
        help="What pictures say of their making: none, iptc or c2pa." + shown("iptc"), autocompletion=one_of(MARKS)
    ),
]
Signer = Annotated[
    str | None, typer.Option(metavar="CERT:KEY", help="PEM files that sign with --marks c2pa.", envvar=SIGNER_VARIABLE)
]
Engine = Annotated[str | None, typer.Option(help="cycles or eevee." + shown("cycles"), autocompletion=one_of(ENGINES))]


def render_command(
    scenes: Scenes = None,
    count: Annotated[int | None, typer.Option(help="Frames to render; with --sequence clips." + shown("8"))] = None,
    start: Annotated[
        int | None, typer.Option(help="Number of the first frame; with --sequence of the first clip." + shown("0"))
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed, another dataset." + shown("0"))] = None,
    views: Annotated[
        int | None, typer.Option(metavar="K", help="Frames of each scene, by a camera each." + shown("1"))
    ] = None,
    sequence: Annotated[
        int | None, typer.Option(metavar="T", help="Frames of each clip: moving pictures." + shown("still pictures"))
    ] = None,
    fps: Annotated[float | None, typer.Option(help="Frames a second of clips." + shown("12"))] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH", help="Picture size." + shown("640x480"))] = None,
    engine: Engine = None,
    preset: Annotated[
        str | None, typer.Option(help="draft, standard or high." + shown("standard"), autocompletion=one_of(PRESETS))
    ] = None,
    samples: Annotated[int | None, typer.Option(help="Paths per pixel." + shown("the preset's"))] = None,
    noise: Annotated[
        float | None,
        typer.Option(help="Error at which a pixel gets no more paths; 0 for all of them." + shown("the preset's")),
    ] = None,
    out: Annotated[
        str, typer.Option(metavar="DIR|URL", help="Output folder; the same command continues a run.")
    ] = "dataset",
    device: Device = None,
    settings: Settings = None,
    balance: Annotated[
        str | None, typer.Option(metavar="KEY,...", help="Parameters whose combinations come equally often.")
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="jpg or png." + shown("jpg"), autocompletion=one_of(PICTURES))
    ] = None,
    quality: Annotated[int | None, typer.Option(help="JPEG quality, 1-100." + shown("92"))] = None,
    passes: Annotated[
        str | None,
        typer.Option(metavar="PASS,...", help=f"Further files: {','.join(PASSES)}.", autocompletion=some_of(PASSES)),
    ] = None,
    split: Annotated[str | None, typer.Option(help="Such as train=0.8,val=0.2.")] = None,
    segmentation: Annotated[
        str | None, typer.Option(help="polygon or rle." + shown("polygon"), autocompletion=one_of(SEGMENTATIONS))
    ] = None,
    amodal_masks: Annotated[
        bool | None, typer.Option("--amodal-masks", help="Also masks of whole things, seen or not, as run lengths.")
    ] = None,
    through_glass: Annotated[
        bool | None, typer.Option("--through-glass", help="Masks also hold what is seen through panes of glass.")
    ] = None,
    min_area: Annotated[
        int | None, typer.Option(metavar="PX", help="Label nothing with a smaller visible mask." + shown("0"))
    ] = None,
    min_visible: Annotated[
        float | None, typer.Option(metavar="FRACTION", help="Label nothing less visible, 0-1." + shown("0"))
    ] = None,
    keep_ignored: Annotated[
        bool | None, typer.Option("--keep-ignored", help="Keep what these filter out, with ignore: 1.")
    ] = None,
    marks: PictureMarks = None,
    signer: Signer = None,
    augment: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="none, camera, or a YAML list." + shown("none"))
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="A run.yaml, or a picture that has its settings; options override it.", parser=path
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Remove the run that the folder holds.")] = False,
    allow_upgrade: Annotated[
        bool, typer.Option("--allow-upgrade", help="Continue a run that another version of the program began.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every file that is there; render damaged ones anew.")
    ] = False,
    workers: Annotated[str, typer.Option(metavar="N|auto", help="Processes in all; 0 renders in this one.")] = "auto",
    workers_per_gpu: Annotated[
        str, typer.Option(metavar="N|auto", help="Processes a GPU; auto adds some while that pays and they fit.")
    ] = "auto",
    frame_timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=1.0, help="Replace a worker that is longer at one frame.")
    ] = 900.0,
    recycle: Annotated[int, typer.Option(metavar="N", min=1, help="Frames after which a worker is replaced.")] = 2000,
    max_worker_gib: Annotated[
        float, typer.Option(metavar="G", min=0.1, help="Replace a worker that keeps more memory.")
    ] = 8.0,
    shard_frames: Annotated[
        int | None, typer.Option(metavar="N", help="Frames behind one records file." + shown("16"))
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Render on a Ray cluster: auto, ray://HOST:PORT, or local for one here."),
    ] = None,
    no_merge: Annotated[
        bool, typer.Option("--no-merge", help="Leave the COCO files to prelabel merge, or to this command without it.")
    ] = False,
    group_shards: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="On a cluster: also a COCO file for every N shards." + shown("none")),
    ] = None,
    task_cpus: Annotated[
        float | None,
        typer.Option(
            metavar="N", min=0.1, help="CPUs of a task." + shown("1; with --workers-per-gpu its share of a machine's")
        ),
    ] = None,
    task_gpus: Annotated[
        float | None,
        typer.Option(metavar="N", min=0.0, help="GPUs of a task." + shown("1 if there are any")),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the Python files that --config names, whoever wrote them.")
    ] = False,
    log_json: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write what happens, one JSON object a line.", parser=path)
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Render a labelled dataset; several scenes take turns."""
    from render.batch.limits import Limits
    from render.batch.run import Batch
    from render.cli.options import (
        parse_balance,
        parse_list,
        parse_size,
        parse_split,
        parse_workers,
        parse_workers_per_gpu,
    )
    from render.cli.starting import How, start_run
    from render.stores.reuse import Reuse

    options = {
        "scenes": scenes or None,
        "count": count,
        "start": start,
        "seed": seed,
        "views": views,
        "sequence": sequence,
        "fps": fps,
        "size": parse_size(size),
        "engine": engine,
        "preset": preset,
        "samples": samples,
        "noise": noise,
        "device": device,
        "format": format,
        "quality": quality,
        "passes": parse_list(passes),
        "split": parse_split(split),
        "segmentation": segmentation,
        "amodal_masks": amodal_masks,
        "through_glass": through_glass,
        "min_area": min_area,
        "min_visible": min_visible,
        "keep_ignored": keep_ignored,
        "marks": marks,
        "augment": augment,
        "shard_frames": shard_frames,
        "balance": parse_balance(balance),
    }
    batch = Batch(
        parse_workers(workers),
        limits=Limits(frame_timeout, recycle, max_worker_gib * 2**30),
        workers_per_gpu=parse_workers_per_gpu(workers_per_gpu),
        merge=not no_merge,
    )
    reuse = Reuse(overwrite, allow_upgrade, verify)
    how = How(batch, reuse, log_json, quiet, console, cluster, task_cpus, task_gpus, group_shards, trust, signer)
    raise typer.Exit(start_run(options, settings or (), out, config, how))


def preview_command(
    scene: Annotated[
        str, typer.Argument(help="Scene name, or path to a Python file with a scene.", autocompletion=one_of(SCENES))
    ],
    count: Annotated[
        int | None,
        typer.Option(min=1, max=400, help="Pictures on the sheet; with --sequence clips." + shown("9, or 1 clip")),
    ] = None,
    start: Annotated[
        int, typer.Option(min=0, help="Number of the first frame; with --sequence of the first clip.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed.")] = 0,
    sequence: Annotated[
        int | None,
        typer.Option(metavar="T", min=1, help="Frames of each clip: moving pictures." + shown("still pictures")),
    ] = None,
    fps: Annotated[float | None, typer.Option(help="Frames a second of clips." + shown("12"))] = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of one picture.")] = "320x240",
    samples: Annotated[int, typer.Option(min=1, help="Paths per pixel.")] = 16,
    engine: Engine = None,
    device: Device = None,
    settings: Settings = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="PNG file; of clips also .mp4 or .gif." + shown("preview-SCENE.png"), parser=path
        ),
    ] = None,
    labels: Annotated[bool, typer.Option("--labels/--no-labels", help="Draw the labels.")] = True,
    what: What = DRAWN,
    quiet: Quiet = False,
) -> None:
    """One contact sheet with the labels drawn on it; of clips a strip, a GIF or an MP4."""
    from annotate.draw import read_what
    from render.cli.commands import preview
    from render.cli.options import parse_list, parse_size
    from render.settings.clips import in_frames
    from render.settings.config import make_config

    drawn = read_what(parse_list(what) or ()) if labels else frozenset()
    values = {
        "scenes": [scene],
        "count": count or (9 if sequence is None else 1),
        "start": start,
        "seed": seed,
        "sequence": sequence,
        "fps": fps,
        "size": parse_size(size),
        "samples": samples,
        "engine": engine or "cycles",
        "device": device or "auto",
    }
    preview(make_config(in_frames(values, values), settings or ()), out, drawn, quiet, console)
