"""Hand-made scenes: what a renderer would hand over for flat plates that face the camera."""

import sys
from types import ModuleType

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

from annotate import Coverage, Frame, Surface
from assets import Asset, AttributeValue, Label, Material, Mesh
from scenes import PinholeCamera, Placed, Pose, SceneSpec, World

settings.register_profile("prelabel", deadline=None)  # a busy machine is no failure
settings.load_profile("prelabel")

WIDTH, HEIGHT, FOCAL = 40, 30, 20.0

type Box = tuple[float, float, float, float]


def camera() -> PinholeCamera:
    """At the world's origin, looking along +x; y = left is the picture's left, z = up its top."""
    rotation = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])
    return PinholeCamera(WIDTH, HEIGHT, FOCAL, WIDTH / 2, HEIGHT / 2, Pose(rotation, np.zeros(3)))


def asset(labels: tuple[Label, ...] = (Label("car"),), parts: tuple[str, ...] = ("body",), **more: object) -> Asset:
    faces = len(parts)
    corners = np.tile(np.arange(3, dtype=np.int32), faces)
    index = np.arange(faces, dtype=np.int32)
    sizes = np.full(faces, 3, np.int32)
    mesh = Mesh("mesh", np.eye(3, dtype=np.float32), corners, sizes, (Material("m"),), parts, index * 0, index)
    return Asset("thing", (mesh,), (1.0, 1.0, 1.0), "CC0-1.0", "here", labels=labels, **more)  # type: ignore[arg-type]


def plate(box: Box, depth_m: float = 2.0, part: str = "body", facing: bool = True) -> Surface:
    """A rectangle that projects to [x, y, width, height] in pixels."""
    x, y, w, h = box
    pixels = np.array([[x, y], [x, y + h], [x + w, y + h], [x + w, y]])
    right, down = ((pixels - [WIDTH / 2, HEIGHT / 2]) * depth_m / FOCAL).T
    vertices = np.stack([np.full(4, depth_m), -right, -down], axis=1).astype(np.float32)
    triangles = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    return Surface(vertices, triangles if facing else triangles[:, ::-1], (part,), np.zeros(2, np.int32))


def joined(*surfaces: Surface) -> Surface:
    offsets = np.cumsum([0, *(len(surface.vertices) for surface in surfaces)])
    triangles = [surface.triangles + offset for surface, offset in zip(surfaces, offsets, strict=False)]
    parts = tuple(surface.parts[0] for surface in surfaces)
    part = np.repeat(np.arange(len(surfaces), dtype=np.int32), [len(surface.triangles) for surface in surfaces])
    vertices = np.concatenate([surface.vertices for surface in surfaces])
    return Surface(vertices, np.concatenate(triangles).astype(np.int32), parts, part)


def rectangle(x: int, y: int, w: int, h: int) -> NDArray[np.bool_]:
    """A mask; what lies outside the picture is cut off."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return np.asarray((columns >= x) & (columns < x + w) & (rows >= y) & (rows < y + h))


def frame(seen: dict[tuple[int, str], NDArray[np.bool_]], surfaces: dict[int, Surface]) -> Frame:
    """Fully covered pixels of each leaf."""
    index = np.full((1, HEIGHT, WIDTH), -1, np.int16)
    for number, mask in enumerate(seen.values()):
        index[0][mask] = number
    coverage = Coverage(tuple(seen), index, (index >= 0).astype(np.float32))
    rgb, normals = np.zeros((HEIGHT, WIDTH, 3), np.uint8), np.zeros((HEIGHT, WIDTH, 3), np.float32)
    return Frame(rgb, np.ones((HEIGHT, WIDTH), np.float32), normals, coverage, surfaces)


def scene(*placed: Placed, **parameters: AttributeValue) -> SceneSpec:
    return SceneSpec(placed, camera(), World("none"), parameters=parameters)


@pytest.fixture
def two_plates() -> tuple[SceneSpec, Frame]:
    """Instance 1 at [2, 4, 10, 8], its right half behind instance 2 at [7, 4, 10, 8]; instance 3 behind both."""
    spec = scene(*(Placed(asset(), Pose.at(x=2.0), number) for number in (1, 2, 3)), count=3)
    boxes = {1: (2, 4, 10, 8), 2: (7, 4, 10, 8), 3: (8, 5, 2, 2)}
    seen = {(1, "body"): rectangle(2, 4, 5, 8), (2, "body"): rectangle(7, 4, 10, 8)}
    return spec, frame(seen, {number: plate(box) for number, box in boxes.items()})


@pytest.fixture(scope="session")
def make() -> ModuleType:
    """The functions above."""
    return sys.modules[__name__]
