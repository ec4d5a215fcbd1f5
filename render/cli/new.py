"""``prelabel new``: a commented file to start from, which renders as it is."""

import keyword
from pathlib import Path

from assets import ConfigError, StorageError
from assets.names import nearest
from scenes.registry import BUILT_IN

TEMPLATES = Path(__file__).parent / "templates"
KINDS = ("scene", "asset")


def write_new(kind: str, name: str, folder: Path) -> Path:
    """Write ``NAME.py`` from the template of a kind, with the name in place of the template's own.

    Raises:
        ConfigError: no such kind, no such name for a Python module, or there is such a file or scene.
        StorageError: it cannot be written.
    """
    if kind not in KINDS:
        raise ConfigError(f"new: expected scene or asset, got '{kind}'{nearest(kind, KINDS)}")
    if not name.isascii() or not name.isidentifier() or keyword.iskeyword(name) or name != name.lower():
        raise ConfigError(f"new {kind}: expected a name of small letters, digits and _, such as my_yard, got '{name}'")
    if name in BUILT_IN:
        raise ConfigError(f"new {kind}: expected a name that no built-in scene has, got '{name}'")
    text = (TEMPLATES / f"my_{kind}.py").read_text(encoding="utf-8")
    text = text.replace(f"my_{kind}", name).replace(f"My{kind.capitalize()}", name.title().replace("_", ""))
    path = folder / f"{name}.py"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise ConfigError(f"new {kind}: {path} is there already") from error
    except OSError as error:
        raise StorageError(f"new {kind}: {path} cannot be written, {error.strerror}") from error
    return path
