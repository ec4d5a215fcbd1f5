"""Error against CPU seconds, setting by setting: ``python -m benchmarks quality``.

Each scene is built once and rendered with every setting in turn, all from the standard preset with one thing changed.
The error is that of the finished 8-bit picture, at the reference's exposure. References have many samples, no denoiser,
no clamping and many bounces; they are kept in a folder, and made again where a scene has changed.

FLIP is shown where ``flip-evaluator`` is installed: it weighs differences as an eye does that flips between pictures.
"""

import hashlib
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import typer
from numpy.typing import NDArray

from annotate import annotate
from annotate.frame import Frame
from benchmarks.clock import Cost, interleaved, typical
from benchmarks.report import Cell, JsonFile, Quick, Report, say, show
from render.cli.arguments import shown
from render.cli.options import parse_list, parse_size
from render.settings.presets import PRESETS, STANDARD, Preset
from scenes import SceneSpec

if TYPE_CHECKING:
    from benchmarks.studio import Scene, Studio

BASE = PRESETS[STANDARD]
TRUTH = replace(BASE, noise=0.0, bounces=(24, 12, 12, 24, 32), clamp=0.0)
CACHE = Path("out/benchmarks/references")  # git ignores it


@dataclass(frozen=True)
class Variant:
    """The standard preset with something changed; ``settings`` are paths from Blender's scene."""

    preset: Preset = BASE
    denoise: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict)


DENOISERS: tuple[tuple[Literal["FAST", "BALANCED", "HIGH"], Literal["NONE", "FAST", "ACCURATE"]], ...] = (
    *(("FAST", "NONE"), ("FAST", "FAST"), ("BALANCED", "NONE"), ("BALANCED", "FAST")),
    *(("HIGH", "NONE"), ("HIGH", "FAST"), ("HIGH", "ACCURATE")),
)


def _denoiser(quality: Literal["FAST", "BALANCED", "HIGH"], guides: Literal["NONE", "FAST", "ACCURATE"]) -> Variant:
    return Variant(replace(BASE, denoiser=quality, guides=guides))


def _adaptive(noise: float, samples: int, least: int = 8) -> Variant:
    return Variant(replace(BASE, noise=noise, samples=samples, least=least))


def _set(**settings: Any) -> Variant:
    return Variant(settings={path.replace("__", "."): value for path, value in settings.items()})


# What BlenderProc 2.8 sets up where its user sets nothing; its denoiser is the compositor's, of the same quality.
PEER = Preset(1024, 0.01, 0, "HIGH", "ACCURATE", bounces=(3, 3, 0, 0, 8), clamp=10.0)
NO_LIGHT_TREE = {"cycles.use_light_tree": False}

GROUPS: Mapping[str, Mapping[str, Variant]] = {
    "preset": {name: Variant(preset) for name, preset in PRESETS.items()},
    "samples": {str(count): Variant(replace(BASE, samples=count, noise=0.0)) for count in (4, 8, 16, 32, 64, 128)},
    "plain": {
        str(count): Variant(replace(BASE, samples=count, noise=0.0), denoise=False) for count in (16, 32, 64, 128)
    },
    "adaptive": {
        f"{noise:g}, {least} to {most}": _adaptive(noise, most, least)
        for noise, least, most in (
            (0.02, 8, 64),
            (0.05, 8, 64),
            (0.1, 8, 64),
            (0.2, 8, 64),
            (0.1, 4, 64),
            (0.1, 16, 64),
        )
    },
    "denoiser": {f"{denoiser}, {guides}": _denoiser(denoiser, guides) for denoiser, guides in DENOISERS},
    "bounces": {
        " ".join(map(str, bounces)): Variant(replace(BASE, bounces=bounces))
        for bounces in ((2, 1, 1, 2, 8), (4, 2, 2, 4, 8), (6, 2, 3, 6, 12), (8, 3, 4, 6, 12), (12, 6, 6, 12, 24))
    },
    "clamp": {f"{clamp:g}": Variant(replace(BASE, clamp=clamp)) for clamp in (1.0, 4.0, 8.0, 32.0, 0.0)},
    "peer": {
        "BlenderProc's defaults": Variant(PEER, settings=NO_LIGHT_TREE),
        "the same, our bounces": Variant(replace(PEER, bounces=BASE.bounces), settings=NO_LIGHT_TREE),
    },
    "caustics": {"on": _set(cycles__caustics_reflective=True, cycles__caustics_refractive=True)},
    "light tree": {"off": Variant(settings=NO_LIGHT_TREE)},
    "hair": {shape: _set(cycles_curves__shape=shape) for shape in ("RIBBONS", "THICK")},
    "filter": {
        f"{kind}, {width:g} px": _set(cycles__pixel_filter_type=kind, cycles__filter_width=width)
        for kind, width in (("BLACKMAN_HARRIS", 1.0), ("BLACKMAN_HARRIS", 2.0), ("GAUSSIAN", 1.5), ("BOX", 1.0))
    },
    "scattering": {
        method: Variant(settings={"subsurface method": method})
        for method in ("BURLEY", "RANDOM_WALK", "RANDOM_WALK_SKIN")
    },
    "tile": {str(size): _set(cycles__use_auto_tile=True, cycles__tile_size=size) for size in (64, 256)},
    "textures": {
        str(limit): _set(render__use_simplify=True, cycles__texture_limit_render=str(limit)) for limit in (512, 1024)
    },
}


@dataclass(frozen=True)
class Reference:
    """Attributes:
    rgb: (H, W, 3).
    boxes: of visible masks, x, y, w, h, by category and instance.
    """

    rgb: NDArray[np.uint8]
    exposure: float
    boxes: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True)
class Shot:
    cost: Cost
    psnr: float
    flip: float | None
    box_px: float


def measure(
    scenes: Iterable["Scene"], size: tuple[int, int], samples: int, rounds: int, groups: Iterable[str], cache: Path
) -> Report:
    """Every setting of these groups in every scene.

    Args:
        samples: of the references.
    """
    from benchmarks.studio import Studio

    variants = {(group, name): variant for group in groups for name, variant in GROUPS[group].items()}
    shots: dict[tuple[str, str], list[Shot]] = {key: [] for key in variants}
    for scene in scenes:
        spec = scene.spec(size)
        studio = Studio(spec)
        reference = _reference(studio, spec, samples, cache)
        studio.set(replace(BASE, samples=1))
        studio.shoot()  # pays for what is loaded but once
        calls = {
            str(key): partial(_shot, studio, spec, f"{scene} {key[0]} {key[1]}", variant, reference)
            for key, variant in variants.items()
        }
        found = interleaved(calls, rounds)
        for key, of_scene in shots.items():
            first = found[str(key)][0]
            of_scene.append(replace(first, cost=typical([shot.cost for shot in found[str(key)]])))
        studio.close()
    settings = {"scenes": [str(scene) for scene in scenes], "size": size, "reference": samples, "rounds": rounds}
    return Report("quality", _rows(shots), _notes(), settings)


def _shot(studio: "Studio", spec: SceneSpec, name: str, variant: Variant, reference: Reference) -> Shot:
    from benchmarks.studio import picture

    studio.set(variant.preset, variant.denoise, variant.settings)
    frame, cost = studio.shoot()
    rgb = picture(frame, reference.exposure)
    shot = Shot(cost, psnr(rgb, reference.rgb), flip(rgb, reference.rgb), _off(_boxes(spec, frame), reference.boxes))
    say(f"{name}: {cost.cpu:.2f} CPU s, {shot.psnr:.2f} dB")
    return shot


def psnr(rgb: NDArray[np.uint8], reference: NDArray[np.uint8]) -> float:
    """Decibels; infinite where nothing differs."""
    square = np.mean((rgb.astype(np.float64) - reference) ** 2)
    return float(10.0 * np.log10(255.0**2 / square)) if square else float("inf")


def flip(rgb: NDArray[np.uint8], reference: NDArray[np.uint8]) -> float | None:
    """Mean FLIP, 0 for equal and 1 for most different; None where it is not installed."""
    if find_spec("flip_evaluator") is None:
        return None
    evaluate = import_module("flip_evaluator").evaluate
    both = [np.asarray(image, np.float32) / 255.0 for image in (reference, rgb)]
    return float(evaluate(*both, "LDR")[1])


def _reference(studio: "Studio", spec: SceneSpec, samples: int, cache: Path) -> Reference:
    from benchmarks.studio import picture

    key = hashlib.sha256(pickle.dumps((spec, samples, TRUTH))).hexdigest()[:16]
    path = cache / f"{key}.pickle"
    if path.is_file():
        kept: Reference = pickle.loads(path.read_bytes())
        return kept
    studio.set(replace(TRUTH, samples=samples), denoise=False)
    frame, _ = studio.shoot()
    made = Reference(picture(frame, frame.exposure), frame.exposure, _boxes(spec, frame))
    cache.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(made))
    return made


def _boxes(spec: SceneSpec, frame: Frame) -> dict[str, tuple[float, ...]]:
    found = annotate(spec, frame).annotations
    return {f"{each['category']} {each['instance_id']}": tuple(each["bbox"]) for each in found}


def _off(boxes: Mapping[str, tuple[float, ...]], others: Mapping[str, tuple[float, ...]]) -> float:
    """Pixels that an edge of a box is off at most; infinite where a box is missing from one of the two."""
    if boxes.keys() != others.keys():
        return float("inf")
    return max((float(np.abs(_edges(box) - _edges(others[key])).max()) for key, box in boxes.items()), default=0.0)


def _edges(box: tuple[float, ...]) -> NDArray[np.float64]:
    x, y, width, height = box
    return np.array([x, y, x + width, y + height])


def _rows(shots: Mapping[tuple[str, str], list[Shot]]) -> list[dict[str, Cell]]:
    """Means over scenes."""
    rows: list[dict[str, Cell]] = []
    for (group, name), found in shots.items():
        flips = [shot.flip for shot in found if shot.flip is not None]
        rows.append(
            {
                "what": group,
                "setting": name,
                "CPU s": mean(shot.cost.cpu for shot in found),
                "wall s": mean(shot.cost.wall for shot in found),
                "PSNR, dB": mean(shot.psnr for shot in found),
                "FLIP": mean(flips) if flips else None,
                "boxes off, px": max(shot.box_px for shot in found),
            }
        )
    return rows


def _notes() -> list[str]:
    noise = f"{BASE.noise:g}, {BASE.least} to {BASE.samples}" if BASE.noise else f"{BASE.samples}"
    return [
        f"all but the presets: standard with one thing changed ({noise} samples, {BASE.denoiser} {BASE.guides}, "
        f"bounces {' '.join(map(str, BASE.bounces))}, clamp {BASE.clamp:g})"
    ]


def main(
    size: Annotated[str, typer.Option(metavar="WxH", help="Size of the pictures.")] = "256x192",
    reference: Annotated[int, typer.Option(min=1, help="Samples of the references.")] = 1024,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds, of whose seconds the median counts.")] = 1,
    groups: Annotated[str, typer.Option(metavar="NAME,...", help="Which settings.")] = ",".join(GROUPS),
    scene: Annotated[
        list[str] | None, typer.Option(help="Scene, repeatable." + shown("a street and a portrait"))
    ] = None,
    frames: Annotated[int, typer.Option(min=1, help="Frames of each scene.")] = 1,
    cache: Annotated[Path, typer.Option(help="Folder of the references.")] = CACHE,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Which settings of Cycles are worth their seconds."""
    from benchmarks.studio import PORTRAIT, STREET, Scene

    named = [Scene(name) for name in scene] if scene else [STREET, PORTRAIT]
    scenes = [replace(one, frame=number) for one in named for number in range(frames)]
    wanted = parse_list(groups) or list(GROUPS)
    if quick:
        scenes, size, reference, wanted = scenes[:1], "48x36", 8, ["preset"]
    unknown = [name for name in wanted if name not in GROUPS]
    if unknown:
        raise typer.BadParameter(f"expected some of {', '.join(GROUPS)}, got {unknown[0]}")
    show(measure(scenes, parse_size(size) or (256, 192), reference, rounds, wanted, cache), json)
