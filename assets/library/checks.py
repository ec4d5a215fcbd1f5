"""What may be wrong with a model, before anybody renders a thousand pictures of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assets.library.limits import MANY_POLYGONS
from assets.library.parts import VEHICLES
from assets.library.raw import Raw
from assets.library.shape import edge_faults, signed_volume
from assets.names import nearest

ERROR, WARNING, FINE = "error", "warning", "ok"
# Lengths in metres that are met: from the smallest ones in production to the longest that may drive on roads.
LENGTHS_M: Mapping[str, tuple[float, float]] = {
    "car": (2.2, 6.5),
    "truck": (3.5, 26.0),
    "bus": (4.5, 26.0),
    "motorcycle": (1.2, 3.5),
    "bicycle": (0.9, 2.8),
}
ANY_LENGTH_M = (0.005, 300.0)
OPEN_EDGES, CROSSED_EDGES, CROOKED_EDGES = 0.4, 0.01, 0.05  # shares from which a warning is due


@dataclass(frozen=True)
class Finding:
    """Attributes:
    level: ``error``, which refuses the model, ``warning`` or ``ok``.
    check: what was looked at.
    text: what was found.
    """

    level: str
    check: str
    text: str


def check_model(
    raw: Raw,
    category: str,
    empty_faces: int = 0,
    paint: Sequence[str] = (),
    axes: tuple[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Look at a model in our frame, as ``framed`` and ``without_empty_faces`` leave it.

    Args:
        axes: of the file, that were taken for up and forward, where they are known.
    """
    size = np.ptp(raw.vertices, axis=0).tolist()
    return (
        _scale(category, size),
        _axes(category, size, axes),
        _polygons(len(raw.face_sizes)),
        _textures(raw),
        _manifold(raw),
        _areas(empty_faces, len(raw.face_sizes)),
        _winding(raw),
        *_paint(raw, paint),
        *(Finding(WARNING, "not kept", text) for text in raw.lost),
    )


def measures(size: Sequence[float]) -> str:
    """``7.60 x 2.50 x 3.10 m``."""
    return " x ".join(f"{side:.3g}" if side < 1.0 else f"{side:.2f}" for side in size) + " m"


def _scale(category: str, size: Sequence[float]) -> Finding:
    low, high = LENGTHS_M.get(category, ANY_LENGTH_M)
    # A vehicle that lies across or stands on end is as long as its longest side, and so is a sign that faces forward.
    length = max(size) if (_lies(size) if category in VEHICLES else size[0] < low) else size[0]
    said = f"{measures(size)} (length x width x height)"
    if low <= length <= high:
        return Finding(FINE, "scale", said)
    unit = next((name for name, factor in UNITS.items() if low <= length * factor <= high), "")
    hint = f"; the file's unit may be {unit}" if unit else ""
    expected = f"a {category} of {low:g} to {high:g} m" if category in LENGTHS_M else f"{low:g} to {high:g} m"
    return Finding(ERROR, "scale", f"expected {expected}, got {said}{hint}: --length METRES says how long it is")


UNITS = {"millimetres": 1e-3, "centimetres": 1e-2, "inches": 0.0254, "feet": 0.3048}


def _lies(size: Sequence[float]) -> str:
    """How a vehicle lies whose longest side is not its length; empty where it is."""
    length, width, height = size
    if height > 1.6 * max(length, width):
        return "on end"
    return "across" if width > 1.1 * length else ""


def _axes(category: str, size: Sequence[float], axes: tuple[str, str] | None) -> Finding:
    length, width, height = size
    if category not in VEHICLES:
        return Finding(FINE, "axes", "forward and up as given")
    lies = _lies(size)
    if lies == "on end":
        hint = "--up and --forward name the file's axes"
        if axes is not None:
            up = axes[0]
            other = "y" if up == "z" else "z"
            hint = f"it seems to look along the file's {up} axis, so try --up {other} --forward {up}, or -{up}"
        return Finding(ERROR, "axes", f"it stands on end, {height:.2f} m high: {hint}")
    if lies:
        hint = "turn it with --forward"
        if axes is not None:
            (across,) = {"x", "y", "z"} - {axes[0], axes[1].removeprefix("-")}
            hint = f"it seems to look along the file's {across} axis, so try --forward {across}, or -{across}"
        return Finding(ERROR, "axes", f"it is wider ({width:.2f} m) than long ({length:.2f} m): {hint}")
    return Finding(FINE, "axes", "its longest side points forward; see in the preview whether that is its front")


def _polygons(count: int) -> Finding:
    if count > MANY_POLYGONS:
        return Finding(WARNING, "polygons", f"{count}: more than {MANY_POLYGONS} slow every picture down; reduce them")
    return Finding(FINE, "polygons", str(count))


def _textures(raw: Raw) -> Finding:
    if raw.missing:
        return Finding(
            WARNING,
            "textures",
            f"not found: {', '.join(raw.missing[:5])}; plain colours stand in for them; where they lie elsewhere, "
            "--root DIR names a folder that holds both",
        )
    used = {texture.image for row in raw.table.materials for texture in row.textures}
    if used and raw.uv is None:
        return Finding(WARNING, "textures", "there are images, yet no texture coordinates: each shows one colour")
    return Finding(FINE, "textures", f"{len(used)} images on {len(raw.table.materials)} materials")


def _manifold(raw: Raw) -> Finding:
    alone, crossed, _ = edge_faults(raw)
    if crossed > CROSSED_EDGES:
        return Finding(
            WARNING, "manifold", f"{crossed:.1%} of the edges have more than two faces: surfaces cross there"
        )
    if alone > OPEN_EDGES:
        return Finding(WARNING, "manifold", f"{alone:.1%} of the edges have one face: thin sheets, or seams not joined")
    return Finding(FINE, "manifold", f"{alone:.1%} of the edges open")


def _areas(empty: int, left: int) -> Finding:
    if empty > 0.05 * (empty + left):
        return Finding(WARNING, "zero area", f"{empty} faces without area left out, of {empty + left}")
    return Finding(FINE, "zero area", f"{empty} faces left out")


def _winding(raw: Raw) -> Finding:
    _, _, crooked = edge_faults(raw)
    if crooked > CROOKED_EDGES:
        return Finding(WARNING, "normals", f"{crooked:.1%} of neighbouring faces look to opposite sides")
    if signed_volume(raw) < 0.0:
        return Finding(WARNING, "normals", "faces look inward: turn them around in your modelling program")
    return Finding(FINE, "normals", "faces look outward")


def _paint(raw: Raw, paint: Sequence[str]) -> list[Finding]:
    names = [row.name for row in raw.table.materials]
    wrong = [
        Finding(
            ERROR,
            "paint",
            f"expected a material among {', '.join(names) or 'none'}, got '{name}'{nearest(name, names)}",
        )
        for name in paint
        if name not in names
    ]
    if wrong or not paint:
        return wrong
    used = {names[index] for index in np.unique(raw.face_material).tolist() if index >= 0}
    bare = [name for name in paint if name not in used]
    if bare:
        return [
            Finding(
                ERROR, "paint", f"no face has the material '{bare[0]}'; those with faces: {', '.join(sorted(used))}"
            )
        ]
    share = float(np.isin(raw.face_material, [names.index(name) for name in paint]).mean())
    return [Finding(FINE, "paint", f"{', '.join(paint)}: {share:.0%} of the faces are recoloured")]
