"""Where a dataset may go, told by the text of --out alone."""

from pathlib import Path

import pytest

from assets import ConfigError
from render.stores import is_url, open_store, place_of


@pytest.mark.parametrize(
    ("out", "place"),
    [
        *[("dataset", "dataset"), ("a/../b", "a/../b"), ("./~x", "~x"), ("a:b", "a:b"), ("./s3:/x", "s3:/x")],
        *[("file:///data/run", "/data/run"), ("s3://b/run", "s3://b/run"), ("GS://b/run", "gs://b/run"), ("C:", "C:")],
        *[("az://c/r", "az://c/r"), ("abfs://c@a/r", "abfs://c@a/r"), ("sftp://host/run", "sftp://host/run")],
    ],
)  # fmt: skip
def test_folders_and_stores_that_can_be_written_are_taken(out: str, place: str) -> None:
    assert place_of(out) == place
    assert is_url(place) == ("://" in place)


def test_home_is_where_the_user_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert place_of("~/run") == "/home/me/run"


@pytest.mark.parametrize(
    "out",
    [
        *("", " ", "\n", "~other/run", "a\0b", "a\udcff"),
        *("s3:/bucket/run", "s3:bucket/run", "s3://", "s3:///", "s3:// ", "S3:/x", "gs:x", "s3://a::zip://b", "s3://a\nb"),
        *("file:x", "file:/x", "file://host/x", "file://"),
        *("http://host/x", "https://host/x", "http:/x", "memory://x", "zip://x", "tar://x", "github://a/b", "git://x"),
        *("ftp://host/x", "data://x", "reference://x", "simplecache::s3://b/x", "blockcache::s3://b", "dir://x", "x://y"),
        *("local://x", "gist://x", "libarchive://x", "generic://x", "jlab://h/x", "://x", "a/b://c"),
    ],
)  # fmt: skip
def test_everything_else_is_refused_in_a_sentence_and_makes_nothing(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=r"^--out.*: expected") as caught:
        place_of(out)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 250
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("url", ["zip://missing.zip", "github://a", "reference://", "tar://x", "nope://x"])
def test_what_a_backend_raises_is_a_sentence(url: str) -> None:
    with pytest.raises(ConfigError, match=rf"--out {url}: "):
        open_store(url)
