"""Cars at work and in sport: what they wear lies on their paint, keeps their colour, and has the right part."""

import functools
from collections import Counter

import numpy as np
import pytest

from assets.random import stream
from assets.vehicles.cars import car
from assets.vehicles.cars.body import body_grid
from assets.vehicles.cars.decals import decals
from assets.vehicles.cars.drape import drape
from assets.vehicles.cars.trades import SHARES, TRADES, Trade, sample_trade
from assets.vehicles.cars.variation import sample_proportions
from assets.vehicles.state import State

INKS = ("art_0", "art_1", "art_2")


@functools.cache
def body(seed, type):
    p = sample_proportions(np.random.default_rng(seed), type)
    grid = body_grid(p)
    return p, grid, drape(grid, p.length)


def worn(seed, type, name, open_door=False):
    p, grid, on = body(seed, type)
    return decals(np.random.default_rng(seed), p, grid, on, Trade(name, "42", "EXPRESS", INKS), open_door)


def dense(grid, along, across):
    """(N, 3) points of a grid with further ones between its own."""
    for axis, times in ((0, along), (1, across)):
        grid = np.moveaxis(grid, axis, 0)
        at = np.linspace(0.0, len(grid) - 1.0, (len(grid) - 1) * times + 1)
        low = np.minimum(at.astype(int), len(grid) - 2)
        t = (at - low)[:, None, None]
        grid = np.moveaxis(grid[low] * (1.0 - t) + grid[low + 1] * t, 0, axis)
    return grid.reshape(-1, 3)


def test_trades_are_met_as_often_as_their_shares_say_and_yellow_cars_are_taxis_more_often():
    p, _, _ = body(0, "sedan")
    rng = np.random.default_rng(1)
    found = Counter(sample_trade(rng, p, "blue").name for _ in range(3000))
    for name, share in zip(TRADES, SHARES, strict=True):
        assert found[name] / 3000 == pytest.approx(share, abs=0.03)
    assert np.mean([sample_trade(rng, p, "yellow").name == "taxi" for _ in range(500)]) > 0.2


def test_open_cars_carry_no_signs_on_their_roofs():
    p, _, _ = body(1, "convertible")
    names = {sample_trade(np.random.default_rng(seed), p, "white").name for seed in range(300)}
    assert {"race", "stripes"} <= names and not {"taxi", "patrol"} & names


@pytest.mark.parametrize("name", [name for name in TRADES if name != "private"])
@pytest.mark.parametrize("type", ["sedan", "hatchback", "suv", "pickup", "minivan"])
def test_what_is_painted_on_lies_close_to_the_body_on_both_sides(name, type):
    _, grid, on = body(2, type)
    shape = worn(2, type, name)
    points = shape.points
    surface = np.concatenate([dense(on.surface[..., :3], 8, 1), dense(grid.top, 8, 4)])
    surface = np.concatenate([surface, surface * [1.0, -1.0, 1.0]])
    far = np.array([np.linalg.norm(surface - point, axis=1).min() for point in points[::7]])
    assert far.max() < 0.05
    assert points[:, 1].min() < -0.1 and points[:, 1].max() > 0.1
    assert np.abs(points[:, 0]).max() < on.length / 2.0
    assert {part for _, part in shape.skins} <= {"body", "trim"}


def test_a_private_car_wears_nothing_and_open_doors_stay_bare():
    assert worn(3, "sedan", "private") is None
    assert worn(3, "sedan", "taxi", open_door=True) is None


@pytest.mark.parametrize("type", ["sedan", "coupe", "suv"])
def test_a_car_keeps_most_of_its_own_colour(type):
    for seed in range(30):
        asset = car(np.random.default_rng(seed), type, "red")
        found = Counter()
        for mesh in asset.meshes:
            faces = mesh.vertices[mesh.corners.reshape(-1, 4)].astype(np.float64)
            area = np.linalg.norm(np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]), axis=1)
            for index, material in enumerate(mesh.materials):
                found[material.name] += float(area[mesh.face_material == index].sum())
        assert found["livery"] < 0.4 * found["red paint"], seed


def lit(asset, name):
    return [mesh for mesh in asset.meshes if any(material.name == name for material in mesh.materials)]


def test_a_taxi_has_its_sign_on_the_roof_as_a_lamp():
    cars = [car(np.random.default_rng(seed), "sedan", "yellow") for seed in range(12)]
    signed = [asset for asset in cars if lit(asset, "roof sign")]
    assert signed and len(signed) < 12
    for asset in signed:
        mesh = lit(asset, "roof sign")[0]
        chosen = mesh.face_material == [m.name for m in mesh.materials].index("roof sign")
        assert {mesh.parts[part] for part in mesh.face_part[chosen]} == {"light"}
        points = mesh.vertices[mesh.corners.reshape(-1, 4)[chosen]].reshape(-1, 3)
        assert asset.attributes["height_m"] - 0.06 < points[:, 2].min() < asset.attributes["height_m"] + 0.05


def test_some_pickups_are_loaded_above_their_rails():
    heights = [car(np.random.default_rng(seed), "pickup", "blue").parts() for seed in range(16)]
    assert 2 < sum("cargo" in parts for parts in heights) < 14


def test_doors_that_open_do_not_change_what_a_car_is_used_for():
    p, _, _ = body(4, "sedan")
    assert sample_trade(stream(np.random.default_rng(9), "trade"), p, "red") == sample_trade(
        stream(np.random.default_rng(9), "trade"), p, "red"
    )
    shut, opened = (car(np.random.default_rng(9), "sedan", "red", State(doors=d)) for d in ("closed", "driver"))
    assert shut.attributes["length_m"] == opened.attributes["length_m"]
