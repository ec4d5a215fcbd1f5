"""Workers with faults, told by the environment: what a frame's number does to the process that renders it."""

import errno
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from assets import AssetError, RenderError, SceneError
from render.batch import worker
from render.blender.room import render_error
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.settings.config import RunConfig
from render.stores.frame_folder import FrameFolder

FACTORY = "tests.render.batch.faulty:faulty_renderer"
VARIABLE = "PRELABEL_TEST_FAULTS"
ERRORS = {"scene": SceneError, "asset": AssetError, "render": RenderError, "mistake": ValueError}
FULL = "Error: System is out of GPU memory"


def faulty_renderer(config: RunConfig, threads: int, stopwatch: Stopwatch) -> FakeRenderer:
    """Called in a worker, whose ways it changes.

    The variable holds JSON: ``{"frames": {"3": "kill"}, "once": FOLDER, "slow": SECONDS, "start": "kill"}``. Frame -1
    stands for all. With a folder in ``once``, each fault strikes the first time only. With a folder in ``cards``, each
    card has memory for ``room`` workers; which it is, the worker's environment says.
    """
    faults = Faults(json.loads(os.environ.get(VARIABLE, "{}")))
    faults.strike_start()
    honest_expose, honest_append = worker.expose, FrameFolder.append_record

    def expose(job: Any, renderer: Any, watch: Any, number: int) -> Any:
        with watch("render"):  # as if a card were slow: the CPU has nothing to do meanwhile
            faults.strike_frame(number)
        return honest_expose(job, renderer, watch, number)

    def append_record(folder: FrameFolder, record: Any) -> None:
        number = record["image"]["frame"]
        faults.strike_record(number, folder, record)
        honest_append(folder, record)
        if faults.of(number, "killed after its record"):
            kill()

    worker.expose, FrameFolder.append_record = expose, append_record  # type: ignore[method-assign]
    time.time = leaping()
    return FakeRenderer()


class Faults:
    """What the variable says."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.frames = {int(number): kind for number, kind in values.get("frames", {}).items()}
        self.once = Path(values["once"]) if "once" in values else None
        self.slow, self.start = values.get("slow", 0.0), values.get("start", "")
        self.cards = Path(values["cards"]) if "cards" in values else None
        self.room = values.get("room", 10**6)

    def of(self, number: int, *kinds: str) -> str:
        """A frame's fault, if it is of these kinds and strikes."""
        kind = self.frames.get(number, self.frames.get(-1, ""))
        if kind not in kinds:
            return ""
        if self.once:
            mark = self.once / str(number)
            if mark.exists():
                return ""
            mark.touch()
        return kind

    def strike_start(self) -> None:
        if self.start == "kill":
            kill()
        if self.start == "error":
            raise RenderError("no such card")

    def strike_frame(self, number: int) -> None:
        if self.cards is not None and self.on_card() > self.room:
            raise render_error(FULL)
        time.sleep(self.slow)
        kind = self.of(number, "kill", "hang", "no room", *ERRORS)
        if kind == "kill":
            kill()
        elif kind == "hang":
            time.sleep(600.0)
        elif kind == "no room":
            raise render_error(FULL)
        elif kind:
            raise ERRORS[kind](f"frame {number}: a {kind} fault")

    def on_card(self) -> int:
        """How many workers that live have begun to render on this one's card, itself included."""
        assert self.cards is not None
        mine = os.environ["CUDA_VISIBLE_DEVICES"]
        (self.cards / f"{mine} {os.getpid()}").touch()
        pids = [int(path.name.rpartition(" ")[2]) for path in self.cards.glob(f"{mine} *")]
        return sum(psutil.pid_exists(pid) for pid in pids)

    def strike_record(self, number: int, folder: FrameFolder, record: Any) -> None:
        kind = self.of(number, "full disk", "killed before its record", "killed in its record")
        if kind == "full disk":
            os.fsync = full_disk
        if kind == "killed in its record":
            shard = folder.root / "records" / f"shard-{number // folder.config.shard_frames:05d}.jsonl"
            with shard.open("ab") as file:
                file.write(json.dumps(record).encode()[:100])
            (folder.root / "images" / ".killed.jpg.part").write_bytes(b"half")
        if kind.startswith("killed"):
            kill()


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full_disk(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def leaping() -> Callable[[], float]:
    """A wall clock that is set forward and back by a day."""
    days = iter(range(10**9))
    return lambda: 1e9 + 86_400.0 * (next(days) % 2)


if __name__ == "__main__":  # prelabel with these workers
    from render.cli import app as cli
    from render.cli import commands

    commands.RENDERER = FACTORY
    sys.argv[0] = "prelabel"
    cli.main()
