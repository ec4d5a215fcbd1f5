"""Vans and buses: sizes, sides, what they carry, determinism."""

import functools

import numpy as np
import pytest

from assets import AssetError, Mesh
from assets.polygons import Shape, grid
from assets.vehicles import FLEET
from assets.vehicles.buses import BUS_TYPES, VAN_TYPES, bus, van
from assets.vehicles.buses.adverts import adverts, emergency
from assets.vehicles.buses.build import SIZES
from assets.vehicles.buses.bus_layout import bus_layout
from assets.vehicles.buses.layout import PANE
from assets.vehicles.buses.van_layout import van_layout
from assets.vehicles.colors import COLOR_SHARES
from assets.vehicles.knife import cut
from assets.vehicles.state import State

TYPES = (*VAN_TYPES, *BUS_TYPES)
SEEDS = range(4)
# Metres: length, width, height.
RANGES = {
    "panel_van": ((4.1, 7.4), (1.78, 2.1), (1.75, 2.9)),
    "minibus": ((5.9, 7.4), (1.95, 2.1), (2.4, 2.9)),
    "city_bus": ((7.0, 13.1), (2.35, 2.56), (2.75, 3.15)),
    "coach": ((9.7, 14.1), (2.49, 2.56), (3.25, 3.8)),
    "double_decker": ((9.4, 11.7), (2.43, 2.56), (4.0, 4.45)),
    "school_bus": ((7.0, 11.0), (2.39, 2.5), (2.8, 3.15)),
}


@functools.cache
def built(seed: int, type: str = "city_bus", color: str = "red", **state):
    build = van if type in VAN_TYPES else bus
    return build(np.random.default_rng(seed), type, color, State(**state))


def quads(mesh: Mesh, part: str):
    return mesh.vertices[mesh.corners.reshape(-1, 4)].astype(np.float64)[mesh.face_part == mesh.parts.index(part)]


def areas(faces):
    return np.linalg.norm(np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]), axis=1) / 2.0


@pytest.mark.parametrize("type", TYPES)
class TestEveryType:
    def test_category_and_parts(self, type):
        asset = built(3, type)
        assert [label.category for label in asset.labels] == ["truck" if type in VAN_TYPES else "bus"]
        assert {"body", "window", "wheel", "light", "plate", "mirror", "grille", "interior"} <= set(asset.parts())

    def test_dimensions_are_of_its_class_and_those_of_the_body(self, type):
        for seed in SEEDS:
            asset = built(seed, type)
            body = quads(asset.meshes[0], "body").reshape(-1, 3)
            extent = np.append(np.ptp(body[:, :2], axis=0), body[:, 2].max())
            for name, (low, high), found in zip(("length", "width", "height"), RANGES[type], extent, strict=True):
                assert low <= asset.attributes[f"{name}_m"] <= high
                assert found == pytest.approx(asset.attributes[f"{name}_m"], abs=0.06)

    def test_stands_on_the_ground_with_all_wheels(self, type):
        for seed in SEEDS:
            asset = built(seed, type)
            wheels = quads(asset.meshes[1], "wheel").reshape(-1, 3)
            for side in (-1.0, 1.0):
                for end in (-1.0, 1.0):
                    assert abs(wheels[(wheels[:, 0] * end > 0) & (wheels[:, 1] * side > 0)][:, 2].min()) < 2e-3
            assert min(mesh.vertices[:, 2].min() for mesh in asset.meshes) > -2e-3

    def test_body_and_windows_look_outward(self, type):
        for seed in SEEDS:
            for part in ("body", "window"):
                faces = quads(built(seed, type).meshes[0], part)
                away = faces.mean(axis=1) * [0.3, 1.0, 1.0] - [0.0, 0.0, 1.0]
                normal = np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
                outward = (normal * away).sum(axis=1) > 0
                assert areas(faces)[outward].sum() > 0.93 * areas(faces).sum(), (seed, part)

    def test_wheels_stay_clear_of_the_body(self, type):
        for seed in SEEDS:
            asset = built(seed, type)
            rubber = next(i for i, material in enumerate(asset.meshes[1].materials) if material.name == "tyre")
            mesh, shell = asset.meshes[1], asset.meshes[0].vertices
            tyres = mesh.vertices[mesh.corners.reshape(-1, 4)[mesh.face_material == rubber]].reshape(-1, 3)
            front = tyres[(tyres[:, 0] > 0) & (tyres[:, 1] > 0)]
            middle, radius = (front.min(0) + front.max(0)) / 2.0, np.ptp(front[:, 2]) / 2.0
            beside = shell[np.abs(shell[:, 1]) > front[:, 1].min()]
            assert np.hypot(beside[:, 0] - middle[0], beside[:, 2] - middle[2]).min() > radius + 0.015

    def test_its_colour_covers_most_of_what_is_painted(self, type):
        for seed in range(12):
            mesh = built(seed, type).meshes[0]
            faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(np.float64)
            own = np.array([material.name.startswith("red paint") for material in mesh.materials])[mesh.face_material]
            painted = np.array([material.kind == "car_paint" for material in mesh.materials])[mesh.face_material]
            assert areas(faces[own]).sum() > 0.5 * areas(faces[painted]).sum()

    def test_keypoints_lie_on_it_in_mirrored_pairs(self, type):
        for seed in SEEDS:
            asset = built(seed, type)
            meshes = asset.meshes
            corners = np.concatenate([mesh.vertices[mesh.corners.reshape(-1, 4)] for mesh in meshes])
            assert len(asset.keypoints) == 24
            for name, point in asset.keypoints.items():
                assert distance_to_boxes(corners, point) < 0.05, (seed, name)
                if name.endswith("_left"):
                    x, y, z = point
                    assert y > 0 and asset.keypoints[name.replace("_left", "_right")] == (x, -y, z)

    def test_keypoints_stand_in_order_from_front_to_rear(self, type):
        x = {name: point[0] for name, point in built(3, type).keypoints.items()}
        order = ["front_light", "front_wheel", "rear_wheel", "rear_up", "rear_plate"]
        along = [x[f"{name}_left"] for name in order]
        assert along == sorted(along, reverse=True)

    def test_same_seed_same_vehicle_other_seed_another(self, type):
        one, again, other = built(11, type), built.__wrapped__(11, type), built(12, type)
        for first, second in zip(one.meshes, again.meshes, strict=True):
            np.testing.assert_array_equal(first.vertices, second.vertices)
            np.testing.assert_array_equal(first.face_material, second.face_material)
        assert one.attributes == again.attributes and one.size != other.size

    def test_states_do_not_move_the_body(self, type):
        shell = built(5, type).meshes[0].vertices
        np.testing.assert_array_equal(shell, built(5, type, steer_deg=25.0, lights="high").meshes[0].vertices)

    def test_steering_turns_the_front_wheels_alone(self, type):
        straight, turned = (quads(built(5, type, steer_deg=deg).meshes[1], "wheel") for deg in (0.0, 25.0))
        moved = np.linalg.norm(straight - turned, axis=2).max(axis=1) > 1e-4
        front = straight.mean(axis=1)[:, 0] > 0
        assert moved[front].mean() > 0.9 and not moved[~front].any()

    def test_budget_of_triangles(self, type):
        for seed in SEEDS:
            triangles = sum(2 * len(mesh.face_sizes) for mesh in built(seed, type).meshes)
            assert triangles <= (70_000 if type == "coach" else 55_000)


def distance_to_boxes(corners, point):
    """Metres to the nearest face's bounding box: faces may be long."""
    outside = np.maximum(corners.min(axis=1) - point, point - corners.max(axis=1))
    return np.linalg.norm(np.maximum(outside, 0.0), axis=1).min()


@pytest.mark.parametrize("face", ["sides", "rear"])
def test_few_panel_vans_have_glass_behind_the_cab_and_all_minibuses_do(face):
    def glazed(type, seed):
        rng = np.random.default_rng(seed)
        p = SIZES[type](rng)
        panels = (van_layout if p.is_van else bus_layout)(rng, p, State()).panels
        faces = ("left", "right", "sides") if face == "sides" else ("rear",)
        return any(panel.skin == PANE and panel.face in faces for panel in panels)

    assert np.mean([glazed("panel_van", seed) for seed in range(60)]) < 0.4
    assert np.mean([glazed("minibus", seed) for seed in range(60)]) > 0.9


def test_a_double_decker_has_a_second_row_of_windows_all_round():
    for seed in SEEDS:
        panes = quads(built(seed, "double_decker").meshes[0], "window").mean(axis=1)
        upper = panes[panes[:, 2] > 2.75]
        assert {tuple(np.sign(np.where(np.abs(at) > 0.5, at, 0.0))) for at in upper[:, 1:2]} == {
            (-1.0,),
            (0.0,),
            (1.0,),
        }
        assert upper[:, 0].max() > 4.0 and upper[:, 0].min() < -4.0
        assert (panes[:, 2] < 2.3).any()


def test_school_buses_are_yellow_for_the_most_part_and_have_a_bonnet():
    shares = COLOR_SHARES[FLEET["school_bus"].family]
    assert shares["yellow"] > 0.8
    for seed in SEEDS:
        windows = quads(built(seed, "school_bus", "yellow").meshes[0], "window").reshape(-1, 3)
        assert windows[:, 0].max() < built(seed, "school_bus", "yellow").attributes["length_m"] / 2.0 - 0.6


def test_pictures_are_glued_on_while_the_doors_are_shut_and_stay_within_the_flanks():
    glued = 0
    for seed in range(12):
        for type in ("panel_van", "city_bus", "coach", "double_decker"):
            p = SIZES[type](np.random.default_rng(seed))
            layout = (van_layout if p.is_van else bus_layout)(np.random.default_rng(seed), p, State())
            for shape in adverts(np.random.default_rng(seed), p, layout):
                glued += 1
                assert np.abs(shape.points[:, 1]).max() < p.width / 2.0 + 0.01
                assert np.abs(shape.points[:, 0]).max() < p.length / 2.0
                assert p.clearance < shape.points[:, 2].min() and shape.points[:, 2].max() < p.edge_z
    assert glued > 20


def test_some_vans_are_ambulances_with_beacons_that_are_lamps():
    found = []
    for seed in range(60):
        p = SIZES["panel_van"](np.random.default_rng(seed))
        pieces = emergency(np.random.default_rng(seed), p, van_layout(np.random.default_rng(seed), p, State()))
        found += [skin for shape in pieces.smooth for skin in shape.skins]
    assert {part for name, part in found if name.startswith("beacon_")} == {"light"}


def test_an_open_door_leaves_an_opening_on_the_right():
    shut, opened = built(4), built(4, doors="passenger")
    faces = [quads(asset.meshes[0], "window") for asset in (shut, opened)]
    right = [areas(part[part.mean(axis=1)[:, 1] < -1.0]).sum() for part in faces]
    left = [areas(part[part.mean(axis=1)[:, 1] > 1.0]).sum() for part in faces]
    assert right[1] < right[0] - 1.0 and left[1] == pytest.approx(left[0], rel=0.02)


@pytest.mark.parametrize(("doors", "side"), [("passenger", [0, -1, 0]), ("driver", [0, 1, 0]), ("rear", [-1, 0, 0])])
def test_a_van_opens_its_doors(doors, side):
    shut, opened = (
        np.concatenate(
            [quads(mesh, "body") for mesh in built(4, "panel_van", doors=state).meshes if "body" in mesh.parts]
        )
        for state in ("closed", doors)
    )
    reach = [(faces.reshape(-1, 3) @ side).max() for faces in (shut, opened)]
    assert reach[1] > reach[0] + 0.04


def test_a_bus_without_such_a_door_keeps_it_closed():
    assert built(4, doors="rear").attributes["doors"] == "closed"
    assert built(4, doors="passenger").attributes["doors"] == "passenger"


@pytest.mark.parametrize("type", TYPES)
def test_somebody_drives_an_occupied_one_at_the_left_behind_the_windscreen(type):
    for seed in SEEDS:
        asset = built(seed, type, occupied=True)
        mesh = next(mesh for mesh in asset.meshes if "driver" in mesh.parts)
        low, high = mesh.vertices.min(0), mesh.vertices.max(0)
        assert low[1] > 0.0 and high[1] < asset.attributes["width_m"] / 2.0
        assert high[0] < asset.attributes["length_m"] / 2.0 and high[2] < asset.attributes["height_m"]
        assert "driver" not in set(built(seed, type).parts())


@pytest.mark.parametrize(
    ("lights", "name"), [({"lights": "low"}, "head lamp"), ({"brake": True}, "brake lamp"), ({}, "amber sign")]
)
def test_lamps_are_lit_as_the_state_says(lights, name):
    for seed in SEEDS:
        lit = [
            m.emission_strength > 0 for mesh in built(seed, **lights).meshes for m in mesh.materials if m.name == name
        ]
        assert all(lit)
    assert any(name == m.name for seed in SEEDS for mesh in built(seed, **lights).meshes for m in mesh.materials)


def test_a_cut_splits_faces_along_the_line_and_keeps_their_area():
    x, y = np.meshgrid(np.arange(6.0), np.arange(5.0), indexing="ij")
    sheet = grid(np.stack([x, y, 0.0 * x], axis=2), ("paint", "body"))
    field = np.hypot(sheet.points[:, 0] - 2.2, sheet.points[:, 1] - 1.9) - 1.7
    whole, source = cut(sheet, field, np.ones(len(sheet.quads), bool))
    inside = np.hypot(*(whole.points[whole.quads].mean(axis=1)[:, :2] - [2.2, 1.9]).T) < 1.7
    assert areas(whole.points[whole.quads]).sum() == pytest.approx(20.0)
    assert areas(whole.points[whole.quads[inside]]).sum() == pytest.approx(np.pi * 1.7**2, rel=0.1)
    assert isinstance(whole, Shape) and len(source) == len(whole.quads)


@pytest.mark.parametrize(
    ("build", "type", "expected"),
    [(bus, "coch", "did you mean 'coach'"), (van, "panel_vn", "did you mean 'panel_van'")],
)
def test_unknown_types_get_the_nearest_one(build, type, expected):
    with pytest.raises(AssetError, match=expected):
        build(np.random.default_rng(1), type, "red")
