"""Faces that nobody has: drawn flat, printed on posters, boards and banners."""

import numpy as np
from numpy.typing import NDArray

from assets.asset import Asset, Label
from assets.environments.panels import LICENCE, ORIGIN, boxes, panels, scenery
from assets.faces.look import MONK_ALBEDO
from assets.faces.parts import FACE_PARTS
from assets.geometry import Mesh
from assets.materials import Colour, Material, Texture

type Field = NDArray[np.float64]

HIGH_PX, WIDE_PX = 160, 120
FACE = (0.0, -0.10, 0.40, 0.54)  # middle and half axes of the face, in half widths of the picture
CORNERS = 28  # of the outline of a labelled face
LIFT_M = 0.002  # of that outline off the poster


def poster(rng: np.random.Generator) -> tuple[Asset, Asset]:
    """A poster with a face on two posts, looking along +x, which is scenery; and its face, in the same frame.

    The face has a label of category ``face``; without it the same picture is seen, and nobody is there.
    """
    high, low = float(np.exp(rng.uniform(np.log(0.5), np.log(2.4)))), float(rng.uniform(0.3, 1.6))
    half, top = 0.5 * high * WIDE_PX / HIGH_PX, low + high
    picture = Texture("base_color", drawing(rng), f"printed face {int(rng.integers(1 << 53))}")
    paper = Material("paper", roughness=float(rng.uniform(0.25, 0.8)), textures=(picture,))
    post = Material("post", base_color=(0.2, 0.2, 0.2), roughness=0.5)
    corners = [[0.0, -half, low], [0.0, half, low], [0.0, half, top], [0.0, -half, top]]
    sheet = panels(corners, "paper", [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    legs = boxes(
        [[-0.03, -half, 0.0], [-0.03, half - 0.03, 0.0]], [[-0.01, 0.03 - half, top], [-0.01, half, top]], "post"
    )
    return scenery("poster", [sheet, legs], {"paper": paper, "post": post}), _printed_face(half, low, high, paper)


def _printed_face(half: float, low: float, high: float, paper: Material) -> Asset:
    face = _face(half, low, high, paper)
    first, last = face.vertices.min(0).astype(float), face.vertices.max(0).astype(float)
    x, y, z = (float(value) for value in (first + last) / 2.0)
    deep, across, tall = (float(value) for value in np.maximum(last - first, 1e-3))
    return Asset(
        "printed face",
        (face,),
        (deep, across, tall),
        LICENCE,
        ORIGIN,
        (x, y, z),
        labels=(Label("face", FACE_PARTS, open=True),),
        attributes={"printed": True},
    )


def _face(half: float, low: float, high: float, paper: Material) -> Mesh:
    """The oval of the face, just before the poster, with the same picture on it."""
    angle = np.arange(CORNERS) * (2.0 * np.pi / CORNERS)
    u, v = FACE[0] + FACE[2] * np.cos(angle), FACE[1] - FACE[3] * np.sin(angle)
    share = np.stack([0.5 + 0.5 * u, 0.5 - 0.5 * v * WIDE_PX / HIGH_PX], axis=1)
    points = np.stack([np.full(CORNERS, LIFT_M), half * u, low + high * share[:, 1]], axis=1).astype(np.float32)
    return Mesh(
        "face",
        points,
        np.arange(CORNERS, dtype=np.int32),
        np.array([CORNERS], np.int32),
        (paper,),
        ("skin",),
        np.zeros(1, np.int32),
        np.zeros(1, np.int32),
        uv=share.astype(np.float32),
    )


def drawing(rng: np.random.Generator) -> NDArray[np.uint8]:
    """(HIGH_PX, WIDE_PX, 3) sRGB: somebody from the front, lit from one side; in colour, grey, or one ink."""
    v, u = np.mgrid[0:HIGH_PX, 0:WIDE_PX]
    u, v = (u + 0.5) / WIDE_PX * 2.0 - 1.0, ((v + 0.5) / HIGH_PX * 2.0 - 1.0) * HIGH_PX / WIDE_PX
    skin = np.array(MONK_ALBEDO[int(rng.integers(1, 11))])
    hair = np.array([(0.01, 0.008, 0.007), (0.06, 0.03, 0.015), (0.25, 0.17, 0.08)][int(rng.integers(3))])
    out = np.broadcast_to(rng.uniform(0.03, 0.7, 3), (HIGH_PX, WIDE_PX, 3)).copy()
    x, y, a, b = FACE
    _fill(out, np.hypot(u / 0.85, (v - 1.35) / 0.72), rng.uniform(0.02, 0.6, 3))
    _fill(out, np.hypot((u - x) / (a + 0.13), (v - y + 0.06) / (b + float(rng.uniform(0.08, 0.3)))), hair)
    _fill(out, np.maximum(np.abs(u) / 0.19, np.abs(v - 0.5) / 0.28), 0.8 * skin)
    side = float(rng.choice([-1.0, 1.0]))
    light = np.clip(1.1 - 0.55 * np.clip(side * u / a, -0.2, 1.0) ** 2, 0.3, 1.2)[..., None]
    _fill(out, np.hypot((u - x) / a, (v - y) / b), skin * light)
    line = y - b * float(rng.uniform(0.45, 0.75)) - 0.1 * np.cos(3.0 * u)
    out[(np.hypot((u - x) / a, (v - y) / b) < 1.02) & (v < line)] = hair
    for sign in (-1.0, 1.0):
        eye = sign * 0.17
        _fill(out, np.hypot((u - eye) / 0.085, (v - y + 0.04) / 0.038), np.full(3, 0.6))
        _fill(out, np.hypot((u - eye) / 0.036, (v - y + 0.04) / 0.036), np.full(3, 0.015))
        brow = np.abs(v - y + 0.14 + 0.25 * (u - eye) ** 2 / 0.1) / 0.018
        _fill(out, np.maximum(brow, np.abs(u - eye) / 0.11), hair)
    _fill(out, np.hypot((u - 0.03 * side) / 0.075, (v - y - 0.15) / 0.028), 0.55 * skin)
    smile = float(rng.uniform(-0.1, 0.4))
    mouth = np.maximum(np.abs(u) / 0.15, np.abs(v - y - 0.29 + smile * u**2 / 0.15) / 0.03)
    _fill(out, mouth, skin * [0.75, 0.35, 0.35])
    return _printed(rng, out)


def _fill(out: Field, distance: Field, color: Field) -> None:
    """Paint where a distance is below 1, with a soft edge, in place."""
    share = np.clip((1.0 - distance) / 0.08, 0.0, 1.0)[..., None]
    out[...] = out * (1.0 - share) + np.asarray(color) * share


def _printed(rng: np.random.Generator, picture: Field) -> NDArray[np.uint8]:
    """As it comes off the press."""
    kind = str(rng.choice(["colour", "grey", "ink"], p=(0.6, 0.2, 0.2)))
    if kind != "colour":
        grey = picture @ np.array([0.3, 0.5, 0.2])
        picture = np.repeat(grey[..., None], 3, axis=2)
    if kind == "ink":
        paper: Colour = (0.75, 0.72, 0.62)
        share = np.clip(picture * 2.5, 0.0, 1.0)
        picture = rng.uniform(0.0, 0.3, 3) * (1.0 - share) + np.array(paper) * share
    return np.asarray(255.0 * np.clip(picture, 0.0, 1.0) ** (1.0 / 2.2), np.uint8)
