"""Pictures of ours, developed again: what ``fit --pictures`` hands to the search for a film."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress

from assets import ConfigError
from measure.fit.pictures import ROUNDS, Twin, camera_twin
from measure.items import Source
from measure.readers import open_source
from render.camera import developing, film
from scenes import Film, SceneParams, SceneScript


def open_negatives(place: Path, script: SceneScript) -> Source:
    """The dataset.

    Raises:
        ConfigError: it is not there, or of another scene.
        DatasetError: it cannot be read.
    """
    source = open_source(place)
    if source.scenes and script.name not in source.scenes:
        raise ConfigError(f"--pictures {place}: expected pictures of {script.name}, got {', '.join(source.scenes)}")
    return source


def develop(rgb: NDArray[np.uint8], own: Film, stops: float) -> NDArray[np.uint8]:
    """A picture (H, W, 3) of the plain curve on a film, with so many stops more light."""
    return developing.picture(film.untone(rgb) * np.float32(2.0**stops), own)


def twin_of(params: SceneParams, real: Source, ours: Source, seed: int, kept: frozenset[str], bars: Progress) -> Twin:
    """The film of REAL's pictures; errors as of ``camera_twin``."""
    task = bars.add_task("film", total=ROUNDS + 1)

    def advance(stage: str) -> None:
        bars.update(task, advance=1, description=f"film, {stage}")

    return camera_twin(params, real, ours, develop, seed, kept, advance=advance)
