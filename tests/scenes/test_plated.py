"""Written plates in scenes: which country's, which text, what light makes of them; and the cameras that read them."""

from dataclasses import replace

import numpy as np
import pytest

from assets import ConfigError
from assets.vehicles import State, vehicle
from assets.vehicles.plates import LAYOUTS, layout_of, own_text
from assets.vehicles.plates.mounting import CATEGORY, Mounting
from scenes import PinholeCamera, Pose
from scenes.params import SceneParams
from scenes.plate_cameras import IR_W_M2
from scenes.plated import MOST_TIMES, Plated, coefficient, lit_plates, plate_of, texts_of
from scenes.pose import look_at
from scenes.registry import find_scene, sample
from scenes.spec import Light, Placed


def params(**values: object) -> Plated:
    return Plated.read({"plates": "labelled", **values}, "vehicles")


def registrations(chosen: Plated, type: str = "sedan", count: int = 30):
    made = [plate_of(np.random.default_rng(np.random.SeedSequence(k)), chosen, type, 0.2) for k in range(count)]
    return [item.registration for item in made if item is not None]


def test_plates_are_off_unless_asked_for_and_bring_their_category_only_then():
    assert plate_of(np.random.default_rng(np.random.SeedSequence(0)), Plated(), "sedan", 0.0) is None
    assert Plated().more_categories() == () and SceneParams().more_categories() == ()
    assert params().more_categories() == (CATEGORY,)
    assert not registrations(params(), "bicycle")


def test_countries_are_a_distribution_over_layouts_and_auto_is_any_that_the_kind_carries():
    got = registrations(params(plate_country="choice({germany: 3, uk: 1})"), count=80)
    names = [item.layout.name for item in got]
    assert set(names) == {"germany", "uk"} and names.count("germany") > names.count("uk")
    for type, kind in (("sedan", "car"), ("semi_trailer", "truck"), ("scooter", "motorcycle")):
        assert all(kind in item.layout.kinds for item in registrations(params(), type))
    assert len({item.layout.name for item in registrations(params(), count=120)}) > 12


def test_a_text_of_one_s_own_stands_on_plates_that_hold_it():
    got = registrations(params(plate_text="choice(TEST 123, HELLO)"))
    assert {item.text for item in got} == {"TEST 123", "HELLO"}
    only = registrations(params(plate_text="CAFE 42", plate_country="germany"))
    assert {(item.text, item.layout.name) for item in only} == {("CAFE 42", "germany")}


def test_a_file_of_texts_has_one_a_line(tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text("# ours\nAB 12\n\nXY 34\n", encoding="utf-8")
    assert texts_of(str(path)) == ("AB 12", "XY 34")
    got = registrations(params(plate_texts=str(path)))
    assert {item.text for item in got} == {"AB 12", "XY 34"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"plate_text": "ÄÖÜ 1", "plate_country": "germany"}, "plates of 'germany' have the characters"),
        (
            {"plate_text": "A123456789", "plate_country": "uk"},
            "vehicles: plate_text: the plates of 'uk' hold 1 to 7 characters",
        ),
        ({"plate_country": "germny"}, "did you mean 'germany'"),
        ({"plates": "labeled"}, "did you mean 'labelled'"),
        ({"plate_texts": "nowhere.txt"}, "plate_texts nowhere.txt: cannot be read"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_renders(values, says):
    with pytest.raises(ConfigError, match=says) as caught:
        params(**values)
    assert "\n" not in str(caught.value)


def test_an_empty_file_of_texts_is_told(tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text("# none\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="expected 1 to 200000 lines with a text, got 0"):
        params(plate_texts=str(path))


def test_sheeting_returns_most_to_where_light_came_from():
    assert coefficient(0.2, 5.0) > coefficient(0.33, 5.0) > coefficient(1.5, 5.0) > 0.0
    assert coefficient(0.2, 5.0) > 2.0 * coefficient(0.2, 30.0)
    assert coefficient(0.33, 5.0) >= 30.0  # ISO 7591's least


def shining(lamp_at: tuple[float, float, float]):
    mounting = Mounting(own_text(layout_of("spain"), "1234 TBC"))
    car = vehicle(np.random.default_rng(1), "sedan", "red", State(plate=mounting))
    eye = np.array([12.0, 0.0, 1.0])
    camera = PinholeCamera.from_fov((320, 240), 0.4, look_at(eye, (2.0, 0.0, 0.5)))
    at = look_at(lamp_at, (2.0, 0.0, 0.5))
    lamp = Light("spot", Pose(at.rotation @ np.diag([1.0, -1.0, -1.0]), at.translation), (1, 1, 1), 5000.0, 0.1, 0.9)
    (lit,) = lit_plates([Placed(car, Pose.at(), 1)], camera, (lamp,))
    sheets = {mesh.name: mesh.materials[0] for mesh in lit.asset.meshes if mesh.name.endswith("plate")}
    return {name: next((t.factor[0] for t in m.textures if t.input == "emission"), 0.0) for name, m in sheets.items()}


def test_plates_shine_for_a_lamp_at_the_camera_and_hardly_for_one_aside():
    near, aside = shining((12.0, 0.1, 1.0)), shining((8.0, 8.0, 1.0))
    assert near["front plate"] > 20.0 * aside["front plate"] and near["rear plate"] == 0.0
    white = 5000.0 / (4.0 * np.pi * 10.0**2) / np.pi
    assert near["front plate"] == pytest.approx(white * MOST_TIMES, rel=0.15)


@pytest.fixture(scope="module")
def pictures():
    script = find_scene("plates")
    chosen = script.params.read({}, "plates").with_size((320, 240))
    rngs = [np.random.default_rng(np.random.SeedSequence(4, spawn_key=(k,))) for k in range(10)]
    return [sample(script, chosen.for_picture(k), rng)[0] for k, rng in enumerate(rngs)]


def test_the_scene_plates_shows_plates_of_80_to_250_pixels_in_the_picture(pictures):
    modes = {str(spec.parameters["mode"]) for spec in pictures}
    assert modes == {"color", "ir"}
    for spec in pictures:
        (thing,) = spec.labelled()
        writings = thing.asset.labels[1].writings
        assert writings and thing.asset.attributes["plate_text"] == writings[0].text
        spans = []
        for one in writings:
            corners = spec.camera.project(thing.pose.apply(one.corners))
            middle = corners.mean(axis=0)
            if np.isfinite(corners).all() and (middle > 0).all() and (middle < (320, 240)).all():
                spans.append(np.ptp(corners[:, 0]))
        assert spans and 70.0 <= max(spans) <= 265.0


def test_infrared_pictures_are_black_and_white_and_lit_from_the_camera(pictures):
    for spec in pictures:
        infrared = spec.parameters["mode"] == "ir"
        assert (spec.camera.film.saturation == 0.0) == infrared
        beside = [
            light
            for light in spec.lights
            if light.kind == "spot" and np.linalg.norm(light.pose.translation - spec.camera.pose.translation) < 0.1
        ]
        assert len(beside) == int(infrared)
        for lamp in beside:  # as bright on the plate that is read whatever the length of its vehicle
            (thing,) = spec.labelled()
            plates = [thing.pose.apply(one.corners.mean(axis=0)) for one in thing.asset.labels[1].writings]
            far = np.array([np.linalg.norm(lamp.pose.translation - plate) for plate in plates])
            assert np.abs(lamp.power / (4.0 * np.pi * far**2) / IR_W_M2 - 1.0).min() < 0.1


def test_cameras_that_read_plates_expose_for_these(pictures):
    assert all(spec.camera.exposes_for == {"plate"} for spec in pictures)
    for spec in pictures:
        sheets = {one.mesh for one in spec.labelled()[0].asset.labels[1].writings}
        assert {mesh.parts[0] for mesh in spec.labelled()[0].asset.meshes if mesh.name in sheets} == {"plate"}


def test_a_picture_is_a_function_of_its_stream(pictures):
    script = find_scene("plates")
    chosen = script.params.read({}, "plates").with_size((320, 240)).for_picture(3)
    again, _ = sample(script, chosen, np.random.default_rng(np.random.SeedSequence(4, spawn_key=(3,))))
    assert np.array_equal(again.camera.pose.matrix(), pictures[3].camera.pose.matrix())
    assert again.parameters == pictures[3].parameters
    assert again.labelled()[0].asset.attributes == pictures[3].labelled()[0].asset.attributes


def test_vehicle_scenes_are_the_same_but_for_plates_whether_these_are_labelled_or_not():
    script = find_scene("studio")
    made = []
    for values in ({}, {"plates": "labelled", "plate_country": "germany"}):
        chosen = script.params.read({"type": "sedan", **values}, "studio").with_size((320, 240)).for_picture(0)
        made.append(sample(script, chosen, np.random.default_rng(np.random.SeedSequence(2)))[0])
    off, labelled = (spec.labelled()[0] for spec in made)
    assert [label.category for label in off.asset.labels] == ["car"]
    assert [label.category for label in labelled.asset.labels] == ["car", CATEGORY]
    assert off.asset.attributes["color"] == labelled.asset.attributes["color"]
    assert off.asset.meshes[0].vertices.shape == labelled.asset.meshes[0].vertices.shape


def test_every_layout_is_a_name_that_plate_country_takes():
    for name in LAYOUTS:
        assert params(plate_country=name).plate_country is not None
    assert replace(layout_of("uk"), name="uk") == layout_of("uk")
