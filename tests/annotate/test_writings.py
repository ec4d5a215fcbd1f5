"""Plates before a camera: corners and characters by arithmetic, numbers of legibility, and the check of all of it."""

from dataclasses import replace

import numpy as np
import pytest

from annotate import annotate
from annotate.check_plates import plate_failures
from annotate.draw import draw, enlarged
from annotate.entries import Entries
from annotate.plates import aspect_of, corners_of, rectified
from annotate.writings import legible, sizes
from assets import Label
from assets.writing import Writing
from scenes import Pose
from scenes.spec import Placed

# A plate of 1.0 × 0.4 m that looks along -x from 2 m before the camera: 20 px a 2 m, so 10 × 4 px around the middle.
CORNERS = np.array([(0.0, 0.5, 0.2), (0.0, -0.5, 0.2), (0.0, -0.5, -0.2), (0.0, 0.5, -0.2)])
BOXES = np.stack([CORNERS * (1.0, 0.2, 0.5) + (0.0, y, 0.0) for y in (0.2, -0.2)])


def writing(text: str = "A 1", **more: object) -> Writing:
    about = {"country": "DE", "layout": "germany", "side": "front"}
    return Writing(text, text.replace(" ", ""), CORNERS, BOXES, 0.02, about, **more)


@pytest.fixture
def shown(make):
    """The plate of a car that is nothing but it, in full light: ink in the middle of a bright ground."""
    label = Label("license_plate", frozenset({"plate"}), open=True, writings=(writing(),))
    asset = make.asset((Label("car"), label), ("body", "plate"))
    spec = make.scene(Placed(asset, Pose.at(x=2.0), 1), count=1)
    surface = replace(make.plate((15, 13, 10, 4)), parts=("plate",))
    frame = make.frame({(1, "plate"): make.rectangle(15, 13, 10, 4)}, {1: surface})
    rgb = np.full((30, 40, 3), 200, np.uint8)
    rgb[14:16, 16:19] = 20
    return spec, replace(frame, rgb=rgb, depth=np.full_like(frame.depth, 2.0))


def test_corners_and_characters_of_a_plane_seen_from_the_front_are_those_of_arithmetic(shown):
    car, plate = annotate(*shown).annotations
    assert (car["category"], plate["category"]) == ("car", "license_plate")
    assert plate["bbox"] == [15.0, 13.0, 10.0, 4.0] and plate["instance_id"] == car["instance_id"] == 1
    assert plate["keypoints"] == [15, 13, 2, 25, 13, 2, 25, 17, 2, 15, 17, 2] and plate["num_keypoints"] == 4
    assert plate["char_boxes"] == [[17, 14, 19, 14, 19, 16, 17, 16], [21, 14, 23, 14, 23, 16, 21, 16]]
    assert "char_boxes" not in car
    attributes = plate["attributes"]
    assert attributes["text"] == "A 1" and attributes["country"] == "DE" and attributes["parent"] == 1
    assert attributes["glyph_height_px"] == 2.0 and attributes["chars_visible"] == 1.0
    assert plate["bbox3d"]["size"][1:] == pytest.approx([1.0, 0.4])
    assert plate["bbox3d"]["center"] == pytest.approx([0.0, 0.0, 2.0])


def test_of_two_plates_the_one_that_looks_at_the_camera_is_told(make, shown):
    spec, frame = shown
    (thing,) = spec.placed
    back = Writing("BACK", "BACK", CORNERS[[1, 0, 3, 2]], np.repeat(BOXES, 2, axis=0), 0.02, {"side": "rear"})
    label = replace(thing.asset.labels[1], writings=(back, writing()))
    asset = replace(thing.asset, labels=(thing.asset.labels[0], label))
    other = replace(spec, placed=(replace(thing, asset=asset),))
    assert annotate(other, frame).annotations[1]["attributes"]["text"] == "A 1"


@pytest.mark.parametrize(
    ("changed", "share"),
    [
        ({}, 1.0),
        ({"height": 11.0, "width": 6.0}, 0.5),
        ({"height": 5.0, "width": 3.0}, 0.0),
        ({"contrast": 0.25}, 0.5),
        ({"seen": 0.725}, 0.5),
        ({"blur": 2.5}, 0.5),
        ({"blur": 9.0}, 0.0),
        ({"width": 4.7}, 0.5),
    ],
)
def test_legibility_is_a_product_of_what_each_thing_leaves_of_it(changed, share):
    plain = {"height": 20.0, "width": 10.0, "contrast": 0.6, "seen": 1.0, "blur": 0.0, "stroke": 2.0}
    assert legible(**{**plain, **changed}) == pytest.approx(share, abs=1e-6)


def test_hyphens_and_dots_are_no_measure_of_height():
    quad = np.array([(0.0, 0.0), (5.0, 0.0), (5.0, 10.0), (0.0, 10.0)])
    assert sizes(np.stack([quad, quad * (1.0, 0.1), quad * (1.0, 0.2)])) == (10.0, 5.0)


def test_a_plate_that_is_hidden_in_part_says_how_much_of_its_characters_shows(make, shown):
    spec, frame = shown
    seen = make.frame({(1, "plate"): make.rectangle(15, 13, 5, 4)}, dict(frame.surfaces))
    plate = annotate(spec, replace(seen, rgb=frame.rgb)).annotations[1]
    assert plate["attributes"]["chars_visible"] == pytest.approx(0.5)
    assert plate["attributes"]["legible"] == 0.0


def checked(annotations, **changes):
    numbers = {"car": 3, "license_plate": 93}
    items = []
    for index, item in enumerate(annotations):
        entry = {**item, "id": index + 1, "image_id": 0, "category_id": numbers[item["category"]]}
        items.append({**entry, **changes} if item["category"] == "license_plate" else entry)
    image = {"id": 0, "hidden": [], "filtered": []}
    categories = {number: {"id": number, "name": name} for name, number in numbers.items()}
    return plate_failures(Entries({}, (image,), tuple(items), (), ()), categories)


def test_a_sound_plate_passes_its_check(shown):
    assert checked(annotate(*shown).annotations) == (1, [])


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("char_boxes", [[17, 14, 19, 14, 19, 16, 17, 16]], "has 2 characters, char_boxes has 1"),
        ("char_boxes", [[17, 14, 19, 14, 19, 16, 17, 16], [31, 14, 33, 14, 33, 16, 31, 16]], "outside its plate"),
        ("keypoints", [5, 13, 2, 25, 13, 2, 25, 17, 2, 5, 17, 2], "corners are 10.0 px off"),
        ("instance_id", 2, "no vehicle 1"),
    ],
)
def test_the_check_names_what_is_off(shown, key, value, says):
    count, (first, *_) = checked(annotate(*shown).annotations, **{key: value})
    assert count == 1 and says in first


def test_drawings_outline_characters_and_say_the_text(shown):
    spec, frame = shown
    annotations = annotate(spec, frame).annotations
    rgb, larger = enlarged(frame.rgb, annotations, 8)
    assert larger[1]["char_boxes"][0][:2] == [17 * 8, 14 * 8]
    plain = draw(rgb, larger, what={"keypoints"})
    without = draw(rgb, [{**larger[1], "char_boxes": []}], what={"keypoints"})
    assert (plain[14 * 8, 17 * 8 : 19 * 8] != without[14 * 8, 17 * 8 : 19 * 8]).any()
    titled = draw(rgb, [larger[1]], what={"boxes"})
    named = draw(rgb, [{**larger[1], "attributes": {"text": "WWWWWW"}}], what={"boxes"})
    assert (titled != named).any()


def test_a_rectified_plate_is_what_was_drawn():
    picture = np.zeros((60, 80, 3), np.uint8)
    picture[20:40, 10:60] = 100
    picture[20:40, 10:35] = 200
    out = rectified(picture, np.array([(10, 20), (60, 20), (60, 40), (10, 40)], np.float64), 2.5)
    assert out.shape == (32, 80, 3)
    assert (out[4:-4, 4:36] == 200).all() and (out[4:-4, 44:-4] == 100).all()
    assert corners_of({"keypoints": [0, 0, 0] * 4}) is None
    assert aspect_of({"attributes": {"layout": "uk"}}) == pytest.approx(520 / 111)
