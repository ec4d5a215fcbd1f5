"""Places for vehicles before they are built: by their sizes, and by what they are."""

import numpy as np
import pytest

from assets.environments.sites import Lane, Site
from assets.vehicles import FLEET, vehicle
from scenes.behaviour import sample_role
from scenes.placement import footprints, touching
from scenes.stands import hidden, stands_of

CAR = (4.0, 2.0, 1.5), (0.0, 0.0, 0.75)
BAYS = np.array([(6.0 * index, -4.0, 0.0) for index in range(5)])
STREET = Site("street", (Lane(np.array([[-50.0, 0.0], [50.0, 0.0]])),), BAYS, (), np.zeros((0, 3)), np.zeros((4, 2)))


@pytest.mark.parametrize(
    ("place", "touches"),
    [
        ((3.9, 0.0, 0.0, 0.0), True),
        ((4.1, 0.0, 0.0, 0.0), False),
        ((3.1, 0.0, 0.0, np.pi / 2.0), False),
        ((2.9, 0.0, 0.0, np.pi / 2.0), True),
        ((3.0, 1.9, 0.0, np.pi / 4.0), True),
        ((3.3, 2.4, 0.0, -np.pi / 4.0), False),  # the boxes around both overlap
    ],
)
def test_rectangles_touch_or_do_not(place, touches):
    first, second = footprints(np.zeros((1, 4)), *CAR), footprints(np.array([place]), *CAR)
    assert touching(first, second).tolist() == [[touches]]


def test_what_stands_behind_nearer_ones_is_hidden():
    near, behind, beside = (5.0, 100.0, 200.0), (9.0, 120.0, 180.0), (9.0, 190.0, 250.0)
    assert hidden(np.array([[near, behind], [near, beside]]), 0.6).tolist() == [True, False]


@pytest.mark.parametrize("type", FLEET)
def test_a_type_is_about_as_large_as_it_is_said_to_be_before_it_is_built(type):
    ratio = np.array(vehicle(np.random.default_rng(5), type, "blue").size) / FLEET[type].size_m
    assert (ratio > 0.6).all() and (ratio < 1.5).all()


@pytest.mark.parametrize("type", FLEET)
def test_a_role_has_a_place(type):
    stands = stands_of(np.random.default_rng(0), STREET)
    for seed in range(8):
        role = sample_role(np.random.default_rng(seed), type, STREET)
        assert stands.suits(FLEET[type].category, role).any()
        assert role == "driving" or FLEET[type].size_m[0] < 6.0
