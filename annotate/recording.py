"""The record of a frame: everything known about it, ``{"image": {...}, "annotations": [...]}``, ready for JSON.

Its annotations name their category; ``annotate.coco`` numbers them when the file is written.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from annotate.frame import Frame
from annotate.labels import Labels, plain
from annotate.silhouette import NEAR_M
from annotate.tracks import frame_of, tracks
from assets import AttributeValue, SceneError, environments
from assets.library import library
from scenes import PinholeCamera, SceneSpec, Sky

# A camera's place and turn are written to nine decimals, or to as many as keep what lies at the near plane within a
# hundredth of a pixel; no more, so that the last bits of another machine's arithmetic do not show.
LEAST_DIGITS, HUNDREDTH_PX = 9, 0.01
ANNOTATIONS_PER_FRAME = 10_000  # annotation ids of a frame start at its number times this


def record(
    frame_number: int,
    file_name: str,
    spec: SceneSpec,
    frame: Frame,
    labels: Labels,
    scene: str,
    seed: int,
    augmentation: Mapping[str, Any] | None = None,
    view_of: tuple[int, int] | None = None,
    clip_of: tuple[int, int] | None = None,
    suite: tuple[Mapping[str, Any], Mapping[str, AttributeValue]] | None = None,
) -> dict[str, Any]:
    """Everything known about one frame, as plain values that JSON can hold.

    Annotation ids depend on the frame's number alone, whatever was rendered before. ``placed`` counts labelled
    instances; those without an annotation stand in ``hidden`` or ``filtered``. ``assets`` is where the geometry comes
    from. ``view_of`` is the number of the scene that several frames show, and of this one among them; ``clip_of`` that
    of the clip that the frame is of. ``suite`` is the frame's place in a designed experiment, and the values of its
    factors.

    Raises:
        SceneError: more annotations than a frame has ids for, or a sampled parameter that JSON cannot hold.
    """
    if len(labels.annotations) >= ANNOTATIONS_PER_FRAME:
        limit, got = ANNOTATIONS_PER_FRAME - 1, len(labels.annotations)
        raise SceneError(f"frame {frame_number}: expected at most {limit} annotations, got {got}")
    first = frame_number * ANNOTATIONS_PER_FRAME + 1
    tracked = partial(tracks, spec, clip_of)
    image = {
        "id": frame_number,
        "file_name": file_name,
        "width": frame.rgb.shape[1],
        "height": frame.rgb.shape[0],
        "scene": scene,
        "seed": seed,
        "frame": frame_number,
        **({"scene_id": view_of[0], "view": view_of[1]} if view_of else {}),
        **(frame_of(clip_of, spec) if clip_of else {}),
        **({"suite": dict(suite[0]), "factors": dict(suite[1])} if suite else {}),
        "camera": _camera(spec.camera),
        "exposure": float(f"{frame.exposure:.6g}"),
        "parameters": {name: plain(value, f"parameter '{name}'") for name, value in spec.parameters.items()},
        "assets": _assets(spec),
        "placed": len(spec.labelled()),
        "hidden": [{**item, **tracked(item)} for item in labels.hidden],
        "filtered": [{**item, **tracked(item)} for item in labels.filtered],
        **({"augmentation": dict(augmentation)} if augmentation else {}),
    }
    annotations = [
        {"id": first + index, "image_id": frame_number, **annotation, **tracked(annotation)}
        for index, annotation in enumerate(labels.annotations)
    ]
    return {"image": image, "annotations": annotations}


def _assets(spec: SceneSpec) -> list[dict[str, str | None]]:
    """Origin and licence of everything in the picture, each pair once; None for a sky of the user, who gave none."""
    used: set[tuple[str, str | None]] = {(placed.asset.origin, placed.asset.licence) for placed in spec.placed}
    sky = spec.world.sky
    if not isinstance(sky, Sky):  # a computed one comes from nowhere
        used.add(_sky_source(sky))
    return [{"origin": origin, "licence": licence} for origin, licence in sorted(used, key=str)]


def _sky_source(name: str) -> tuple[str, str | None]:
    if name in environments.environment_names():
        return environments.ORIGIN, environments.LICENCE
    own = library().find(name)
    return (f"{own.name}: {own.origin}", own.licence) if own is not None else (name, None)


def _camera(camera: PinholeCamera) -> dict[str, Any]:
    """Intrinsics and OpenCV's extrinsics, world to camera: ``x_camera = rotation @ x_world + translation``, metres.

    K counts pixels from the picture's top left corner, so that pixel centres lie at integer + 0.5. OpenCV's own
    functions put them at integers: take 0.5 off cx and cy for those. ``distortion`` is OpenCV's distCoeffs of a
    ``pinhole``, and cv2.fisheye's D of a ``fisheye``, which also says where its image circle ends.
    """
    world_to_camera = camera.pose.inverse()
    lens, bent = camera.depth_of_field, camera.distortion
    fisheye = camera.fisheye
    digits = max(LEAST_DIGITS, math.ceil(math.log10(camera.focal_px / (NEAR_M * HUNDREDTH_PX))))
    return {
        "model": "pinhole" if fisheye is None else "fisheye",
        "K": [[_significant(value) for value in row] for row in camera.matrix().tolist()],
        "rotation": _rows(world_to_camera.rotation, digits),
        "translation": _rows(world_to_camera.translation, digits),
        "exposure_ev": round(float(camera.exposure_ev), 6) + 0.0,
        "depth_of_field": None
        if lens is None
        else {key: round(float(value), 9) for key, value in asdict(lens).items()},
        "distortion": None if bent is None else [float(value) for value in bent.coefficients()],
        **({} if fisheye is None else {"edge_deg": _significant(math.degrees(fisheye.edge_rad))}),
        "shutter_s": float(camera.shutter_s),
    }


def _rows(values: Any, digits: int) -> Any:
    """An array as nested lists."""
    return (values.round(digits) + 0.0).tolist()


def _significant(value: float) -> float:
    """A number without the last bits, which another machine's arithmetic may have otherwise."""
    return float(f"{value:.12g}") + 0.0
