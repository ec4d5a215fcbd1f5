"""What a run, or a stream, can be told, by keyword: the options of ``prelabel render``, with the same meaning."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict

from render.settings.config import RunConfig, make_config
from render.settings.marking import settings_from
from render.settings.trust import trusted
from render.settings.whereabouts import anchored, home_of


class Options(TypedDict, total=False):
    """Attributes:
    size: width and height in pixels; 640 × 480 unless told otherwise.
    seed: another seed, another dataset.
    views: frames of each scene in a row, by a camera each; 1 unless told otherwise.
    engine: ``cycles``, or ``eevee`` for pictures by rasterisation; labels are the same.
    preset: how much work goes into a picture; ``samples`` and ``noise`` in place of its own.
    device: what renders.
    passes: further ground truth.
    segmentation: how masks are written into annotations.
    amodal_masks: also masks of whole things, seen or not.
    through_glass: masks also hold what is seen through panes of glass.
    min_area, min_visible: label nothing smaller (pixels of the mask), or less visible (0 to 1).
    keep_ignored: keep what these take out, with ``ignore: 1``.
    augment: ``none``, ``camera``, a file or what it would hold.
    balance: parameters whose combinations come equally often, as ``--balance`` takes them.
    format, quality: of a run's pictures.
    marks: what the files of pictures say of their making.
    split: shares by name.
    shard_frames: frames behind one records file.
    """

    size: tuple[int, int]
    seed: int
    views: int
    engine: Literal["cycles", "eevee"]
    preset: Literal["draft", "standard", "high"]
    samples: int
    noise: float
    device: Literal["auto", "cpu", "cuda", "optix", "hip", "metal", "oneapi"]
    passes: Sequence[Literal["depth", "normals", "masks", "parts", "parsing"]]
    segmentation: Literal["polygon", "rle"]
    amodal_masks: bool
    through_glass: bool
    min_area: int
    min_visible: float
    keep_ignored: bool
    augment: str | Mapping[str, Any] | None
    balance: Any
    format: Literal["jpg", "png"]
    quality: int
    marks: Literal["none", "iptc", "c2pa"]
    split: Mapping[str, float]
    shard_frames: int


def run_config(
    scenes: Sequence[str | Path],
    set: Mapping[str, Any] | None,
    config: str | Path | None,
    options: Mapping[str, Any],
) -> RunConfig:
    """Raises:
    ConfigError: something is wrong, no scene is named, or ``config`` names a Python file that this user has not run so
        far; naming it in ``scenes`` has it run.
    """
    values = _anchored_yaml(Path(config)) if config is not None else {}
    values |= {"scenes": [str(name) for name in scenes]} if scenes else {}
    if scenes or config is None:
        return make_config({**values, **options}, dict(set or {}))
    permit = trusted(Path(config), trust=False, tell=lambda text: None)
    return make_config({**values, **options}, dict(set or {}), permit)


def _anchored_yaml(path: Path) -> dict[str, Any]:
    """A ``run.yaml`` with paths that are right for this process, wherever it works."""
    values = settings_from(path)
    home = home_of(path, values)
    out: dict[str, Any] = values if home is None else anchored(values, home)
    return out
