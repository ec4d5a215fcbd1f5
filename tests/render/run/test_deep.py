"""``check --deep``: what is rendered again is what is there, or the offender is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate import Coverage
from annotate.frame import Frame
from assets import ConfigError, StorageError
from render.run.deep import Again, render_again, run_config
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from scenes import SceneSpec

BOXES = {"scenes": ["examples/boxes.py"], "size": (96, 72), "count": 5, "passes": ["masks"], "format": "png"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run(make_config(BOXES, ("count=3",)), tmp_path, lambda watch: FakeRenderer())
    return tmp_path


def again(folder: Path, renderer: type[FakeRenderer] = FakeRenderer, sample: int = 3) -> Again:
    return render_again(folder, run_config(folder), sample, lambda watch: renderer())


def failures(found: Again) -> dict[str, tuple[str, ...]]:
    return {row.name: row.failures for row in found.rows if row.failures}


def changed(folder: Path, change: Callable[[Any], None]) -> None:
    path = folder / "annotations" / "instances.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def test_the_same_machine_renders_the_same(folder: Path) -> None:
    found = again(folder)
    assert failures(found) == {}
    assert [row.checked for row in found.rows] == [3, 3]
    assert found.notes == ()


def test_a_sample_is_spread_over_the_run(folder: Path) -> None:
    numbers: list[int] = []

    class Watching(FakeRenderer):
        def render(self, spec: SceneSpec) -> Frame:
            numbers.append(len(numbers))
            return super().render(spec)

    changed(folder, lambda data: [image.update(seed=1) for image in data["images"]])
    found = failures(again(folder, Watching, sample=2))["labels come out again"]
    assert found == ("image 0: its 'seed' differs", "image 4: its 'seed' differs")
    assert len(numbers) == 2
    assert len(failures(again(folder, sample=99))["labels come out again"]) == 5


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data["annotations"][0].update(area=7), "image 0: annotation 1: its 'area' differs"),
        (lambda data: data["annotations"].pop(0), "image 0: annotation 1 is missing"),
        (lambda data: data["annotations"][0].update(id=99), "image 0: annotation 99 does not come out again"),
    ],
)
def test_a_label_that_was_changed_is_named(folder: Path, change: Callable[[Any], None], sentence: str) -> None:
    changed(folder, change)
    assert sentence in failures(again(folder))["labels come out again"]


def test_a_picture_that_was_exchanged_is_named(folder: Path) -> None:
    images = folder / "images"
    (images / "000000000000.png").write_bytes((images / "000000000001.png").read_bytes())
    (images / "000000000002.png").unlink()
    (images / "000000000004.png").write_bytes(b"")
    found = failures(again(folder))["pictures come out again"]
    assert found[0].startswith("image 0: images/000000000000.png is another picture")
    assert found[1] == "image 2: images/000000000002.png is missing"
    assert found[2].startswith("image 4: images/000000000004.png cannot be read")


def test_a_pass_that_was_changed_is_named(folder: Path) -> None:
    masks = folder / "masks"
    (masks / "000000000000.png").write_bytes((masks / "000000000001.png").read_bytes())
    found = failures(again(folder))["pictures come out again"]
    assert found == ("image 0: masks/000000000000.png differs, its picture does not",)


class OtherDevice(FakeRenderer):
    """Other noise in the picture, and masks that a row of pixels was added to."""

    rows = 1

    def render(self, spec: SceneSpec) -> Frame:
        frame = super().render(spec)
        noise = np.random.default_rng(1).integers(-3, 4, frame.rgb.shape)
        index = frame.coverage.index.copy()
        for _ in range(self.rows):
            index[:, 1:] = np.where(index[:, 1:] < 0, index[:, :-1], index[:, 1:])
        coverage = Coverage(frame.coverage.leaves, index, (index >= 0).astype(np.float32))
        return replace(frame, rgb=np.clip(frame.rgb + noise, 0, 255).astype(np.uint8), coverage=coverage)


class WrongDevice(OtherDevice):
    rows = 4


def test_another_device_may_be_a_pixel_off_and_it_is_said(folder: Path) -> None:
    found = again(folder, OtherDevice)
    assert failures(found) == {}
    (note,) = found.notes
    assert note.startswith("images 0, 2, 4: pictures differ by noise")
    assert "within 1 px" in note


def test_another_device_may_not_be_further_off(folder: Path) -> None:
    found = failures(again(folder, WrongDevice))
    assert any("its mask differs by more than a pixel" in text for text in found["labels come out again"])


def test_a_folder_without_settings_or_frames_is_one_sentence(folder: Path) -> None:
    changed(folder, lambda data: data.update(images=[], annotations=[]))
    with pytest.raises(ConfigError, match=r"expected a frame of its run\.yaml"):
        again(folder)
    (folder / "run.yaml").unlink()
    with pytest.raises(StorageError, match=r"run\.yaml"):
        again(folder)
