"""What stands behind people: the surroundings, a room, a plain or a graded backdrop, a photograph of the user's."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from assets import Asset, ConfigError
from assets.environments.panels import panels, scenery
from assets.library import library, picture_file
from assets.materials import Colour, Material, Texture
from assets.photographs import ORIGIN, crop, photograph, photographs
from assets.random import stream
from assets.standins import labels_only
from scenes.people.halls import stage, stands
from scenes.people.indoors import indoors
from scenes.people.lighting import OUTDOORS, Lighting
from scenes.people.outdoors import outdoors
from scenes.pose import Float64, Pose
from scenes.spec import Placed

BACKGROUNDS = ("environment", "outdoors", "stage", "stands", "room", "plain", "gradient")
HALLS = {"stage": stage, "stands": stands}
ON_GROUND = ("room", "outdoors", *HALLS)
PHOTOGRAPHS = "photos:"  # before the path of a folder
INDOORS = ("interior", "studio")
ROOMFUL = 8  # people; more are outdoors
PLAIN = (0.72, 0.73, 0.75)  # of a passport's backdrop
BACKDROP_M = 0.9  # behind the last head
EYES_M = (1.2, 1.6)  # of the lowest head above the floor: sitting or standing
NIGHT = 0.25  # share of rooms in whose windows it is dark though they are lit
SQUAREST = 0.1  # cosine between a ray and a backdrop's normal, at which it counts as meeting it
SPARE = 1.05  # of a backdrop, beyond what further cameras see
SHADES = 48  # of a gradient, along each side
type Extent = tuple[float, float]
"""Width and height of the picture one metre away, metres."""


def usual(light: str, hdri: str, count: int, standing: bool = False) -> Mapping[str, float]:
    """Shares of backgrounds that go with a light; people who stand are mostly on ground that is there."""
    if standing and light not in OUTDOORS:
        return {"environment": 1, "room": 3} if hdri in INDOORS else {"environment": 2, "outdoors": 3}
    if light == "studio":
        return {"plain": 5, "gradient": 5}
    if light in OUTDOORS:
        return {"environment": 1, "outdoors": 9}
    if count > ROOMFUL:
        return {"environment": 1}
    if light in ("neon", "screen", "flash"):
        return {"environment": 3, "room": 6, "gradient": 1}
    return {"environment": 4, "room": 5, "plain": 0.5, "gradient": 0.5} if hdri in INDOORS else {"environment": 1}


def check(value: object) -> None:
    """Raises:
    ConfigError: it is no background, or a folder without photographs.
    """
    if value in BACKGROUNDS:
        return
    name = str(value)
    if not name.startswith(PHOTOGRAPHS) and library().find(name) is None:
        known = ", ".join(BACKGROUNDS)
        raise ConfigError(f"expected one of {known}, {PHOTOGRAPHS}FOLDER or a background of the library, got '{value}'")
    _pictures(name)


def name_of(background: str) -> str:
    """As pictures are labelled: not with the user's folders."""
    return background if background in BACKGROUNDS else "photograph"


def background(
    rng: np.random.Generator,
    kind: str,
    view: Pose,
    places: list[Float64],
    extent: Extent,
    lit: Lighting,
    plain: bool = False,
    others: Sequence[Pose] = (),
    ground_z: float | None = None,
) -> tuple[Placed, ...]:
    """The scenery of a kind behind people.

    Args:
        kind: of ``BACKGROUNDS``, or ``photos:`` and a folder.
        places: of heads in the camera's frame.
        plain: a plain backdrop is light grey.
        others: further cameras whose pictures it must fill.
        ground_z: of what people stand on, in the world, where that is known.

    Raises:
        AssetError: a photograph cannot be read.
    """
    if kind == "environment" or labels_only():
        return ()
    if kind in ON_GROUND:
        return _on_ground(rng, kind, (view, *others), places, extent, lit, ground_z)
    depth = max(float(place[2]) for place in places)
    if kind not in BACKGROUNDS:
        far = 1.6 * depth + 1.0
        return (_photograph(rng, kind, view, far, extent, lit.glow, _wider(view, others, extent, far)),)
    depth = max([depth + BACKDROP_M, *(view.inverse().apply(_lamps(lit))[:, 2] + 0.2).tolist()])
    wide, high = (side * max(1.6, _wider(view, others, extent, depth)) * depth for side in extent)
    if kind == "gradient":
        return (_upright(_graded(rng), view, depth, (wide, high)),)
    value, tint = float(np.exp(rng.uniform(np.log(0.02), np.log(0.8)))), rng.uniform(0.7, 1.0, 3)
    red, green, blue = (value * tint / tint.max()).tolist()
    color: Colour = PLAIN if plain else (red, green, blue)
    wall = Material("backdrop", base_color=color, roughness=0.95)
    return (_upright(wall, view, depth, (wide + 1.0, high + 1.0)),)


def _on_ground(
    rng: np.random.Generator,
    kind: str,
    views: Sequence[Pose],
    places: list[Float64],
    extent: Extent,
    lit: Lighting,
    ground_z: float | None,
) -> tuple[Placed, ...]:
    """A floor and what stands on it; arguments as ``background`` has them."""
    heads, ahead = views[0].apply(np.array(places)), _ahead(rng, views[0], len(views) > 1)
    floor = _floor(rng, heads) if ground_z is None else ground_z
    if kind == "outdoors":
        return tuple(outdoors(stream(rng, kind), heads, ahead, floor, lit.night))
    if kind in HALLS:
        return tuple(HALLS[kind](stream(rng, kind), heads, ahead, floor))
    night = lit.night or bool(stream(rng, "night").random() < NIGHT)
    return (indoors(stream(rng, kind), views, heads, _lamps(lit), extent, ahead, floor, lit.glow, night),)


def _wider(view: Pose, others: Sequence[Pose], extent: Extent, depth: float) -> float:
    """How many times the first camera's picture, ``depth`` metres away, further cameras see of the plane there."""
    most, half = 1.0, np.array(extent) / 2.0
    for other in others:
        turn = view.rotation.T @ other.rotation
        rays = np.array([[x * half[0], y * half[1], 1.0] for x in (-1.0, 1.0) for y in (-1.0, 1.0)]) @ turn.T
        eye = view.inverse().apply(other.translation)
        hits = eye + rays * ((depth - eye[2]) / np.maximum(rays[:, 2:], SQUAREST))
        most = max(most, float((np.abs(hits[:, :2]) / (half * depth)).max()))
    return SPARE * most if others else 1.0


def _upright(
    material: Material,
    view: Pose,
    depth: float,
    size: tuple[float, float],
    part: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0),
) -> Placed:
    """A rectangle square to the camera around its axis; ``part`` of a texture spans it."""
    wide, high = size[0] / 2.0, size[1] / 2.0
    left, bottom, right, top = part
    face = panels(
        [[0.0, wide, -high], [0.0, -wide, -high], [0.0, -wide, high], [0.0, wide, high]],
        "backdrop",
        [[left, bottom], [right, bottom], [right, top], [left, top]],
    )
    asset = scenery("backdrop", [face], {"backdrop": material})
    to_right, down, ahead = view.rotation.T
    return Placed(asset, Pose(np.stack([ahead, -to_right, -down], axis=1), view.apply(np.array([0.0, 0.0, depth]))))


def _graded(rng: np.random.Generator) -> Material:
    """A backdrop that gets darker towards its rim, or from one side to the other; sometimes into another colour."""
    y, x = np.mgrid[0:SHADES, 0:SHADES] / (SHADES - 1.0) * 2.0 - 1.0
    angle, middle = float(rng.uniform(0.0, 2.0 * np.pi)), rng.uniform(-0.3, 0.3, 2)
    along = 0.5 + 0.5 * (np.cos(angle) * x + np.sin(angle) * y)
    around = np.hypot(x - middle[0], y - middle[1]) / float(rng.uniform(0.7, 1.2))
    share = np.clip(along if rng.random() < 0.4 else around, 0.0, 1.0)[..., None]
    tints = rng.uniform(0.45, 1.0, (2, 3)) ** float(rng.uniform(0.3, 2.0))
    light = float(np.exp(rng.uniform(np.log(0.1), np.log(0.8))))
    dark = light * float(rng.uniform(0.1, 0.6))
    first, second = light * tints[0] / tints[0].max(), dark * tints[int(rng.integers(2))] / tints.max()
    color = first + (second - first) * share * share * (3.0 - 2.0 * share)
    pixels = np.clip(255.0 * color ** (1.0 / 2.2) + rng.uniform(0.0, 1.0, color.shape), 0.0, 255.0).astype(np.uint8)
    name = f"gradient {int(rng.integers(1 << 53))}"
    return Material("backdrop", roughness=0.95, textures=(Texture("base_color", pixels, name),))


def _photograph(
    rng: np.random.Generator, kind: str, view: Pose, depth: float, extent: Extent, glow: float, wider: float
) -> Placed:
    """One of the user's pictures, so far away that it fills the picture, or some more; it shines by itself."""
    paths, origin, licence = _pictures(kind)
    path = paths[int(rng.integers(len(paths)))]
    pixels = photograph(path)
    part = crop(rng, (pixels.shape[1], pixels.shape[0]), extent[0] / extent[1])
    strength = glow * float(rng.uniform(0.6, 1.0))
    digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]  # Blender cuts long names
    material = Material(
        "photograph",
        base_color=(0.0, 0.0, 0.0),
        roughness=1.0,
        emission_strength=strength,
        textures=(Texture("emission", pixels, f"photograph {digest}"),),
    )
    placed = _upright(material, view, depth, (1.05 * extent[0] * depth * wider, 1.05 * extent[1] * depth * wider), part)
    shown = placed.asset
    return Placed(Asset("photograph", shown.meshes, shown.size, licence, origin, shown.center), placed.pose)


def _ahead(rng: np.random.Generator, view: Pose, several: bool) -> float:
    """Where the camera looks, about z from x, and some way past it: few stand square to what is behind.

    Half as far where several cameras look, which are turned against each other themselves.
    """
    turn = float(np.clip(stream(rng, "turn").normal(0.0, 0.25), -0.5, 0.5)) * (0.5 if several else 1.0)
    return float(np.arctan2(view.rotation[1, 2], view.rotation[0, 2])) + turn


def _floor(rng: np.random.Generator, heads: Float64) -> float:
    """Height of what the people stand or sit on."""
    return float(heads[:, 2].min()) - float(stream(rng, "floor").uniform(*EYES_M))


def _lamps(lit: Lighting) -> Float64:
    """(N, 3) where lamps stand in the world."""
    return np.array([light.pose.translation for light in lit.lights if light.kind != "sun"]).reshape(-1, 3)


def _pictures(background: str) -> tuple[tuple[Path, ...], str, str | None]:
    """Photographs of the user's, in a folder or the library; where they come from, and their licence."""
    if background.startswith(PHOTOGRAPHS):
        return photographs(Path(background.removeprefix(PHOTOGRAPHS)).expanduser()), ORIGIN, None
    here = library()
    own, path = here.get(background), picture_file(background, "background")
    return (path or here.picture(own),), f"{own.name}: {own.origin}", own.licence
