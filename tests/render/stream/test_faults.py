"""A stream goes on whatever happens to those who render it, and names the frames that cannot be made."""

import os
import signal
import warnings
from pathlib import Path

import pytest

from assets import RenderError, SceneError
from tests.render.batch import faulty
from tests.render.stream.conftest import WAYS, Make, children, numbers


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
        monkeypatch.setattr(stream, "_factory", "tests.render.stream.renderers:choosy_renderer")
    with pytest.warns(UserWarning, match=r"skipped: frame 1: .*fault"):
        assert [frame.number for frame in stream] == [0, 2, 3]
    assert list(stream.skipped) == [1]


@WAYS
def test_where_nothing_can_be_made_skipping_ends(boxes: Make, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = boxes(workers, {"frames": {"-1": "scene"}}, on_error="skip", factory=faulty.FACTORY)
    if not workers:
        monkeypatch.setattr(stream, "_factory", "tests.render.stream.renderers:hopeless_renderer")
    with warnings.catch_warnings(), pytest.raises(SceneError, match="fault"):
        warnings.simplefilter("ignore")
        next(stream)
    assert len(stream.skipped) <= 10
    assert not children()


def test_a_renderer_that_cannot_start_is_one_sentence(boxes: Make) -> None:
    stream = boxes(2, {"start": "error"}, factory=faulty.FACTORY)
    with pytest.raises(RenderError, match="no such card"):
        next(stream)
    assert not children()
