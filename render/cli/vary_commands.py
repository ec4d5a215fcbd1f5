"""``prelabel vary``: the same scenes again and again, with one thing changed at a time."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from render.cli.arguments import (
    DESIGNS,
    METERS,
    OF,
    PICTURES,
    PRESETS,
    STILL_PASSES,
    Quiet,
    Settings,
    listed,
    one_of,
    path,
    shown,
    some_of,
)
from render.cli.render_commands import Device, Engine, PictureMarks, Scenes, Signer

console = Console(stderr=True)


def vary_command(
    scenes: Scenes = None,
    factor: Annotated[
        list[str] | None,
        typer.Option(
            "--factor", "-f", metavar="KEY=VALUES", help="Such as yaw_deg=0:345:15 or light=day,night; repeatable."
        ),
    ] = None,
    repeat: Annotated[int | None, typer.Option(metavar="N", help="Base scenes." + shown("10"))] = None,
    design: Annotated[
        str | None,
        typer.Option(help=f"{listed(DESIGNS)}." + shown("grid"), autocompletion=one_of(DESIGNS)),
    ] = None,
    count: Annotated[
        int | None, typer.Option(metavar="N", help="Points of a Latin hypercube, with --design lhs.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            help="Whether parameters of single things are set of the first one or of all." + shown("all"),
            autocompletion=one_of(OF),
        ),
    ] = None,
    meter: Annotated[
        str | None,
        typer.Option(
            help="What exposure goes by: surroundings of the things, or the whole picture." + shown("surroundings"),
            autocompletion=one_of(METERS),
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Of the suite, for its images' entries." + shown("suite"))] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what each factor changes, and render nothing.")] = False,
    out: Annotated[
        str, typer.Option(metavar="DIR|URL", help="Output folder; the same command continues a run.")
    ] = "suite",
    settings: Settings = None,
    config: Annotated[
        Path | None, typer.Option(metavar="PATH", help="A run.yaml or a suite; options override it.", parser=path)
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Another seed, other base scenes." + shown("0"))] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH", help="Picture size." + shown("640x480"))] = None,
    engine: Engine = None,
    preset: Annotated[
        str | None, typer.Option(help="draft, standard or high." + shown("standard"), autocompletion=one_of(PRESETS))
    ] = None,
    samples: Annotated[int | None, typer.Option(help="Paths per pixel." + shown("the preset's"))] = None,
    device: Device = None,
    format: Annotated[
        str | None, typer.Option(help="jpg or png." + shown("jpg"), autocompletion=one_of(PICTURES))
    ] = None,
    passes: Annotated[
        str | None,
        typer.Option(
            metavar="PASS,...",
            help=f"Further files: {','.join(STILL_PASSES)}.",
            autocompletion=some_of(STILL_PASSES),
        ),
    ] = None,
    marks: PictureMarks = None,
    signer: Signer = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Remove the run that the folder holds.")] = False,
    allow_upgrade: Annotated[
        bool, typer.Option("--allow-upgrade", help="Continue a run that another version of the program began.")
    ] = False,
    workers: Annotated[str, typer.Option(metavar="N|auto", help="Processes in all; 0 renders in this one.")] = "auto",
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Render on a Ray cluster: auto, ray://HOST:PORT, or local for one here."),
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", help="Run the Python files that --config names, whoever wrote them.")
    ] = False,
    log_json: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write what happens, one JSON object a line.", parser=path)
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Render a designed experiment: the same scenes again with nothing changed but its factors."""
    from render.batch.run import Batch
    from render.cli.options import parse_factors, parse_list, parse_size, parse_workers
    from render.cli.starting import How, start_run
    from render.cli.varying import tell_plan
    from render.stores.reuse import Reuse

    suite: dict[str, Any] = {
        "factors": parse_factors(factor),
        "repeat": repeat,
        "design": design,
        "cells": count,
        "of": of,
        "meter": meter,
        "name": name,
    }
    options = {
        "scenes": scenes or None,
        "suite": {key: value for key, value in suite.items() if value is not None},
        "seed": seed,
        "size": parse_size(size),
        "engine": engine,
        "preset": preset,
        "samples": samples,
        "device": device,
        "format": format,
        "passes": parse_list(passes),
        "marks": marks,
    }
    reuse = Reuse(overwrite, allow_upgrade)
    how = How(Batch(parse_workers(workers)), reuse, log_json, quiet, console, cluster, trust=trust, signer=signer)
    raise typer.Exit(start_run(options, settings or (), out, config, how, lambda run: tell_plan(run, console, plan)))
