"""Rotations: which way they turn."""

import numpy as np
import pytest

from assets.rotations import BACKWARD, FORWARD, about, about_y, about_z

X, Y, Z = np.eye(3)
QUARTER = np.pi / 2.0


@pytest.mark.parametrize(
    ("rotation", "start", "end"),
    [
        (FORWARD, Y, X),
        (BACKWARD, X, -X),
        (about_y(QUARTER), X, -Z),
        (about_z(QUARTER), X, Y),
        (about(X, QUARTER), Y, Z),
        (about(Y, QUARTER), X, -Z),
    ],
)
def test_turns_that_way_without_mirroring(rotation, start, end):
    np.testing.assert_allclose(rotation @ start, end, atol=1e-12)
    assert np.linalg.det(rotation) == pytest.approx(1.0)
