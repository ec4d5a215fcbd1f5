"""Plants: trees of a tree's height, bare when they should be."""

import numpy as np
import pytest

from assets import AssetError
from assets.environments import plants


@pytest.mark.parametrize("seed", range(4))
def test_trees_are_as_tall_as_trees(seed):
    for kind in plants.KINDS:
        asset = plants.tree(np.random.default_rng(seed), kind)
        assert 2.8 < asset.size[2] < 13.5


def test_winter_takes_the_leaves_of_broad_trees_but_not_of_conifers():
    def leafy(kind, season):
        asset = plants.tree(np.random.default_rng(0), kind, season)
        return any(material.kind == "leaf" for mesh in asset.meshes for material in mesh.materials)

    assert leafy("broad", "summer")
    assert not leafy("broad", "winter")
    assert leafy("conifer", "winter")


def test_leaves_and_wood_reach_the_same_crown():
    flat, timber = plants.tree(np.random.default_rng(0), "broad").meshes
    assert abs(flat.vertices[:, 2].max() - timber.vertices[:, 2].max()) < 1.0


def test_unknown_kinds_and_seasons_are_named():
    with pytest.raises(AssetError, match="conifer"):
        plants.tree(np.random.default_rng(0), "cactus")
    with pytest.raises(AssetError, match="autumn"):
        plants.tree(np.random.default_rng(0), season="monsoon")
