"""Where cloth folds."""

import numpy as np

from assets.faces import bake
from assets.faces.wear.creases import ARMPIT, ELBOW_M, SHOULDER, WAIST_M, creases


def made(seed=0):
    data = bake.load()
    rest = data.rest[data.vertices_of("helper-tights")]
    return rest, creases(np.random.default_rng(seed), rest)


def test_folds_are_at_elbows_waist_and_armpits_and_not_on_the_chest():
    rest, told = made()
    along = 0.65 * (np.abs(rest[:, 1]) - SHOULDER[0]) - 0.76 * (rest[:, 2] - SHOULDER[1])
    depth, arm = told[:, 1], np.abs(rest[:, 1]) > 0.2
    elbow = depth[arm & (np.abs(along - ELBOW_M) < 0.03)]
    waist = depth[~arm & (np.abs(rest[:, 2] - WAIST_M) < 0.03)]
    chest = depth[(np.abs(rest[:, 1]) < 0.03) & (rest[:, 2] > 0.35) & (rest[:, 2] < 0.5)]
    pit = depth[np.linalg.norm(np.abs(rest) * [0, 1, 1] - np.abs(ARMPIT), axis=1) < 0.12]
    assert min(elbow.mean(), waist.mean(), pit.max()) > 0.25
    assert chest.mean() < 0.1


def test_no_two_garments_fold_alike_and_one_always_does():
    _, one = made(1)
    _, same = made(1)
    _, other = made(2)
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other)[:, :2].max() > 0.1


def test_depths_are_shares():
    _, told = made(3)
    assert told.dtype == np.float32
    assert told.shape[1] == 3
    assert told[:, 1].min() >= 0.0
    assert told[:, 1].max() <= 1.0
