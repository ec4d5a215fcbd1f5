"""Parameters of written plates, whose text is labelled: which country's, which text, and what light makes of them."""

import functools
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import model_validator

from assets import Asset, ConfigError, files
from assets.materials import Colour
from assets.random import stream
from assets.reading import shown
from assets.vehicles import FLEET
from assets.vehicles.plates import LAYOUTS, Layout, Registration, layouts_of, own_text, written
from assets.vehicles.plates.grammar import fits
from assets.vehicles.plates.mounting import CATEGORY, Mounting, sample_mounting
from assets.writing import Writing
from scenes.camera import PinholeCamera
from scenes.distributions import Constant, Distribution, Given, Learned
from scenes.films import Filmed
from scenes.params import AUTO, name
from scenes.pose import Float64
from scenes.spec import Light, Placed

OFF, LABELLED = "off", "labelled"
MOST_BYTES, MOST_TEXTS = 4 * 2**20, 200_000

# Coefficient of retroreflection of white sheeting in cd/(lx m²), by the angle between lamp and camera: ISO 7591 asks
# for 70 at 0.2° and 30 at 0.33° (entrance 5°); these are above both. It falls with the entrance angle as there.
NEAR, FAR = (95.0, 0.35), (6.0, 1.2)
ENTRANCE_DEG = 33.0
WHITE = 0.72  # of the sheeting's picture, whose colour already is in the texture
MOST_TIMES = 4.5  # what white paint would give beside: sensors know no more


class Plated(Filmed):
    plates: Distribution = name(OFF, (OFF, LABELLED), help="labelled: plates have a text that is labelled")
    plate_country: Distribution = name("auto", tuple(LAYOUTS), auto=True, help="layout of each vehicle's plates")
    plate_text: Distribution = name(
        "auto", (), open=True, auto=True, help="of each vehicle; auto: by the layout's rules"
    )
    plate_texts: Distribution = name("auto", (), open=True, auto=True, help="a file with a text a line, drawn from")

    def more_categories(self) -> tuple[str, ...]:
        return (CATEGORY,) if may_be(self.plates, LABELLED) else ()

    @model_validator(mode="after")
    def _texts_fit(self) -> "Plated":
        """Texts of one's own have a layout that they fit, before anything renders."""
        try:
            for text in self._own_texts():
                _expect_layout(text, _chosen(self.plate_country))
        except ConfigError as error:
            raise ValueError(str(error)) from error
        return self

    def _own_texts(self) -> tuple[str, ...]:
        found = tuple(text for text in _values(self.plate_text) if text != "auto")
        return found + tuple(text for path in _values(self.plate_texts) if path != "auto" for text in texts_of(path))


def may_be(distribution: Distribution, value: str) -> bool:
    """Whether a distribution of names can give one."""
    return value in _values(distribution)


def _values(distribution: Distribution) -> tuple[str, ...]:
    if isinstance(distribution, Given | Learned):
        every = distribution.cases if isinstance(distribution, Learned) else distribution.all_cases()
        return tuple(dict.fromkeys(value for case in every for value in _values(case)))
    return tuple(map(str, distribution.support()))


def _chosen(countries: Distribution) -> tuple[Layout, ...]:
    names = tuple(LAYOUTS) if countries == AUTO else _values(countries)
    return tuple(LAYOUTS[one] for one in names if one in LAYOUTS)


def _expect_layout(text: str, layouts: Sequence[Layout]) -> None:
    """Raises:
    ConfigError: none of the layouts holds the text.
    """
    if any(fits(layout, text) for layout in layouts):
        return
    own_text(min(layouts, key=lambda layout: len(layout.kinds)) if len(layouts) > 1 else layouts[0], text)


@functools.lru_cache(maxsize=8)
def texts_of(path: str) -> tuple[str, ...]:
    """The texts of a file: one a line, UTF-8; empty lines and those that begin with # are passed over.

    Raises:
        ConfigError: it cannot be read, is no text, or has none.
    """
    try:
        content = files.read(Path(path), MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"plate_texts {shown(path)}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"plate_texts {shown(path)}: expected UTF-8 text, a plate's a line") from error
    lines = (line.strip() for line in content.splitlines())
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if not 0 < len(found) <= MOST_TEXTS:
        raise ConfigError(f"plate_texts {shown(path)}: expected 1 to {MOST_TEXTS} lines with a text, got {len(found)}")
    return found


def plate_of(rng: np.random.Generator, params: Plated, type: str, dirt: float) -> Mounting | None:
    """A vehicle's written plate; None where plates are not labelled, or its type has none.

    Args:
        params: those of the vehicle's number.
        type: of the fleet.
    """
    category = FLEET[type].category
    if params.plates == Constant(OFF) or category == "bicycle" or params.name(rng, "plates") != LABELLED:
        return None
    return sample_mounting(stream(rng, "mounting"), _registration(rng, params, category), dirt)


def _registration(rng: np.random.Generator, params: Plated, kind: str) -> Registration:
    own = stream(rng, "registration")
    could = layouts_of(kind)
    if params.plate_country != AUTO:
        wish = params.name(rng, "plate_country")
        could = tuple(layout for layout in could if layout.name == wish) or (LAYOUTS[wish],)
    text = ""
    if params.plate_text != AUTO:
        text = params.name(rng, "plate_text")
    elif params.plate_texts != AUTO:
        texts = texts_of(params.name(rng, "plate_texts"))
        text = texts[int(own.integers(len(texts)))]
    if text and text != "auto":
        could = tuple(layout for layout in could if fits(layout, text)) or tuple(
            layout for layout in _chosen(params.plate_country) if fits(layout, text)
        )
        if not could:
            _expect_layout(text, layouts_of(kind) if params.plate_country == AUTO else _chosen(params.plate_country))
    weights = np.array([layout.weight for layout in could])
    layout = could[int(own.choice(len(could), p=weights / weights.sum()))]
    return own_text(layout, text) if text and text != "auto" else written(own, layout)


def lit_plates(placed: list[Placed], camera: PinholeCamera, lights: Sequence[Light]) -> list[Placed]:
    """The same things; written plates shine back what lamps near the camera shed on them.

    Sheeting throws light back where it came from, which no shader of the renderer does: what of it meets the camera is
    reckoned here and given to the plates as light of their own.
    """
    return [
        replace(item, asset=_shining(item, camera, lights))
        if any(writing.shine is not None for label in item.asset.labels for writing in label.writings)
        else item
        for item in placed
    ]


def _shining(item: Placed, camera: PinholeCamera, lights: Sequence[Light]) -> Asset:
    glow: dict[str, tuple[Writing, Colour]] = {}
    for label in item.asset.labels:
        for writing in label.writings:
            back = sum((_returned(item, writing, camera, light) for light in lights), np.zeros(3))
            if writing.shine is not None and back.max() > 0.0:
                r, g, b = (back / WHITE).tolist()
                glow[writing.mesh] = writing, (r, g, b)
    if not glow:
        return item.asset
    meshes = []
    for mesh in item.asset.meshes:
        if mesh.name in glow:
            writing, color = glow[mesh.name]
            first = mesh.materials[0]
            if writing.shine is None:
                raise ConfigError("plates: expected what shines back")
            shine = replace(writing.shine, factor=color)
            lit = replace(first, textures=(*first.textures, shine), emission_strength=1.0)
            meshes.append(replace(mesh, materials=(lit, *mesh.materials[1:])))
        else:
            meshes.append(mesh)
    return replace(item.asset, meshes=tuple(meshes))


def _returned(item: Placed, writing: Writing, camera: PinholeCamera, light: Light) -> Float64:
    """(3,) radiance that white sheeting sends to the camera of a lamp's light, beside what white paint would."""
    if light.kind == "sun":
        return np.zeros(3)  # behind the camera only where its own shadow falls
    place = item.pose.apply(writing.corners.mean(axis=0))
    out = item.pose.rotation @ writing.axes[:, 0]
    to_lamp, to_eye = light.pose.translation - place, camera.pose.translation - place
    far, eye_m = float(np.linalg.norm(to_lamp)), float(np.linalg.norm(to_eye))
    entrance = float(np.degrees(np.arccos(np.clip(out @ to_lamp / far, -1.0, 1.0))))
    apart = float(np.degrees(np.arccos(np.clip(to_lamp @ to_eye / (far * eye_m), -1.0, 1.0))))
    if entrance >= 90.0 or out @ to_eye <= 0.0 or (light.kind == "spot" and _outside(light, -to_lamp / far)):
        return np.zeros(3)
    flux = light.power / (4.0 * math.pi * max(far, light.even_m) ** 2)
    times = math.pi * coefficient(apart, entrance) / WHITE
    return np.array(light.color) * flux * WHITE / math.pi * min(times, MOST_TIMES)


def _outside(light: Light, way: Float64) -> bool:
    """Whether a direction (3,) from a lamp lies outside its cone."""
    return bool(np.arccos(np.clip(-light.pose.rotation[:, 2] @ way, -1.0, 1.0)) > light.cone_rad / 2.0)


def coefficient(apart_deg: float, entrance_deg: float) -> float:
    """Of retroreflection, cd/(lx m²): between lamp and camera, and between lamp and the plate's normal."""
    near = sum(height * math.exp(-apart_deg / width) for height, width in (NEAR, FAR))
    return near * math.exp(-((entrance_deg / ENTRANCE_DEG) ** 2))
