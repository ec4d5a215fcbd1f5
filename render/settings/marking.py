"""How the pictures of a run are marked, see ``annotate.marks``; and the settings that a mark holds, read again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self
from xml.sax.saxutils import escape

from annotate import marks
from assets import ConfigError, PrelabelError
from assets.reading import shown, yaml_value
from render.settings.config import NOT_CONTENT, VERBATIM, RunConfig, load_yaml, make_config
from scenes import find_scene

SOFTWARE = "Prelabel"
MOST_SETTINGS = 1_100  # bytes in XML: with all else a mark has at most 2,000
PICTURES = (".jpg", ".jpeg", ".png")  # what their files' names end in


@dataclass(frozen=True)
class Marking:
    """What the marks of a run's pictures have in common.

    Attributes:
        software: that renders them, name and version.
        dataset: hash of the run's settings.
        seed: the run's.
        settings: all that its config says beyond the defaults, as JSON; empty where that is too long, or where it names
            files.
    """

    software: str
    dataset: str
    seed: int
    settings: str

    @classmethod
    def of(cls, config: RunConfig) -> Self | None:
        """None where a run marks nothing."""
        if config.marks == "none":
            return None
        return cls(software(), config.content_hash(), config.seed, _settings(config))

    def packet(self, frame: int) -> bytes:
        """The mark of a picture."""
        fields: dict[str, str | int] = {"dataset": self.dataset, "frame": frame, "seed": self.seed}
        return marks.xmp(marks.RENDERED, self.software, fields | ({"settings": self.settings} if self.settings else {}))


def software() -> str:
    return f"{SOFTWARE} {version('prelabel')}"


def settings_from(config: Path) -> dict[str, Any]:
    """Fields of ``RunConfig`` from a YAML file, or from the mark of a picture.

    Raises:
        PrelabelError: as ``load_yaml`` and ``settings_in``.
    """
    return settings_in(config) if config.suffix.lower() in PICTURES else load_yaml(config)


def settings_in(picture: Path) -> dict[str, Any]:
    """Fields of ``RunConfig`` that a picture's mark holds.

    Raises:
        ConfigError: it has no mark, or one without settings.
        DatasetError: it is no picture, or its marks are damaged.
    """
    found = marks.read(picture)
    text = found.fields.get("settings", "") if found else ""
    if found is None or not text:
        lack = "it has no mark" if found is None else "its mark has none"
        raise ConfigError(f"{shown(str(picture), 200)}: expected a picture whose mark holds its settings, {lack}")
    values = yaml_value(text, f"{picture}: its settings", VERBATIM)
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise ConfigError(f"{shown(str(picture), 200)}: expected settings as keys and values in its mark")
    return values


def _settings(config: RunConfig) -> str:
    """What differs from the defaults, if a config that is made of it again is the same one."""
    if config.scripts or config.assets:
        return ""
    usual = RunConfig(**{"scenes": config.scenes, "params": _usual_params(config)}).plain()
    own = config.plain(exclude=(*NOT_CONTENT, "params"))
    values = {key: value for key, value in own.items() if key == "scenes" or value != usual.get(key)}
    params = {name: _beyond(found, usual["params"].get(name, {})) for name, found in config.plain()["params"].items()}
    values |= {"params": {name: found for name, found in params.items() if found}} if any(params.values()) else {}
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return text if _fits(text) and _again(text) == config.content_hash() else ""


def _usual_params(config: RunConfig) -> dict[str, dict[str, Any]]:
    scripts = [find_scene(name) for name in config.scenes]
    return {script.name: script.params.read({}, script.name).model_dump() for script in scripts}


def _beyond(values: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value != usual.get(key)}


def _fits(text: str) -> bool:
    return text.isprintable() and len(escape(text).encode()) <= MOST_SETTINGS


def _again(text: str) -> str:
    """The hash of the config that these settings make; empty where they make none."""
    try:
        return make_config(yaml_value(text, "settings", VERBATIM)).content_hash()
    except PrelabelError:
        return ""
