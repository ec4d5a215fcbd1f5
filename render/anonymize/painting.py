"""New faces and plates in a picture, by one render: what is measured, who is drawn, how it goes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from assets import PrelabelError, RenderError
from assets.faces.keypoints import NAMES
from assets.faces.look import MONK_ALBEDO
from assets.random import stream
from render.anonymize import light
from render.anonymize.blending import Old, blended, bright_of, color_of
from render.anonymize.casting import Kept, contact, drawn_rotation, new_face, stream_of
from render.anonymize.finding import SMALL_PX, Found
from render.anonymize.fitting import FACE_M, Camera, Fit, angles, fit, head_rotation, laid_on
from render.anonymize.photo import Mask, Pixels
from render.anonymize.picture import Painted, Replaced
from render.anonymize.plates import PlateError, painted_plate
from render.anonymize.rendering import Head, Window, render_heads
from render.anonymize.settings import Settings
from render.anonymize.small import Stamp, stamped
from render.progress.stopwatch import Stopwatch
from render.run.start import start_renderer
from render.settings.config import RunConfig
from render.stores.temporary import temporary_folder

SAMPLES, NOISE = 6, 0.1
BROW_M, CHIN_M = 0.016, 0.004  # how far above the brows and below the chin a face's middle goes on
HEAD_M = 0.155  # from between the eyes to a head's end, with hair
ASIDE_RAD = 0.87  # turned further away, a face is known by its outline, ear and hair: the whole head is replaced
MARGIN = 0.16  # of a patch around its core, by its side
ODD = 0.3  # share of skin that looks like something else, from which on something is before a face
OUT_OF_REACH = "its head's place could not be told"


@dataclass(frozen=True, eq=False)
class Plan:
    """A face that is to be rendered: where it stands in what was asked for, and what was measured of it."""

    place: int
    found: Found
    head: Head
    core: Mask
    old: Old
    covered: bool
    rng: np.random.Generator


class RenderPainter:
    """Args:
    factory: of the renderer, see ``render.run.start``; it starts with the first picture that needs it.
    threads: 0 for one a core.
    """

    def __init__(self, settings: Settings, factory: str, threads: int = 0) -> None:
        self._settings = settings
        config = RunConfig.model_validate(
            {"scenes": ("portrait",), "preset": "draft", "samples": SAMPLES, "noise": NOISE}
        )
        self._renderer = start_renderer(factory, config, threads, Stopwatch())

    def close(self) -> None:
        """Remove what the renderer keeps for itself."""
        getattr(self._renderer, "close", lambda: None)()

    def paint(self, rgb: Pixels, found: Sequence[Found], name: str, kept: Mask) -> Painted:
        camera = Camera.of((rgb.shape[1], rgb.shape[0]))
        out, mask = rgb.copy(), np.zeros(rgb.shape[:2], np.bool_)
        replaced: dict[int, Replaced] = {}
        failed: dict[int, str] = {}
        for place, item in enumerate(found):
            if item.kind == "plate":
                try:
                    where = painted_plate(out, item, stream_of(self._settings, name, item), self._settings)
                    mask |= where[0]
                    replaced[place] = Replaced(item, "render", labels=where[1])
                except PlateError as error:
                    failed[place] = str(error)
        faces = [(place, item) for place, item in enumerate(found) if item.kind == "face"]
        plans = [
            plan for plan in (self._plan(rgb, place, item, name, camera, kept, failed) for place, item in faces) if plan
        ]
        small = [(place, item) for place, item in faces if item.side < SMALL_PX]
        if plans or small:
            try:
                self._faces(rgb, out, mask, plans, small, camera, name, kept, replaced)
            except RenderError as error:
                failed |= {place: str(error) for place, _ in faces if place not in replaced}
        return Painted(out, mask, replaced, failed)

    def _plan(
        self, rgb: Pixels, place: int, item: Found, name: str, camera: Camera, kept: Mask, failed: dict[int, str]
    ) -> Plan | None:
        """What is measured of a face, and who takes its place; None for a small one, and for one that failed."""
        if item.side < SMALL_PX:
            return None
        try:
            return self._planned(rgb, place, item, name, camera, kept)
        except (PrelabelError, np.linalg.LinAlgError, ValueError) as error:
            failed[place] = f"{OUT_OF_REACH} ({type(error).__name__})"
            return None

    def _planned(self, rgb: Pixels, place: int, item: Found, name: str, camera: Camera, kept: Mask) -> Plan:
        settings = self._settings
        rng = stream_of(settings, name, item)
        fitted = fit(item, camera, "expression" in settings.keep)
        before = light.of_face(rgb, fitted, camera, kept)
        tone = light.tone_of(rgb, fitted, camera, light.white_of(rgb))
        if isinstance(said := item.attributes.get("skin_tone"), int) and said in MONK_ALBEDO:
            tone = said
        if abs(angles(fitted.rotation)[0]) > ASIDE_RAD:
            settings = replace(settings, region="head")
        if "pose" not in settings.keep:
            fitted = replace(fitted, rotation=head_rotation(*drawn_rotation(stream(rng, "pose"))))
        turn = angles(fitted.rotation)
        face_px = camera.focal_px * FACE_M / float(fitted.place[2])
        share = Kept(
            (fitted.expression, fitted.strength) if "expression" in settings.keep else None,
            tone if "skin_tone" in settings.keep else None,
            contact(turn[0], turn[1]),
        )
        asset = new_face(rng, settings, item, share, face_px, turn)
        points = np.array([asset.keypoints[key] for key in NAMES])
        fitted = laid_on(fitted, points, item, camera)
        size = rgb.shape[1], rgb.shape[0]
        core = core_of(fitted, points, item, camera, settings.region == "head", settings.grow, size)
        inner = core_of(fitted, points, item, camera, False, settings.grow, size)
        window = window_of(core)
        new_tone = int(asset.attributes["skin_tone"])
        tint = np.array(MONK_ALBEDO[new_tone]) / np.array(MONK_ALBEDO[tone])
        old = Old(before, color_of(rgb, inner), tint, bright_of(rgb, inner))
        face_px = camera.focal_px * FACE_M / float(fitted.place[2])
        covered = before is None or before.odd > ODD
        return Plan(place, item, Head(asset, fitted, window, face_px), core, old, covered, rng)

    def _faces(
        self,
        rgb: Pixels,
        out: Pixels,
        mask: Mask,
        plans: Sequence[Plan],
        small: Sequence[tuple[int, Found]],
        camera: Camera,
        name: str,
        kept: Mask,
        replaced: dict[int, Replaced],
    ) -> None:
        """Render all faces of the picture together, and put them into it, the furthest first."""
        stamp = Stamp.of(self._settings, name, camera) if small else None
        heads = [plan.head for plan in plans] + ([stamp.head] if stamp is not None else [])
        together = _together([plan.old.shading for plan in plans])
        with temporary_folder("prelabel-light-") as folder:
            patches = render_heads(heads, camera, together, self._renderer, folder / "light.exr")
        if stamp is not None:
            for place, item in small:
                where = stamped(out, patches[-1], stamp, item, self._settings, kept)
                mask |= where
                replaced[place] = Replaced(item, "small", labels={"mask": where})
        order = sorted(range(len(plans)), key=lambda at: -float(plans[at].head.fitted.place[2]))
        for at in order:
            plan, patch = plans[at], patches[at]
            window, inner = _inside(plan.head.window, out)
            part = _cut(patch, plan.head.window, window, plan.head.scale)
            new, where = blended(out[inner], part, plan.core[inner], kept[inner], plan.old, stream(plan.rng, "grain"))
            out[inner] = new
            mask[inner] |= where
            labels: Mapping[str, Any] = {}
            if patch.labels is not None:
                shown = np.zeros(mask.shape, np.bool_)
                face = cv2.resize(part.face, new.shape[1::-1], interpolation=cv2.INTER_LINEAR) >= 0.5
                shown[inner] = face & where & ~kept[inner]
                if shown.any():
                    labels = patch.labels | {"mask": shown}
            replaced[plan.place] = Replaced(plan.found, "render", "", plan.covered, labels)


def core_of(
    fitted: Fit, points: np.ndarray, item: Found, camera: Camera, whole: bool, grow: float, size: tuple[int, int]
) -> Mask:
    """(H, W) of which nothing may show through: brows to chin and ear to ear of both faces, or the whole head."""
    jaw, brows = points[0:17], points[17:27]
    outline = np.concatenate(
        [jaw, brows, brows + np.array([0.0, 0.0, BROW_M]), points[27:36], jaw[7:10] - np.array([0.0, 0.0, CHIN_M])]
    )
    seen = fitted.seen(outline, camera)
    if item.points is not None and len(item.points) >= 68:
        seen = np.concatenate([seen, item.points[:27]])
    if whole:
        ball = np.stack(np.meshgrid(*[np.linspace(-1, 1, 7)] * 3), -1).reshape(-1, 3)
        ball = ball[np.abs(np.linalg.norm(ball, axis=1) - 1.0) < 0.2]
        seen = np.concatenate(
            [seen, fitted.seen(ball * [HEAD_M * 0.8, HEAD_M * 0.75, HEAD_M] + [-0.06, 0, 0.01], camera)]
        )
    middle = seen.mean(axis=0)
    hull = cv2.convexHull((middle + (seen - middle) * (1.0 + 0.4 * grow)).astype(np.float32))
    out = np.zeros(size[::-1], np.uint8)
    cv2.fillConvexPoly(out, np.round(hull * 16.0 - 8.0).astype(np.int32), 1, cv2.LINE_8, 4)
    if not out.any():
        raise ValueError("outside")
    return out.astype(np.bool_)


def window_of(core: Mask) -> Window:
    """The core's patch of the photograph, with as much around it as a blend takes."""
    rows, columns = np.flatnonzero(core.any(axis=1)), np.flatnonzero(core.any(axis=0))
    left, top, right, bottom = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    margin = max(3, int(np.ceil(MARGIN * max(right - left, bottom - top))))
    return left - margin, top - margin, right + margin, bottom + margin


def _inside(window: Window, rgb: Pixels) -> tuple[Window, tuple[slice, slice]]:
    left, top = max(window[0], 0), max(window[1], 0)
    right, bottom = min(window[2], rgb.shape[1]), min(window[3], rgb.shape[0])
    return (left, top, right, bottom), (slice(top, bottom), slice(left, right))


def _cut(patch: Any, whole: Window, part: Window, scale: float) -> Any:
    """What of a patch lies in the photograph."""
    left, top = round((part[0] - whole[0]) * scale), round((part[1] - whole[1]) * scale)
    right, bottom = (
        max(left + 2, round((part[2] - whole[0]) * scale)),
        max(top + 2, round((part[3] - whole[1]) * scale)),
    )
    here = slice(top, bottom), slice(left, right)
    return replace(
        patch, linear=patch.linear[here], alpha=patch.alpha[here], face=patch.face[here], normals=patch.normals[here]
    )


def _together(found: Sequence[light.Shading | None]) -> light.Shading:
    """One light for a picture: the mean over its faces, each as bright as the others."""
    known = [item for item in found if item is not None]
    slope = np.zeros((3, 3))
    for item in known:
        slope += item.slope / np.maximum(item.even, 1e-3)[:, None] / len(known)
    return light.Shading(np.ones(3), np.clip(slope, -1.2, 1.2))
