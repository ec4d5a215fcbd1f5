"""Points carried by what changes its shape: by the triangle that each lies at."""

import numpy as np

from assets import Mesh
from assets.vectors import cross
from scenes.pose import Float64

FLAT = 1e-18  # m⁴, below which a triangle has no plane


def same_faces(now: Mesh, then: Mesh) -> bool:
    """Whether vertices and faces of a mesh at two moments are one another's."""
    if len(now.vertices) != len(then.vertices):
        return False
    alike = now.corners is then.corners or np.array_equal(now.corners, then.corners)
    return alike and (now.face_sizes is then.face_sizes or np.array_equal(now.face_sizes, then.face_sizes))


def carried(points: Float64, now: Float64, then: Float64) -> Float64:
    """World points (N, 3) near triangles (N, 3 corners, 3) after these have moved; NaN for those without a plane.

    A point keeps its place along the triangle's two sides, and how far it is from its plane.
    """
    origin, along, across, normal = _frame(now)
    there, along_then, across_then, normal_then = _frame(then)
    away = points - origin
    plain = cross(along, across)
    size = np.einsum("ij,ij->i", plain, plain)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.einsum("ij,ij->i", cross(away, across), plain) / size
        second = np.einsum("ij,ij->i", cross(along, away), plain) / size
    height = np.einsum("ij,ij->i", away, normal)
    moved = there + first[:, None] * along_then + second[:, None] * across_then + height[:, None] * normal_then
    return np.where((size > FLAT)[:, None], moved, np.nan)


def _frame(triangles: Float64) -> tuple[Float64, Float64, Float64, Float64]:
    """A corner, two sides and the unit normal of each."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    normal = cross(b - a, c - a)
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    return a, b - a, c - a, np.divide(normal, length, out=np.zeros_like(normal), where=length > 0.0)
