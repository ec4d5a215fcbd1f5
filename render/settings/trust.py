"""Python files that a ``run.yaml`` names: they would run with the user's rights, so it matters whose they are.

A file that the user named as a scene has run already. Its path and content are noted in the user's own state folder;
a ``run.yaml`` that the user owns may have it run again. For all else the user is asked to say so.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from assets import ConfigError, StorageError
from scenes.files import version

type Permit = Callable[[tuple[str, ...]], None]
"""Is told a config's scenes before any file of them is run; raises a ConfigError where one may not be."""
type Tell = Callable[[str], None]


def script_files(scenes: Iterable[str]) -> tuple[str, ...]:
    """Those of a config's scenes that are Python files."""
    return tuple(name for name in scenes if name.endswith(".py"))


def trusted(settings: Path, trust: bool, tell: Tell) -> Permit:
    """Permits what ``expect_trust`` does."""
    return lambda scenes: expect_trust(settings, scenes, trust, tell)


def expect_trust(settings: Path, scenes: Iterable[str], trust: bool, tell: Tell) -> None:
    """Say which Python files a ``run.yaml`` has run, before any of them is.

    Args:
        settings: the ``run.yaml``.
        scenes: that it names.
        trust: the user has said that they may run.

    Raises:
        ConfigError: the user has not, and the ``run.yaml`` is not theirs, or they have not run such a file so far.
        StorageError: the ``run.yaml`` cannot be looked at.
    """
    files = script_files(scenes)
    if not files:
        return
    try:
        owner = settings.stat().st_uid
    except OSError as error:
        raise StorageError(f"config {settings}: {error.strerror}") from error
    theirs = owner != os.geteuid()
    for name in files:
        path = Path(name).resolve()
        if not trust and path.is_file() and (theirs or not _is_noted(path)):
            reason = f"{settings} is another user's" if theirs else "you have not rendered with it before"
            raise ConfigError(
                f"{settings} names the Python file {path}, which would run with your rights, and {reason}; "
                "read it, then --trust, or naming it as a scene, has it run"
            )
        tell(f"{settings} ({f'of user {owner}' if theirs else 'yours'}) has the Python file {path} run")


def remember(scenes: Iterable[str]) -> None:
    """Note that these of a user's scenes have run as they are now."""
    for name in script_files(scenes):
        note = _note(Path(name).resolve())
        if note is None:
            continue
        with suppress(OSError):  # a home that cannot be written: then the user is asked each time
            note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            note.touch(mode=0o600)


def _is_noted(path: Path) -> bool:
    note = _note(path)
    return note is not None and note.exists()


def _note(path: Path) -> Path | None:
    """The file that says that a scene's file has run as it is now; None where this user has no place for such."""
    state, home = (os.environ.get(name) for name in ("XDG_STATE_HOME", "HOME"))
    if not state and not home:
        return None
    folder = Path(state) if state else Path(str(home)) / ".local" / "state"
    name = hashlib.sha256(f"{path}\0{version(path)}".encode("utf-8", "surrogateescape")).hexdigest()
    return folder / "prelabel" / "scenes" / name
