"""What stands in the place of a file is opened only where it is one, and never waited for."""

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import files

SECRET = "of somebody's own"


def link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "secret")


def dangling(path: Path) -> None:
    path.symlink_to(path.parent.parent / "made")


def circle(path: Path) -> None:
    path.symlink_to(path)


def bound(path: Path) -> None:
    os.chdir(path.parent)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


INTRUDERS = [link, dangling, circle, os.mkfifo, bound, device, Path.mkdir]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a stranger's, beside a file of one's own."""
    monkeypatch.chdir(tmp_path)  # and back at the end
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "theirs").mkdir()
    return tmp_path / "theirs"


@pytest.mark.parametrize("intruder", INTRUDERS)
def test_nothing_but_a_file_of_the_folder_is_read(folder: Path, intruder: Callable[[Path], None]) -> None:
    intruder(folder / "a")
    with pytest.raises(OSError) as caught:
        files.read(folder / "a", 100, within=folder)
    assert caught.value.strerror


@pytest.mark.parametrize("mode", ["wb", "a+b"])
@pytest.mark.parametrize("intruder", INTRUDERS)
def test_nothing_but_a_file_is_written(folder: Path, intruder: Callable[[Path], None], mode: str) -> None:
    intruder(folder / "a")
    with pytest.raises(OSError) as caught, files.writing(folder / "a", mode) as file:
        file.write(b"theirs")
    assert caught.value.strerror
    assert (folder.parent / "secret").read_text() == SECRET and not (folder.parent / "made").exists()


def test_a_folder_that_is_a_link_leads_nowhere(folder: Path) -> None:
    (folder.parent / "mine").mkdir()
    (folder.parent / "mine" / "a").write_text(SECRET)
    (folder / "images").symlink_to(folder.parent / "mine")
    with pytest.raises(OSError, match="leads out of it"):
        files.read(folder / "images" / "a", 100, within=folder)
    with pytest.raises(OSError, match="got a link"):
        files.expect_own_folder(folder / "images")
    files.expect_own_folder(folder)


def test_links_within_the_folder_and_to_it_are_as_good_as_files(folder: Path) -> None:
    (folder / "a").write_text("a")
    (folder / "b").symlink_to("a")
    (folder.parent / "elsewhere").symlink_to(folder)
    assert files.read(folder.parent / "elsewhere" / "b", 1, within=folder.parent / "elsewhere") == b"a"


def test_no_more_is_read_than_allowed(folder: Path) -> None:
    (folder / "a").write_bytes(bytes(11))
    with pytest.raises(OSError, match="at most 10 bytes"):
        files.read(folder / "a", 10)
    with pytest.raises(OSError, match="a device"):
        files.read(Path("/dev/zero"), 10)


def test_files_are_written_as_ever(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        with files.writing(folder / "a") as file:
            file.write(b"long ago")
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o640
    with files.writing(folder / "a", "a+b") as file:
        file.write(b", and now")
    assert (folder / "a").read_bytes() == b"long ago, and now"
    with files.writing(folder / "a") as file:
        file.write(b"now")
    assert (folder / "a").read_bytes() == b"now"
