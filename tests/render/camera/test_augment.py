"""Augmentation at write time: what may stand in a list, what it does to pictures, light and labels."""

import json
import random
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotate import Coverage, Frame, Labels, masks
from annotate.transform import unwarped
from assets import ConfigError
from render.camera import augment_list, film, sensor, warps
from render.camera.augment import Augmentation, apply, load
from render.camera.augment_list import OPTICS, parse

HEIGHT, WIDTH = 60, 80
EXAMPLE = Path(__file__).parents[3] / "examples" / "augment.yaml"


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(3,)))


def loaded(*transforms: Any) -> Augmentation:
    out = load({"name": "mine", "transforms": list(transforms)})
    assert out is not None
    return out


def preset() -> Augmentation:
    out = load("camera")
    assert out is not None
    return out


@pytest.fixture
def frame() -> Frame:
    """A picture of soft blobs with one instance in the middle."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    light = np.stack([0.3 + 0.25 * np.sin(x / 9.0 + i) * np.cos(y / 7.0) for i in range(3)], axis=2).astype(np.float32)
    index = np.full((1, HEIGHT, WIDTH), -1, np.int16)
    index[0, 20:40, 30:60] = 0
    coverage = Coverage(((1, "body"),), index, (index >= 0).astype(np.float32))
    depth, normals = np.ones((HEIGHT, WIDTH), np.float32), np.zeros((HEIGHT, WIDTH, 3), np.float32)
    return Frame(film.tone(light), depth, normals, coverage, {}, linear=light)


@pytest.fixture
def labels() -> Labels:
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[20:40, 30:60] = True
    annotation = {
        "category": "car",
        "bbox": [30.0, 20.0, 30.0, 20.0],
        "area": 600,
        "segmentation": masks.polygons(mask),
        "iscrowd": 0,
        "amodal_bbox": [30.0, 20.0, 30.0, 20.0],
        "amodal_segmentation": masks.rle(mask),
        **{"visible_fraction": 1.0, "truncation": 0.0, "occlusion": 0.0},
        "bbox3d": {"center": [0, 0, 3], "size": [1, 1, 1], "rotation": [1, 0, 0, 0], "corners": None},
        "instance_id": 1,
        "parts": {"body": 600},
        "attributes": {"yaw_deg": 10.0},
    }
    return Labels((annotation,), ())


# The list


def test_none_is_none() -> None:
    assert load("none") is None


def test_the_example_loads_and_comes_back_from_plain_values() -> None:
    example = load(str(EXAMPLE))
    assert example is not None
    again = load(json.loads(json.dumps(example.plain())))
    assert again is not None
    assert again.plain() == example.plain()
    assert example.geometric
    assert not preset().geometric


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


# Pictures


def test_equal_seeds_give_equal_pictures_and_records(frame: Frame, labels: Labels) -> None:
    example = load(str(EXAMPLE))
    assert example is not None
    runs = [apply(example, rng(seed), frame, labels) for seed in (1, 1, 2)]
    assert runs[0].frame.rgb.tobytes() == runs[1].frame.rgb.tobytes() != runs[2].frame.rgb.tobytes()
    assert json.dumps(runs[0].record) == json.dumps(runs[1].record) != json.dumps(runs[2].record)
    assert runs[0].labels == runs[1].labels


def test_it_does_not_touch_global_random_state_nor_the_frames_stream(frame: Frame, labels: Labels) -> None:
    stream = rng()
    before = random.getstate(), np.random.get_state()[1].tolist(), stream.bit_generator.state  # noqa: NPY002
    apply(preset(), stream, frame, labels)
    after = random.getstate(), np.random.get_state()[1].tolist(), stream.bit_generator.state  # noqa: NPY002
    assert after == before


def test_one_more_transform_does_not_move_the_others(frame: Frame, labels: Labels) -> None:
    noise = {"SensorNoise": {"iso": [100, 3200]}}
    one = apply(loaded(noise), rng(), frame, labels).record["transforms"]
    two = apply(loaded(noise, {"WhiteBalance": {}}), rng(), frame, labels).record["transforms"]
    assert two[0] == one[0]


def test_pixel_transforms_leave_labels_alone(frame: Frame, labels: Labels) -> None:
    for seed in range(5):
        out = apply(preset(), rng(seed), frame, labels)
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


def test_without_the_library_only_what_needs_it_is_refused(no_library: None, frame: Frame, labels: Labels) -> None:
    ours = loaded({"SensorNoise": {}}, {"Vignetting": {}}, {"WhiteBalance": {}}, {"ColorFringes": {}})
    assert (apply(ours, rng(), frame, labels).frame.rgb != frame.rgb).any()
    with pytest.raises(ConfigError) as said:
        load("camera")
    assert str(said.value).startswith("--augment needs Albumentations, whose import fails (")
    assert str(said.value).endswith(f"): pip install {augment_list.LIBRARY}")
    assert "\n" not in str(said.value)


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
    apply(preset(), rng(), frame, labels)


# Light


def test_the_tone_curve_inverts_to_the_same_picture() -> None:
    codes = np.arange(256, dtype=np.uint8).reshape(1, -1, 1).repeat(3, axis=2)
    assert (film.tone(film.untone(codes)) == codes).all()


@pytest.mark.parametrize("known", [True, False])
def test_light_without_flaws_is_the_picture(frame: Frame, labels: Labels, known: bool) -> None:
    augmentation = loaded({"HorizontalFlip": {"p": 1}}, {"Vignetting": {"strength": 0}})
    given = frame if known else replace(frame, linear=None)
    assert (apply(augmentation, rng(), given, labels).frame.rgb == frame.rgb[:, ::-1]).all()


def test_highlights_survive_a_blur_in_light(frame: Frame, labels: Labels) -> None:
    light = np.full((HEIGHT, WIDTH, 3), 0.1, np.float32)
    light[30, 40] = 50.0
    lamp = replace(frame, rgb=film.tone(light), linear=light)
    blur = {"Blur": {"blur_limit": [3, 3], "p": 1}}
    before_curve = apply(loaded(blur, {"Vignetting": {"strength": 0}}), rng(), lamp, labels).frame.rgb
    after_curve = apply(loaded(blur), rng(), lamp, labels).frame.rgb
    assert before_curve[30, 40].min() == 255 > after_curve[30, 40].max()  # nine pixels of 5.6, which is white


@pytest.mark.parametrize("iso", [100.0, 1600.0])
def test_noise_has_the_variance_of_electrons(iso: float) -> None:
    levels = np.array([0.05, 0.2, 0.8], np.float32)
    light = np.broadcast_to(levels, (300, 300, 3)).astype(np.float32)
    out = sensor.add_noise(rng(), light, iso, full_well=10_000.0, read_noise=3.0)
    white = 10_000.0 * 100.0 / iso
    assert out.mean(axis=(0, 1)) == pytest.approx(levels, rel=0.01)
    assert out.var(axis=(0, 1)) == pytest.approx(levels / white + (3.0 / white) ** 2, rel=0.03)
    channels = np.corrcoef(out.reshape(-1, 3).T)
    assert np.abs(channels - np.eye(3)).max() < 0.02


def test_noise_keeps_black_at_its_floor() -> None:
    out = sensor.add_noise(rng(), np.zeros((50, 50, 3), np.float32), 1600.0, 10_000.0, 3.0)
    assert out.min() == 0.0
    assert out.max() < 0.05


def test_fringes_magnify_red_and_blue_and_leave_green() -> None:
    light = np.zeros((101, 201, 3), np.float32)
    light[50, 190] = 1.0
    out = sensor.fringe(light, 0.02, -0.02)
    centres = (out[50] * np.arange(201)[:, None]).sum(axis=0) / out[50].sum(axis=0)
    assert centres == pytest.approx([191.8, 190.0, 188.2], abs=0.05)  # 90 px from the centre


@pytest.mark.parametrize("name", OPTICS)
def test_light_keeps_its_fine_steps(name: str) -> None:
    """Some of Albumentations' transforms take light through 8 bits; none that we let work on it does."""
    light = (rng().random((HEIGHT, WIDTH, 3)) * 0.01).astype(np.float32)
    (step,) = parse([name], "test")
    out = step.make()(image=light)["image"]
    assert out.dtype == np.float32
    assert len(np.unique(out)) > 1000


def test_a_vignette_takes_its_strength_in_the_corners_and_nothing_in_the_centre() -> None:
    out = sensor.vignette(np.ones((101, 101, 3), np.float32), 0.4)
    assert out[50, 50] == pytest.approx(1.0)
    assert out[0, 0] == pytest.approx(0.6, abs=0.02)


def test_white_balance_shifts_colours_and_keeps_grey_as_bright() -> None:
    red, green, blue = sensor.white_balance(np.ones((1, 1, 3), np.float32), 0.1, 0.0)[0, 0].tolist()
    assert red > green > blue
    assert (red + green + blue) / 3 == pytest.approx(1.0)


# Labels


def test_a_flip_moves_picture_and_labels(frame: Frame, labels: Labels) -> None:
    out = apply(loaded({"HorizontalFlip": {"p": 1}}), rng(), frame, labels)
    assert (out.frame.rgb == frame.rgb[:, ::-1]).all()
    assert out.labels.annotations[0]["bbox"] == [20.0, 20.0, 30.0, 20.0]
    assert out.labels.annotations[0]["attributes"] == {"yaw_deg": -10.0}
    assert "amodal_segmentation" not in out.labels.annotations[0]
    assert (out.frame.coverage.of(1) > 0).sum() == 600
    assert out.record["geometric"]


def test_a_flip_that_was_not_drawn_changes_nothing(frame: Frame, labels: Labels) -> None:
    out = apply(loaded({"HorizontalFlip": {"p": 0}}), rng(), frame, labels, amodal_masks=True)
    assert out.labels == labels
    assert out.record == {"name": "mine", "transforms": [], "geometric": False}


ARGUMENTS: dict[str, dict[str, Any]] = {
    "Affine": {"rotate": [10, 20], "scale": [0.8, 1.2], "shear": 5},
    **{name: {"height": 30, "width": 40} for name in ("RandomCrop", "CenterCrop")},
    "Crop": {"x_min": 3, "y_min": 4, "x_max": 50, "y_max": 44},
    "Pad": {"padding": 5},
    "PadIfNeeded": {"min_height": 100, "min_width": 100},
    "Resize": {"height": 90, "width": 70},
    "RandomScale": {"scale_limit": [0.3, 0.5]},
    **{name: {"max_size": 50} for name in ("LongestMaxSize", "SmallestMaxSize")},
    "RandomResizedCrop": {"size": [40, 50]},
    "RandomSizedCrop": {"min_max_height": [20, 40], "size": [50, 50]},
    "ElasticTransform": {"alpha": 30, "sigma": 8},
    "XYMasking": {"num_masks_x": 2, "mask_x_length": 10},
}


@pytest.mark.parametrize("name", warps.GEOMETRIC)
def test_points_go_where_pixels_go(name: str) -> None:
    """A pixel's centre lands in its image, which is as large as it was magnified to, and nothing drifts."""
    (step,) = parse([{name: ARGUMENTS.get(name, {})}], "test")
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    transform = step.make()
    transform.set_random_state(np.random.default_rng(3), random.Random(3))
    out, warp = warps.warp_with(transform, picture, unwarped(HEIGHT, WIDTH))
    assert out.shape[:2] == warp.size
    rows, columns = np.nonzero(warp.source >= 0)
    assert len(rows) > 500
    source = warp.source[rows, columns]
    centres = np.stack([source % WIDTH, source // WIDTH], axis=1) + 0.5
    off = warp.points(centres) - np.stack([columns, rows], axis=1) - 0.5
    steps = [warp.points(centres + step) - warp.points(centres - step) for step in np.eye(2)]
    size = (np.linalg.norm(steps, axis=2).max(axis=0) / 2).clip(1.0)[:, None]
    seam = 0.5 if name == "GridDistortion" else 0.0  # it shows a pixel twice where its cells meet
    assert np.abs(off / size).max() < 1.0 + seam
    assert np.abs(off.mean(axis=0)).max() < 0.3


def test_reflecting_borders_leave_points_single(frame: Frame) -> None:
    (step,) = parse([{"Affine": {"translate_px": {"x": [20, 20], "y": [0, 0]}, "border_mode": 4}}], "test")
    transform = step.make()
    transform.set_random_state(np.random.default_rng(0), random.Random(0))
    _, warp = warps.warp_with(transform, frame.rgb, unwarped(HEIGHT, WIDTH))
    assert warp.points(np.array([[10.0, 10.0]])) == pytest.approx(np.array([[30.0, 10.0]]), abs=1e-4)
    assert not warp.mirrored


def test_two_steps_compose(frame: Frame, labels: Labels) -> None:
    crop = {"Crop": {"x_min": 10, "y_min": 5, "x_max": 70, "y_max": 55, "p": 1}}
    out = apply(loaded(crop, {"HorizontalFlip": {"p": 1}}), rng(), frame, labels)
    assert (out.frame.rgb == frame.rgb[5:55, 10:70][:, ::-1]).all()
    assert out.labels.annotations[0]["bbox"] == [10.0, 15.0, 30.0, 20.0]
    assert out.frame.depth.shape == (50, 60)


def test_a_dropout_hides_what_is_under_it(frame: Frame, labels: Labels) -> None:
    hole = {"num_holes_range": [1, 1], "hole_height_range": [0.4, 0.4], "hole_width_range": [1.0, 1.0], "p": 1}
    out = apply(loaded({"CoarseDropout": hole}), rng(2), frame, labels)
    (item,) = out.labels.annotations
    assert 0 < item["area"] < 600
    assert item["occlusion"] == pytest.approx(1 - item["area"] / 600, abs=1e-3)
    assert item["truncation"] == 0.0
