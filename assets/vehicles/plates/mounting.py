"""A written plate on its vehicle: bent, dirty, bolted or framed, with the labels of its text."""

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.asset import Label
from assets.geometry import Mesh
from assets.materials import Colour, Material, Texture
from assets.polygons import Points, Shape, grid, join, to_mesh
from assets.vehicles.plates.drawing import Drawing, drawn, normal_map, rounded, to_srgb
from assets.vehicles.plates.flat import BLANK, PART
from assets.vehicles.plates.grammar import Registration
from assets.writing import Writing

CATEGORY = "license_plate"
AROUND = "trim"  # part of what holds the plate
FRAMES = ("none", "holder", "surround")
COLUMNS, ROWS = 25, 9  # of the sheet, fine enough for its bends
CORNER_M, SHEET_M, BOARD_M = 0.010, 0.0012, 0.004
FRAME_M, BOLT_M = 0.010, 0.0055
SOIL: Colour = (0.16, 0.13, 0.10)
GRIME = 0.75  # of the sheeting that the worst dirt covers where it is thickest


@dataclass(frozen=True)
class Mounting:
    """How a registration's plates sit on one vehicle.

    Attributes:
        registration: what they say.
        frame: ``none``, a ``holder`` of plastic around, or a ``surround`` with a broad lower edge.
        bolts: two of them go through the sheet.
        bow_m: how far its middle stands out before its sides.
        corner_m: how far one corner is bent out.
        dirt: 0..1.
        seed: of the dirt and of which corner.
    """

    registration: Registration
    frame: str = "none"
    bolts: bool = False
    bow_m: float = 0.0
    corner_m: float = 0.0
    dirt: float = 0.0
    seed: int = 0

    def depth(self, places: Points) -> Points:
        """(...) metres that the sheet stands out at places (..., 2) on it, of -1..1 across and up."""
        u, v = places[..., 0], places[..., 1]
        side, above = 1.0 if self.seed & 1 else -1.0, 1.0 if self.seed & 2 else -1.0
        fold = _step((u * side - 0.7) / 0.3) * _step((v * above + 0.2) / 1.2)
        out: Points = self.bow_m * (1.0 - u * u) + self.corner_m * fold
        return out


def _step(x: Points) -> Points:
    x = x.clip(0.0, 1.0)
    out: Points = x * x * (3.0 - 2.0 * x)
    return out


def sample_mounting(rng: np.random.Generator, registration: Registration, dirt: float) -> Mounting:
    """As plates are met: a third in a frame of some kind, a few bent, as dirty as their vehicle or a little less."""
    return Mounting(
        registration,
        str(rng.choice(FRAMES, p=(0.45, 0.35, 0.2))),
        bool(rng.uniform() < 0.5),
        bow_m=float(rng.exponential(0.0015) * (rng.uniform() < 0.5)),
        corner_m=float(rng.uniform(0.002, 0.012) * (rng.uniform() < 0.1)),
        dirt=float(dirt * rng.uniform(0.3, 1.0)),
        seed=int(rng.integers(2**31)),
    )


def mounted(meshes: Sequence[Mesh], plate: Mounting) -> tuple[tuple[Mesh, ...], tuple[Label, ...]]:
    """The meshes with the plate wherever there is a blank one, and its label; nothing where there is none."""
    kept, added, writings = [], [], []
    for mesh in meshes:
        skins = [material.name for material in mesh.materials]
        found = [index for index, name in enumerate(skins) if name == BLANK]
        if not found:
            kept.append(mesh)
            continue
        faces = np.flatnonzero(np.isin(mesh.face_material, found))
        for face in faces.tolist():
            rear = mesh.materials[int(mesh.face_material[face])].params.get("rear", 0.0) == 1.0
            place = _place(mesh, face)
            sheet, around, writing = _plate(plate, place, rear)
            added += [sheet, *around]
            writings.append(writing)
        kept.append(_without(mesh, faces))
    if not writings:
        return tuple(meshes), ()
    return (*kept, *added), (Label(CATEGORY, frozenset({PART}), open=True, writings=tuple(writings)),)


def _place(mesh: Mesh, face: int) -> NDArray[np.float64]:
    """(4, 3) corners of a blank: upper left, lower left, lower right, upper right."""
    start = int(mesh.face_sizes[:face].sum())
    return mesh.vertices[mesh.corners[start : start + 4]].astype(np.float64)


def _without(mesh: Mesh, faces: NDArray[np.intp]) -> Mesh:
    kept = np.ones(len(mesh.face_sizes), np.bool_)
    kept[faces] = False
    return replace(
        mesh,
        corners=mesh.corners[np.repeat(kept, mesh.face_sizes)],
        face_sizes=mesh.face_sizes[kept],
        face_material=mesh.face_material[kept],
        face_part=mesh.face_part[kept],
        uv=None if mesh.uv is None else mesh.uv[np.repeat(kept, mesh.face_sizes)],
    )


def _plate(plate: Mounting, place: NDArray[np.float64], rear: bool) -> tuple[Mesh, list[Mesh], Writing]:
    """The sheet, what is around it, and what it says, in place of a blank."""
    layout = plate.registration.layout
    other = rear and bool(layout.rear)  # most are the same in front and behind, and are drawn once
    drawing = drawn(plate.registration, other)
    name = f"{'rear' if rear else 'front'} plate"
    face, shine = _look(plate, other)
    to_asset = _Frame(place)
    sheet = _sheet(name, drawing, plate, face, to_asset)
    half = drawing.corners[1]

    def at(points: Points) -> NDArray[np.float64]:
        return to_asset(np.concatenate([points, plate.depth(points / half)[..., None]], axis=-1))

    writing = Writing(
        plate.registration.text,
        drawing.characters,
        at(drawing.corners),
        at(drawing.boxes),
        layout.face.weight * max(row.height_mm for row in plate.registration.rows if row.said) / 1000.0,
        {"country": layout.country, "layout": layout.name, "side": "rear" if rear else "front"},
        shine,
        name,
    )
    return sheet, _around(name, plate, half, to_asset), writing


class _Frame:
    """Takes (..., 3) places on a plate (to the right, up, outwards) to the asset."""

    def __init__(self, place: NDArray[np.float64]) -> None:
        upper_left, lower_left, _, upper_right = place
        self.middle = place.mean(axis=0)
        right, up = upper_right - upper_left, upper_left - lower_left
        right, up = right / np.linalg.norm(right), up / np.linalg.norm(up)
        self.axes = np.stack([right, up, np.cross(right, up)])

    def __call__(self, points: Points) -> NDArray[np.float64]:
        out: NDArray[np.float64] = self.middle + points @ self.axes
        return out


def _sheet(name: str, drawing: Drawing, plate: Mounting, face: Material, to_asset: _Frame) -> Mesh:
    """The sheet's face with its picture, and its back."""
    half = drawing.corners[1]
    down = CORNER_M * (1.0 - np.cos(np.linspace(0.0, np.pi / 2.0, 4)))
    up = np.concatenate([-half[1] + down, np.linspace(-half[1], half[1], ROWS)[2:-2], (half[1] - down)[::-1]])
    up = np.unique(up)
    cut = np.maximum(CORNER_M - (half[1] - np.abs(up)), 0.0)
    wide = half[0] - CORNER_M + np.sqrt(np.maximum(CORNER_M**2 - cut**2, 0.0))
    places = np.stack(np.broadcast_arrays(np.linspace(-1.0, 1.0, COLUMNS) * wide[:, None], up[:, None]), axis=2)
    depth = plate.depth(places / half)
    front = to_asset(np.concatenate([places, depth[..., None]], axis=2)).transpose(1, 0, 2)
    back = to_asset(np.concatenate([places, depth[..., None] - SHEET_M], axis=2)).transpose(1, 0, 2)
    faces = join([grid(front, ("face", PART)), grid(back[::-1], ("back", AROUND))])
    mesh = to_mesh(name, faces, {"face": face, "back": BACK}, smooth=True)
    uv = (places / (2.0 * half) + 0.5).transpose(1, 0, 2).reshape(-1, 2)
    uv = np.concatenate([uv, uv[::-1]])
    return replace(mesh, uv=uv[mesh.corners].astype(np.float32))


def _around(name: str, plate: Mounting, half: Points, to_asset: _Frame) -> list[Mesh]:
    """Frame and bolts, where there are any."""
    shapes: list[Shape] = []
    if plate.frame != "none":
        low = FRAME_M * (3.0 if plate.frame == "surround" else 1.0)
        outer = rounded(half + np.array([FRAME_M, (FRAME_M + low) / 2.0]), CORNER_M)
        outer = outer - np.array([0.0, (low - FRAME_M) / 2.0])
        inner = rounded(half - 0.0005, CORNER_M)
        shapes.append(_ring(outer, inner, 0.0015 + plate.bow_m * 0.2))
    if plate.bolts:
        turn = np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)
        disc = BOLT_M * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        for side in (-1.0, 1.0):
            middle = np.array([side * 0.62 * half[0], half[1] - 0.011])
            high = float(plate.depth(middle / half)) + 0.0012
            shapes.append(_disc(middle + disc, high))
    if not shapes:
        return []
    whole = join(shapes)
    placed = Shape(to_asset(whole.points), whole.quads, whole.skin, whole.skins)
    return [to_mesh(f"{name} mount", placed, {"plastic": PLASTIC, "bolt": BOLT}, smooth=False)]


def _ring(outer: Points, inner: Points, high: float) -> Shape:
    """A flat ring ``high`` before the plate's back plane, with its outer wall."""
    rings = [(inner, high), (outer, high), (outer, -BOARD_M)]
    points = np.stack([np.column_stack([ring, np.full(len(ring), x)]) for ring, x in rings])
    return grid(points[::-1], ("plastic", AROUND), closed=True)


def _disc(ring: Points, high: float) -> Shape:
    """A bolt's head: its top is the plate's, its wall is not, for walls look to all sides, away from the text too."""
    middle = np.repeat(ring.mean(axis=0)[None], len(ring), axis=0)

    def band(upper: tuple[Points, float], lower: tuple[Points, float], part: str) -> Shape:
        levels = [np.column_stack([at, np.full(len(at), x)]) for at, x in (upper, lower)]
        return grid(np.stack(levels), ("bolt", part), closed=True)

    return join([band((middle, high), (ring, high), PART), band((ring, high), (ring, high - 0.003), AROUND)])


PLASTIC = Material("plate holder", base_color=(0.012, 0.012, 0.013), roughness=0.45)
BOLT = Material("plate bolt", base_color=(0.45, 0.45, 0.46), roughness=0.4, metallic=0.6)
BACK = Material("plate back", base_color=(0.35, 0.35, 0.36), roughness=0.5, metallic=0.6)


@functools.lru_cache(maxsize=16)
def _look(plate: Mounting, rear: bool) -> tuple[Material, Texture]:
    """The material of the face, and what of it shines back; the last few are kept."""
    drawing = drawn(plate.registration, rear)
    soiled = _grime(drawing.rgb.shape[:2], plate)
    linear = drawing.linear + soiled[..., None] * (np.array(SOIL, np.float32) - drawing.linear)
    rgb = to_srgb(linear)
    shine = to_srgb(linear * (drawing.sheeting * (1.0 - soiled))[..., None])
    relief = normal_map(drawing.relief, drawing.registration.layout)
    textures = (
        Texture("base_color", rgb, f"plate/{_digest(rgb)}"),
        Texture("normal", relief, f"plate relief/{_digest(relief)}"),
    )
    face = Material("plate", roughness=0.32 + 0.4 * plate.dirt, coat=0.3 * (1.0 - plate.dirt), textures=textures)
    return face, Texture("emission", shine, f"plate shine/{_digest(shine)}")


def _digest(pixels: NDArray[np.uint8]) -> str:
    return hashlib.sha256(pixels.tobytes()).hexdigest()[:24]


def _grime(shape: tuple[int, int], plate: Mounting) -> NDArray[np.float32]:
    """(H, W) share of each pixel that dirt covers: a film that is thicker below, clouds and spots."""
    if plate.dirt <= 0.0:
        return np.zeros(shape, np.float32)
    rng = np.random.default_rng(plate.seed)
    out = np.zeros(shape, np.float32)
    for cells, weight in ((4, 0.5), (12, 0.3), (60, 0.2)):
        rough = rng.uniform(0.0, 1.0, (max(2, cells * shape[0] // shape[1] + 1), cells)).astype(np.float32)
        out += weight * cv2.resize(rough, shape[::-1], interpolation=cv2.INTER_CUBIC)
    low = np.linspace(0.75, 1.25, shape[0], dtype=np.float32)[:, None]
    level = float(plate.dirt)
    share = (out * low * 2.0 - (1.0 - level)).clip(0.0, 1.0) * np.float32(GRIME * level)
    return np.asarray(share + np.float32(0.12 * level), np.float32).clip(0.0, 1.0)
