"""The fleet as a whole: every type is built, and its labels say no more than what is to be seen."""

import numpy as np
import pytest

from assets import AssetError
from assets.vehicles import FLEET, PARKED, PARTS, State, vehicle


def built(type: str, state: State = PARKED):
    return vehicle(np.random.default_rng(5), type, "blue", state)


@pytest.mark.parametrize("type", FLEET)
def test_a_vehicle_is_of_its_type_category_and_parts(type):
    asset = built(type)
    assert asset.attributes["type"] == type
    assert [label.category for label in asset.labels] == [FLEET[type].category]
    assert set(asset.parts()) <= set(PARTS)


@pytest.mark.parametrize("type", FLEET)
@pytest.mark.parametrize("door", ["driver", "passenger"])
def test_a_door_that_is_said_to_be_open_changes_the_shape(type, door):
    closed, opened = built(type), built(type, State(doors=door))
    same = [len(mesh.vertices) for mesh in closed.meshes] == [len(mesh.vertices) for mesh in opened.meshes]
    assert same == (opened.attributes["doors"] == "closed")


def test_a_bicycle_has_neither_brake_lamps_nor_indicators():
    attributes = built("bicycle", State(brake=True, indicators="left")).attributes
    assert (attributes["brake"], attributes["indicators"]) == (False, "none")


@pytest.mark.parametrize("type", FLEET)
def test_one_seed_gives_one_vehicle_and_another_seed_another(type):
    one, again = built(type), built(type)
    other = vehicle(np.random.default_rng(6), type, "blue")
    for a, b in zip(one.meshes, again.meshes, strict=True):
        np.testing.assert_array_equal(a.vertices, b.vertices)
    assert one.size != other.size


def test_an_unknown_type_names_the_nearest():
    with pytest.raises(AssetError, match="did you mean 'city_bus'"):
        built("city_buss")
