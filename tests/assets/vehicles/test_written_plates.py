"""Written plates: texts by each layout's grammar, where each character is, and how the plate sits on its vehicle."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets import AssetError, ConfigError
from assets.vehicles import FLEET, State, vehicle
from assets.vehicles.plates import LAYOUTS, drawn, layout_of, layouts_of, own_text, plate_picture, written
from assets.vehicles.plates.drawing import PIXELS_A_M
from assets.vehicles.plates.glyphs import STROKES
from assets.vehicles.plates.grammar import characters, pattern_of, ruled_out
from assets.vehicles.plates.mounting import CATEGORY, Mounting, sample_mounting
from scenes import PinholeCamera
from scenes.pose import look_at

NAMES = sorted(LAYOUTS)
# Width and height in mm, and the form of a registration, as the rules that docs/plates.md names have them.
PUBLISHED = {
    "germany": (520, 110, r"[A-Z]{1,3} [A-Z]{1,2} [1-9]\d{1,3}"),
    "france": (520, 110, r"[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}"),
    "italy": (520, 110, r"[A-HJ-NPR-TV-Z]{2} \d{3}[A-HJ-NPR-TV-Z]{2}"),
    "spain": (520, 110, r"\d{4} [B-DF-HJ-NPR-TV-Z]{3}"),
    "sweden": (520, 110, r"[A-Z]{3} \d\d[0-9A-Z]"),
    "belgium": (520, 110, r"\d-[A-Z]{3}-\d{3}"),
    "uk": (520, 111, r"[A-Z]{2}\d\d [A-Z]{3}"),
    "uk_motorcycle": (228, 178, r"[A-Z]{2}\d\d [A-Z]{3}"),
    "us_california": (305, 152, r"\d[A-Z]{3}\d{3}"),
    "brazil": (400, 130, r"[A-Z]{3}\d[A-Z]\d\d"),
    "argentina": (400, 130, r"[A-Z]{2} \d{3} [A-Z]{2}"),
    "japan": (330, 165, r"\S+ \d{3} [ぁ-ん] \d\d-\d\d"),
    "china_blue": (440, 140, r"\S[A-Z]·[0-9A-HJ-NP-Z]{5}"),
    "china_green": (480, 140, r"\S[A-Z][DF]\d{5}"),
    "india": (500, 120, r"[A-Z]{2} \d\d [A-Z]{2} \d{4}"),
    "indonesia": (430, 135, r"[A-Z]{1,2} \d{1,4} [A-Z]{1,3}"),
    "korea": (520, 110, r"\d{3}[가-힣] \d{4}"),
    "russia": (520, 112, r"[ABEKMHOPCTYX]\d{3}[ABEKMHOPCTYX]{2} \d{2,3}"),
    "saudi": (335, 155, r"[٠-٩]{4} \S{3} \d{4} [A-Z]{3}"),
    "vietnam_motorcycle": (190, 140, r"\d\d-[A-Z]\d \d{3}\.\d\d"),
}


def test_there_are_layouts_of_the_world_for_every_kind_of_vehicle():
    assert len(LAYOUTS) >= 20 and len({layout.country for layout in LAYOUTS.values()}) >= 15
    for kind in ("car", "truck", "bus", "motorcycle"):
        assert len(layouts_of(kind)) >= 5
    two_lines = [one.name for one in LAYOUTS.values() if sum(row.said for row in one.rows[0]) > 1]
    assert {"germany_motorcycle", "france_motorcycle", "brazil_motorcycle", "india_motorcycle"} <= set(two_lines)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_texts_match_their_layout_s_grammar_and_none_that_is_ruled_out(name, seed):
    layout = layout_of(name)
    made = written(np.random.default_rng(seed), layout)
    assert pattern_of(layout).fullmatch(made.text), made.text
    assert not ruled_out(layout, made.text)
    assert set(made.text) - {" "} <= set(characters(layout)) | set("٠١٢٣٤٥٦٧٨٩ابحدرسصطعقكلمنهوى")
    assert made == written(np.random.default_rng(seed), layout)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_sizes_and_forms_are_the_published_ones(name):
    width, height, form = PUBLISHED[name]
    layout = layout_of(name)
    assert layout.size_mm == (width, height)
    for seed in range(40):
        assert re.fullmatch(form, written(np.random.default_rng(seed), layout).text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("germany", "B SS 123"), ("germany", "HH KZ 12"), ("netherlands", "KK-GVD-1"), ("sweden", "SEX 123")),
        *(("germany", "K Z 12"), ("germany", "HH XY 88"), ("germany_motorcycle", "S S 12")),
        *(("france", "SS-123-AB"), ("japan", "品川 500 さ 11-42"), ("uk", "AB00 ASS")),
    ],
)
def test_what_authorities_leave_out_is_ruled_out(name, text):
    assert ruled_out(layout_of(name), text)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("belgium", r"\d-([MWSOTUQZGCDI])"),  # motorcycles, scooters, veterans, taxis, trailers, dealers, tractors
        ("netherlands", r"[^RSTXZ]"),  # begun series, and those of vans, mopeds, motorcycles, trailers
        ("italy", r"[A-H]|Z"),  # issued, and of two lines
        ("sweden", r"(?!MLB )"),
        ("japan", r".*[あいうえかきくけこをれわおしへん]"),
        ("japan_truck", r".*[さすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるれろわおしへん]"),
        ("vietnam_motorcycle", r"..-[IJOQWR]"),
        ("korea", r"...[하허호]"),
    ],
)
def test_what_belongs_to_others_is_never_drawn(name, others):
    texts = {written(np.random.default_rng(seed), layout_of(name)).text for seed in range(60)}
    assert len(texts) > 20
    assert not [text for text in texts if re.match(others, text)]


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_has_the_plate_s_size_and_a_box_of_ink_for_each_character(name):
    layout = layout_of(name)
    made = drawn(written(np.random.default_rng(1), layout))
    height, width = made.rgb.shape[:2]
    assert (width, height) == tuple(round(side / 1000 * PIXELS_A_M) for side in layout.size_mm)
    assert made.characters == made.registration.text.replace(" ", "") and len(made.boxes) == len(made.characters)
    assert (np.abs(made.boxes) <= made.corners[1]).all()
    assert np.allclose(made.corners_px, [(0, 0), (width, 0), (width, height), (0, height)])
    for quad in made.boxes_px:
        (left, top), (right, bottom) = np.rint(quad[[0, 2]]).astype(int)
        assert np.ptp(made.linear[top - 3 : bottom + 3, left - 3 : right + 3].mean(axis=2)) > 0.15  # ink and ground
        assert made.relief[top:bottom, left:right].max() > 0.9


def test_characters_come_in_reading_order():
    made = drawn(own_text(layout_of("uk"), "AB00 CDE"))
    assert (np.diff(made.boxes[:, :, 0].mean(axis=1)) > 0).all()
    two = drawn(own_text(layout_of("uk_motorcycle"), "AB00|CDE"))
    assert two.boxes[:4, :, 1].min() > two.boxes[4:, :, 1].max()


def test_a_plate_of_one_s_own_text_is_a_picture_with_corners():
    rgb, corners = plate_picture("germany", "B AB 123")
    assert rgb.dtype == np.uint8 and rgb.shape == (132, 624, 3)
    assert corners.tolist() == [[0, 0], [624, 0], [624, 132], [0, 132]]
    other, _ = plate_picture("uk", "AB00 CDE", rear=True)
    front, _ = plate_picture("uk", "AB00 CDE")
    assert other[10, 10, 2] < 100 < front[10, 10, 2]  # yellow and white


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("germany", "ÄB 12", "germany.*characters 0123.*got 'Ä'"),
        ("germany", "B AB 1234567", "germany.*1 to 8 characters"),
        ("germany", "", "germany.*1 to 8"),
        ("israel", "12-ABC-34", "israel.*characters -0123456789, got 'ABC'"),
        ("uk_motorcycle", "ABCDEFGHIJ", "uk_motorcycle.*4 and 3 characters|uk_motorcycle.*characters"),
        ("uk", "ABI QQ", "uk.*got 'IQ'|uk.*got 'I"),
    ],
)
def test_texts_that_do_not_fit_are_one_sentence_with_the_layout_and_what_is_allowed(name, text, says):
    with pytest.raises(ConfigError, match=says) as caught:
        own_text(layout_of(name), text)
    assert "\n" not in str(caught.value)


def test_an_unknown_layout_names_the_nearest_one():
    with pytest.raises(AssetError, match="did you mean 'germany'"):
        layout_of("germny")


def test_0_and_O_differ_and_every_sign_of_every_grammar_has_strokes():  # noqa: N802
    assert STROKES["0"] != STROKES["O"]
    for layout in LAYOUTS.values():
        assert set(characters(layout)) <= set(STROKES)


def carried(type: str, seed: int = 3, **more: float):
    kind = FLEET[type].category
    layout = layouts_of(kind)[0]
    mounting = Mounting(written(np.random.default_rng(seed), layout), **more)
    return vehicle(np.random.default_rng(seed), type, "red", State(plate=mounting)), mounting


@pytest.mark.parametrize("type", ["sedan", "pickup", "panel_van", "city_bus", "semi_trailer", "motorcycle", "scooter"])
def test_vehicles_of_every_family_carry_it_as_a_label_of_theirs(type):
    asset, mounting = carried(type)
    own, plate = asset.labels
    assert plate.category == CATEGORY and plate.open and own.category == FLEET[type].category
    assert asset.attributes["plate_text"] == mounting.registration.text
    sides = {writing.attributes["side"]: writing for writing in plate.writings}
    assert set(sides) == ({"rear"} if FLEET[type].category == "motorcycle" else {"front", "rear"})
    for side, writing in sides.items():
        assert writing.axes[0, 0] * (1 if side == "front" else -1) > 0.9
        assert np.allclose(writing.size, np.array(mounting.registration.layout.size_mm) / 1000, atol=1e-5)
        assert writing.text == mounting.registration.text


def test_faces_of_the_part_plate_are_the_sheet_s_alone_where_it_has_no_bolts():
    asset, _ = carried("sedan")
    named = [mesh.name for mesh in asset.meshes if "plate" in {mesh.parts[i] for i in np.unique(mesh.face_part)}]
    assert named == ["front plate", "rear plate"]


@pytest.mark.parametrize("frame", ["none", "surround"])
def test_all_of_the_part_plate_looks_the_way_of_its_text(frame):
    """What looks elsewhere would count for a plate that one sees from behind: the walls of bolts did."""
    asset, _ = carried("sedan", bolts=True, frame=frame, bow_m=0.003, corner_m=0.01)
    seen = set()
    for mesh in asset.meshes:
        named = [index for index, part in enumerate(mesh.parts) if part == "plate"]
        corners = mesh.corners[np.repeat(np.isin(mesh.face_part, named), mesh.face_sizes)].reshape(-1, 4)
        if not len(corners) or not mesh.name.startswith(("front plate", "rear plate")):
            continue
        a, b, c, d = (mesh.vertices[corners[:, k]].astype(np.float64) for k in range(4))
        normal = np.cross(c - a, d - b)
        out = 1.0 if mesh.name.startswith("front") else -1.0
        assert (out * normal[:, 0] > 0.8 * np.linalg.norm(normal, axis=1)).all(), mesh.name
        seen.add(mesh.name)
    assert seen == {"front plate", "rear plate", "front plate mount", "rear plate mount"}


def test_without_a_written_plate_vehicles_are_what_they_were():
    plain, again = (vehicle(np.random.default_rng(8), "sedan", "blue", State()) for _ in range(2))
    assert len(plain.labels) == 1 and [m.name for m in plain.meshes] == [m.name for m in again.meshes]
    assert not any(m.name.endswith("plate") for m in plain.meshes)


def test_characters_follow_the_bends_of_the_sheet():
    flat, _ = carried("sedan")
    bent, _ = carried("sedan", bow_m=0.01)
    off = bent.labels[1].writings[0].boxes[..., 0] - flat.labels[1].writings[0].boxes[..., 0]
    assert 0.0 < off.min() < off.max() <= 0.01 + 1e-9
    sheet = next(mesh for mesh in bent.meshes if mesh.name == "front plate")
    for corner in bent.labels[1].writings[0].boxes.reshape(-1, 3):
        nearest = np.linalg.norm(sheet.vertices[:, 1:] - corner[1:], axis=1).argsort()[:3]
        assert abs(sheet.vertices[nearest, 0].max() - corner[0]) < 0.002


def test_dirt_darkens_and_what_shines_back_is_the_ground_alone():
    clean, dirty = carried("sedan")[0], carried("sedan", dirt=1.0)[0]
    first, second = ({m.name: m for m in asset.meshes}["front plate"].materials[0] for asset in (clean, dirty))
    assert second.textures[0].pixels.mean() < first.textures[0].pixels.mean() - 10
    shine = clean.labels[1].writings[0].shine
    assert shine is not None and shine.input == "emission"
    assert shine.pixels.min() < 10 and shine.pixels.max() > 200


def test_mountings_are_drawn_alike_from_alike_streams():
    registration = written(np.random.default_rng(0), layout_of("spain"))
    first, second = (sample_mounting(np.random.default_rng(5), registration, 0.5) for _ in range(2))
    assert first == second


def test_corners_lie_where_the_sheet_s_edges_meet_in_a_picture():
    asset, _ = carried("sedan")
    camera = PinholeCamera.from_fov((640, 480), 0.15, look_at((9.0, 1.5, 2.0), (2.3, 0.0, 0.5)))
    sheet = next(mesh for mesh in asset.meshes if mesh.name == "front plate")
    face = np.unique(sheet.corners[np.repeat(sheet.face_part == sheet.parts.index("plate"), sheet.face_sizes)])
    points = sheet.vertices[face].astype(np.float64)
    y, z = points[:, 1], points[:, 2]
    edges = [(z > z.max() - 1e-5), (y > y.max() - 1e-5), (z < z.min() + 1e-5), (y < y.min() + 1e-5)]
    lines = []
    for edge in edges:  # top, right, bottom and left, as one reads it
        seen = camera.project(points[edge])
        middle = seen.mean(axis=0)
        normal = np.linalg.svd(seen - middle)[2][1]
        lines.append((normal, normal @ middle))
    writing = next(one for one in asset.labels[1].writings if one.attributes["side"] == "front")
    for corner, (first, second) in zip(camera.project(writing.corners), [(3, 0), (0, 1), (1, 2), (2, 3)], strict=True):
        (n, a), (m, b) = lines[first], lines[second]
        meet = np.linalg.solve(np.stack([n, m]), np.array([a, b]))
        assert np.hypot(*(corner - meet)) < 0.02
