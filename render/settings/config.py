"""What a run renders: read from options and a YAML file, checked once, written beside the dataset as ``run.yaml``."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from annotate.schema import define_assets
from assets import AssetError, ConfigError, StorageError
from assets.library import library
from assets.names import nearest
from render.camera.augment import load as load_augmentation
from render.settings.presets import STANDARD
from scenes import SceneParams, SceneScript, find_scene
from scenes.balance import balanced, read_balance
from scenes.files import version
from scenes.limits import LEAST_SIDE_PX

PASSES = ("depth", "normals", "masks", "parts", "parsing")
NOT_CONTENT = (
    "start",
    "count",
    "device",
    "shard_frames",
)  # which frames, where and in which file: no part of their look


class RunConfig(BaseModel):
    """A run. Frame ``k`` depends on this less ``NOT_CONTENT``, and on ``k``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenes: tuple[str, ...] = Field(min_length=1)  # names, or paths to .py files
    scripts: dict[str, str] = {}  # version of each of these files
    params: dict[str, dict[str, Any]] = {}  # by scene name
    assets: dict[str, str] = {}  # SHA-256 of each model and picture of the user's library that is used, by name
    balance: dict[str, dict[str, Any]] = {}  # by scene name, see docs/distributions.md
    count: int = Field(8, ge=1)
    start: int = Field(0, ge=0)
    seed: int = Field(0, ge=0, lt=2**63)
    size: tuple[int, int] = (640, 480)
    preset: Literal["draft", "standard", "high"] = STANDARD
    samples: int | None = Field(None, ge=1, le=65_536)  # in place of the preset's
    noise: float | None = Field(None, ge=0.0, le=1.0)  # likewise; 0 gives each pixel all samples
    device: Literal["auto", "cpu", "cuda", "optix", "hip", "metal", "oneapi"] = "auto"
    format: Literal["jpg", "png"] = "jpg"
    quality: int = Field(92, ge=1, le=100)
    segmentation: Literal["polygon", "rle"] = "polygon"
    amodal_masks: bool = False
    min_area: int = Field(0, ge=0)  # px of the visible mask
    min_visible: float = Field(0.0, ge=0.0, le=1.0, allow_inf_nan=False)  # share of the thing
    keep_ignored: bool = False  # what the two take out stays, with ignore: 1
    augment: dict[str, Any] | None = None  # name and transforms, see docs/augmentation.md
    passes: tuple[Literal["depth", "normals", "masks", "parts", "parsing"], ...] = ()
    split: dict[str, float] = {}
    shard_frames: int = Field(16, ge=1, le=65_536)  # frames behind one records file; one task of a cluster

    @field_validator("size")
    @classmethod
    def _size(cls, value: tuple[int, int]) -> tuple[int, int]:
        if not all(LEAST_SIDE_PX <= side <= 16_384 for side in value):
            raise ValueError(f"expected WIDTHxHEIGHT with sides in {LEAST_SIDE_PX}..16384, got {value[0]}x{value[1]}")
        return value

    @field_validator("passes")
    @classmethod
    def _passes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in PASSES if name in value)

    @field_validator("split")
    @classmethod
    def _split(cls, value: dict[str, float]) -> dict[str, float]:
        for name, share in value.items():
            if not name.isidentifier() or not 0.0 < share <= 1.0:
                raise ValueError(f"expected names with shares above 0, such as train=0.8,val=0.2, got {name}={share}")
        if value and abs(sum(value.values()) - 1.0) > 1e-6:
            raise ValueError(f"expected shares that add up to 1, got {sum(value.values()):g}")
        return value

    def frames(self) -> range:
        return range(self.start, self.start + self.count)

    def content_hash(self) -> str:
        """Of all that decides what a frame looks like and says: equal hashes mean that runs can share a folder."""
        content = self.model_dump(mode="json", exclude=set(NOT_CONTENT))
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    def to_yaml(self) -> str:
        return yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False, allow_unicode=True)


def make_config(values: Mapping[str, Any], settings: Sequence[str] | Mapping[str, Any] = ()) -> RunConfig:
    """A checked config, with every scene's parameters written out.

    Args:
        values: fields of RunConfig.
        settings: ``key=value`` or ``scene.key=value`` for scene parameters, as ``--set`` gives them; or a mapping of
            such keys to values or distributions.

    Raises:
        ConfigError: a key or value is wrong, or a scene is not there.
    """
    unknown = next((key for key in values if key not in RunConfig.model_fields), None)
    if unknown is not None:
        raise ConfigError(f"config: expected no key '{unknown}'{nearest(unknown, tuple(RunConfig.model_fields))}")
    try:
        plain = {key: value for key, value in values.items() if key != "balance"}
        config = RunConfig(**{**plain, "augment": _augment(values.get("augment"))})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        got = "" if ", got " in said else f", got {first['input']!r}"
        raise ConfigError(f"{key}: {said}{got}") from error
    found = [find_scene(name_or_path) for name_or_path in config.scenes]
    scripts = {script.name: script for script in found}
    if len(scripts) != len(found):
        raise ConfigError(f"scenes: expected each scene once, got {', '.join(config.scenes)}")
    chosen = _with_settings(config, scripts, settings)
    read = {name: script.params.read(chosen.get(name, {}), name) for name, script in scripts.items()}
    params = {name: found.model_dump() for name, found in read.items()}
    balance = read_balance(values.get("balance"), {name: script.params for name, script in scripts.items()})
    for name, request in balance.items():
        balanced(read[name], request, config.seed, name)  # says what is wrong with it
    versions = {path: _version(config, path) for path in config.scenes if path.endswith(".py")}
    return config.model_copy(
        update={"params": params, "balance": balance, "scripts": versions, "assets": _assets(config, read.values())}
    )


def _assets(config: RunConfig, params: Iterable[SceneParams]) -> dict[str, str]:
    """What scenes take from the user's library, as it is now; their annotations may say what was said of it.

    Raises:
        AssetError: something is not what the config names.
    """
    used = sorted({name for item in params for name in item.library_assets()})
    manifests = [library().get(name) for name in used]
    for item in manifests:
        expected = config.assets.get(item.name, item.sha256)
        if item.sha256 != expected:
            raise AssetError(
                f"asset '{item.name}': expected the one that the run began with (sha256 {expected[:12]}), the library "
                f"{library().root} has another ({item.sha256[:12]})"
            )
    define_assets(manifests)
    return {item.name: item.sha256 for item in manifests}


def _version(config: RunConfig, path: str) -> str:
    """Of a scene's file as it is now.

    Raises:
        ConfigError: the config is of another version.
    """
    now = version(Path(path).resolve())
    before = config.scripts.get(path, now)
    if now != before:
        raise ConfigError(
            f"scene '{path}': expected the file that the run began with (version {before}), got a changed one ({now}); "
            "remove 'scripts' from the config to take it as it is"
        )
    return now


def _augment(value: Any) -> Any:
    """The augmentation written out, so that ``run.yaml`` says all without the file; None for none."""
    if value in (None, "none"):
        return None
    loaded = load_augmentation(value)
    return loaded.plain() if loaded else None


def earlier_run(text: bytes, where: str) -> RunConfig:
    """The run that a ``run.yaml`` is of.

    Raises:
        StorageError: it is none of this version; ``where`` names the file.
    """
    try:
        values = yaml.safe_load(text)
        return RunConfig(**{**values, "shard_frames": values["shard_frames"]})  # without it, others were meant
    except (yaml.YAMLError, TypeError, ValueError, KeyError, RecursionError) as error:
        raise StorageError(f"{where}: expected the settings of a run; --overwrite starts anew") from error


def continued(earlier: RunConfig, config: RunConfig, place: str) -> RunConfig:
    """The frames of both runs as one, in the earlier one's shards.

    Raises:
        ConfigError: they differ in more than their frames, or leave a gap; ``place`` is where the earlier one is.
    """
    if earlier.content_hash() != config.content_hash():
        content = [key for key in RunConfig.model_fields if key not in NOT_CONTENT]
        names = {"scripts": "version of a scene's file"}
        keys = ", ".join(names.get(key, key) for key in content if getattr(earlier, key) != getattr(config, key))
        raise ConfigError(
            f"{place} holds a run with another {keys}; choose another --out, or --overwrite removes that run"
        )
    mine, theirs = config.frames(), earlier.frames()
    start, stop = min(mine.start, theirs.start), max(mine.stop, theirs.stop)
    if len(mine) + len(theirs) < stop - start:
        raise ConfigError(
            f"{place} holds frames {theirs.start}..{theirs.stop - 1}; expected --start and --count that adjoin them, "
            f"got {mine.start}..{mine.stop - 1}"
        )
    return config.model_copy(update={"start": start, "count": stop - start, "shard_frames": earlier.shard_frames})


def scene_params(config: RunConfig, name_or_path: str) -> tuple[SceneScript, SceneParams]:
    """A scene of the run, and its parameters at the run's picture size, balanced as the run asks for.

    Raises:
        ConfigError: there is no such scene, or its file has changed since the run began.
        AssetError: an asset of the user's library has.
    """
    script = find_scene(name_or_path)
    if name_or_path in config.scripts:
        _version(config, name_or_path)
    params = script.params.read(config.params.get(script.name, {}), script.name).with_size(config.size)
    _assets(config, [params])
    return script, balanced(params, config.balance.get(script.name, {}), config.seed, script.name)


def load_yaml(path: Path) -> dict[str, Any]:
    """Fields of RunConfig from a YAML file.

    Raises:
        ConfigError: it is not YAML or not a mapping.
        StorageError: it cannot be read.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StorageError(f"config {path}: {error.strerror}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # no UTF-8, no such date, brackets without an end
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise ConfigError(f"config {path}{where}: this is not YAML") from error
    if not isinstance(values, dict):
        raise ConfigError(f"config {path}: expected keys and values, got {type(values).__name__}")
    return values


def _with_settings(
    config: RunConfig, scripts: Mapping[str, SceneScript], settings: Sequence[str] | Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    chosen = {name: dict(config.params.get(name, {})) for name in scripts}
    extra = next((name for name in config.params if name not in scripts), None)
    if extra is not None:
        raise ConfigError(f"params: '{extra}' is none of the run's scenes ({', '.join(scripts)})")
    for where, key, value in _pairs(settings):
        scene, dot, inner = key.rpartition(".")
        targets = [scene] if dot else [name for name, script in scripts.items() if key in script.params.model_fields]
        known = sorted({field for script in scripts.values() for field in script.params.model_fields})
        if dot and scene not in scripts:
            raise ConfigError(f"{where}: expected a scene among {', '.join(scripts)}, got '{scene}'")
        if not targets:
            raise ConfigError(f"{where}: expected a key among {', '.join(known)}{nearest(key, tuple(known))}")
        for name in targets:
            chosen[name][inner or key] = value
    return chosen


def _pairs(settings: Sequence[str] | Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """What to call a setting, its key and its value."""
    if isinstance(settings, Mapping):
        yield from ((f"set '{key}'", str(key), value) for key, value in settings.items())
        return
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise ConfigError(f"--set {setting}: expected key=value")
        yield f"--set {setting}", key, value
