"""What an asset is made of: meshes and hair curves, with a material and a part for every face.

Lengths are metres in the asset's own frame: right-handed, x forward, y left, z up (REP 103).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assets.errors import AssetError
from assets.materials import Material

# A box's corners: corner k is at the low (-1) or high (1) end of x (forward), y (left), z (up) by its bits 4, 2, 1:
# 0 is rear right bottom, 7 front left top. Its faces run counter-clockwise seen from outside.
BOX_CORNERS = np.array([[k >> 2 & 1, k >> 1 & 1, k & 1] for k in range(8)]) * 2 - 1
BOX_FACES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))

type FloatArray = NDArray[np.float32]
type IntArray = NDArray[np.int32]


VELOCITY = "velocity"  # the attribute that says how fast vertices go within a thing, (V, 3) m/s: Blender's own name


@dataclass(frozen=True, eq=False)
class Mesh:
    """Polygons with a material and a labelled part per face.

    Attributes:
        name: unique within its asset.
        vertices: (V, 3) float32, metres.
        corners: (L,) int32, the vertex of each polygon corner, polygon after polygon, counter-clockwise from outside.
        face_sizes: (F,) int32, corners of each polygon, ≥ 3; they add up to L.
        materials: what ``face_material`` indexes.
        parts: what ``face_part`` indexes; names of labelled regions such as ``wheel`` or ``nose``.
        face_material: (F,) int32.
        face_part: (F,) int32.
        uv: (L, 2) float32 texture coordinates per corner, or None.
        subdivision: Catmull-Clark levels applied at render time; labels use the subdivided surface too.
        crease_edges: (E, 2) int32 vertex pairs that subdivision keeps sharp.
        crease_weights: (E,) float32 in 0..1.
        smooth: interpolate normals across faces.
        attributes: (V,) or (V, 3) float32 values by name, read by shaders; ``VELOCITY`` shows while a shutter is open.
    """

    name: str
    vertices: FloatArray
    corners: IntArray
    face_sizes: IntArray
    materials: tuple[Material, ...]
    parts: tuple[str, ...]
    face_material: IntArray
    face_part: IntArray
    uv: FloatArray | None = None
    subdivision: int = 0
    crease_edges: IntArray = field(default_factory=lambda: np.zeros((0, 2), np.int32))
    crease_weights: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32))
    smooth: bool = True
    attributes: Mapping[str, FloatArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        where = f"mesh '{self.name}'"
        vertices, faces, corners = len(self.vertices), len(self.face_sizes), len(self.corners)
        _expect(self.vertices.shape == (vertices, 3), where, "vertices (V, 3)", self.vertices.shape)
        _expect(bool(np.isfinite(self.vertices).all()), where, "finite vertices", "NaN or infinity")
        _expect(faces > 0 and int(self.face_sizes.min()) >= 3, where, "polygons of 3 or more corners", self.face_sizes)
        _expect(int(self.face_sizes.sum()) == corners, where, f"{int(self.face_sizes.sum())} corners", corners)
        _expect_index(self.corners, vertices, where, "corners")
        for key, values, limit in (
            ("face_material", self.face_material, len(self.materials)),
            ("face_part", self.face_part, len(self.parts)),
        ):
            _expect(values.shape == (faces,), where, f"{key} ({faces},)", values.shape)
            _expect_index(values, limit, where, key)
        if self.uv is not None:
            _expect(self.uv.shape == (corners, 2), where, f"uv ({corners}, 2)", self.uv.shape)
        _expect(self.crease_edges.shape == (len(self.crease_weights), 2), where, "a weight per crease", "another count")
        _expect(0 <= self.subdivision <= 4, where, "subdivision in 0..4", self.subdivision)
        for key, data in self.attributes.items():
            _expect(len(data) == vertices, where, f"attribute '{key}' of {vertices} values", len(data))

    def only(self, faces: NDArray[np.bool_]) -> "Mesh":
        """Some of its faces (F,), in their order, with the vertices that they have."""
        corner = np.repeat(faces, self.face_sizes)
        used, corners = np.unique(self.corners[corner], return_inverse=True)
        place = np.full(len(self.vertices), -1, np.int32)
        place[used] = np.arange(len(used))
        creases = (place[self.crease_edges] >= 0).all(axis=1)
        return replace(
            self,
            vertices=self.vertices[used],
            corners=corners.astype(np.int32),
            face_sizes=self.face_sizes[faces],
            face_material=self.face_material[faces],
            face_part=self.face_part[faces],
            uv=None if self.uv is None else self.uv[corner],
            crease_edges=place[self.crease_edges[creases]],
            crease_weights=self.crease_weights[creases],
            attributes={key: values[used] for key, values in self.attributes.items()},
        )


@dataclass(frozen=True, eq=False)
class Curves:
    """Hair strands, all of the same number of points.

    Attributes:
        name: unique within its asset.
        points: (N, K, 3) float32, metres, root first.
        radius: (N, K) float32, metres.
        material: one material for all strands.
        part: the labelled region the strands belong to.
    """

    name: str
    points: FloatArray
    radius: FloatArray
    material: Material
    part: str

    def __post_init__(self) -> None:
        where = f"curves '{self.name}'"
        _expect(self.points.ndim == 3 and self.points.shape[2] == 3, where, "points (N, K, 3)", self.points.shape)
        _expect(self.points.shape[1] >= 2, where, "2 or more points a strand", self.points.shape[1])
        _expect(self.radius.shape == self.points.shape[:2], where, f"radius {self.points.shape[:2]}", self.radius.shape)
        _expect(bool(np.isfinite(self.points).all()), where, "finite points", "NaN or infinity")
        sound = bool((self.radius >= 0.0).all() and np.isfinite(self.radius).all())
        _expect(sound, where, "radii of 0 m or more", "negative ones, NaN or infinity")


def _expect(condition: bool, where: str, expected: str, got: object) -> None:
    if not condition:
        raise AssetError(f"{where}: expected {expected}, got {got}")


def _expect_index(values: IntArray, limit: int, where: str, key: str) -> None:
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    _expect(low >= 0 and high < max(limit, 1), where, f"{key} in 0..{limit - 1}", f"{low}..{high}")
