"""What ``benchmarks.stream`` measures, each in a process of its own that starts from nothing.

Imports stand in the functions: a first frame is not to pay for what it does not need.
"""

import json
import time
from itertools import islice
from pathlib import Path
from typing import Any

MARKS = 40  # looks at memory along the way


def render(kind: str, workers: int, values: dict[str, Any], settings: list[str], factory: str, out: str) -> None:
    """All frames of a config: as a run into the folder ``out``, or as a stream whose frames are dropped.

    Args:
        kind: ``run`` or ``stream``.
        workers: 0 renders in this process.
        factory: of ``render.run.start``.
    """
    from render.batch.run import Batch, run_batch
    from render.run.here import run
    from render.run.start import start_renderer
    from render.settings.config import make_config
    from render.stream.stream import Stream

    config = make_config(values, settings)
    if kind == "stream":
        for frame in Stream(config, stop=config.count, workers=workers, factory=factory):
            frame.rgb.max()
    elif workers:
        run_batch(config, Path(out), Batch(workers, factory))
    else:
        run(config, Path(out), lambda watch: start_renderer(factory, config, 0, watch))


def first(values: dict[str, Any], factory: str, out: str) -> None:
    """The first frame, and the same once more, with the CPU seconds of this process until then, into a JSON file."""
    import prelabel

    spent = {"import": time.process_time()}
    from render.settings.config import make_config  # what prelabel.stream imports then

    for name in ("first", "again"):
        next(prelabel.Stream(make_config(values), factory=factory))
        spent[name] = time.process_time()
    Path(out).write_text(json.dumps(spent))


def soak(values: dict[str, Any], settings: list[str], workers: int, pause_s: float, factory: str, out: str) -> None:
    """All frames of a config as a stream, with looks at memory on the way, into a JSON file.

    Args:
        pause_s: that the consumer takes over each frame.
        factory: of ``render.run.start``.
    """
    from render.settings.config import make_config
    from render.stream.stream import Stream

    config, marks = make_config(values, settings), []
    frames = Stream(config, workers=workers, factory=factory)  # without an end, before which workers would be gone
    for done, _ in enumerate(islice(frames, config.count), 1):
        time.sleep(pause_s)
        if done % max(config.count // MARKS, 1) == 0:
            marks.append({"frames": done, **_memory()})
    Path(out).write_text(json.dumps(marks))


def _memory() -> dict[str, int]:
    """Bytes of this process and of its children, and the frames that are alive here."""
    import gc

    import psutil

    from render.run.labelled import LabelledFrame

    me = psutil.Process()
    return {
        "own": me.memory_info().rss,
        "workers": sum(child.memory_info().rss for child in me.children()),
        "alive": sum(isinstance(item, LabelledFrame) for item in gc.get_objects()),
    }
