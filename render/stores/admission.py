"""May this run go on in that place? Asked before anything is changed there; folders and stores ask here alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assets import StorageError, files
from assets.reading import MOST_YAML_BYTES
from render.settings.config import RunConfig
from render.settings.resume import continued, earlier_run
from render.stores.changes import ASIDE
from render.stores.claims import FOLDERS, RUN_FILE, Claim
from render.stores.lock import LOCK_FILE, OWNER_FILE
from render.stores.reuse import Reuse

UNFINISHED = (".part", ".unfinished")  # how files end while they are written
NAMED = 3  # of other people's files


@dataclass(frozen=True)
class Admission:
    """Attributes:
    config: the run that the place holds from now on: this one and, where it continues an earlier one, that one's
        frames too, in that one's shards.
    earlier: the run that it continues; None for none.
    going: the files of a run that is to go; None for none.
    """

    config: RunConfig
    earlier: RunConfig | None = None
    going: Claim | None = None


def admit(place: str, text: bytes | None, others: Iterable[str], config: RunConfig, reuse: Reuse) -> Admission:
    """Let a run into a place, or refuse it.

    Args:
        text: of the ``run.yaml`` that is there; None for none.
        others: names of what is there and would be mixed up with a run; looked at where there is no ``run.yaml``.

    Raises:
        ConfigError: it holds a run of another config, or of another version.
        StorageError: it holds things that are no run.
    """
    where = f"{place}/{RUN_FILE}"
    if text is not None and reuse.overwrite:
        return Admission(config, going=Claim.of(text, where))
    if text is not None:
        earlier = earlier_run(text, where)
        return Admission(continued(earlier, config, place, reuse.allow_upgrade), earlier)
    found = ", ".join(islice(others, NAMED))
    if found:
        raise StorageError(f"{place}: expected an empty place or one with a run, found {found}")
    return Admission(config)


def admit_to_folder(root: Path, config: RunConfig, reuse: Reuse) -> Admission:
    """``admit`` to a folder of this machine, which need not exist; looks and changes nothing.

    Raises:
        OSError: it cannot be looked into.
    """
    text = run_file(root)
    if text is None and (root / ASIDE / RUN_FILE).is_file():
        return Admission(config)  # who takes the folder puts it back first, and asks again
    return admit(str(root), text, _others_in(root), config, reuse)


def run_file(root: Path) -> bytes | None:
    """``run.yaml`` of a folder; None where there is none.

    Raises:
        OSError: it cannot be read, or is no plain file of that folder.
    """
    path = root / RUN_FILE
    return files.read(path, MOST_YAML_BYTES, within=root) if path.is_file() else None


def _others_in(root: Path) -> Iterator[str]:
    """Names of what lies in a folder, but for what a run that was killed before it wrote ``run.yaml`` leaves there.

    Raises:
        OSError: it cannot be looked into.
    """
    for path in sorted(root.iterdir()) if root.exists() else ():
        own = path.name in (LOCK_FILE, OWNER_FILE) or (path.name[0] == "." and path.name.endswith(UNFINISHED))
        made = path.name in FOLDERS and path.is_dir() and not path.is_symlink() and not any(path.iterdir())
        if not own and not made:
            yield path.name
