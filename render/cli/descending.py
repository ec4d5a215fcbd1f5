"""Small renders for ``fit --renders``, and what is kept of them beside the config that is written."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from PIL import Image
from rich.progress import Progress

from measure.fit import Fit
from measure.fit.pictures import Aim, Render, Step, descend, with_descent
from measure.fit.pictures.falling import Falling
from measure.fit.real import shape_of
from measure.items import Source
from measure.judge.network import Network
from measure.plots import titled
from measure.readers import open_source
from measure.writing import write
from render.cli import commands
from render.run.here import run
from render.run.start import start_renderer
from render.settings.config import make_config
from scenes import SceneParams, SceneScript
from scenes.distributions import Learned

LONG_SIDE = 160  # px, of small renders
PRESET = "draft"


def descended(
    scene: str,
    script: SceneScript,
    params: SceneParams,
    real: Source,
    found: Fit,
    aim: Aim,
    kept: frozenset[str],
    out: Path,
    bars: Progress,
) -> tuple[Fit, tuple[Step, ...]]:
    """What was found so far with what only pictures show, and the curve; errors as of ``descend`` and of a render.

    Args:
        scene: as ``render`` is told it.
        kept: keys that were set.
        out: the config to be; renders lie in a folder beside it, and are not made twice.
    """
    laws = {key: law for key, law in found.params.items() if not isinstance(law, Learned)}
    values = {**{key: getattr(params, key) for key in type(params).model_fields}, **laws}
    width, height = shape_of(found.size[0] / found.size[1], LONG_SIDE)
    known = params.read(values, script.name).with_size((width, height))
    task = bars.add_task("renders", total=None)

    def advance(stage: str) -> None:
        bars.update(task, advance=1, description=f"renders, {stage}")

    descent = descend(
        script,
        known,
        real,
        small_renders(scene, script, folder_of(out)),
        Network().features,
        folder_of(out),
        aim,
        kept | laws.keys(),
        advance,
    )
    return with_descent(found, descent), descent.curve


def small_renders(scene: str, script: SceneScript, folder: Path) -> Render:
    """Renders parts into folders of their own; what is there already is read."""

    def render(params: SceneParams, count: int, seed: int, name: str) -> Source:
        place = folder / name.replace(" ", "-")
        values = {"scenes": [scene], "count": count, "seed": seed, "size": list(params.size), "preset": PRESET}
        config = make_config({**values, "params": {script.name: params.model_dump()}}, ())
        run(config, place, lambda watch: start_renderer(commands.RENDERER, config, 0, watch))
        return open_source(place)

    return render


def write_curve(curve: Sequence[Step], out: Path) -> Path:
    """KID and figures by renders, as JSON and as a PNG; returns the folder."""
    folder = folder_of(out)
    write(folder / "curve.json", (json.dumps([asdict(step) for step in curve], indent=1) + "\n").encode())
    buffer = io.BytesIO()
    drawing = titled(Falling(curve).drawing(), "from photographs, as each part was rendered", letters=False)
    Image.fromarray(drawing).save(buffer, "PNG")
    write(folder / "curve.png", buffer.getvalue())
    return folder


def folder_of(out: Path) -> Path:
    return out.with_name(f"{out.stem}-renders")
