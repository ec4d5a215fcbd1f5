"""What all families share: materials lit and dirtied by state, and the finished asset."""

import numpy as np
import pytest

from assets.polygons import box, to_mesh
from assets.vehicles.colors import car_paint
from assets.vehicles.finish import Description, finish
from assets.vehicles.materials import fleet_materials
from assets.vehicles.state import State


def materials(seed: int = 0, **state: object):
    rng = np.random.default_rng(seed)
    return fleet_materials(rng, car_paint(rng, "red"), State(**state))  # type: ignore[arg-type]


def lit(**state: object) -> set[str]:
    """Lamps that shine at all seeds, route signs aside."""
    made = [materials(seed, **state) for seed in range(8)]
    names = {name for name in made[0] if all(one[name].emission_strength > 0 for one in made)}
    return {name for name in names if not name.startswith(("sign_", "marker_"))}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({}, set()),
        ({"lights": "parking"}, {"drl", "tail"}),
        ({"lights": "low"}, {"head", "drl", "tail"}),
        ({"brake": True}, {"brake"}),
        ({"indicators": "left"}, {"indicator_left"}),
        ({"indicators": "right"}, {"indicator_right"}),
        ({"indicators": "hazard"}, {"indicator_left", "indicator_right"}),
    ],
)
def test_lamps_shine_as_the_state_says(state, expected):
    assert lit(**state) == expected


def test_braking_and_high_beam_are_brighter():
    assert (
        materials(brake=True, lights="low")["brake"].emission_strength
        > materials(lights="low")["brake"].emission_strength
    )
    assert materials(lights="high")["head"].emission_strength > materials(lights="low")["head"].emission_strength


def test_dirt_is_the_state_s_and_colour_stays_the_paint_s():
    clean, dirty = materials(3), materials(3, dirt=1.0)
    assert clean["paint"].params["dirt"] == 0.0 and dirty["paint"].params["dirt"] == 1.0
    assert clean["paint"].base_color == dirty["paint"].base_color
    assert dirty["rim"].roughness > clean["rim"].roughness
    assert min(dirty["rubber"].base_color) > max(clean["rubber"].base_color)


def test_front_panes_let_more_light_through_than_dark_ones():
    for seed in range(20):
        made = materials(seed)
        assert min(made["glass"].base_color) > 0.5
        assert max(made["glass_dark"].base_color) < 0.3


def test_lamps_do_not_move_what_else_is_sampled():
    off, on = materials(5), materials(5, lights="high", brake=True, indicators="hazard")
    for name in ("paint_2", "rim", "cloth", "glass", "canvas"):
        assert off[name] == on[name]


def test_a_rider_is_in_the_asset_and_in_no_label():
    made = materials()
    meshes = [
        to_mesh(part, box((-1, -0.3, low), (1, 0.3, low + 1), ("paint", part)), made)
        for part, low in (("frame", 0.0), ("rider", 1.0))
    ]
    described = Description("motorcycle", "motorcycle", "red", 2.0, 0.6, 1.0, "AB 12")
    asset = finish(described, State(occupied=True), meshes, {})
    assert asset.labels[0].category == "motorcycle" and asset.labels[0].parts == frozenset({"frame"})
    assert asset.size == pytest.approx((2.0, 0.6, 2.0))
    assert asset.attributes["plate_text"] == "AB 12" and asset.attributes["height_m"] == 1.0
