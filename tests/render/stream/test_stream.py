"""Streams: the frames of a run in memory, in order, whatever happens to those who render them."""

import gc
import json
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PIL import Image

from assets import ConfigError, RenderError, SceneError
from assets.primitives import floor
from render.run.fake import FakeRenderer
from render.run.here import run
from render.run.labelled import LabelledFrame
from render.settings.config import make_config
from render.stream.stream import Stream
from scenes import PinholeCamera, Placed, Pose, SceneParams, SceneSpec, look_at, registry, scene
from tests.render.batch import faulty

BOXES = {"scenes": ["examples/boxes.py"], "size": (64, 48)}
FAKE = "render.run.fake:fake_renderer"
WAYS = pytest.mark.parametrize("workers", [0, 2])

type Make = Callable[..., Stream]


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes streams of boxes whose workers have faults; all are closed at the end."""
    made: list[Stream] = []

    def make(workers: int = 2, faults: dict[str, Any] | None = None, **options: Any) -> Stream:
        monkeypatch.setenv(faulty.VARIABLE, json.dumps(faults or {}))
        values = {**BOXES, **options.pop("values", {})}
        made.append(Stream(make_config(values), workers=workers, factory=options.pop("factory", FAKE), **options))
        return made[-1]

    yield make
    for stream in made:
        stream.close()


def children() -> list[psutil.Process]:
    running = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in running if "render.batch.worker" in " ".join(child.cmdline())]


def numbers(stream: Stream, count: int) -> list[int]:
    return [next(stream).number for _ in range(count)]


@WAYS
def test_a_stream_has_the_frames_of_a_run(tmp_path: Path, boxes: Make, workers: int) -> None:
    values = {
        "passes": ["depth", "normals", "masks", "parts"],
        "format": "png",
        "augment": "camera",
        "min_area": 40,
        "keep_ignored": True,
        "seed": 3,
    }
    run(make_config({**BOXES, **values, "count": 3}), tmp_path, lambda watch: FakeRenderer())
    coco = json.loads((tmp_path / "annotations" / "instances.json").read_text())
    stream = boxes(workers, values=values, stop=3)
    frames = list(stream)
    assert [frame.image for frame in frames] == coco["images"]
    own = [{key: value for key, value in item.items() if key != "category"} for f in frames for item in f.annotations]
    assert own == coco["annotations"]
    assert stream.categories == {row["name"]: row["id"] for row in coco["categories"]}
    for frame in frames:
        path = tmp_path / "images" / f"{frame.number:012d}.png"
        assert frame.encoded("png", 92) == path.read_bytes()
        np.testing.assert_array_equal(np.asarray(Image.open(path)), frame.rgb)
        np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "masks" / path.name)), frame.instance_ids)
        np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "parts" / path.name)), frame.part_ids)
        assert (frame.depth.shape, frame.normals.shape) == ((48, 64), (48, 64, 3))
        assert frame.masks.sum(axis=(1, 2)).tolist() == [item["area"] for item in frame.annotations]
        assert frame.boxes.shape == (len(frame.annotations), 4)
        with pytest.raises(ConfigError, match=r"passes=\['parsing'\]"):
            _ = frame.parsing


@WAYS
def test_numbers_are_those_of_a_range(boxes: Make, workers: int) -> None:
    assert [frame.number for frame in boxes(workers, start=3, stop=10, step=3)] == [3, 6, 9]
    assert list(boxes(workers, start=3, stop=3)) == []


@WAYS
def test_a_loop_goes_on_where_the_last_one_stopped(boxes: Make, workers: int) -> None:
    stream = boxes(workers, stop=6)
    assert next(stream).number == 0
    for frame in stream:
        if frame.number == 2:
            break
    assert [frame.number for frame in stream] == [3, 4, 5]
    assert "at frame 6 of 6" in repr(stream)


def test_frames_come_in_order_whoever_is_first(boxes: Make, tmp_path: Path) -> None:
    stream = boxes(2, {"frames": {"0": "hang"}, "once": str(tmp_path)}, factory=faulty.FACTORY)
    stream._source = stream._open()
    begun = time.monotonic()
    while not (tmp_path / "0").exists() and time.monotonic() - begun < 60.0:
        time.sleep(0.1)
    kill_whoever_hangs(tmp_path / "0")
    assert numbers(stream, 4) == [0, 1, 2, 3]


def kill_whoever_hangs(mark: Path) -> None:
    assert mark.exists()
    for child in children():
        child.kill()


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


def test_a_worker_that_dies_is_replaced_and_its_frame_comes(boxes: Make, tmp_path: Path) -> None:
    stream = boxes(2, {"frames": {"1": "kill", "4": "kill"}, "once": str(tmp_path)}, factory=faulty.FACTORY)
    assert numbers(stream, 6) == [0, 1, 2, 3, 4, 5]
    for child in children():
        os.kill(child.pid, signal.SIGKILL)
    assert numbers(stream, 8) == list(range(6, 14))


@pytest.mark.parametrize(
    ("kind", "error"), [("scene", SceneError), ("render", RenderError), ("mistake", RenderError), ("kill", RenderError)]
)
def test_a_frame_that_cannot_be_made_raises_and_the_stream_goes_on(boxes: Make, kind: str, error: type) -> None:
    stream = boxes(1, {"frames": {"2": kind}}, factory=faulty.FACTORY)
    assert numbers(stream, 2) == [0, 1]
    with pytest.raises(error, match="frame 2"):
        next(stream)
    assert next(stream).number == 3


@WAYS
def test_or_it_is_skipped_and_named(boxes: Make, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = boxes(workers, {"frames": {"1": "scene"}}, on_error="skip", factory=faulty.FACTORY, stop=4)
    if not workers:
        monkeypatch.setattr(stream, "_factory", "tests.render.stream.test_stream:choosy_renderer")
    with pytest.warns(UserWarning, match=r"skipped: frame 1: .*fault"):
        assert [frame.number for frame in stream] == [0, 2, 3]
    assert list(stream.skipped) == [1]


@WAYS
def test_where_nothing_can_be_made_skipping_ends(boxes: Make, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = boxes(workers, {"frames": {"-1": "scene"}}, on_error="skip", factory=faulty.FACTORY)
    if not workers:
        monkeypatch.setattr(stream, "_factory", "tests.render.stream.test_stream:hopeless_renderer")
    with warnings.catch_warnings(), pytest.raises(SceneError, match="fault"):
        warnings.simplefilter("ignore")
        next(stream)
    assert len(stream.skipped) <= 10
    assert not children()


class Choosy(FakeRenderer):
    """Fails at its second frame, or at all."""

    def __init__(self, always: bool) -> None:
        self.calls, self.always = 0, always

    def render(self, spec: SceneSpec) -> Any:
        self.calls += 1
        if self.always or self.calls == 2:
            raise SceneError("a scene fault")
        return super().render(spec)


def choosy_renderer(*_: object) -> Choosy:
    return Choosy(False)


def hopeless_renderer(*_: object) -> Choosy:
    return Choosy(True)


def test_a_renderer_that_cannot_start_is_one_sentence(boxes: Make) -> None:
    stream = boxes(2, {"start": "error"}, factory=faulty.FACTORY)
    with pytest.raises(RenderError, match="no such card"):
        next(stream)
    assert not children()


def test_no_more_is_rendered_ahead_than_was_asked_for(boxes: Make, tmp_path: Path) -> None:
    stream = boxes(1, ahead=3, factory="tests.render.stream.test_stream:counting_renderer")
    count = Path(os.environ.setdefault("PRELABEL_TEST_COUNT", str(tmp_path / "count")))
    try:
        assert next(stream).number == 0
        time.sleep(1.0)
        assert count.stat().st_size == 4  # the one that was taken, and three
    finally:
        del os.environ["PRELABEL_TEST_COUNT"]


class Counting(FakeRenderer):
    """Leaves a byte for each frame."""

    def render(self, spec: SceneSpec) -> Any:
        with Path(os.environ["PRELABEL_TEST_COUNT"]).open("a") as file:
            file.write(".")
        return super().render(spec)


def counting_renderer(*_: object) -> Counting:
    return Counting()


def test_frames_are_labelled_in_memory_as_they_say(boxes: Make) -> None:
    frame = next(boxes(0))
    assert isinstance(frame, LabelledFrame)
    assert repr(frame).startswith("<frame 0 of boxes: 64x48, ")
    assert frame._repr_png_().startswith(b"\x89PNG")


class Plain(SceneParams):
    pass


def empty(rng: np.random.Generator, params: Plain) -> SceneSpec:
    """A floor."""
    view = look_at((-6.0, 0.0, 2.0), (0.0, 0.0, 0.0))
    return SceneSpec(
        (Placed(floor(10.0, None), Pose.at()),), PinholeCamera.from_fov(params.size, 0.9, view), "courtyard"
    )


def test_workers_do_not_share_what_a_session_defined(boxes: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_scripts", {})
    monkeypatch.setattr(empty, "__module__", "__main__")
    for _ in range(2):  # a notebook's cell may run again
        scene("bare", params=Plain, categories=("box",), parts=("box",))(empty)
    stream = boxes(1, values={"scenes": ["bare"]})
    with pytest.raises(ConfigError, match=r"scene 'bare' is defined in this session alone.*workers=0"):
        next(stream)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"start": -1}, "start from 0"),
        ({"step": 0}, "step from 1"),
        ({"start": 3, "stop": 2}, "stop from start on"),
        ({"workers": -1}, "workers from 0"),
        ({"ahead": 0}, "ahead from 1"),
        ({"on_error": "ignore"}, "'raise' or 'skip'"),
        ({"workers": 1, "cluster": "auto"}, "got both"),
    ],
)
def test_wrong_options_are_said_at_once(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Stream(make_config(BOXES), **options)


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
