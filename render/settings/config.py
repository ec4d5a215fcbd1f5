"""What a run renders: read from options and a YAML file, checked once, written beside the dataset as ``run.yaml``."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assets import ConfigError, StorageError, files
from assets.names import nearest
from assets.pictures import PIXELS
from assets.reading import MOST_YAML_BYTES, shown, yaml_text, yaml_value
from render.camera.augment import load as load_augmentation
from render.settings.chosen import chosen_settings
from render.settings.clips import check_clips, check_still, usual
from render.settings.identity import identity, this_maker
from render.settings.presets import STANDARD
from render.settings.suites import frames_of, settled
from render.settings.trust import Permit, remember
from render.settings.unchanged import same_assets, same_version
from scenes import SceneParams, SceneScript, find_scene
from scenes.balance import balanced, read_balance
from scenes.limits import LEAST_SIDE_PX
from scenes.motion import Clip
from scenes.registry import has_version
from scenes.vary.design import Suite

MOST_FRAMES = 100_000_000  # of a run
MOST_HERE = 10_000_000  # of a run on one machine: a list of all of them fits into memory; a cluster knows ranges
LAST_FRAME = 999_999_999_999  # files have twelve digits; ten thousand annotation ids a frame fit 64 bits
MOST_VIEWS = 256  # of a scene
MOST_CLIP = 10_000  # frames of one
VERBATIM = ("params", "balance", "suite")  # whose words are what the scene's parameters take them for
PASSES = ("depth", "normals", "masks", "parts", "parsing", "flow", "flow_backward", "scene_flow")
type Pass = Literal["depth", "normals", "masks", "parts", "parsing", "flow", "flow_backward", "scene_flow"]
NOT_CONTENT = (
    "start",
    "count",
    "device",
    "shard_frames",
    "makers",
)  # which frames, where, in which file and by whom: no part of their look


class RunConfig(BaseModel):
    """A run. Frame ``k`` depends on this less ``NOT_CONTENT``, and on ``k``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenes: tuple[str, ...] = Field(min_length=1)  # names, or paths to .py files
    scripts: dict[str, str] = {}  # version of each of these files
    params: dict[str, dict[str, Any]] = {}  # by scene name
    assets: dict[str, str] = {}  # SHA-256 of each model and picture of the user's library that is used, by name
    balance: dict[str, dict[str, Any]] = {}  # by scene name, see docs/distributions.md
    count: int = Field(8, ge=1, le=MOST_FRAMES)
    start: int = Field(0, ge=0, le=LAST_FRAME)
    seed: int = Field(0, ge=0, lt=2**63)
    views: int = Field(1, ge=1, le=MOST_VIEWS)  # frames of each scene, in a row
    sequence: int | None = Field(None, ge=1, le=MOST_CLIP)  # frames of each clip, in a row; None has still pictures
    fps: float | None = Field(None, gt=0.0, le=1000.0, allow_inf_nan=False)  # of clips
    suite: Suite | None = None  # a designed experiment, see docs/vary.md
    size: tuple[int, int] = (640, 480)
    engine: Literal["cycles", "eevee"] = "cycles"  # of the picture; labels are the same
    preset: Literal["draft", "standard", "high"] = STANDARD
    samples: int | None = Field(None, ge=1, le=65_536)  # in place of the preset's
    noise: float | None = Field(None, ge=0.0, le=1.0)  # likewise; 0 gives each pixel all samples
    device: Literal["auto", "cpu", "cuda", "optix", "hip", "metal", "oneapi"] = "auto"
    format: Literal["jpg", "png"] = "jpg"
    quality: int = Field(92, ge=1, le=100)
    segmentation: Literal["polygon", "rle"] = "polygon"
    amodal_masks: bool = False
    through_glass: bool = False  # what is seen through panes has its own mask, too
    min_area: int = Field(0, ge=0, lt=2**31)  # px of the visible mask
    min_visible: float = Field(0.0, ge=0.0, le=1.0, allow_inf_nan=False)  # share of the thing
    keep_ignored: bool = False  # what the two take out stays, with ignore: 1
    marks: Literal["none", "iptc", "c2pa"] = "iptc"  # that pictures carry, see docs/provenance.md
    augment: dict[str, Any] | None = None  # name and transforms, see docs/augmentation.md
    passes: tuple[Pass, ...] = ()
    split: dict[str, float] = {}
    shard_frames: int = Field(16, ge=1, le=65_536)  # frames behind one records file; one task of a cluster
    makers: tuple[dict[str, str], ...] = ()  # of its frames, see ``render.settings.identity``; the last is at work

    @field_validator("size")
    @classmethod
    def _size(cls, value: tuple[int, int]) -> tuple[int, int]:
        if not all(LEAST_SIDE_PX <= side <= 16_384 for side in value):
            raise ValueError(f"expected WIDTHxHEIGHT with sides in {LEAST_SIDE_PX}..16384, got {value[0]}x{value[1]}")
        if value[0] * value[1] > PIXELS:  # no larger ones are read, see assets.pictures
            raise ValueError(f"expected at most {PIXELS} pixels, got {value[0]}x{value[1]}")
        return value

    @field_validator("scenes")
    @classmethod
    def _scenes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not name.strip() or not all(letter.isprintable() for letter in name):
                raise ValueError("expected names, or paths to Python files")
        return value

    @model_validator(mode="before")
    @classmethod
    def _clips(cls, values: Any) -> Any:
        """A few clips, and the usual speed, where nobody said otherwise."""
        if isinstance(values, dict) and isinstance(values.get("sequence"), int):
            return {**usual(values["sequence"]), **{key: value for key, value in values.items() if value is not None}}
        return values

    @model_validator(mode="after")
    def _whole_clips(self) -> Self:
        check_clips(self.sequence, self.fps, self.views, self.passes)
        return self

    @model_validator(mode="after")
    def _last_frame(self) -> Self:
        if self.start + self.count - 1 > LAST_FRAME:
            raise ValueError(f"start: expected --start and --count whose last frame is at most {LAST_FRAME}")
        return self

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

    @property
    def clip(self) -> Clip | None:
        """What a scene is asked to move for; None for still pictures."""
        return None if self.sequence is None or self.fps is None else Clip(self.sequence, self.fps)

    @property
    def together(self) -> int:
        """How many frames in a row are of one scene: its views, or those of a clip."""
        return self.sequence or self.views

    def content_hash(self) -> str:
        """Of all that decides what a frame looks like and says: equal hashes mean that runs can share a folder."""
        unsaid = ("engine",) if self.engine == "cycles" else ()  # runs that knew no other one are of the same hash
        content = self.plain(exclude=(*NOT_CONTENT, *unsaid))
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def identity(self) -> str:
        """Of the frames that are rendered now: each record bears it."""
        return identity(self.content_hash(), self.makers[-1] if self.makers else {})

    def identities(self) -> frozenset[str]:
        """Of all frames that belong to the run."""
        return frozenset(identity(self.content_hash(), maker) for maker in self.makers or ({},))

    def to_yaml(self) -> str:
        return yaml_text(self.plain())

    def plain(self, exclude: Collection[str] = ()) -> dict[str, Any]:
        """As YAML and JSON have it. What was so before there was a choice is not said: such runs go on as they are."""
        usual = {"views": 1, "sequence": None, "fps": None, "through_glass": False, "suite": None, "marks": "iptc"}
        unsaid = [name for name, value in usual.items() if getattr(self, name) == value]
        out = self.model_dump(mode="json", exclude={*exclude, *unsaid})
        if out.get("suite") is not None:  # what stands below it is read as words
            out["suite"] = {key: value for key, value in out["suite"].items() if value is not None}
        return out


def make_config(
    values: Mapping[str, Any], settings: Sequence[str] | Mapping[str, Any] = (), permit: Permit = lambda scenes: None
) -> RunConfig:
    """A checked config, with every scene's parameters written out.

    Args:
        values: fields of RunConfig.
        settings: ``key=value`` or ``scene.key=value`` for scene parameters, as ``--set`` gives them; or a mapping of
            such keys to values or distributions.
        permit: is told the scenes before any file of them is run; raises where one may not be.

    Raises:
        ConfigError: a key or value is wrong, or a scene is not there.
    """
    unknown = next((key for key in values if key not in RunConfig.model_fields), None)
    if unknown is not None:
        raise ConfigError(
            f"config: expected no key '{shown(unknown)}'{nearest(unknown, tuple(RunConfig.model_fields))}"
        )
    try:
        plain = {key: value for key, value in values.items() if key != "balance"}
        config = RunConfig(**{**plain, "augment": _augment(values.get("augment"))})
    except ValidationError as error:
        raise ConfigError(_fault(error)) from error
    permit(config.scenes)
    found = [find_scene(name_or_path) for name_or_path in config.scenes]
    scripts = {script.name: script for script in found}
    if len(scripts) != len(found):
        raise ConfigError(f"scenes: expected each scene once, got {', '.join(config.scenes)}")
    chosen = chosen_settings(config.params, scripts, settings)
    read = {name: script.params.read(chosen.get(name, {}), name) for name, script in scripts.items()}
    params = {name: found.model_dump() for name, found in read.items()}
    balance = read_balance(values.get("balance"), {name: script.params for name, script in scripts.items()})
    for name, request in balance.items():
        balanced(read[name], request, config.seed, name)  # says what is wrong with it
    if config.sequence is not None:
        augmentation = load_augmentation(config.augment or "none")
        check_still(augmentation is not None and augmentation.geometric, config.suite is not None)
    suite = (
        None if config.suite is None else settled(config.suite, read, balance, config.views > 1 or bool(config.split))
    )
    versions = {path: same_version(path, config.scripts) for path in config.scenes if has_version(path)}
    remember(config.scenes)
    return config.model_copy(
        update={
            "params": params,
            "balance": balance,
            "scripts": versions,
            "assets": same_assets(read.values(), config.assets),
            "makers": (this_maker(),),
            **(
                {}
                if suite is None
                else {
                    "suite": suite,
                    "count": frames_of(suite, config.seed, config.start, config.count if "count" in values else None),
                }
            ),
        }
    )


def _augment(value: Any) -> Any:
    """The augmentation written out, so that ``run.yaml`` says all without the file; None for none."""
    if value in (None, "none"):
        return None
    loaded = load_augmentation(value)
    return loaded.plain() if loaded else None


def scene_params(config: RunConfig, name_or_path: str) -> tuple[SceneScript, SceneParams]:
    """A scene of the run, and its parameters at the run's picture size, balanced as the run asks for.

    Raises:
        ConfigError: there is no such scene, or its file has changed since the run began.
        AssetError: an asset of the user's library has.
    """
    script = find_scene(name_or_path)
    if name_or_path in config.scripts:
        same_version(name_or_path, config.scripts)
    params = script.params.read(config.params.get(script.name, {}), script.name).with_size(config.size)
    params = params.with_views(config.views).with_clip(config.clip)
    same_assets([params], config.assets)
    return script, balanced(params, config.balance.get(script.name, {}), config.seed, script.name)


def load_yaml(path: Path) -> dict[str, Any]:
    """Fields of RunConfig from a YAML file. What stands below ``params`` and ``balance`` stays text.

    Raises:
        ConfigError: it is not YAML or not a mapping.
        StorageError: it cannot be read.
    """
    where = f"config {shown(str(path), 200)}"
    try:
        text = files.read(path, MOST_YAML_BYTES)
    except OSError as error:
        raise StorageError(f"{where}: {error.strerror}") from error
    values = yaml_value(text, where, VERBATIM)
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise ConfigError(f"{where}: expected keys and values, got {type(values).__name__}")
    return values


def _fault(error: ValidationError) -> str:
    """A sentence for the first thing that is wrong with the values of a config."""
    first = error.errors()[0]
    key, message = ".".join(str(part) for part in first["loc"]), first["msg"].removeprefix("Value error, ")
    got = "" if ", got " in message else f", got {shown(repr(first['input']))}"
    return f"{shown(key)}: {message}{got}" if key else message
