"""What ``again`` does: from a picture's mark to its settings, and to the same picture once more."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotate.marks import Marks, bare, read
from assets import ConfigError, DatasetError, StorageError, files
from assets.pictures import FILE_BYTES
from assets.reading import MOST_YAML_BYTES, is_regular, shown
from measure.writing import write
from render.cli import commands
from render.run.deep import frames_again
from render.run.start import start_renderer
from render.settings import again
from render.settings.config import RunConfig, make_config
from render.settings.marking import settings_from, software
from render.settings.resume import earlier_run
from render.settings.trust import Tell, trusted
from render.settings.whereabouts import home_of, working_in
from render.stores.claims import RUN_FILE


@dataclass(frozen=True)
class Origin:
    """Where a picture comes from.

    Attributes:
        config: the file that holds its settings: a ``run.yaml``, or the picture itself.
        dataset: hash of those settings.
        frame: its number.
    """

    config: Path
    dataset: str
    frame: int

    @property
    def command(self) -> str:
        """That renders it, for a shell."""
        return again.command(self.config, self.frame)


def origin_of(picture: Path, config: Path | None, trust: bool, tell: Tell) -> Origin:
    """Find a picture's settings by its mark.

    Args:
        config: a file with them; None looks for a ``run.yaml`` beside it or in the folder above, then into the mark.
        trust, tell: see ``render.settings.trust``.

    Raises:
        ConfigError: it has no mark of a run, or its settings are not there, or those of a config are not its own.
        DatasetError: it is no picture, or its marks are damaged.
    """
    name, found = shown(str(picture), 200), read(picture)
    frame, dataset = _place(found)
    if found is None or frame is None or dataset is None:
        got = f"made by {shown(found.software)}" if found and found.software else "it has none"
        raise ConfigError(f"{name}: expected a picture with the mark of a run, {got}")
    if config is None:
        folders = (picture.absolute().parent, picture.absolute().parent.parent)
        beside = next((path for folder in folders if _is_of(path := folder / RUN_FILE, dataset)), None)
        if beside is not None:
            return Origin(beside, dataset, frame)
        if not found.fields.get("settings"):
            raise ConfigError(
                f"{name}: frame {frame} of dataset {dataset}; its mark does not hold the settings, and the run.yaml of "
                "that dataset is not beside it: expected --config RUN.YAML"
            )
    origin = Origin(config or picture, dataset, frame)
    _config(origin, found.software, None, trust, tell)
    return origin


def rendered_again(
    origin: Origin, picture: Path, out: Path | None, device: str | None, trust: bool, tell: Tell
) -> None:
    """Render it into a file, and say how it compares.

    Raises:
        PrelabelError: see the tree.
    """
    values = settings_from(origin.config)
    target = out or Path(f"{picture.stem}-again{picture.suffix}")
    target, before = target.absolute(), files.read(picture, FILE_BYTES)
    with working_in(home_of(origin.config, values)):
        config = _config(origin, "", device, trust, tell)
        if target.suffix.lower() != f".{config.format}":
            raise ConfigError(f"--out {shown(str(out or target))}: expected a name that ends in .{config.format}")
        if not target.parent.is_dir():
            raise StorageError(f"--out {target}: expected a folder that is there")
        frames = frames_again(config, [origin.frame], lambda watch: start_renderer(commands.RENDERER, config, 0, watch))
        _, made, _ = next(iter(frames))
    data = next(data for name, data in made.items() if name.startswith("images/"))
    write(target, data)
    tell(f"{out or target.name}: frame {origin.frame} of dataset {origin.dataset}, {_compared(before, data, picture)}")


def _place(found: Marks | None) -> tuple[int | None, str | None]:
    return (None, None) if found is None else (found.number("frame"), found.fields.get("dataset"))


def _is_of(settings: Path, dataset: str) -> bool:
    """Whether a ``run.yaml`` is that dataset's. No Python file that it names is run."""
    if not is_regular(settings):
        return False
    try:
        return earlier_run(files.read(settings, MOST_YAML_BYTES), settings.name).content_hash() == dataset
    except (StorageError, OSError):
        return False  # another thing of that name


def _config(origin: Origin, made_by: str, device: str | None, trust: bool, tell: Tell) -> RunConfig:
    """The run of this one frame.

    Raises:
        ConfigError: the settings are those of another dataset.
    """
    values: dict[str, Any] = {**settings_from(origin.config), "start": origin.frame, "count": 1}
    values |= {} if device is None else {"device": device}
    config = make_config(values, permit=trusted(origin.config.absolute(), trust, tell))
    if config.content_hash() != origin.dataset:
        by = f" (it was made by {shown(made_by)}, this is {software()})" if made_by not in {"", software()} else ""
        raise ConfigError(
            f"{shown(str(origin.config), 200)}: expected the settings of dataset {shown(origin.dataset)}, "
            f"got those of {config.content_hash()}{by}"
        )
    return config


def _compared(before: bytes, after: bytes, picture: Path) -> str:
    if before == after:
        return f"byte for byte {picture}"
    try:
        same = bare(before) == bare(after)
    except DatasetError:
        same = False
    if same:
        return f"with the pixels of {picture}; their marks differ"
    return f"whose pixels are not those of {picture}: another device or version rendered it, or it was changed"
