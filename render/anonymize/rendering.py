"""All new faces of a picture in one render: side by side before one camera, each seen as the photograph's sees it.

A face takes the pixels of its patch and no more, whatever the photograph's size. It is turned with the ray on which it
lies, so that one sees the same side of it, and put where as many pixels fall on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from annotate import angles, annotate
from annotate.frame import Frame
from assets import Asset
from assets.faces import FACE_PARTS
from render.anonymize.fitting import Camera, Fit
from render.anonymize.light import Shading, environment
from render.run.frames import Renderer
from scenes import Light, PinholeCamera, Placed, Pose, SceneSpec, World, look_at
from scenes.pose import Float64

MOST_PX = 220.0  # of a face's height as it is rendered; larger ones are made larger afterwards
NARROW = 2.5  # focal length by the render's width, at least: so that nobody is seen aslant
BORDER = 2  # pixels around a patch
LEAST_SIDE = 16
EVEN, SUN_W, SUN_RAD = 0.15, 5.0, 0.25  # contrast of light from all around; power of a lamp by what is more; its width

type Window = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the photograph."""


@dataclass(frozen=True, eq=False)
class Head:
    """One new face to be rendered.

    Attributes:
        asset: see ``assets.faces.person``.
        fitted: where it is before the photograph's camera.
        window: the patch; it may reach out of the photograph.
        face_px: height of its face in the photograph.
    """

    asset: Asset
    fitted: Fit
    window: Window
    face_px: float

    @property
    def scale(self) -> float:
        """Pixels of the render by one of the photograph."""
        return min(1.0, MOST_PX / self.face_px)


@dataclass(frozen=True, eq=False)
class Patch:
    """A new face in its window, at the render's scale.

    Attributes:
        linear: (h, w, 3) light, nothing where nothing is.
        alpha: (h, w) how much of a pixel the person covers.
        face: (h, w) how much of it the face does.
        normals: (h, w, 3) in the photograph's camera frame, 0 for nothing.
        labels: of the face, in the photograph's pixels: points (70, 3) and attributes; None where it does not show.
    """

    linear: NDArray[np.float32]
    alpha: NDArray[np.float32]
    face: NDArray[np.float32]
    normals: NDArray[np.float32]
    labels: dict[str, Any] | None


def render_heads(heads: Sequence[Head], camera: Camera, light: Shading, renderer: Renderer, sky: Path) -> list[Patch]:
    """Args:
    camera: the photograph's.
    light: of the picture as a whole.
    sky: an EXR file of the light, which is written here; Blender keeps files by their names, so it is a new one.
    """
    cells, size = _cells(heads, camera)
    focal = max(camera.focal_px * max(head.scale for head in heads), NARROW * size[0])
    view = look_at((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    lens = PinholeCamera(size[0], size[1], focal, size[0] / 2.0, size[1] / 2.0, view)
    OpenEXR.File({"type": OpenEXR.scanlineimage}, {"RGB": environment(light)}).write(str(sky))
    turns, placed = [], []
    for number, (head, cell) in enumerate(zip(heads, cells, strict=True), 1):
        turn, pose = _placed(head, cell, camera, lens)
        turns.append(turn)
        placed.append(Placed(head.asset, Pose(view.rotation @ pose.rotation, view.apply(pose.translation)), number))
    spec = SceneSpec(tuple(placed), lens, World(str(sky)), _sun(light, view), blender=_transparent)
    frame = renderer.render(spec)
    faces = [entry for entry in annotate(spec, frame, "rle").annotations if entry["category"] == "face"]
    entries = {entry["instance_id"]: entry for entry in faces}
    return [
        _patch(frame, number, head, cell, turn, entries.get(number), camera)
        for number, (head, cell, turn) in enumerate(zip(heads, cells, turns, strict=True), 1)
    ]


def _sun(light: Shading, view: Pose) -> tuple[Light, ...]:
    """Light that comes from one side comes as a lamp's, which makes shadows; none where it comes from all around."""
    power = SUN_W * (light.contrast - EVEN)
    if power <= 0.0:
        return ()
    away = -(view.rotation @ light.direction)
    return (Light("sun", Pose(_turn(np.array([0.0, 0.0, -1.0]), away), np.zeros(3)), (1.0, 1.0, 1.0), power, SUN_RAD),)


def _transparent(_: SceneSpec, scene: Any) -> None:
    """Nothing is behind the faces."""
    scene.render.film_transparent = True


def _cells(heads: Sequence[Head], camera: Camera) -> tuple[list[Window], tuple[int, int]]:
    """Where each patch lies in the render, and the render's width and height: a row with room for whole heads.

    Each pixel of that room is denoised, whether something is there or not: so it is no wider than what is in it.
    """
    out, left, tall = [], 0, LEAST_SIDE
    for head in heads:
        x0, y0, x1, y1 = head.window
        wide, high = (max(4, int(np.ceil(side * head.scale))) for side in (x1 - x0, y1 - y0))
        before, after = _beyond(head, camera) if len(heads) > 1 else (0, 0)
        at = left + before + BORDER
        out.append((at, BORDER, at + wide, BORDER + high))
        left, tall = at + wide + after + BORDER, max(tall, high + 2 * BORDER)
    return out, (max(left, LEAST_SIDE), tall)


def _beyond(head: Head, camera: Camera) -> tuple[int, int]:
    """Pixels of the render by which a head reaches out of its window on the left and on the right."""
    shapes = [mesh.vertices for mesh in head.asset.meshes] + [
        curves.points.reshape(-1, 3) for curves in head.asset.curves
    ]
    across = head.fitted.seen(np.concatenate(shapes).astype(np.float64), camera)[:, 0]
    left, right = (head.window[0] - across.min()) * head.scale, (across.max() - head.window[2]) * head.scale
    return max(0, int(np.ceil(left))), max(0, int(np.ceil(right)))


def _placed(head: Head, cell: Window, camera: Camera, lens: PinholeCamera) -> tuple[Float64, Pose]:
    """The turn from the photograph's camera frame to the render's, and the head's pose in the latter."""
    fitted, scale = head.fitted, head.scale
    seen = camera.project(fitted.place)
    there = (seen - head.window[:2]) * scale + cell[:2]
    ray = np.array([*(seen - camera.middle) / camera.focal_px, 1.0])
    to = np.array([(there[0] - lens.cx) / lens.focal_px, (there[1] - lens.cy) / lens.focal_px, 1.0])
    turn = _turn(ray / np.linalg.norm(ray), to / np.linalg.norm(to))
    depth = lens.focal_px * float(fitted.place[2]) / (camera.focal_px * scale)
    return turn, Pose(turn @ fitted.rotation, to * depth)


def _turn(one: Float64, other: Float64) -> Float64:
    """(3, 3) the smallest turn that takes one unit vector to another that is not opposite."""
    axis = np.cross(one, other)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.asarray(np.eye(3) + cross + cross @ cross / (1.0 + float(one @ other)))


def _patch(
    frame: Frame, number: int, head: Head, cell: Window, turn: Float64, entry: dict[str, Any] | None, camera: Camera
) -> Patch:
    x0, y0, x1, y1 = cell
    here = slice(y0, y1), slice(x0, x1)
    light = frame.linear if frame.linear is not None else _flat(frame.rgb)
    labels = None
    if entry is not None:
        points = np.array(entry["keypoints"], np.float64).reshape(-1, 3)
        seen = points[:, 2] > 0
        points[seen, :2] = (points[seen, :2] - (x0, y0)) / head.scale + head.window[:2]
        labels = {"points": points, "attributes": entry["attributes"] | _pose(head, entry["attributes"], camera)}
    return Patch(
        np.ascontiguousarray(light[here], np.float32),
        np.clip(frame.coverage.of(number)[here], 0.0, 1.0),
        np.clip(frame.coverage.of(number, FACE_PARTS | {"preauricular"})[here], 0.0, 1.0),
        np.ascontiguousarray(frame.normals[here] @ turn.astype(np.float32)),
        labels,
    )


def _flat(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray((rgb / 255.0) ** 2.2, np.float32)


def _pose(head: Head, attributes: dict[str, Any], camera: Camera) -> dict[str, float]:
    """What of a face's attributes depends on the camera, by the photograph's."""
    view = look_at((0.0, 0.0, 0.0), (1.0, 0.0, 0.0))
    lens = PinholeCamera(64, 64, camera.focal_px, 32.0, 32.0, view)
    pose = Pose(view.rotation @ head.fitted.rotation, view.apply(head.fitted.place))
    placed = Placed(head.asset, pose, 1)
    turns = zip(("yaw_deg", "pitch_deg", "roll_deg"), angles.head_angles_deg(placed, lens), strict=True)
    out = {name: round(value, 2) for name, value in turns}
    ahead = angles.gaze(placed, lens, float(attributes["gaze_yaw_deg"]), float(attributes["gaze_pitch_deg"]))
    return out | {f"gaze_{axis}": round(float(value), 4) for axis, value in zip("xyz", ahead, strict=True)}
