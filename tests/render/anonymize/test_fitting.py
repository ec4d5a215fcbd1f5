"""From points of a face to its pose, and from a shading to where light comes from, with truth that is known."""

import numpy as np
import pytest

from assets.faces import MONK_SRGB, Identity, Look, person, random_local
from assets.faces.keypoints import NAMES
from assets.standins import for_labels
from render.anonymize.finding import Found
from render.anonymize.fitting import Camera, Fit, angles, as_given, fit, head_rotation, laid_on, mean_points
from render.anonymize.light import nearest_tone, shading, to_linear
from render.anonymize.tracks import smoothed

CAMERA = Camera.of((640, 480))
TURNS = [(0, 0, 0), (30, 5, -10), (-45, -10, 15), (20, -20, 0), (60, 0, 5)]


def points_of(number: int, expression: str = "neutral") -> np.ndarray:
    """(70, 3) of somebody of another shape than the average."""
    rng = np.random.default_rng(number)
    who = Identity(30.0, gender=float(number % 2), local=random_local(rng, 30.0))
    with for_labels():
        asset = person(rng, who, Look(expression=expression), 0.1)
    return np.array([asset.keypoints[name] for name in NAMES])


def turned(number: int, turn_deg: tuple[float, float, float], count: int, expression: str = "neutral") -> Found:
    rotation = head_rotation(*np.radians(turn_deg))
    seen = Fit(rotation, np.array([0.05, -0.1, 1.0]), "").seen(as_given(points_of(number, expression), count), CAMERA)
    x, y = seen.min(axis=0)
    w, h = np.ptp(seen, axis=0)
    return Found("face", 1, (float(x), float(y), float(w), float(h)), seen)


@pytest.mark.parametrize("turn_deg", TURNS)
@pytest.mark.parametrize("count", [70, 68])
def test_the_pose_of_many_points_is_right_to_few_degrees(turn_deg: tuple[int, int, int], count: int) -> None:
    """Of people whose shape nobody knows: half within 4°, all within 10°."""
    off = []
    for number in range(11):
        fitted = fit(turned(number, turn_deg, count), CAMERA, expression=False)
        apart = head_rotation(*np.radians(turn_deg)).T @ fitted.rotation
        off.append(float(np.degrees(np.arccos((np.trace(apart) - 1.0) / 2.0))))
    assert np.median(off) < 4.0, off
    assert max(off) < 10.0, off


@pytest.mark.parametrize("turn_deg", TURNS[:3])
def test_five_points_tell_it_roughly(turn_deg: tuple[int, int, int]) -> None:
    for number in range(3):
        got = np.degrees(angles(fit(turned(number, turn_deg, 5), CAMERA, expression=False).rotation))
        assert abs(got - turn_deg).max() < 14.0


def test_angles_are_those_of_the_labels() -> None:
    assert np.degrees(angles(head_rotation(*np.radians((31, -12, 7))))) == pytest.approx((31, -12, 7))


@pytest.mark.parametrize(("expression", "open_mouth"), [("laugh", True), ("surprise", True), ("neutral", False)])
def test_an_open_mouth_is_told(expression: str, open_mouth: bool) -> None:
    fitted = fit(turned(1, (10, 0, 0), 70, expression), CAMERA, expression=True)
    assert (fitted.expression in ("laugh", "surprise", "talk", "fear")) == open_mouth, fitted.expression


def test_another_face_is_laid_on_the_old_one_s_points() -> None:
    found = turned(0, (20, 0, 5), 68)
    fitted = laid_on(fit(found, CAMERA, expression=False), points_of(2), found, CAMERA)
    seen = fitted.seen(points_of(2), CAMERA)[:68]
    assert np.linalg.norm(seen[17:] - found.points[17:], axis=1).mean() < 0.05 * max(found.box[2:])


def test_a_box_alone_is_taken_for_a_face_that_looks_at_us() -> None:
    fitted = fit(Found("face", 1, (300.0, 200.0, 40.0, 50.0)), CAMERA, expression=True)
    assert fitted.by == "box"
    assert np.abs(np.degrees(angles(fitted.rotation))).max() < 5.0
    chin = fitted.seen(mean_points()[8:9], CAMERA)[0]
    assert chin == pytest.approx((320, 250), abs=5)


@pytest.mark.parametrize("toward", [(-0.7, -0.4, -0.6), (0.8, 0.0, -0.6), (0.1, -0.9, -0.4)])
def test_the_direction_of_light_is_right_to_twenty_degrees(toward: tuple[float, float, float]) -> None:
    """Of a lamp on a rough ball's front, a tenth of whose pixels are something else."""
    rng = np.random.default_rng(0)
    facing = rng.normal(size=(2000, 3))
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    facing = facing[facing[:, 2] < -0.25]
    lamp = np.array(toward) / np.linalg.norm(toward)
    light = (0.15 + 0.6 * np.maximum(facing @ lamp, 0.0)) * rng.normal(1.0, 0.08, len(facing))
    light[::10] = 0.01
    found = shading(light[:, None] * np.array([0.9, 0.6, 0.5]), facing)
    assert np.degrees(np.arccos(found.direction @ lamp)) < 20.0
    assert 0.02 < found.odd < 0.35  # the shadow of a lamp is no straight line


def test_even_light_has_no_side() -> None:
    rng = np.random.default_rng(0)
    facing = rng.normal(size=(500, 3))
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    assert shading(np.full((500, 3), 0.4), facing).contrast < 0.02


@pytest.mark.parametrize("tone", MONK_SRGB)
def test_a_swatch_is_of_its_own_tone_or_the_next(tone: int) -> None:
    swatch = np.array([int(MONK_SRGB[tone][at : at + 2], 16) for at in (1, 3, 5)])
    assert abs(nearest_tone(to_linear(swatch)) - tone) <= 1


def test_points_of_a_track_tremble_less_and_stay_in_their_boxes() -> None:
    rng = np.random.default_rng(0)
    still = turned(0, (0, 0, 0), 5)
    frames = {}
    for number in range(9):
        x = still.box[0] + 10.0 * number
        moved = still.points + np.array([10.0 * number, 0.0]) + rng.normal(0.0, 2.0, (5, 2))
        frames[f"{number}.png"] = [Found("face", 1, (x, *still.box[1:]), moved, track=4)]
    out = smoothed(frames)
    before, after = [], []
    for number, (name, (item,)) in enumerate(frames.items()):
        truth = still.points + np.array([10.0 * number, 0.0])
        before.append(np.linalg.norm(item.points - truth, axis=1).mean())
        after.append(np.linalg.norm(out[name, 1] - truth, axis=1).mean())
    assert np.mean(after) < 0.65 * np.mean(before)
