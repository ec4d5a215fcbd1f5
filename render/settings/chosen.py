"""Scene parameters as a user sets them: ``key=value`` for every scene that has the key, ``scene.key=value`` for one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assets import ConfigError
from assets.names import nearest
from assets.reading import shown
from scenes import SceneScript


def chosen_settings(
    params: Mapping[str, Mapping[str, Any]],
    scripts: Mapping[str, SceneScript],
    settings: Sequence[str] | Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """Parameters by scene: those of a config, and over them what is set beside.

    Args:
        params: of the config, by scene.
        scripts: the run's scenes, by name.
        settings: as ``make_config`` takes them.

    Raises:
        ConfigError: a scene or a key is not there, or a setting is none.
    """
    chosen = {name: dict(params.get(name, {})) for name in scripts}
    extra = next((name for name in params if name not in scripts), None)
    if extra is not None:
        raise ConfigError(f"params: '{shown(extra)}' is none of the run's scenes ({', '.join(scripts)})")
    for where, key, value in _pairs(settings):
        scene, dot, inner = key.rpartition(".")
        targets = [scene] if dot else [name for name, script in scripts.items() if key in script.params.model_fields]
        known = sorted({field for script in scripts.values() for field in script.params.model_fields})
        if dot and scene not in scripts:
            raise ConfigError(f"{where}: expected a scene among {', '.join(scripts)}, got '{shown(scene)}'")
        if not targets:
            raise ConfigError(f"{where}: expected a key among {', '.join(known)}{nearest(key, tuple(known))}")
        for name in targets:
            chosen[name][inner or key] = value
    return chosen


def _pairs(settings: Sequence[str] | Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """What to call a setting, its key and its value."""
    if isinstance(settings, Mapping):
        yield from ((f"set '{shown(key)}'", str(key), value) for key, value in settings.items())
        return
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise ConfigError(f"--set {shown(setting)}: expected key=value")
        yield f"--set {shown(setting)}", key, value
