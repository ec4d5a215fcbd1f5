"""What was found, as files: a config that ``render --config`` takes, and beside it the model if there is one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assets import ConfigError
from assets.reading import yaml_text
from measure.fit.fitting import Fit
from measure.fit.learning import FILE
from measure.writing import write

SUFFIXES = (".yaml", ".yml")


def expect_place(out: Path) -> None:
    """Before any work: that files can be written there.

    Raises:
        ConfigError: they cannot.
    """
    if out.suffix not in SUFFIXES:
        raise ConfigError(f"--out {out}: expected a name that ends with .yaml")
    if not out.absolute().parent.is_dir():
        raise ConfigError(f"--out {out}: expected a file in a folder that is there")


def save(fit: Fit, scene: str, chosen: Mapping[str, Any], more: Mapping[str, Any], out: Path) -> list[Path]:
    """Write the files, each whole or not at all; returns them.

    Args:
        scene: as ``render`` is to be told it: a name, or a script's path.
        chosen: parameters that were set beside, as they were given.
        more: further keys of the config.

    Raises:
        StorageError: one cannot be written.
    """
    model = out.with_suffix(".npz")
    written = {key: str(law).replace(f"learned({FILE}:", f"learned({model.name}:") for key, law in fit.params.items()}
    if out.absolute().parent != Path.cwd() and scene.endswith(".py"):
        scene = str(Path(scene).resolve())  # paths of a config are all of one folder
    values = {"scenes": [scene], "size": list(fit.size), **more, "params": {fit.scene: {**chosen, **written}}}
    head = "".join(f"# {' '.join(line.split())}\n" for line in ("Written by prelabel fit.", *fit.notes))
    files = [model] if fit.model else []
    if fit.model:
        write(model, fit.model)
    write(out, (head + yaml_text(values)).encode())
    return [*files, out]
