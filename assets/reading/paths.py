"""Paths that may be anything. ``assets.files`` opens what they lead to."""

import os
import re
from pathlib import Path

from assets.errors import ConfigError
from assets.reading.shown import shown

MOST_PATH, MOST_NAME = 4095, 255  # bytes, as Linux has it
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")


def user_path(text: str, what: str = "path") -> Path:
    """A path of this machine that a user gave. ``~/`` is the home folder, also where no shell has put it in.

    Args:
        what: begins the message of an error, such as ``--out``.

    Raises:
        ConfigError: it is blank, a URL, or can be no path.
    """
    if not text.strip():
        raise ConfigError(f"{what}: expected a path, got '{shown(text)}'")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise ConfigError(f"{what} {shown(text)}: expected a path in UTF-8")
    if len(os.fsencode(text)) > MOST_PATH or any(len(os.fsencode(part)) > MOST_NAME for part in text.split("/")):
        raise ConfigError(f"{what} {shown(text)}: expected a path of at most {MOST_PATH} bytes, {MOST_NAME} a name")
    if _URL.match(text):
        raise ConfigError(f"{what} {shown(text)}: expected a path on this machine, got a URL")
    if text.startswith("~") and text != "~" and not text.startswith("~/"):
        raise ConfigError(f"{what} {shown(text)}: expected ~/ for your home folder, or ./{shown(text)} for that name")
    try:
        return Path(text).expanduser() if text.startswith("~") else Path(text)  # which takes ./~x for ~x
    except RuntimeError as error:
        raise ConfigError(f"{what} {shown(text)}: expected a home folder, this machine knows none of yours") from error


def is_regular(path: Path) -> bool:
    """Whether a regular file is there; False also for a name that none can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # longer than a name can be
        return False


def is_folder(path: Path) -> bool:
    """The same of a folder."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
