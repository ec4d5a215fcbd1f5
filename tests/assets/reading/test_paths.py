"""Files that are none, and paths that cannot be."""

import os
from pathlib import Path

import pytest

from assets import ConfigError, files
from assets.reading import read_column, user_path


def test_a_regular_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"four")
    assert files.read(path, 4) == b"four"
    with pytest.raises(OSError, match="at most 3 bytes"):
        files.read(path, 3)


def test_nothing_else_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(OSError, match="expected a plain file"):
            files.read(path, 10)
    with pytest.raises(IsADirectoryError):
        files.read(tmp_path, 10)
    for name in ("a\0b", "a\ud800b"):
        with pytest.raises(OSError, match="no file's name"):
            files.read(tmp_path / name, 10)


@pytest.mark.parametrize(
    "text", ["", " ", "\t", "s3://a/b", "s3:/a", "HTTP://x", "file:///a", "~user/x", "a\0b", "a\udcffb"]
)
def test_what_is_no_path_of_this_machine_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^--out.*: expected") as caught:
        user_path(text, "--out")
    assert str(caught.value).isprintable()


def test_the_home_folder_is_meant_where_no_shell_put_it_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert user_path("~/x") == Path("/home/me/x")
    assert user_path("~") == Path("/home/me")
    for text in ("./~x", "a:b", "C:", "./s3:/x", "ü (2)"):
        assert str(user_path(text)) == str(Path(text))


@pytest.mark.parametrize(
    ("data", "column", "complaint"),
    [
        (b"a,b\n1,2\n", "c", r"expected a column among a, b"),
        (b"a,a\n1,2\n", "a", r"each column once, 'a' comes 2 times"),
        (b"a\n\n \n", "a", r"expected values below the header"),
        (b"\xff\n1\n", "a", r"not a CSV file"),
        (b"a\n" + b"x" * 200_000, "a", r"not a CSV file"),
        (b"a\n" + b"x" * 5000, "a", r"at most 4096 characters"),
        (b",".join(b"c%d" % k for k in range(20_000)), "a", r"at most 10000 columns"),
        (b"", "a", r"expected a column among"),
    ],
)
def test_a_table_that_is_none_is_one_sentence(tmp_path: Path, data: bytes, column: str, complaint: str) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(ConfigError, match=rf"^here: .*{complaint}") as caught:
        read_column(str(tmp_path / "t.csv"), column, "here")
    assert len(str(caught.value)) < 400


def test_cells_are_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'\xef\xbb\xbfa,b\n007,"x,\ny"\n ,z\n1:30\n')
    assert read_column(str(tmp_path / "t.csv"), "a", "here") == ["007", "1:30"]
    assert read_column(str(tmp_path / "t.csv"), "b", "here") == ["x,\ny", "z"]
