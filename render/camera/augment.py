"""Augmentation at write time: a camera's flaws, and what else Albumentations does to a picture and its labels.

A picture comes out of the renderer as a perfect lens and sensor would see it. ``apply`` puts a real one in their place,
in linear light, before the tone curve, where a sensor's noise arises; and moves labels where pixels move.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Frame
from annotate.labels import Filters, Labels
from annotate.transform import Warp, move_frame, move_labels, unwarped
from assets import ConfigError, files
from assets.random import stream
from assets.reading import shown, yaml_value
from render.camera import developing, film, warps
from render.camera.augment_list import Group, Node, Step, drawn, last_in_light, parse
from scenes import Film

type Picture = NDArray[np.uint8] | NDArray[np.float32]

# A camera of a phone or a car, in good to poor light: every amount is one that its makers would ship.
CAMERA: list[dict[str, Any]] = [
    {"ColorFringes": {"red": [-0.0015, 0.0015], "blue": [-0.0015, 0.0015], "p": 0.6}},
    {
        "OneOf": {
            "p": 0.4,
            "transforms": [
                {"GaussianBlur": {"sigma_limit": [0.4, 0.9], "blur_limit": 0, "p": 0.5}},
                {"Defocus": {"radius": [1, 2], "alias_blur": [0.1, 0.3], "p": 0.2}},
                {"MotionBlur": {"blur_limit": [3, 5], "p": 0.3}},
            ],
        }
    },
    {"Vignetting": {"strength": [0.0, 0.35]}},
    {"SensorNoise": {"iso": [100, 1600]}},
    {"WhiteBalance": {"warmth": [-0.06, 0.06], "tint": [-0.02, 0.02]}},
    {"ImageCompression": {"quality_range": [55, 90], "p": 0.3}},
]
PRESETS = {"camera": CAMERA}
MOST_BYTES = 2**20  # of a file with a list
# Among Albumentations' parameters, but constant or derived from the others.
NOT_DRAWN = {"shape", "output_shape", "interpolation", "fill", "fill_mask", "bbox_matrix", "matrix_bbox", "seed"}


@dataclass(frozen=True, eq=False)
class Augmentation:
    """Attributes:
    name: of the preset or the file, without its folder.
    transforms: the list as it was given, plain values; ``load`` takes it back from ``plain``.
    nodes: the same, checked.
    in_light: how many of the first nodes work in linear light, before the tone curve.
    """

    name: str
    transforms: list[Any]
    nodes: tuple[Node, ...]
    in_light: int

    @property
    def geometric(self) -> bool:
        """Whether it can change labels: such runs annotate without filters and with amodal masks, ``apply`` filters."""
        return any(step.name in warps.GEOMETRIC for step in Group("Sequential", 1.0, self.nodes).steps())

    def plain(self) -> dict[str, Any]:
        """What a config keeps, so that it says all without the file."""
        return {"name": self.name, "transforms": self.transforms}


@dataclass(frozen=True, eq=False)
class Augmented:
    """Attributes:
    frame: with the augmented picture; its passes moved along.
    labels: untouched where no pixel moved.
    record: for the image's entry: ``name``, the ``transforms`` that were applied with what they drew, and
        ``geometric``, whether pixels moved in this picture.
    """

    frame: Frame
    labels: Labels
    record: dict[str, Any]


def load(source: str | Mapping[str, Any]) -> Augmentation | None:
    """The augmentation of ``none``, a preset's name, a YAML file's path, or what ``Augmentation.plain`` gave.

    Raises:
        ConfigError: there is no such file or preset, or the list is wrong; says where.
    """
    if source == "none":
        return None
    if isinstance(source, str):
        name, transforms = (source, PRESETS[source]) if source in PRESETS else (Path(source).name, _read(Path(source)))
    elif isinstance(source, Mapping) and source.keys() == {"name", "transforms"}:
        name, transforms = str(source["name"]), source["transforms"]
    else:
        got = ", ".join(map(str, source)) if isinstance(source, Mapping) else repr(source)
        raise ConfigError(f"augment: expected name and transforms, got {shown(got) or 'nothing'}")
    where = f"augment {source if isinstance(source, str) else name}"
    nodes = parse(transforms, where)
    return Augmentation(name, transforms, nodes, last_in_light(nodes, where))


def apply(
    augmentation: Augmentation,
    rng: np.random.Generator,
    frame: Frame,
    labels: Labels,
    filters: Filters | None = None,
    amodal_masks: bool = False,
    own: Film | None = None,
) -> Augmented:
    """One frame and its labels, augmented: a function of its arguments and of how ``rng`` was seeded.

    Args:
        rng: the frame's.
        frame: without ``linear``, the tone curve is inverted where linear light is needed.
        labels: for a ``geometric`` augmentation made without filters and with amodal masks, else as the run wants them.
        filters, amodal_masks: what the run wants; used for a ``geometric`` augmentation.
        own: the camera's film, on which light is developed that something was done to; None for the plain curve.

    Raises:
        ConfigError: a transform does not fit a picture of this size.
    """
    height, width = frame.rgb.shape[:2]
    start = warp = unwarped(height, width)
    picture: Picture = frame.rgb
    if augmentation.in_light:
        picture = film.untone(frame.rgb) if frame.linear is None else frame.linear
    applied = []
    for i, node in enumerate(augmentation.nodes):
        if augmentation.in_light and i == augmentation.in_light:
            picture = _developed(picture, own)
        for step, path in drawn(node, rng, f"augment/{i}"):
            picture, warp, parameters = _one(step, stream(rng, path), picture, warp, augmentation.name)
            applied.append({"name": step.name, "parameters": parameters})
    rgb = _developed(picture, own)
    moved = warp is not start
    frame = move_frame(frame, rgb, warp) if moved else replace(frame, rgb=rgb, linear=None)
    if augmentation.geometric:
        labels = move_labels(labels, frame, warp, filters or Filters(), amodal_masks)
    return Augmented(frame, labels, {"name": augmentation.name, "transforms": applied, "geometric": moved})


def _read(path: Path) -> list[Any]:
    name = shown(str(path), 200)
    try:
        text = files.read(path, MOST_BYTES)
    except OSError as error:
        known = ", ".join(PRESETS)
        raise ConfigError(f"augment: expected none, {known} or a YAML file, got {name} ({error.strerror})") from error
    values = yaml_value(text, f"augment {name}")
    if not isinstance(values, list):
        raise ConfigError(f"augment {name}: expected a list of transforms, got {type(values).__name__}")
    return values


def _developed(picture: Picture, own: Film | None) -> NDArray[np.uint8]:
    return picture if picture.dtype == np.uint8 else developing.picture(picture, own or Film())  # type: ignore[return-value, arg-type]


def _one(
    step: Step, rng: np.random.Generator, picture: Picture, warp: Warp, name: str
) -> tuple[Picture, Warp, dict[str, Any]]:
    """The picture after a step, how it is warped now, and what the step drew."""
    if step.entry is not None:
        light, drew = step.entry.apply(rng, picture)  # type: ignore[arg-type]
        return light, warp, _plain(drew)
    transform = step.make()  # type: ignore[misc]
    transform.set_random_state(rng, random.Random(int(rng.integers(2**63))))
    # Albumentations clips light to 0..1. A power of two brings it there and back without rounding.
    scale = np.float32(1.0) if picture.dtype == np.uint8 else np.exp2(np.ceil(np.log2(max(1.0, float(picture.max())))))
    scaled = picture if picture.dtype == np.uint8 else picture / np.float32(scale)
    try:
        if step.name in warps.GEOMETRIC:
            out, warp = warps.warp_with(transform, scaled, warp)
        else:
            out = transform(image=scaled)["image"]
    except Exception as error:  # whatever a library of a hundred transforms raises
        height, width = picture.shape[:2]
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ConfigError(
            f"augment {name}: {step.name} cannot be applied to {width}×{height} px ({reason[0]})"
        ) from error
    if out.dtype != picture.dtype or out.ndim != 3 or out.shape[2] != 3:
        raise ConfigError(
            f"augment {name}: {step.name} gives {out.dtype} of {out.shape} instead of an 8-bit colour picture"
        )
    after = out if picture.dtype == np.uint8 else out * np.float32(scale)
    return after, warp, _plain(transform.params)


def _plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What a transform drew, as JSON can hold it; maps, kernels and others of more than 16 numbers are left out."""
    out = {}
    for key, value in sorted(parameters.items()):
        item = _plain_value(value)
        if item is not None and key not in NOT_DRAWN:
            out[key] = item
    return out


def _plain_value(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return _plain_value(value.tolist()) if value.size <= 16 else None
    if isinstance(value, float):
        return float(f"{value:.9g}") + 0.0 if np.isfinite(value) else None
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple) and len(value) <= 16:
        items = [_plain_value(item) for item in value]
        return None if any(item is None for item in items) else items
    return None
