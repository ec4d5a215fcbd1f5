"""What may stand in a list of transforms, and what is said of one that may not."""

import json
from pathlib import Path

import pytest

from annotate import Frame, Labels
from assets import ConfigError
from render.camera.augment import apply, load
from render.camera.augment_list import parse
from tests.render.camera.conftest import EXAMPLE, loaded, read, rng


def test_none_is_none() -> None:
    assert load("none") is None


def test_the_example_loads_and_comes_back_from_plain_values() -> None:
    example = read(EXAMPLE)
    assert read(json.loads(json.dumps(example.plain()))).plain() == example.plain()
    assert example.geometric
    assert not read("camera").geometric


@pytest.mark.parametrize(("name", "p"), [("Blur", 0.5), ("Resize", 1.0), ("SensorNoise", 1.0), ("OneOf", 1.0)])
def test_a_chance_that_is_not_given_is_that_of_the_library_or_one(name: str, p: float) -> None:
    arguments = {"Resize": {"height": 9, "width": 9}, "OneOf": {"transforms": ["Blur"]}}.get(name, {})
    assert parse([{name: arguments}], "test")[0].p == p


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- HorizontalFlp: {}", "entry 1: expected a transform .* got 'HorizontalFlp' .did you mean 'HorizontalFlip'"),
        ("- SensorNoize: {}", "did you mean 'SensorNoise'"),
        ("- Mosaic: {}", "got 'Mosaic' whose pixels or labels cannot be followed"),
        ("- Normalize: {}", "got 'Normalize' whose pixels or labels cannot be followed"),
        ("- MotionBlur: {blur_limt: 3}", r"entry 1 \(MotionBlur\): .* got 'blur_limt' .did you mean 'blur_limit'"),
        ("- MotionBlur: {blur_limit: wide}", "entry 1 .MotionBlur.: .*blur_limit"),
        ("- Rotate: {mask_interpolation: 1}", "got 'mask_interpolation'"),
        ("- HorizontalFlip: {p: 2}", "expected p in 0..1, got 2"),
        ("- HorizontalFlip: 3", "expected arguments by name, got 3"),
        ("- {A: {}, B: {}}", "expected one transform"),
        ("HorizontalFlip: {}", "expected a list of transforms, got dict"),
        ("[]", r"expected a list of transforms such as .* got \[\]"),
        ("- A: {p: 1\n- B:", "line 2: this is not YAML"),
        ("- OneOf: {p: 1}", r"entry 1 \(OneOf\): expected a list of transforms"),
        ("- OneOf: {transform: []}", "got 'transform' .did you mean 'transforms'"),
        ("- OneOf: {transforms: [Blurr: {}]}", r"entry 1 \(OneOf\), entry 1: .*did you mean 'Blur'"),
        ("- OneOf: {transforms: [Blur: {p: 0}]}", "expected a transform with p above 0"),
        ("- OneOf: {transforms: [SensorNoise: {}]}", "expected SensorNoise in the list itself"),
        ("- SensorNoise: {iso: [800, 100]}", "expected iso as .lowest, highest. in 1.*, got .800.0, 100.0."),
        ("- SensorNoise: {iso: many}", r"entry 1 \(SensorNoise\): iso: "),
        ("- SensorNoise: {full_well: 0}", "full_well: "),
        ("- Vignetting: {strong: 1}", "got 'strong' .did you mean 'strength'"),
        ("- ImageCompression: {}\n- SensorNoise: {}", "expected ImageCompression after SensorNoise"),
    ],
)
def test_a_bad_file_gets_one_sentence(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message) as caught:
        load(str(path))
    assert "mine.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"expected none, camera or a YAML file, got camara"):
        load("camara")


def test_a_crop_that_does_not_fit_is_the_users_error(frame: Frame, labels: Labels) -> None:
    with pytest.raises(ConfigError, match="mine: RandomCrop cannot be applied to 80×60 px"):
        apply(loaded({"RandomCrop": {"height": 99, "width": 99, "p": 1}}), rng(), frame, labels)
