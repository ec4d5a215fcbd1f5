"""Whether a dataset's files are those that its records speak of, and its records those of its run."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from annotate import Row
from assets import ConfigError, StorageError
from render.settings.resume import earlier_run
from render.stores.admission import run_file
from render.stores.claims import RUN_FILE, SUMMARY_FILE
from render.stores.errors import store_errors
from render.stores.frame_folder import FrameFolder
from render.stores.store import is_url, open_store
from render.stores.temporary import temporary_folder


def record_rows(folder: Path) -> tuple[Row, ...]:
    """What ``check`` says of a dataset's records; nothing where they, or ``run.yaml``, are not there.

    Runs nothing that ``run.yaml`` names.

    Raises:
        StorageError: ``run.yaml`` is no run's, or a file cannot be read.
    """
    with store_errors(f"{folder}/{RUN_FILE}", "read"):
        text = run_file(folder)
    if text is None or not (folder / "records").is_dir():
        return ()
    config = earlier_run(text, f"{folder}/{RUN_FILE}")
    frames, mine = FrameFolder(folder, config), config.identities()
    count, foreign, faults = 0, list[str](), list[str]()
    for record in frames.records():
        count += 1
        number = record["image"]["frame"]
        if record.get("run", "") not in mine:
            foreign.append(f"frame {number} is of another run than {RUN_FILE}")
        faults += [f"frame {number}: {fault}" for fault in frames.faults(record)]
    return (
        Row("records are of this run", count, tuple(foreign)),
        Row("files are what was written", count, tuple(faults)),
    )


@contextmanager
def settings_of(place: str, what: str) -> Iterator[Path]:
    """The absolute path of a run's ``run.yaml``; of one in an object store that of a copy, with its summary beside it.

    Args:
        what: begins the message of an error.

    Raises:
        ConfigError: there is none.
        StorageError: it cannot be read.
    """
    with ExitStack() as stack:
        folder = Path(place.removeprefix("file://")).absolute()
        if is_url(place):
            store, folder = open_store(place), stack.enter_context(temporary_folder("prelabel-run-"))
            for name in (RUN_FILE, SUMMARY_FILE):
                if (data := store.read(name)) is not None:
                    (folder / name).write_bytes(data)
        if not (folder / RUN_FILE).is_file():
            raise ConfigError(f"{what} {place}: expected a run, found no {RUN_FILE}")
        yield folder / RUN_FILE


@contextmanager
def local_copy(place: str) -> Iterator[Path]:
    """A dataset's folder; of one in an object store a copy in the folder for temporary files (TMPDIR).

    Raises:
        ConfigError: there is none.
        StorageError: it cannot be read, or there is no room for a copy.
    """
    if not is_url(place):
        folder = Path(place.removeprefix("file://"))
        if not folder.is_dir():
            raise ConfigError(f"check {place}: expected a dataset's folder, found none")
        yield folder
        return
    store = open_store(place)
    names = list(store.sizes(""))
    if not names:
        raise ConfigError(f"check {place}: expected a dataset, found nothing there")
    with temporary_folder("prelabel-check-") as scratch:
        for name in names:
            path = (scratch / name).resolve()
            if not path.is_relative_to(scratch.resolve()):
                raise StorageError(f"check {place}: expected names within it, found {name}")
            with store_errors(str(path), "write"):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(store.read(name) or b"")
        yield scratch
