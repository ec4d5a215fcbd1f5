"""Scene scripts by name. Each is one file that registers one function ``(rng, params) -> SceneSpec``.

class Boxes(SceneParams):
    count: Distribution = integer("uniform(1, 6)", 1, 20, help="boxes in the picture")

@scene("boxes", params=Boxes, categories=("box",), parts=("box",))
def boxes(rng: np.random.Generator, params: Boxes) -> SceneSpec:
    \"\"\"Boxes on a floor.\"\"\"
"""

import hashlib
import importlib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assets import ConfigError, PrelabelError, SceneError
from assets.names import nearest
from assets.random import stream
from assets.reading import is_regular, shown
from scenes.files import DIGITS, run_file, where
from scenes.films import Filmed, with_film
from scenes.motion.motion import check_motion
from scenes.params import SceneParams
from scenes.spec import BlenderHook, SceneSpec

BUILT_IN = (
    "vehicles",
    "street",
    "junction",
    "highway",
    "parking_lot",
    "drone",
    "studio",
    "plates",
    "faces",
    "portrait",
    "group",
    "crowd",
    "faces_cctv",
    "passport",
    "webcam",
)  # scene NAME is in scenes/NAME.py
MAX_ATTEMPTS = 20
IN_SESSION = "__main__"  # where a notebook, a prompt or a script defines its scenes


@dataclass(frozen=True)
class SceneScript:
    """A registered scene.

    Attributes:
        name: what ``prelabel render`` calls it.
        build: samples a picture: ``(rng, params) -> SceneSpec``.
        params: its parameters' model.
        categories: COCO categories that its annotations may have.
        parts: labelled parts that its assets may have, in the order of the part masks' legend.
        summary: one line for people.
        source: the file it was registered from.
        blender: its hook into Blender, see ``scene``.
    """

    name: str
    build: Callable[[np.random.Generator, Any], SceneSpec]
    params: type[SceneParams]
    categories: tuple[str, ...]
    parts: tuple[str, ...]
    summary: str
    source: Path
    blender: BlenderHook | None = None


_scripts: dict[str, SceneScript] = {}


def scene[P: SceneParams](
    name: str,
    *,
    params: type[P],
    categories: Sequence[str],
    parts: Sequence[str],
    blender: BlenderHook | None = None,
) -> Callable[[Callable[[np.random.Generator, P], SceneSpec]], Callable[[np.random.Generator, P], SceneSpec]]:
    """Register the decorated function as a scene script; its docstring's first line is the summary.

    Args:
        name, params, categories, parts: as ``SceneScript`` has them.
        blender: ``build(scene_spec, bpy_scene)``, called when Blender holds all that the description says, for what
            only Blender can do. It leaves the pure path: it changes the picture, and what it adds has no labels.

    Raises:
        ConfigError: another file registered that name.
    """

    def register(build: Callable[[np.random.Generator, P], SceneSpec]) -> Callable[[np.random.Generator, P], SceneSpec]:
        source = Path(inspect.getfile(build)).resolve()
        other = _scripts.get(name)
        again = other is not None and IN_SESSION == other.build.__module__ == build.__module__  # a cell, run once more
        if other is not None and other.source != source and not again:
            raise ConfigError(f"scene '{name}': {other.source} has registered that name already")
        summary = (inspect.getdoc(build) or "").partition("\n")[0]
        _scripts[name] = SceneScript(name, build, params, tuple(categories), tuple(parts), summary, source, blender)
        return build

    return register


def find_scene(name_or_path: str) -> SceneScript:
    """The scene script of that name, or the one that a Python file registers.

    Raises:
        ConfigError: there is none, or the file cannot be run.
    """
    if name_or_path.endswith(".py"):
        return _from_file(Path(name_or_path).resolve())
    if name_or_path in BUILT_IN:
        importlib.import_module(f"scenes.{name_or_path}")
    if name_or_path not in _scripts:
        known = tuple(dict.fromkeys((*BUILT_IN, *_scripts)))
        hint = nearest(name_or_path, known)
        raise ConfigError(f"scene '{shown(name_or_path)}': expected {', '.join(known)} or a path to a .py file{hint}")
    return _scripts[name_or_path]


def home_modules(names_or_paths: Sequence[str]) -> tuple[str, ...]:
    """The modules that register those scenes which are neither built in nor given as files: other processes need them.

    Raises:
        ConfigError: there is no such scene, or it was defined in this session alone.
    """
    out = []
    for name in names_or_paths:
        if name.endswith(".py") or name in BUILT_IN:
            continue
        module = find_scene(name).build.__module__
        if module == IN_SESSION:
            raise ConfigError(
                f"scene '{name}' is defined in this session alone, which other processes do not share: "
                "put it into a file and give its path, or render in this process (workers=0)"
            )
        out.append(module)
    return tuple(dict.fromkeys(out))


def has_version(name_or_path: str) -> bool:
    """Whether a scene may change between two runs of one program: a user's file, or what a session defined."""
    return name_or_path.endswith(".py") or find_scene(name_or_path).build.__module__ == IN_SESSION


def session_version(script: SceneScript) -> str:
    """Digits of a hash of the function that a session defined; what it calls does not count."""
    try:
        text = inspect.getsource(script.build).encode()
    except OSError:  # typed at a prompt, or read from standard input
        code = script.build.__code__
        plain = [value for value in code.co_consts if isinstance(value, str | bytes | int | float | tuple)]
        text = code.co_code + repr((plain, code.co_names)).encode()
    return hashlib.sha256(text).hexdigest()[:DIGITS]


def sample(script: SceneScript, params: SceneParams, rng: np.random.Generator) -> tuple[SceneSpec, int]:
    """A picture and how many attempts before it could not be placed.

    Every attempt has a stream of its own within the frame's.

    Raises:
        SceneError: no attempt could be placed.
    """
    params = params.in_frame(rng)
    for attempt in range(MAX_ATTEMPTS):
        try:
            own = stream(rng, f"attempt {attempt}")
            spec = script.build(own, params)
        except SceneError as error:
            last = error
        except PrelabelError:
            raise
        except Exception as error:
            if script.name in BUILT_IN:
                raise  # a fault of ours deserves its traceback
            raise SceneError(f"scene '{script.name}': {where(error, script.source)}") from error
        else:
            _check_declared(script, spec, params.more_categories())
            _check_views(script, spec, params.views)
            _check_motion(script, spec, params)
            if isinstance(params, Filmed):
                spec = with_film(own, params, spec)
            return (replace(spec, blender=script.blender) if script.blender else spec), attempt
    raise SceneError(f"scene '{script.name}': {MAX_ATTEMPTS} attempts could not be placed; the last: {last}") from last


def _check_declared(script: SceneScript, spec: SceneSpec, more: tuple[str, ...] = ()) -> None:
    """A category or part that the script did not declare would miss in the dataset's tables."""
    for placed in spec.labelled():
        for kind, used, declared in (
            ("categories", {label.category for label in placed.asset.labels}, (*script.categories, *more)),
            ("parts", set(placed.asset.parts()), script.parts),
        ):
            missing = sorted(used - set(declared))
            if missing:
                raise ConfigError(
                    f"scene '{script.name}': expected @scene(..., {kind}=...) to name all that its assets have, "
                    f"misses {', '.join(missing)}"
                )


def _check_views(script: SceneScript, spec: SceneSpec, views: int) -> None:
    """Raises:
    ConfigError: more pictures of each scene are asked for than the script has cameras for.
    """
    if len(spec.views) < views - 1:
        raise ConfigError(
            f"scene '{script.name}': expected SceneSpec(..., views=...) with {views - 1} further cameras for --views "
            f"{views}, got {len(spec.views)}; prelabel.blocks.further samples them"
        )


def _check_motion(script: SceneScript, spec: SceneSpec, params: SceneParams) -> None:
    """Raises:
    ConfigError: moving pictures are asked for, and the script does not say how things move.
    """
    if params.clip is not None and spec.motion is None:
        raise ConfigError(
            f"scene '{script.name}' has no motion: expected SceneSpec(..., motion=...) for --sequence; "
            "docs/sequences.md says which scenes have, and how to give one to a scene of your own"
        )
    if spec.motion is not None:
        check_motion(spec.motion, len(spec.placed), len(spec.lights))


def _from_file(path: Path) -> SceneScript:
    if not is_regular(path):
        raise ConfigError(f"scene '{shown(str(path), 300)}': expected a Python file, found none")
    before = dict(_scripts)
    run_file(path)
    found = [script for script in _scripts.values() if script.source == path]
    if len(found) != 1:
        _scripts.clear()
        _scripts.update(before)
        raise ConfigError(f"scene '{path}': expected one @scene(...) function in the file, found {len(found)}")
    return found[0]
