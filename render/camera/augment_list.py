"""Lists of augmentations: what may stand in one, read and checked once, before anything is rendered."""

import importlib
import inspect
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from pydantic import ValidationError

from assets import ConfigError
from assets.names import nearest
from assets.random import stream
from render.camera import warps
from render.camera.sensor_entries import LIMITS, SENSOR, SensorEntry

OPTICS = ("Blur", "GaussianBlur", "AdvancedBlur", "MotionBlur", "Defocus", "ZoomBlur")
IN_LIGHT = (*OPTICS, *warps.FLIPS, *warps.TURNS, *warps.CROPS, *warps.RESIZES, *warps.BENDS)
# They need other pictures or settings than a file can hold, or do not give an 8-bit colour picture.
REFUSED = ("FDA", "HistogramMatching", "PixelDistributionAdaptation", "TextImage", "Normalize", "ToFloat", "FromFloat")
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "MotionBlur": {"allow_shifted": False}
}  # a shift would leave labels behind


GROUPS = ("OneOf", "Sequential")
LIBRARY = "albumentations==2.0.8 'simsimd<7' 'stringzilla<6'"  # as pip wants it; the ceilings of pyproject.toml


@dataclass(frozen=True, eq=False)
class Step:
    """One transform. ``make`` builds Albumentations' object anew; ``entry`` is there instead for those of our own."""

    name: str
    p: float
    make: Callable[[], Any] | None = None
    entry: SensorEntry | None = None


@dataclass(frozen=True, eq=False)
class Group:
    """``OneOf`` takes one of its nodes, with chances in proportion to their p; ``Sequential`` takes all."""

    name: str
    p: float
    nodes: tuple["Step | Group", ...]

    def steps(self) -> Iterator[Step]:
        for node in self.nodes:
            yield from node.steps() if isinstance(node, Group) else (node,)


type Node = Step | Group


@cache
def library() -> ModuleType:
    """Albumentations. It takes seconds to import, and would ask the network for newer versions of itself.

    Raises:
        ConfigError: it is not installed, or breaks: nobody adapts it any more to what it stands on.
    """
    os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
    try:
        return importlib.import_module("albumentations")
    except Exception as error:  # whatever an old library raises on a new Python, NumPy or OpenCV
        raise ConfigError(
            f"--augment needs Albumentations, whose import fails ({_first_fault(error)}): pip install {LIBRARY}"
        ) from error


def parse(entries: object, where: str) -> tuple[Node, ...]:
    """Nodes of a list of ``{name: {argument: value}}``.

    Args:
        where: what errors begin with: a file's name.

    Raises:
        ConfigError: a transform is unknown or an argument is wrong.
    """
    if not isinstance(entries, list) or not entries:
        raise ConfigError(
            f"{where}: expected a list of transforms such as '- HorizontalFlip: {{p: 0.5}}', got {entries!r}"
        )
    return tuple(_node(entry, f"{where}, entry {i}") for i, entry in enumerate(entries, 1))


def drawn(node: Node, rng: np.random.Generator, path: str, force: bool = False) -> Iterator[tuple[Step, str]]:
    """The steps that a picture gets of a node, each with the name of its random stream."""
    chance = stream(rng, f"{path}/chance")
    if not force and chance.random() >= node.p:
        return
    if isinstance(node, Step):
        yield node, path
    elif node.name == "Sequential":
        for i, child in enumerate(node.nodes):
            yield from drawn(child, rng, f"{path}/{i}")
    else:
        shares = np.array([child.p for child in node.nodes])
        chosen = int(chance.choice(len(shares), p=shares / shares.sum()))
        yield from drawn(node.nodes[chosen], rng, f"{path}/{chosen}", force=True)


def last_in_light(nodes: tuple[Node, ...], where: str) -> int:
    """How many of the first nodes work in linear light: up to the last one that is of a sensor.

    Raises:
        ConfigError: one of them cannot, or a sensor's entry stands within a group.
    """
    grouped = [step.name for node in nodes if isinstance(node, Group) for step in node.steps() if step.entry]
    if grouped:
        raise ConfigError(f"{where}: expected {grouped[0]} in the list itself, got it within a group")
    count = max((i for i, node in enumerate(nodes, 1) if isinstance(node, Step) and node.entry), default=0)
    for node in nodes[:count]:
        for step in node.steps() if isinstance(node, Group) else (node,):
            if step.entry is None and step.name not in IN_LIGHT:
                last = nodes[count - 1].name
                raise ConfigError(f"{where}: expected {step.name} after {last}: it works on the finished 8-bit picture")
    return count


def _node(entry: object, where: str) -> Node:
    if isinstance(entry, str):
        entry = {entry: {}}
    if not isinstance(entry, dict) or len(entry) != 1:
        raise ConfigError(f"{where}: expected one transform such as 'HorizontalFlip: {{p: 0.5}}', got {entry!r}")
    ((name, given),) = entry.items()
    arguments = dict(given) if isinstance(given, dict) else {} if given is None else None
    if arguments is None or not all(isinstance(key, str) for key in arguments):
        raise ConfigError(f"{where} ({name}): expected arguments by name, got {given!r}")
    where = f"{where} ({name})"
    p = arguments.pop("p", _default_p(name))
    if not isinstance(p, int | float) or isinstance(p, bool) or not 0.0 <= p <= 1.0:
        raise ConfigError(f"{where}: expected p in 0..1, got {p!r}")
    if name in GROUPS:
        return _group(name, float(p), arguments, where)
    if name in SENSOR:
        return Step(name, float(p), entry=_sensor_entry(name, arguments, where))
    return _library_step(name, float(p), arguments, where)


def _default_p(name: str) -> float:
    """1 for ours, for others Albumentations' own."""
    known = {} if name in (*SENSOR, *GROUPS) else _transforms()
    return float(inspect.signature(known[name]).parameters["p"].default) if name in known else 1.0


def _group(name: str, p: float, arguments: dict[str, Any], where: str) -> Group:
    other = next((key for key in arguments if key != "transforms"), None)
    if other is not None:
        raise ConfigError(f"{where}: expected p and transforms, got '{other}'{nearest(other, ('p', 'transforms'))}")
    group = Group(name, p, parse(arguments.get("transforms"), where))
    if name == "OneOf" and sum(node.p for node in group.nodes) <= 0.0:
        raise ConfigError(f"{where}: expected a transform with p above 0, got none")
    return group


def _sensor_entry(name: str, arguments: dict[str, Any], where: str) -> SensorEntry:
    unknown = next((key for key in arguments if key not in SENSOR[name].model_fields), None)
    if unknown is not None:
        raise ConfigError(_unknown_argument(where, unknown, SENSOR[name].model_fields))
    try:
        out = SENSOR[name](**arguments)
    except ValidationError as error:
        raise ConfigError(f"{where}: {_first_fault(error)}") from error
    for key, (low, high) in LIMITS.items():
        got = getattr(out, key, None)
        if got is not None and not low <= got[0] <= got[1] <= high:
            raise ConfigError(f"{where}: expected {key} as [lowest, highest] in {low:g}..{high:g}, got {list(got)}")
    return out


def _library_step(name: str, p: float, arguments: dict[str, Any], where: str) -> Step:
    known = _transforms()
    if name not in known:
        there = inspect.isclass(getattr(library(), str(name), None))
        hint = " whose pixels or labels cannot be followed" if there else nearest(name, (*known, *SENSOR, *GROUPS))
        at = where.rsplit(" (", 1)[0]
        raise ConfigError(f"{at}: expected a transform that docs/augmentation.md names, got '{name}'{hint}")
    allowed = set(inspect.signature(known[name]).parameters) - {"p", *(warps.OURS if name in warps.GEOMETRIC else ())}
    unknown = next((key for key in arguments if key not in allowed), None)
    if unknown is not None:
        raise ConfigError(_unknown_argument(where, unknown, allowed))
    values = {**DEFAULTS.get(name, {}), **{key: _as_tuples(value) for key, value in arguments.items()}}

    def make() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # advice on which transforms are slow
            out = known[name](p=1.0, **values)
        if name in warps.GEOMETRIC:
            warps.prepare(out)
        return out

    try:
        make()
    except Exception as error:  # whatever a library of a hundred transforms raises at arguments of any size
        raise ConfigError(f"{where}: {_first_fault(error)}") from error
    return Step(name, p, make)


@cache
def _transforms() -> dict[str, type]:
    """Albumentations' transforms that may stand in a list, by name."""
    module = library()
    names = [name for name in dir(module) if inspect.isclass(getattr(module, name))]
    pixels = [name for name in names if issubclass(getattr(module, name), module.ImageOnlyTransform)]
    kept = [name for name in pixels if name not in (*REFUSED, "ImageOnlyTransform", "ToTensorV2")]
    return {name: getattr(module, name) for name in (*kept, *warps.GEOMETRIC)}


def _as_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_tuples(item) for key, item in value.items()}
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value


def _unknown_argument(where: str, unknown: str, known: Any) -> str:
    return f"{where}: expected arguments {', '.join(sorted({'p', *known}))}, got '{unknown}'{nearest(unknown, known)}"


def _first_fault(error: BaseException) -> str:
    if not isinstance(error, ValidationError) and isinstance(error.__cause__, ValidationError):
        return _first_fault(error.__cause__)  # Albumentations wraps pydantic's
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        key = str(fault["loc"][0]) if fault["loc"] else "arguments"
        return f"{key}: {fault['msg'].removeprefix('Value error, ')}, got {fault['input']!r}"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
