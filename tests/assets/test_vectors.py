"""Cross products: numpy's own, to the last bit."""

import numpy as np
import pytest

from assets.vectors import cross


@pytest.mark.parametrize(("a", "b"), [((3,), (3,)), ((7, 3), (7, 3)), ((7, 3), (3,)), ((5, 1, 3), (4, 3))])
@pytest.mark.parametrize("kinds", [(np.float64, np.float64), (np.float32, np.float32), (np.float32, np.float64)])
def test_it_is_what_numpy_gives(a: tuple[int, ...], b: tuple[int, ...], kinds: tuple[type, type]) -> None:
    rng = np.random.default_rng(3)
    one, other = rng.normal(size=a).astype(kinds[0]), rng.normal(size=b).astype(kinds[1])
    expected = np.cross(one, other)
    found = cross(one, other)
    assert found.dtype == expected.dtype
    assert found.tobytes() == np.ascontiguousarray(expected).tobytes()


def test_lists_are_vectors() -> None:
    assert cross([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]).tolist() == [0.0, 0.0, 1.0]
