"""Workers start from any kind of program, and end with the stream or the process that they belong to."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from render.settings.config import make_config
from render.stream.stream import Stream
from tests.render.stream.conftest import BOXES, FAKE, Make, children


def broken_off(stream: Stream) -> None:
    for _ in stream:
        assert children()
        break


def raising(stream: Stream) -> None:
    with pytest.raises(ZeroDivisionError):
        for frame in stream:
            assert children()
            raise ZeroDivisionError(frame)


def stopped(stream: Stream) -> None:
    next(stream)
    assert children()
    stream.stop()


def read_to_its_end(stream: Stream) -> None:
    assert len(list(stream)) == 3


@pytest.mark.parametrize(("use", "stop"), [(broken_off, None), (raising, None), (stopped, None), (read_to_its_end, 3)])
def test_nothing_is_left_behind(boxes: Make, use: Callable[[Stream], None], stop: int | None) -> None:
    before = psutil.Process().num_fds()
    stream = boxes(2, stop=stop)
    use(stream)
    assert not children()
    assert psutil.Process().num_fds() == before


def test_workers_end_with_a_stream_that_nobody_holds() -> None:
    stream = Stream(make_config(BOXES), workers=1, factory=FAKE)
    next(stream)
    assert children()
    del stream
    gc.collect()
    assert not children()


SCRIPT = """
import os
from render.settings.config import make_config
from render.stream.stream import Stream
config = make_config({"scenes": ["examples/boxes.py"], "size": (64, 48)})
for frame in Stream(config, workers=2, stop=3, factory="render.run.fake:fake_renderer"):
    print(frame.number)
print("rendered once")
"""


@pytest.mark.parametrize("way", ["script without a guard", "standard input", "-c"])
def test_workers_start_from_anywhere(tmp_path: Path, way: str) -> None:
    script = tmp_path / "train.py"
    script.write_text(SCRIPT)
    arguments = {"script without a guard": [str(script)], "standard input": ["-"], "-c": ["-c", SCRIPT]}[way]
    done = subprocess.run(
        [sys.executable, *arguments],
        input=SCRIPT if way == "standard input" else "",
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        check=False,
        timeout=120,
    )
    assert done.stdout.split("\n") == ["0", "1", "2", "rendered once", ""], done.stderr


def test_workers_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    code = SCRIPT.replace("stop=3, ", "").replace("print(frame.number)", "print(frame.number, flush=True)")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n"
        workers = psutil.Process(process.pid).children()
        assert workers
        process.kill()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
