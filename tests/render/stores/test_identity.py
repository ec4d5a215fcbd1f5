"""Every frame is of its run: of its settings, of the program that began it, and byte for byte as it was written."""

import json
from pathlib import Path
from typing import Any

import pytest

from assets import ConfigError
from render.cli import app as cli
from render.run.fake import FakeRenderer
from render.run.frames import Job
from render.run.here import run
from render.run.pipeline import merge
from render.settings import config as settings
from render.settings import identity, resume
from render.settings.config import RunConfig, make_config
from render.settings.resume import check_maker
from render.stores import Store
from render.stores.claims import RUN_FILE
from render.stores.frame_folder import checksum
from render.stores.reuse import Reuse
from render.stores.run import RunStore, deliver, missing, open_run
from render.stores.verify import local_copy, record_rows

OTHER = {"prelabel": "9.9", "bpy": "5.2.3", "code": "0123456789abcdef"}


def config(**values: Any) -> RunConfig:
    boxes = {"scenes": ["examples/boxes.py"], "size": (48, 32), "count": 4, "shard_frames": 2}
    return make_config({**boxes, **values})


def render(out: Path, reuse: Reuse = Reuse(), **values: Any) -> int:  # noqa: B008
    """How many frames were rendered."""
    return run(config(**values), out, lambda watch: FakeRenderer(), reuse).done


def failures(out: Path) -> list[str]:
    return [failure for row in record_rows(out) for failure in row.failures]


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on another version is at work."""
    for module in (settings, resume):
        monkeypatch.setattr(module, "this_maker", lambda: OTHER)


def test_the_fingerprint_is_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = identity.code_fingerprint()
    monkeypatch.setattr(identity, "HOME", tmp_path)
    (tmp_path / "assets").mkdir()
    for text in ("a = 1\n", "a = 2\n"):
        (tmp_path / "assets" / "a.py").write_text(text)
        identity.code_fingerprint.cache_clear()
        now = identity.code_fingerprint()
        assert now != before
        before = now
    identity.code_fingerprint.cache_clear()


def test_a_run_of_another_version_is_refused_and_continued_knowingly(tmp_path: Path, upgraded: None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "this_maker", identity.this_maker)
        render(tmp_path, count=2)
    before = (tmp_path / RUN_FILE).read_bytes()
    with pytest.raises(
        ConfigError, match=r"holds frames that Prelabel .* rendered, and this is Prelabel 9.9 .*--allow-upgrade"
    ):
        render(tmp_path, count=4)
    assert (tmp_path / RUN_FILE).read_bytes() == before
    assert render(tmp_path, Reuse(allow_upgrade=True), count=4) == 2
    assert render(tmp_path, count=5) == 1  # once said, it holds
    info = json.loads((tmp_path / "annotations" / "instances.json").read_text())["info"]
    assert [maker["prelabel"] for maker in info["makers"]] == [identity.this_maker()["prelabel"], "9.9"]
    assert failures(tmp_path) == []


def test_a_run_that_says_nothing_of_its_maker_is_of_another_version(tmp_path: Path) -> None:
    render(tmp_path, count=2)
    plain = resume.earlier_run((tmp_path / RUN_FILE).read_bytes(), "").model_copy(update={"makers": ()})
    (tmp_path / RUN_FILE).write_text(plain.to_yaml())
    for shard in (tmp_path / "records").iterdir():
        records = map(json.loads, shard.read_text().splitlines())
        shard.write_text("".join(json.dumps({**r, "run": ""}) + "\n" for r in records))
    with pytest.raises(ConfigError, match="an earlier version of Prelabel"):
        render(tmp_path, count=2)
    assert render(tmp_path, Reuse(allow_upgrade=True), count=2) == 0


def test_a_process_of_another_version_is_refused(upgraded: None) -> None:
    with pytest.raises(ConfigError, match="expected the same on every machine"):
        check_maker(config().model_copy(update={"makers": (identity.this_maker(),)}))
    check_maker(config())


def test_frames_of_another_run_do_not_count_and_are_named(tmp_path: Path) -> None:
    render(tmp_path / "mine")
    render(tmp_path / "other", seed=5)
    shard = Path("records") / "shard-00000.jsonl"
    for name in (shard, Path("images") / "000000000000.jpg", Path("images") / "000000000001.jpg"):
        (tmp_path / "mine" / name).write_bytes((tmp_path / "other" / name).read_bytes())
    assert failures(tmp_path / "mine") == [f"frame {k} is of another run than run.yaml" for k in (0, 1)]
    assert render(tmp_path / "mine") == 2
    assert failures(tmp_path / "mine") == []


def damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "rotten":
        path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    elif how == "empty":
        path.write_bytes(b"")
    else:
        path.unlink()


@pytest.mark.parametrize(
    ("how", "said"), [("rotten", "is not what was written"), ("empty", "has 0 bytes"), ("gone", "is missing")]
)
def test_damaged_files_are_named_and_rendered_anew(tmp_path: Path, how: str, said: str) -> None:
    render(tmp_path, passes=["masks"])
    for name in ("images/000000000001.jpg", "masks/000000000002.png"):
        damage(tmp_path / name, how)
    assert [said in failure for failure in failures(tmp_path)] == [True, True]
    assert render(tmp_path, passes=["masks"]) == (0 if how == "rotten" else 2)
    assert render(tmp_path, Reuse(verify=True), passes=["masks"]) == (2 if how == "rotten" else 0)
    assert failures(tmp_path) == []


@pytest.mark.parametrize("how", ["rotten", "empty", "gone"])
def test_a_store_is_verified_too(store: Store, tmp_path: Path, how: str) -> None:
    made = open_run(store, config())
    run(made, tmp_path / "local", lambda watch: FakeRenderer())
    for shard in (0, 1):
        frames = (2 * shard, 2 * shard + 1)
        lines = (tmp_path / "local" / "records" / f"shard-0000{shard}.jsonl").read_bytes().splitlines(keepends=True)
        names = [f"images/{frame:012d}.jpg" for frame in frames]
        deliver(store, made, tmp_path / "local", names, dict(zip(frames, lines, strict=True)))
    merge(Job.of(made), RunStore(store, made))
    assert missing(store, open_run(store, config(), Reuse(verify=True))) == []
    name = "images/000000000002.jpg"
    data = store.read(name) or b""
    if how == "gone":
        store.remove([name])
    else:
        store.write(name, b"" if how == "empty" else data[:-1] + bytes([data[-1] ^ 1]))
    with local_copy(store.place) as folder:
        assert len(failures(folder)) == 1
    assert missing(store, open_run(store, config())) == []
    assert missing(store, open_run(store, config(), Reuse(verify=True))) == [range(2, 3)]


def test_the_command_checks_a_store(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    run(config(), tmp_path / "local", lambda watch: FakeRenderer())
    names = [
        path.relative_to(tmp_path / "local").as_posix() for path in (tmp_path / "local").rglob("*.*") if path.is_file()
    ]
    store.upload(tmp_path / "local", [name for name in names if not name.startswith(".")])
    monkeypatch.setattr("sys.argv", ["prelabel", "check", store.place])
    with pytest.raises(SystemExit) as done:
        cli.main()
    assert not done.value.code
    assert "all right" in capsys.readouterr().out


def test_checksums_tell_files_apart() -> None:
    assert checksum(b"a") != checksum(b"b")
    assert len(checksum(b"")) == 16
