"""What faces do: lids meet and follow the gaze, mixtures stay within anatomy, folds deepen."""

import numpy as np
import pytest

from assets.faces import EXPRESSIONS, Identity, Look, bake, lids, random_local, shape
from assets.faces.expressions import CLOSED_BY, MOVEMENTS, OPENED_BY, actions, mixture
from assets.faces.folds import fold_depths

SIDES = ("Left", "Right")


def rng(seed=0):
    return np.random.default_rng(seed)


def old_face(seed):
    """Old and uneven, where lids fitted to the base mesh cross by millimetres."""
    return Identity(age_years=80.0, local=random_local(rng(seed), 80.0, 1.3))


@pytest.mark.parametrize("seed", range(4))
def test_closed_lids_meet_and_do_not_cross(seed):
    points = shape.vertices(old_face(seed), actions("blink", 1.0, (0.0, 0.0), rng(seed)), (0.0, 0.0, 0.0))
    for side in SIDES:
        gap = lids.gap_m(points, side)
        assert gap.min() > -0.0006 and gap.max() < 0.0008


@pytest.mark.parametrize("pitch", [-0.25, 0.0, 0.25])
def test_the_upper_lid_covers_the_top_of_the_iris_wherever_it_looks(pitch):
    for seed in range(3):
        points = shape.vertices(old_face(seed), actions("neutral", 1.0, (0.0, pitch), rng(seed)), (0.0, 0.0, 0.0))
        centers, radius = shape.eye_centers(bake.load(), points), shape.eye_radius(bake.load(), points)
        for center, side in zip(centers, SIDES, strict=True):
            upper, _ = lids.edges(side)
            lid = float(np.interp(center[1], points[upper, 1], points[upper, 2]))
            top = center[2] + radius * np.sin(pitch) + radius * lids.IRIS_SHARE * np.cos(pitch)
            assert 0.0 < top - lid < 0.0065


def test_mixtures_are_faces_that_people_can_make():
    names = bake.load().actions.names
    for seed in range(200):
        weights = mixture(rng(seed))
        assert weights and set(weights) <= set(names) and max(weights.values()) <= 1.0
        stems = {name.removesuffix("Left").removesuffix("Right") for name in weights}
        for row in MOVEMENTS:
            both = {key.removesuffix("_") for key in row} & {*stems, *weights}
            assert len(both) <= 1 or both <= {"jawLeft", "jawRight"} or both <= {"mouthLeft", "mouthRight"}
        assert not (stems & set(CLOSED_BY) and stems & set(OPENED_BY))
    assert mixture(rng(1)) == mixture(rng(1)) != mixture(rng(2))


def test_left_and_right_are_nearly_but_not_quite_alike():
    for name in set(EXPRESSIONS) - {"neutral", "mixture", "talk", "blink"}:
        weights = actions(name, 0.8, (0.0, 0.0), rng(3))
        lefts = [key for key in weights if key.endswith("Left") and not key.startswith("eyeLook")]
        pairs = [(weights[key], weights[key.removesuffix("Left") + "Right"]) for key in lefts]
        apart = [abs(left - right) / max(left, right) for left, right in pairs if max(left, right) > 0.2]
        assert all(item < 0.4 for item in apart) and (not apart or max(apart) > 0.0)


def test_folds_come_with_age_and_deepen_with_expressions():
    def depth(name, age, **look):
        return np.mean([fold_depths(rng(s), Identity(age_years=age), Look(**look))[name] for s in range(8)])

    for name in ("forehead", "crow", "cheek", "neck"):
        assert depth(name, 20.0) < 0.3 < depth(name, 75.0)
    assert depth("forehead", 35.0, expression="surprise") > depth("forehead", 35.0) + 0.3
    assert depth("crow", 35.0, expression="laugh") > depth("crow", 35.0) + 0.2
