"""Cryptomatte decoded: as many leaves as a picture has."""

import json

import numpy as np
import pytest

from render.blender.passes import coverage


class File:
    """One row of pixels, each of one material."""

    def __init__(self, names: list[str], shown: list[int]) -> None:
        codes = {name: f"{0x40000000 + place:08x}" for place, name in enumerate(names)}
        ids = np.array([int(codes[names[place]], 16) for place in shown], np.uint32).view(np.float32)
        self.metadata = {"cryptomatte/1234567/manifest": json.dumps(codes)}
        self._pixels = np.zeros((4, 1, len(shown)), np.float32)
        self._pixels[0, 0], self._pixels[1, 0] = ids, 1.0

    def names(self) -> list[str]:
        return ["CryptoMaterial00"]

    def channels(self, name: str, letters: str) -> np.ndarray:
        return self._pixels


@pytest.mark.parametrize(
    ("count", "kind"), [(100, np.int16), (32_767, np.int16), (32_768, np.int32), (70_000, np.int32)]
)
def test_the_last_of_any_number_of_leaves_is_found(count: int, kind: type) -> None:
    names = [f"{number}/box/mesh.0" for number in range(1, count + 1)] + ["0.1/floor/mesh.0"]
    got = coverage(File(names, [0, count - 1, count]))  # type: ignore[arg-type]
    assert got.index.dtype == kind
    assert got.owner.tolist() == [[1, count, 0]]
    assert [got.leaves[index] for index in got.leaf[0, :2]] == [(1, "box"), (count, "box")]
