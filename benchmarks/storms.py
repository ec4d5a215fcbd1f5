"""Kill storms: does a run that was killed anywhere, and started again, end as one that nobody disturbed?

``python -m benchmarks storms`` renders 60 frames without Blender, kills all processes of the run at once with kill -9,
each time at another moment, runs the same command again and compares every file with those of an undisturbed run. So
for a run of this machine (``plain``), for Ray into a folder (``ray``) and for Ray into S3 (``s3``, by moto).
"""

import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import psutil
import typer

from benchmarks.report import Cell, JsonFile, Quick, Report, say, show
from render.stores import open_store

FRAMES, SHARD_FRAMES, WORKERS = 60, 8, 2
PATIENCE_S = 300.0  # for a run that nobody disturbs
POLL_S, LONGEST_DELAY_S, GOLDEN = 0.02, 0.5, 0.618  # delays that no two storms share
SCENE = Path(__file__).resolve().parents[1] / "examples" / "boxes.py"
KINDS = ("plain", "ray", "s3")
COMPARED = ("annotations", "images", "masks")  # folders; records lie in other shards after a crash, as they may
BUCKET = "storms"


@dataclass(frozen=True)
class Storm:
    """Attributes:
    pictures: that were there at the kill.
    killed: processes.
    differing: files that are not as they should be.
    """

    pictures: int
    killed: int
    differing: tuple[str, ...]


def measure(counts: Mapping[str, int], frames: int = FRAMES) -> Report:
    """So many storms of each kind.

    Raises:
        RuntimeError: a run that nobody killed failed.
    """
    rows: list[dict[str, Cell]] = []
    with _scratch() as folder, _server() as environment:
        for kind, count in counts.items():
            if not count:
                continue
            started = time.monotonic()
            wanted = _digests(_finished(kind, folder, "calm", frames, environment))
            whole_s = time.monotonic() - started
            say(f"{kind}: undisturbed in {whole_s:.1f} s, {len(wanted)} files")
            storms = list[Storm]()
            for number in range(count):
                pictures, delay_s = frames * number // count, whole_s * GOLDEN * number % LONGEST_DELAY_S
                storms.append(_storm(kind, folder, number, pictures, delay_s, frames, environment, wanted))
                last = storms[-1]
                how = "the same" if not last.differing else f"{len(last.differing)} files differ: {last.differing[:3]}"
                say(f"{kind} {number + 1}/{count}: {last.killed} processes, {last.pictures} pictures there; {how}")
            rows.append(_row(kind, storms, frames))
    equal = "every file of every run is that of the undisturbed one" if not any(r["differing"] for r in rows) else ""
    return Report("storms", rows, [equal] if equal else [], {"frames": frames, "shard_frames": SHARD_FRAMES})


def _row(kind: str, storms: list[Storm], frames: int) -> dict[str, Cell]:
    there = [storm.pictures for storm in storms]
    return {
        "place": kind,
        "storms": len(storms),
        "processes killed": sum(storm.killed for storm in storms),
        "pictures there, fewest": min(there),
        "most": max(there),
        "killed in mid-run": sum(0 < pictures < frames for pictures in there),
        "differing": sum(bool(storm.differing) for storm in storms),
    }


def _storm(
    kind: str,
    folder: Path,
    number: int,
    pictures: int,
    delay_s: float,
    frames: int,
    environment: Mapping[str, str],
    wanted: Mapping[str, str],
) -> Storm:
    place = _place(kind, folder, f"storm-{number}")
    while not _waited(process := _start(kind, place, frames, environment), place, pictures, delay_s):
        pictures //= 2  # it was done: try again, and sooner
        process.communicate()
        _remove(kind, place)
    killed = _kill(process)
    there = len(_sizes(place, "images"))
    got = _digests(_finished(kind, folder, f"storm-{number}", frames, environment))
    differing = sorted(name for name in {*wanted, *got} if wanted.get(name) != got.get(name))
    _remove(kind, place)
    return Storm(there, killed, tuple(differing))


def _waited(process: subprocess.Popen[bytes], place: str, pictures: int, delay_s: float) -> bool:
    """Wait until so many pictures have come, and a little longer; whether the run is still under way then."""
    while process.poll() is None and len(_sizes(place, "images")) < pictures:
        time.sleep(POLL_S)
    time.sleep(delay_s)
    return process.poll() is None


def _command(kind: str, place: str, frames: int) -> list[str]:
    how = ["--workers", str(WORKERS)] if kind == "plain" else ["--cluster", "local"]
    run = ["render", str(SCENE), "--count", str(frames), "--size", "64x48", "--shard-frames", str(SHARD_FRAMES)]
    run += ["--passes", "masks", "--out", place, *how, "--quiet"]
    return [sys.executable, "-m", "benchmarks.storms_driver", *run]


def _start(kind: str, place: str, frames: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        _command(kind, place, frames),
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _finished(kind: str, folder: Path, name: str, frames: int, environment: Mapping[str, str]) -> str:
    """The place of a run, once it is done."""
    place = _place(kind, folder, name)
    process = _start(kind, place, frames, environment)
    try:
        _, said = process.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        _kill(process)
        raise RuntimeError(f"{place}: not done after {PATIENCE_S:g} s") from error
    if process.returncode:
        raise RuntimeError(f"{place}: the run failed: {said.decode(errors='replace')[-1000:]}")
    return place


def _kill(process: subprocess.Popen[bytes]) -> int:
    """kill -9 of a command and of all that it has started, at once; how many that were."""
    ours = psutil.Process(process.pid)
    ours.suspend()  # so that it starts nobody meanwhile
    family = [*ours.children(recursive=True), ours]
    os.killpg(process.pid, signal.SIGKILL)
    for member in family:
        if member.is_running():
            member.kill()
    psutil.wait_procs(family, timeout=30.0)
    process.communicate()
    return len(family)


def _place(kind: str, folder: Path, name: str) -> str:
    return f"s3://{BUCKET}/{name}" if kind == "s3" else str(folder / f"{kind}-{name}")


def _remove(kind: str, place: str) -> None:
    if kind == "s3":
        store = open_store(place)
        store.remove(list(store.sizes("")))
    else:
        shutil.rmtree(place, ignore_errors=True)


def _sizes(place: str, folder: str) -> dict[str, int]:
    return open_store(place).sizes(folder)


def _digests(place: str) -> dict[str, str]:
    store = open_store(place)
    names = [name for folder in COMPARED for name in store.sizes(folder)]
    return {name: blake2b(store.read(name) or b"").hexdigest() for name in names}


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="storms-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _server() -> Iterator[dict[str, str]]:
    """An S3 of this machine: the variables by which it is found, which this process has meanwhile, too."""
    import boto3  # type: ignore[import-untyped]
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would tell every request
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    names = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        yield names
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        server.stop()


def main(plain: int = 14, ray: int = 8, s3: int = 8, quick: Quick = False, json: JsonFile = None) -> None:
    """Kill runs with kill -9, start them again, compare what comes out."""
    report = measure(dict.fromkeys(KINDS, 1) if quick else dict(zip(KINDS, (plain, ray, s3), strict=True)))
    show(report, json)
    if any(row["differing"] for row in report.rows):
        raise typer.Exit(1)
