"""The surface of a thing as its description has it, without a renderer: for tests, and for boxes by the thousand."""

import numpy as np
from numpy.typing import NDArray

from annotate.frame import Surface
from assets import Mesh
from scenes import Placed, Pose


def flat_surface(placed: Placed) -> Surface:
    """The meshes as they are, without subdivision, cut into triangle fans."""
    parts = tuple(dict.fromkeys(part for mesh in placed.asset.meshes for part in mesh.parts))
    vertices, triangles, labels, offset = [], [], [], 0
    for mesh in placed.asset.meshes:
        triangle, face = fans(mesh)
        lookup = np.array([parts.index(part) for part in mesh.parts], np.int32)
        vertices.append(mesh_pose(placed, mesh).apply(mesh.vertices).astype(np.float32))
        triangles.append(triangle + offset)
        labels.append(lookup[mesh.face_part[face]])
        offset += len(mesh.vertices)
    return Surface(np.concatenate(vertices), np.concatenate(triangles), parts, np.concatenate(labels))


def mesh_pose(placed: Placed, mesh: Mesh) -> Pose:
    """Where a mesh of a thing is: its frame to world, wherever its joint has taken it."""
    joint = placed.joints.get(mesh.name)
    return placed.pose if joint is None else placed.pose.of(joint.pose)


def fans(mesh: Mesh) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Triangles (T, 3) of a mesh's vertices, and (T,) the face that each is of."""
    starts = np.cumsum(mesh.face_sizes) - mesh.face_sizes
    face = np.repeat(np.arange(len(starts)), mesh.face_sizes - 2)
    step = np.arange(len(face)) - np.repeat(np.cumsum(mesh.face_sizes - 2) - (mesh.face_sizes - 2), mesh.face_sizes - 2)
    first = starts[face]
    corners = np.stack([first, first + step + 1, first + step + 2], axis=1)
    return mesh.corners[corners].astype(np.int32), face
