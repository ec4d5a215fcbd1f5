"""The command ``prelabel``: reads options, calls the library, turns its errors into a sentence and an exit code."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from assets import AssetError, ConfigError, PrelabelError
from render.cli.assets_commands import app as assets_app
from render.cli.options import parse_balance, parse_ids, parse_list, parse_size, parse_split, parse_workers
from render.settings.config import load_yaml, make_config
from scenes import find_scene
from scenes.registry import BUILT_IN

app = typer.Typer(
    name="prelabel",
    help="Render synthetic vehicles and faces, labelled as they are made.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(assets_app, name="assets")
console = Console(stderr=True)
BAD_INPUT, FAILURE = 2, 1

Scenes = Annotated[list[str] | None, typer.Argument(help="Scene names, or paths to Python files with a scene.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A scene parameter; repeatable.")
]
Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset's folder.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Plain lines instead of a progress bar.")]
What = Annotated[
    str, typer.Option(metavar="WHAT,...", help="Of boxes, masks, keypoints, cuboids, amodal and attributes.")
]
DRAWN = "boxes,masks,keypoints,attributes"


@app.command("render")
def render_command(
    scenes: Scenes = None,
    count: Annotated[int | None, typer.Option(help="Frames to render.  [default: 8]")] = None,
    start: Annotated[int | None, typer.Option(help="Number of the first frame.  [default: 0]")] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed, another dataset.  [default: 0]")] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH", help="Picture size.  [default: 640x480]")] = None,
    preset: Annotated[str | None, typer.Option(help="draft, standard or high.  [default: standard]")] = None,
    samples: Annotated[int | None, typer.Option(help="Paths per pixel.  [default: the preset's]")] = None,
    noise: Annotated[
        float | None,
        typer.Option(help="Error at which a pixel gets no more paths; 0 for all of them.  [default: the preset's]"),
    ] = None,
    out: Annotated[
        str, typer.Option(metavar="DIR|URL", help="Output folder; the same command continues a run.")
    ] = "dataset",
    device: Annotated[str | None, typer.Option(help="auto, cpu, cuda, optix, hip, metal or oneapi.")] = None,
    settings: Settings = None,
    balance: Annotated[
        str | None, typer.Option(metavar="KEY,...", help="Parameters whose combinations come equally often.")
    ] = None,
    format: Annotated[str | None, typer.Option(help="jpg or png.  [default: jpg]")] = None,
    quality: Annotated[int | None, typer.Option(help="JPEG quality, 1-100.  [default: 92]")] = None,
    passes: Annotated[str | None, typer.Option(help="Further files: depth,normals,masks,parts,parsing.")] = None,
    split: Annotated[str | None, typer.Option(help="Such as train=0.8,val=0.2.")] = None,
    segmentation: Annotated[str | None, typer.Option(help="polygon or rle.  [default: polygon]")] = None,
    amodal_masks: Annotated[
        bool | None, typer.Option("--amodal-masks", help="Also masks of whole things, seen or not, as run lengths.")
    ] = None,
    min_area: Annotated[
        int | None, typer.Option(metavar="PX", help="Label nothing with a smaller visible mask.  [default: 0]")
    ] = None,
    min_visible: Annotated[
        float | None, typer.Option(metavar="FRACTION", help="Label nothing less visible, 0-1.  [default: 0]")
    ] = None,
    keep_ignored: Annotated[
        bool | None, typer.Option("--keep-ignored", help="Keep what these filter out, with ignore: 1.")
    ] = None,
    augment: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="none, camera, or a YAML list.  [default: none]")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A run.yaml; options override it.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Remove the run that the folder holds.")] = False,
    workers: Annotated[str, typer.Option(metavar="N|auto", help="Processes; 0 renders in this one.")] = "auto",
    frame_timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=1.0, help="Replace a worker that is longer at one frame.")
    ] = 900.0,
    recycle: Annotated[int, typer.Option(metavar="N", min=1, help="Frames after which a worker is replaced.")] = 2000,
    max_worker_gib: Annotated[
        float, typer.Option(metavar="G", min=0.1, help="Replace a worker that keeps more memory.")
    ] = 8.0,
    shard_frames: Annotated[
        int | None, typer.Option(metavar="N", help="Frames behind one records file.  [default: 16]")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Render on a Ray cluster: auto, ray://HOST:PORT, or local for one here."),
    ] = None,
    task_cpus: Annotated[float, typer.Option(metavar="N", min=0.1, help="CPUs of a cluster's task.")] = 1.0,
    task_gpus: Annotated[
        float | None,
        typer.Option(metavar="N", min=0.0, help="GPUs of a task.  [default: 1 if there are any]"),
    ] = None,
    log_json: Annotated[Path | None, typer.Option(help="Write what happens, one JSON object a line.")] = None,
    quiet: Quiet = False,
) -> None:
    """Render a labelled dataset; several scenes take turns."""
    from render.batch.crew import Limits
    from render.batch.run import Batch
    from render.cli.commands import Cluster, render_dataset
    from render.stores import is_url

    values: dict[str, Any] = load_yaml(config) if config else {}
    options = {
        "scenes": scenes or None,
        "count": count,
        "start": start,
        "seed": seed,
        "size": parse_size(size),
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
        "min_area": min_area,
        "min_visible": min_visible,
        "keep_ignored": keep_ignored,
        "augment": augment,
        "shard_frames": shard_frames,
        "balance": parse_balance(balance),
    }
    values.update({key: value for key, value in options.items() if value is not None})
    if "scenes" not in values:
        raise ConfigError("expected a scene, such as vehicles or faces, or --config FILE")
    batch = Batch(parse_workers(workers), limits=Limits(frame_timeout, recycle, max_worker_gib * 2**30))
    address = cluster or ("local" if is_url(out) else None)  # shards go to a URL whole, as a cluster's tasks send them
    where = Cluster(address, task_cpus, task_gpus) if address else None
    code = render_dataset(make_config(values, settings or ()), out, overwrite, batch, log_json, quiet, console, where)
    raise typer.Exit(code)


@app.command("devices")
def devices_command(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """What this machine can render on."""
    from render.settings.devices import print_devices

    print_devices(Console(), as_json)


@app.command("list")
def list_command(
    scene: Annotated[str | None, typer.Argument(help="One scene only, by name or as a Python file.")] = None,
) -> None:
    """The scenes, and the parameters that --set takes."""
    from render.cli.listing import print_scenes

    print_scenes([find_scene(name) for name in ([scene] if scene else BUILT_IN)], Console())


@app.command("new")
def new_command(
    kind: Annotated[str, typer.Argument(metavar="scene|asset", help="What to begin.")],
    name: Annotated[str, typer.Argument(help="Its name; the file is NAME.py.")],
) -> None:
    """A commented file to start a scene or an asset of your own from."""
    from render.cli.new import write_new

    path = write_new(kind, name, Path())
    console.print(f"{path}: look at it with 'prelabel preview {path}'", highlight=False, soft_wrap=True)


@app.command("preview")
def preview_command(
    scene: Annotated[str, typer.Argument(help="Scene name, or path to a Python file with a scene.")],
    count: Annotated[int, typer.Option(min=1, max=400, help="Pictures on the sheet.")] = 9,
    start: Annotated[int, typer.Option(min=0, help="Number of the first frame.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed.")] = 0,
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of one picture.")] = "320x240",
    samples: Annotated[int, typer.Option(min=1, help="Paths per pixel.")] = 16,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, optix, hip, metal or oneapi.")] = "auto",
    settings: Settings = None,
    out: Annotated[Path | None, typer.Option(help="PNG file.  [default: preview-SCENE.png]")] = None,
    labels: Annotated[bool, typer.Option("--labels/--no-labels", help="Draw the labels.")] = True,
    what: What = DRAWN,
    quiet: Quiet = False,
) -> None:
    """One contact sheet with the labels drawn on it."""
    from annotate.draw import read_what
    from render.cli.commands import preview_scene

    drawn = read_what(parse_list(what) or ()) if labels else frozenset()
    values = {
        "scenes": [scene],
        "count": count,
        "start": start,
        "seed": seed,
        "size": parse_size(size),
        "samples": samples,
        "device": device,
    }
    preview_scene(make_config(values, settings or ()), out, drawn, quiet, console)


@app.command("draw")
def draw_command(
    folder: Dataset,
    out: Annotated[Path, typer.Option(help="Folder for the drawn pictures.")],
    ids: Annotated[str | None, typer.Option(metavar="1,5-9", help="Image ids.  [default: all]")] = None,
    what: What = DRAWN,
) -> None:
    """A dataset's pictures with its labels drawn on them."""
    from annotate.draw import read_what
    from render.cli.overlays import draw_dataset

    count = draw_dataset(folder, parse_ids(ids), read_what(parse_list(what) or ()), out)
    console.print(f"{out}: {count} pictures", highlight=False, soft_wrap=True)


@app.command("export")
def export_command(
    folder: Dataset,
    to: Annotated[
        str,
        typer.Option(
            metavar="FORMAT",
            help="yolo, yolo-seg, yolo-pose, kitti, voc, openimages-csv, webdataset, hf or croissant.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder to write; new or empty.")],
    link: Annotated[bool, typer.Option("--link", help="Hard links to the pictures in place of copies.")] = False,
) -> None:
    """A finished dataset in the format that your training code reads."""
    from annotate.formats import export

    summary = export(folder, to, out, link)
    count = f"{summary.images} pictures, {summary.annotations} annotations"
    for line in (f"{out}: {count} as {summary.format}", *summary.notes):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


@app.command("stats")
def stats_command(
    folder: Dataset,
    plot: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Also write histograms, as PNG.")] = None,
) -> None:
    """What a dataset holds, value by value, beside what its run asked for."""
    from render.cli.stats import show_stats

    show_stats(folder, plot, Console())


@app.command("check")
def check_command(
    folder: Dataset,
    deep: Annotated[bool, typer.Option("--deep", help="Also render some frames again and compare.")] = False,
    sample: Annotated[int, typer.Option(min=1, help="How many frames --deep renders.")] = 3,
    device: Annotated[
        str | None, typer.Option(help="Where --deep renders: auto, cpu, cuda, ….  [default: as the run]")
    ] = None,
) -> None:
    """Verify that a dataset is what it says; exit 1 and the offending ids where it is not."""
    from render.cli.commands import check_dataset

    if not check_dataset(folder, Console(), console, sample if deep else 0, device):
        raise typer.Exit(FAILURE)


def main() -> None:
    """Run the command; errors of the tree become one line on standard error."""
    try:
        app()
    except PrelabelError as error:
        console.print(f"[bold red]error:[/bold red] {_escaped(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(BAD_INPUT if isinstance(error, ConfigError | AssetError) else FAILURE)
    except KeyboardInterrupt:
        console.print("stopped; the same command continues", highlight=False)
        sys.exit(130)


def _escaped(text: str) -> str:
    """The text with rich's markup brackets made plain."""
    return text.replace("[", r"\[")
