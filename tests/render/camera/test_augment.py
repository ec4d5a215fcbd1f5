"""Augmentation at write time: the same for the same seed, told in the record, of nothing but the library."""

import json
import random
import socket
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from annotate import Frame, Labels
from assets import ConfigError
from render.camera import augment_list, warps
from render.camera.augment import apply, load
from tests.render.camera.conftest import EXAMPLE, loaded, read, rng


def test_equal_seeds_give_equal_pictures_and_records(frame: Frame, labels: Labels) -> None:
    runs = [apply(read(EXAMPLE), rng(seed), frame, labels) for seed in (1, 1, 2)]
    assert runs[0].frame.rgb.tobytes() == runs[1].frame.rgb.tobytes() != runs[2].frame.rgb.tobytes()
    assert json.dumps(runs[0].record) == json.dumps(runs[1].record) != json.dumps(runs[2].record)
    assert runs[0].labels == runs[1].labels


def test_it_does_not_touch_global_random_state_nor_the_frames_stream(frame: Frame, labels: Labels) -> None:
    stream = rng()
    before = random.getstate(), np.random.get_state()[1].tolist(), stream.bit_generator.state  # noqa: NPY002
    apply(read("camera"), stream, frame, labels)
    after = random.getstate(), np.random.get_state()[1].tolist(), stream.bit_generator.state  # noqa: NPY002
    assert after == before


def test_one_more_transform_does_not_move_the_others(frame: Frame, labels: Labels) -> None:
    noise = {"SensorNoise": {"iso": [100, 3200]}}
    one = apply(loaded(noise), rng(), frame, labels).record["transforms"]
    two = apply(loaded(noise, {"WhiteBalance": {}}), rng(), frame, labels).record["transforms"]
    assert two[0] == one[0]


def test_pixel_transforms_leave_labels_alone(frame: Frame, labels: Labels) -> None:
    for seed in range(5):
        out = apply(read("camera"), rng(seed), frame, labels)
        assert out.labels is labels
        assert out.frame.coverage is frame.coverage
        assert not out.record["geometric"]
        assert np.abs(out.frame.rgb.astype(int) - frame.rgb).mean() < 25
        assert (out.frame.rgb != frame.rgb).any()


@pytest.mark.filterwarnings("ignore:The image is already an RGB:UserWarning")  # ToRGB, of no use here
def test_every_transform_of_pixels_works_with_the_versions_that_are_installed(frame: Frame, labels: Labels) -> None:
    """Those of geometry have tests of their own below. Nobody adapts the library, so a break has to show here."""
    names = [name for name in augment_list._transforms() if name not in warps.GEOMETRIC]
    assert len(names) > 40
    for name in names:
        out = apply(loaded({name: {"p": 1}}), rng(), frame, labels)
        assert [step["name"] for step in out.record["transforms"]] == [name]
        assert out.frame.rgb.shape == frame.rgb.shape


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment in which Albumentations cannot be imported."""
    known = augment_list.library, augment_list._transforms
    for function in known:
        function.cache_clear()
    monkeypatch.setitem(sys.modules, "albumentations", None)
    yield
    for function in known:
        function.cache_clear()


def test_without_the_library_only_what_needs_it_is_refused(no_library: None, frame: Frame, labels: Labels) -> None:
    ours = loaded({"SensorNoise": {}}, {"Vignetting": {}}, {"WhiteBalance": {}}, {"ColorFringes": {}})
    assert (apply(ours, rng(), frame, labels).frame.rgb != frame.rgb).any()
    with pytest.raises(ConfigError) as said:
        load("camera")
    assert str(said.value).startswith("--augment needs Albumentations, whose import fails (")
    assert str(said.value).endswith(f"): pip install {augment_list.LIBRARY}")
    assert "\n" not in str(said.value)


def test_a_record_is_plain_and_names_what_was_drawn(frame: Frame, labels: Labels) -> None:
    transforms = [{"Vignetting": {"strength": 0.2}}, {"Rotate": {"limit": [9, 9], "p": 1}}, {"Blur": {"p": 0}}]
    record = apply(loaded(*transforms), rng(), frame, labels).record
    assert json.loads(json.dumps(record)) == record
    assert record["name"] == "mine"
    assert record["geometric"]
    assert [item["name"] for item in record["transforms"]] == ["Vignetting", "Rotate"]
    assert record["transforms"][0]["parameters"] == {"strength": 0.2}


def test_one_of_takes_one(frame: Frame, labels: Labels) -> None:
    group = {"OneOf": {"transforms": [{"Blur": {"p": 0.5}}, {"Sequential": {"transforms": ["Equalize", "ToSepia"]}}]}}
    names = {
        tuple(item["name"] for item in apply(loaded(group), rng(seed), frame, labels).record["transforms"])
        for seed in range(40)
    }
    assert ("Blur",) in names
    assert all(name == ("Blur",) or "Blur" not in name for name in names)


def test_no_network_is_asked(frame: Frame, labels: Labels, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    apply(read("camera"), rng(), frame, labels)
