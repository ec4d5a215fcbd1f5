"""Number plates: what is written, how large, which way it looks."""

import re

import numpy as np
import pytest

from assets import AssetError
from assets.vehicles.lettering import STROKES, lettering
from assets.vehicles.materials import plate_materials
from assets.vehicles.plates import plate_shape, sample_plate
from assets.vehicles.plates.flat_layouts import KINDS, LAYOUTS

NAMES = sorted({layout.name for layout in LAYOUTS})


def sampled(count: int, kind: str = "car", **choice: str):
    return [sample_plate(np.random.default_rng(seed), kind, **choice) for seed in range(count)]


def normals(shape):
    a, b, c, d = (shape.points[shape.quads[:, i]] for i in range(4))
    return np.cross(c - a, d - b)


@pytest.mark.parametrize("kind", KINDS)
def test_plates_of_every_kind_fit_their_size_and_budget(kind):
    for plate in sampled(40, kind):
        for rear in (False, True):
            shape = plate_shape(plate, rear)
            room = 0.018 if plate.holder else 0.0
            assert np.ptp(shape.points[:, 1]) == pytest.approx(plate.width_m + room, abs=1e-6)
            assert np.ptp(shape.points[:, 2]) == pytest.approx(plate.height_m + room, abs=1e-6)
            assert 2 * len(shape.quads) <= 600


def test_letters_lie_on_the_plate_s_face_and_look_ahead():
    for plate in sampled(30):
        shape = plate_shape(plate)
        ink = np.array([name == f"plate_text_{plate.ink}" for name, _ in shape.skins])[shape.skin]
        assert (normals(shape)[ink][:, 0] > 0).all()
        corners = shape.points[shape.quads[ink]]
        assert (corners[..., 0] > 0.006).all() and (corners[..., 0] < 0.008).all()
        assert (np.abs(corners[..., 1]) < plate.width_m / 2).all()
        assert (np.abs(corners[..., 2]) < plate.height_m / 2).all()


def test_every_material_of_every_layout_exists():
    known = {*plate_materials(), "plastic"}
    for layout in NAMES:
        for kind in KINDS:
            if any(item.name == layout and kind in item.kinds for item in LAYOUTS):
                for plate in sampled(6, kind, layout=layout):
                    for rear in (False, True):
                        assert {name for name, _ in plate_shape(plate, rear).skins} <= known


@pytest.mark.parametrize(
    ("layout", "kind", "grammar"),
    [
        ("france", "car", r"[A-Z]{2}-\d{3}-[A-Z]{2}"),
        ("germany", "truck", r"[A-Z]{1,2} [A-Z]{1,2} \d{2,4}"),
        ("brazil", "car", r"[A-Z]{3}\d[A-Z]\d\d"),
        ("united kingdom", "motorcycle", r"[A-Z]{2}\d\d [A-Z]{3}"),
        ("china", "bus", r"\w[A-Z]·[A-Z]\d{4}"),
    ],
)
def test_texts_follow_their_country_s_rule(layout, kind, grammar):
    for plate in sampled(20, kind, layout=layout):
        assert re.fullmatch(grammar, plate.text), plate.text
        assert plate.text == " ".join(plate.rows)


def test_british_plates_are_white_in_front_and_yellow_behind():
    plate = sampled(1, layout="united kingdom")[0]
    for rear, ground in ((False, "plate_white"), (True, "plate_yellow")):
        assert (ground, "plate") in plate_shape(plate, rear).skins


def test_the_same_seed_writes_the_same_and_others_other_texts():
    texts = [plate.text for plate in sampled(60)]
    assert texts == [plate.text for plate in sampled(60)]
    assert len(set(texts)) == 60
    assert len({plate.layout for plate in sampled(200)}) > 10


def test_lettering_has_the_height_asked_for_and_squeezes_into_the_width():
    shape = lettering("HAMBURG", 0.2, ("ink", "body"), fit=0.3)
    assert np.ptp(shape.points[:, 2]) == pytest.approx(0.2, abs=0.005)
    assert np.ptp(shape.points[:, 1]) == pytest.approx(0.3, abs=0.01)


def test_letters_differ():
    outlines = {lettering(c, 1.0, ("ink", "body")).points.round(4).tobytes() for c in STROKES if c not in "O0 "}
    assert len(outlines) == len(STROKES) - 3


@pytest.mark.parametrize("text", ["ä", "  "])
def test_what_cannot_be_written_is_said(text):
    with pytest.raises(AssetError, match="lettering: expected"):
        lettering(text, 0.1, ("ink", "body"))


def test_unknown_kinds_and_layouts_get_the_nearest_name():
    with pytest.raises(AssetError, match="did you mean 'truck'"):
        sample_plate(np.random.default_rng(0), "truk")
    with pytest.raises(AssetError, match="did you mean 'germany'"):
        sample_plate(np.random.default_rng(0), layout="germny")
