"""What a run takes from files of the user, scripts and assets of the library, is what it was when the run began."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from annotate.schema import define_assets
from assets import AssetError, ConfigError
from assets.library import library
from scenes import SceneParams, find_scene
from scenes.files import version
from scenes.registry import session_version


def same_assets(params: Iterable[SceneParams], began_with: Mapping[str, str]) -> dict[str, str]:
    """What scenes take from the user's library, as it is now; their annotations may say what was said of it.

    Args:
        began_with: SHA-256 of each asset by name, as far as the run's config has them.

    Returns:
        The same of all that is taken.

    Raises:
        AssetError: something is not what the config names.
    """
    used = sorted({name for item in params for name in item.library_assets()})
    manifests = [library().get(name) for name in used]
    for item in manifests:
        expected = began_with.get(item.name, item.sha256)
        if item.sha256 != expected:
            raise AssetError(
                f"asset '{item.name}': expected the one that the run began with (sha256 {expected[:12]}), the library "
                f"{library().root} has another ({item.sha256[:12]})"
            )
    define_assets(manifests)
    return {item.name: item.sha256 for item in manifests}


def same_version(path: str, began_with: Mapping[str, str]) -> str:
    """Of a scene's file as it is now.

    Args:
        began_with: version of each file by its path, as far as the run's config has them.

    Raises:
        ConfigError: the config is of another version.
    """
    now = version(Path(path).resolve()) if path.endswith(".py") else session_version(find_scene(path))
    before = began_with.get(path, now)
    if now != before:
        raise ConfigError(
            f"scene '{path}': expected it as the run began with it (version {before}), got a changed one ({now}); "
            "remove 'scripts' from the config to take it as it is"
        )
    return now
