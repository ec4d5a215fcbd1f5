"""Files by name, in folders and object stores alike."""

import errno
import os
from pathlib import Path

import pytest

from assets import ConfigError, StorageError
from render.stores import Store, open_store


def test_what_is_written_can_be_read_listed_and_removed(store: Store) -> None:
    assert (store.sizes("records"), store.sizes(""), store.read("run.yaml")) == ({}, {}, None)
    store.write("run.yaml", b"old")
    store.write("run.yaml", b"a: 1\nb: 2\n")
    store.write("records/shard-00000.jsonl", b"{}\n")
    assert store.read("run.yaml") == b"a: 1\nb: 2\n"
    assert list(store.lines("run.yaml")) == [b"a: 1\n", b"b: 2\n"]
    assert store.sizes("records") == {"records/shard-00000.jsonl": 3}
    assert store.sizes("") == {"records/shard-00000.jsonl": 3, "run.yaml": 10}
    store.remove(["run.yaml"])
    assert set(store.sizes("")) == {"records/shard-00000.jsonl"}


def test_local_files_are_uploaded_under_their_names(store: Store, tmp_path: Path) -> None:
    names = [f"images/{number}.jpg" for number in range(5)]
    (tmp_path / "images").mkdir()
    for name in names:
        (tmp_path / name).write_bytes(name.encode() * 100)
    store.upload(tmp_path, names)
    assert store.sizes("images") == dict.fromkeys(names, 1200)
    assert all(store.read(name) == name.encode() * 100 for name in names)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(str(tmp_path))
    store.write("records/a.jsonl", b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"records/a.jsonl: cannot write, the disk is full"):
        store.write("records/a.jsonl", b"new")
    assert [path.read_bytes() for path in (tmp_path / "records").iterdir()] == [b"old"]


def test_an_object_store_that_refuses_is_named(s3: str) -> None:
    with pytest.raises(StorageError, match=r"^s3://nowhere/run/run.yaml: cannot write, .*bucket does not exist"):
        open_store("s3://nowhere/run").write("run.yaml", b"")


@pytest.mark.parametrize(
    ("out", "said"),
    [("nope://bucket/run", "Protocol not known: nope"), ("gs://bucket/run", "another package; .*gcsfs")],
)
def test_a_url_that_nobody_knows_is_refused(out: str, said: str) -> None:
    with pytest.raises(ConfigError, match=rf"--out {out}: .*{said}"):
        open_store(out)


def test_a_folder_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    """Nor is anything removed behind it, and no pipe in a file's place is waited for."""
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    theirs.mkdir()
    (mine / "a.jpg").write_bytes(b"mine")
    (theirs / "images").symlink_to(mine)
    os.mkfifo(theirs / "run.yaml")
    store = open_store(str(theirs))
    for act in (
        lambda: store.write("images/a.jpg", b"theirs"),
        lambda: store.upload(mine, ["images/a.jpg"]),
        lambda: store.remove(["images/a.jpg"]),
        lambda: store.read("images/a.jpg"),
        lambda: store.read("run.yaml"),
        lambda: list(store.lines("run.yaml")),
    ):
        with pytest.raises(StorageError, match="expected a"):
            act()
    assert [(path.name, path.read_bytes()) for path in mine.iterdir()] == [("a.jpg", b"mine")]
