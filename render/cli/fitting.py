"""What ``fit`` does, once its options are read."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from os import process_cpu_count
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assets import ConfigError
from assets.pictures import opened_picture
from measure.collecting import chosen as chosen_by_name
from measure.fit import Wish, fit
from measure.fit.pictures import Aim, Step, film_alone, nothing_yet, with_film
from measure.fit.saved import expect_place, save
from measure.fit.shown import distances, shown_fit
from measure.items import Source
from measure.properties.pixels import file_figures
from measure.readers import open_source
from measure.writing import write
from render.cli.descending import descended, write_curve
from render.cli.developed import open_negatives, twin_of
from render.cli.measuring import parse_map
from render.progress.terminal import say
from render.settings.chosen import chosen_settings
from scenes import find_scene
from scenes.films import LINEAR, Filmed

console = Console(stderr=True)
LOOKED_AT = 200  # pictures, for what their files say
OWN_QUALITY = 95  # of files whose film has a JPEG quality of its own
MOST_WORKERS, WORTHWHILE = 16, 500  # processes, and descriptions from which on starting them costs less than it saves


def fit_scene(
    scene: str,
    real: Path,
    out: Path,
    wish: Wish,
    settings: Sequence[str],
    mapping: Sequence[str],
    figures: Path | None,
    printer: Console,
    quiet: bool,
    pictures: Path | None = None,
    aim: Aim | None = None,
) -> None:
    """Fit a scene to a set, write what was found, and say how near it comes.

    Args:
        settings: ``key=value`` of what is to hold beside.
        figures: a file for the distances as JSON; None for none.
        pictures: a dataset of the scene on no film, for the film of REAL's pictures; None for labels alone.
        aim: of small renders beside ``out``, for what only pictures show; None for none.
    """
    expect_place(out)
    if figures is not None and not figures.absolute().parent.is_dir():
        raise ConfigError(f"--json {figures}: expected a file in a folder that is there")
    script, source, names = find_scene(scene), open_source(real), parse_map(mapping)
    chosen = chosen_settings({}, {script.name: script}, settings)[script.name]
    if pictures is not None and issubclass(script.params, Filmed):
        chosen = {"film": LINEAR, **chosen}  # the twin's numbers stand beside the plain curve
    params = script.params.read(chosen, script.name)
    ours = None if pictures is None else open_negatives(pictures, script)
    of_files, curve = _of_files(source), tuple[Step, ...]()
    with _progress(quiet) as bars:
        task = bars.add_task("descriptions", total=wish.frames)

        def advance(stage: str) -> None:
            bars.update(task, advance=1, description=f"descriptions, {stage}")

        wanted = source.labelled or (ours is None and aim is None)  # else pictures alone say something
        labelled = fit(script, params, source, wish, names, advance) if wanted else None
        if ours is None:
            found = labelled or nothing_yet(script.name, source, wish.size)
        else:
            twin = twin_of(params, source, ours, wish.seed, frozenset(chosen), bars)
            found = with_film(labelled, twin, wish.size) if labelled else film_alone(script.name, twin, wish.size)
            of_files |= {"quality": OWN_QUALITY} if "jpeg" in twin.params else {}  # or it would be saved so twice
        if aim is not None:
            found, curve = descended(scene, script, params, source, found, aim, frozenset(chosen), out, bars)
    files = save(found, scene, chosen, of_files, out)
    if aim is not None:
        say(console, f"the curve lies in {write_curve(curve, out)}")
    if figures is not None:
        plain = {key: dict(zip(("was", "is", "chance"), each, strict=True)) for key, each in distances(found).items()}
        notes, spreads = list(found.notes), {key: round(each.of, 4) for key, each in found.spreads.items()}
        steps = [asdict(step) for step in curve]
        report = {"distances": plain, "undetermined_by": spreads, "notes": notes, "curve": steps}
        write(figures, (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode())
    printer.print(shown_fit(found), highlight=False)
    say(console, f"wrote {' and '.join(map(str, files))}; prelabel render --config {out} renders with it")


def workers_for(frames: int, wanted: int | None) -> int:
    """As many as wanted; where nobody says, as there are cores, if there is enough to do."""
    if wanted is not None:
        return wanted
    return min(MOST_WORKERS, process_cpu_count() or 1) if frames >= WORTHWHILE else 0


def _of_files(source: Source) -> dict[str, int]:
    """The quality that REAL's JPEG files were written with; nothing where they are not there."""
    items = (item for item in source.read(Counter()) if item.picture is not None)
    found = []
    for item in chosen_by_name(items, LOOKED_AT):
        assert item.picture is not None
        try:
            with opened_picture(item.picture, within=source.root) as picture:
                found += [int(value) for value in file_figures(picture).values()]
        except OSError as error:
            raise ConfigError(f"{item.picture}: this picture cannot be read ({error.strerror or error})") from error
    return {"quality": round(median(found))} if found else {}


def _progress(quiet: bool) -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)
