"""Does the skin that was rendered look as its label says? Cheeks of some faces against their tone on the Monk scale."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assets.faces.look import MONK_SRGB
from assets.pictures import opened_picture
from measure.card.faces import Face
from measure.card.facts import Facts
from measure.report import Cell, Property

EYES, MOUTHS = ("right_eye_0", "left_eye_3"), ("outer_lip_0", "outer_lip_6")  # outer corners, the person's right first
NOSE = "nose_base_2"
DOWN, IN = 0.5, 0.15  # of the way from eye to mouth, and from there to the nose: the middle of a cheek
LEAST_PX, PATCH = 24.0, 0.12  # between the eyes; half a patch's side as a share of that
SEEN = 2
MOST, ENOUGH = 300, 10  # faces that are looked at; below which nothing is said


def skin(facts: Facts) -> list[Property]:
    """None where faces have no skin tone, keypoints or pictures."""
    if not facts.faces:
        return []
    names = facts.keypoints.get("face", ())
    lit = ((face.tone, _cheek(face, names, facts)) for face in facts.faces)
    found = list(itertools.islice(((tone, light) for tone, light in lit if light is not None), MOST))
    title = "skin: rendered cheeks by their label"
    if len(found) < ENOUGH:
        few = (
            f"not measured: {len(found)} of {len(facts.faces)} faces looked at show a cheek and have {LEAST_PX:.0f} px "
            f"between the outer corners of their eyes, {ENOUGH} are needed; portraits of 160×160 are large enough"
        )
        return [Property("skin", title, "fairness", [], notes=(few,))]
    tones, lights = np.array([tone for tone, _ in found]), np.array([light for _, light in found])
    rows: list[dict[str, Cell]] = []
    for tone in sorted(set(tones.tolist())):
        own = lights[tones == tone]
        swatch = lightness(np.array([[int(MONK_SRGB[tone][at : at + 2], 16) for at in (1, 3, 5)]]))[0]
        quartiles = dict(zip(("25 %", "median L*", "75 %"), np.quantile(own, (0.25, 0.5, 0.75)), strict=True))
        cells = {key: float(value) for key, value in quartiles.items()}
        rows.append({"tone": int(tone), "faces": len(own), **cells, "Monk's swatch": float(swatch)})
    agreement = _rank_correlation(-tones, lights)
    low, high = _interval(agreement, len(found))
    notes = (
        f"rank correlation of a lighter label and a lighter cheek: {agreement:.2f} ({low:.2f} to {high:.2f} in 95 of "
        f"100 samples) over {len(found)} faces, of {len(facts.faces)} looked at: none is measured with less than "
        f"{LEAST_PX:.0f} px between the outer corners of the eyes, or with cheeks turned away or covered",
        "L* of the median colour of the brighter cheek as it stands in the picture: light, exposure and film move it, "
        "so that one face proves nothing; medians should fall as tones rise",
    )
    return [Property("skin", title, "fairness", rows, figures={"skin_agreement": agreement}, notes=notes)]


def lightness(srgb: NDArray[np.integer] | NDArray[np.floating]) -> NDArray[np.float64]:
    """(N,) CIE L* of (N, 3) sRGB values in 0..255."""
    x = np.asarray(srgb, np.float64) / 255.0
    linear = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    y = linear @ np.array([0.2126, 0.7152, 0.0722])
    out: NDArray[np.float64] = np.where(y > 216 / 24389, 116.0 * np.cbrt(y) - 16.0, y * 24389 / 27)
    return out


def _cheek(face: Face, names: Sequence[str], facts: Facts) -> float | None:
    """L* of the brighter of the cheeks that show; None where neither does, or the face is too small."""
    points = np.array(face.points, np.float64)
    if len(names) * 3 != len(points):
        return None
    by_name = dict(zip(names, points.reshape(-1, 3), strict=True))
    if not all(name in by_name for name in (*EYES, *MOUTHS, NOSE)) or face.tone not in MONK_SRGB:
        return None
    nose = by_name[NOSE]
    wide = float(np.hypot(*(by_name[EYES[0]] - by_name[EYES[1]])[:2]))
    sides = [
        (by_name[eye][:2] * (1 - DOWN) + by_name[mouth][:2] * DOWN) * (1 - IN) + nose[:2] * IN
        for eye, mouth in zip(EYES, MOUTHS, strict=True)
        if by_name[eye][2] == SEEN and by_name[mouth][2] == SEEN
    ]
    if wide < LEAST_PX or not sides:
        return None
    try:
        with opened_picture(face.picture, within=facts.root) as picture:
            pixels = np.asarray(picture.convert("RGB"))
    except OSError:
        return None
    half = max(1, round(PATCH * wide))
    patches = [_patch(pixels, x, y, half) for x, y in sides]
    lights = [float(lightness(np.median(patch.reshape(-1, 3), axis=0)[None])[0]) for patch in patches if patch.size]
    return max(lights, default=None)


def _patch(pixels: NDArray[np.uint8], x: float, y: float, half: int) -> NDArray[np.uint8]:
    top, left = max(0, round(y) - half), max(0, round(x) - half)
    return pixels[top : max(0, round(y) + half + 1), left : max(0, round(x) + half + 1)]


def _rank_correlation(a: NDArray[np.integer], b: NDArray[np.floating]) -> float:
    from scipy import stats

    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(stats.spearmanr(a, b).statistic)


def _interval(correlation: float, n: int) -> tuple[float, float]:
    """Of 95 in 100 samples (Fisher's z; for ranks Fieller, Hartley and Pearson, 1957)."""
    near = min(abs(correlation), 1.0 - 1e-9) * np.sign(correlation)
    half = 1.96 * np.sqrt(1.06 / (n - 3))
    return float(np.tanh(np.arctanh(near) - half)), float(np.tanh(np.arctanh(near) + half))
