"""The COCO file: category ids, the record of one frame, and the merge of records into one file.

A record is everything known about one frame: ``{"image": {...}, "annotations": [...]}``. Its annotations name their
category; numbers come in when the file is written, because ids of users' own categories depend on all names in it.
"""

import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from annotate.frame import Frame
from annotate.labels import Labels, plain
from annotate.silhouette import NEAR_M
from annotate.skeletons import SKELETONS
from annotate.tracks import frame_of, tracks
from assets import AttributeValue, DatasetError, SceneError, StorageError, environments, files
from assets.library import library
from scenes import PinholeCamera, SceneSpec, Sky

# name: (id, supercategory). Ids up to 90 are COCO's own (instances_val2017.json), 91 to 93 continue them.
CATEGORIES: Mapping[str, tuple[int, str]] = {
    "person": (1, "person"),
    "bicycle": (2, "vehicle"),
    "car": (3, "vehicle"),
    "motorcycle": (4, "vehicle"),
    "bus": (6, "vehicle"),
    "truck": (8, "vehicle"),
    "face": (91, "person"),
    "person_head": (92, "person"),
    "license_plate": (93, "vehicle"),
}
FIRST_USER_CATEGORY = 1001
# A camera's place and turn are written to nine decimals, or to as many as keep what lies at the near plane within a
# hundredth of a pixel; no more, so that the last bits of another machine's arithmetic do not show.
LEAST_DIGITS, HUNDREDTH_PX = 9, 0.01
ANNOTATIONS_PER_FRAME = 10_000  # annotation ids of a frame start at its number times this
IMAGES, BETWEEN, END = b'"images":[', b'\n],\n"annotations":[', b"\n]}\n"  # around the entries of a file


def category_table(names: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """COCO's ``categories`` for these names, by id, with skeletons. Unknown names get 1001, 1002, … in sorted order."""
    wanted = set(names)
    known = {name: CATEGORIES[name] for name in wanted & CATEGORIES.keys()}
    own = {name: (FIRST_USER_CATEGORY + i, name) for i, name in enumerate(sorted(wanted - CATEGORIES.keys()))}
    rows = [
        {"id": number, "name": name, "supercategory": group, **(SKELETONS[name].coco() if name in SKELETONS else {})}
        for name, (number, group) in (known | own).items()
    ]
    return tuple(sorted(rows, key=lambda row: int(row["id"])))


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


@dataclass(frozen=True)
class Sections:
    """Where in a COCO file its entries stand, in bytes: a line feed, then entries with a comma and a line feed between.

    Empty where there are none.
    """

    images: range
    annotations: range


def write_dataset(
    path: Path,
    records: Iterable[Mapping[str, Any]],
    info: Mapping[str, Any],
    categories: Iterable[str],
    licenses: Sequence[Mapping[str, Any]] = (),
    videos: Iterable[Mapping[str, Any]] | None = None,
) -> Sections:
    """Merge records, read once and one at a time, into a COCO file that appears whole or not at all.

    The same records give the same bytes. For a split, hand over the records of its frames and the categories of all.

    Args:
        path: the file to write or replace; its folder exists.
        records: in the order wanted, as ``record`` makes them.
        info: COCO's ``info``.
        categories: every category name that the dataset may hold.
        licenses: COCO's ``licenses``.
        videos: the clips that its images are of, as COCO-VID has them; None where they are still ones.

    Returns:
        Where the entries are, for ``join_datasets``.

    Raises:
        DatasetError: an annotation's category is not among ``categories``.
        StorageError: the file cannot be written.
    """
    table = category_table(categories)
    with _appearing(path) as file:
        _write_head(file, info, licenses, table, videos)
        return _write_records(file, path.parent, records, {row["name"]: row["id"] for row in table})


def join_datasets(
    path: Path,
    images: Iterable[Iterable[bytes]],
    annotations: Iterable[Iterable[bytes]],
    info: Mapping[str, Any],
    categories: Iterable[str],
    licenses: Sequence[Mapping[str, Any]] = (),
    videos: Iterable[Mapping[str, Any]] | None = None,
) -> None:
    """The file that ``write_dataset`` makes of all records of several datasets, from their files.

    Args:
        path, info, categories, licenses, videos: as for ``write_dataset``.
        images, annotations: the bytes of each dataset's ``Sections`` that are not empty, in pieces of any size.

    Raises:
        StorageError: the file cannot be written.
    """
    with _appearing(path) as file:
        _write_head(file, info, licenses, category_table(categories), videos)
        _write_sections(file, images)
        file.write(BETWEEN)
        _write_sections(file, annotations)
        file.write(END)


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with files.writing(unfinished) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror or error})") from error
    except ValueError as error:  # a number without end, as 1e999 is one
        raise DatasetError(f"{path}: a record holds what JSON cannot ({error})") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _write_head(
    file: BinaryIO,
    info: Mapping[str, Any],
    licenses: Sequence[Mapping[str, Any]],
    table: Sequence[Mapping[str, Any]],
    videos: Iterable[Mapping[str, Any]] | None,
) -> None:
    for key, value in (("info", info), ("licenses", list(licenses)), ("categories", list(table))):
        file.write(f"{'{' if key == 'info' else ''}{_json(key)}:{_json(value)},\n".encode())
    if videos is not None:
        file.write(b'"videos":[')
        for number, video in enumerate(videos):
            file.write(("," if number else "").encode() + b"\n" + _json(video).encode())
        file.write(b"\n],\n")
    file.write(IMAGES)


def _write_records(
    file: BinaryIO, folder: Path, records: Iterable[Mapping[str, Any]], ids: Mapping[str, int]
) -> Sections:
    """Images go out at once; annotations wait in a file of their own until the last image is written."""
    with tempfile.TemporaryFile("w+b", dir=folder) as waiting:
        first, separator, waiting_separator = file.tell(), b"\n", b"\n"
        for entry in records:
            file.write(separator + _json(entry["image"]).encode())
            separator = b",\n"
            for annotation in entry["annotations"]:
                waiting.write(waiting_separator + _json(_numbered(annotation, ids)).encode())
                waiting_separator = b",\n"
        images = range(first, file.tell())
        file.write(BETWEEN)
        start = file.tell()
        waiting.seek(0)
        shutil.copyfileobj(waiting, file)
        annotations = range(start, file.tell())
        file.write(END)
    return Sections(images, annotations)


def _write_sections(file: BinaryIO, sections: Iterable[Iterable[bytes]]) -> None:
    separator = b""
    for section in sections:
        file.write(separator)
        separator = b","
        file.writelines(section)


def _numbered(annotation: Mapping[str, Any], ids: Mapping[str, int]) -> dict[str, Any]:
    """The annotation with its category's id in place of the name."""
    name = annotation["category"]
    if name not in ids:
        raise DatasetError(f"annotation {annotation['id']}: expected a category of {sorted(ids)}, got '{name}'")
    head = {"id": annotation["id"], "image_id": annotation["image_id"], "category_id": ids[name]}
    return head | {key: value for key, value in annotation.items() if key != "category"}


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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
