"""A small dataset in full: splits, clips, holes, pieces, keypoints, cuboids, names with spaces, an empty picture."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from annotate import masks, write_dataset
from annotate.skeletons import SKELETONS

WIDTH, HEIGHT = 64, 48
POINTS = len(SKELETONS["car"].names)
SPLITS = {"train": (0, 1, 2, 3), "val": (4, 5)}
CLIP, FPS = 4, 10.0  # pictures of a clip, and of a second
CATEGORIES = ("car", "traffic cone")
KINDS = ("car", "truck", "bicycle", "face", "person_head")
ATTRIBUTES = {"color": "red", "viewpoint": "rear", "lights": True, "length_m": 4.5}


def blob(rng: np.random.Generator) -> NDArray[np.bool_]:
    """A rectangle of 12 to 20 pixels with a hole, and a small piece of its own beside it."""
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    x, y, w, h = rng.integers([0, 0, 12, 12], [WIDTH - 26, HEIGHT - 20, 21, 21])
    mask[y : y + h, x : x + w] = True
    mask[y + 4 : y + 7, x + 3 : x + 6] = False
    mask[y + 2 : y + 6, x + w + 2 : x + w + 5] = True
    return mask


def annotation(rng: np.random.Generator, number: int, image: int, category: str) -> dict[str, Any]:
    mask = blob(rng)
    points = np.column_stack([rng.uniform(0, [WIDTH, HEIGHT], (POINTS, 2)).round(2), rng.integers(0, 3, POINTS)])
    points[points[:, 2] == 0.0] = 0.0
    yaw = rng.uniform(-np.pi, np.pi)
    out = {
        "id": number,
        "image_id": image,
        "category": category,
        "bbox": masks.box(mask),
        "area": int(mask.sum()),
        "segmentation": masks.rle(mask) if number % 2 else masks.polygons(mask),
        "iscrowd": 0,
        "amodal_bbox": masks.box(mask),
        "visible_fraction": 0.6,
        "truncation": 0.2,
        "occlusion": 0.25,
        "bbox3d": level_cuboid(yaw, (1.0, 1.5, 12.0), (4.4, 1.8, 1.5)),
        "instance_id": number,
        "parts": {"body": int(mask.sum())},
        "attributes": ATTRIBUTES,
    }
    if category == "car":
        flat = [value if i % 3 < 2 else int(value) for i, value in enumerate(points.ravel().tolist())]
        out |= {"keypoints": flat, "num_keypoints": int((points[:, 2] > 0).sum())}
    return out


def level_cuboid(yaw: float, center: tuple[float, ...], size: tuple[float, ...]) -> dict[str, Any]:
    """A box that stands upright in a level camera's frame: at yaw 0 its front looks to the picture's right."""
    upright = np.array([np.sqrt(0.5), np.sqrt(0.5), 0.0, 0.0])  # x right, y away, z up
    turn = np.array([np.cos(yaw / 2), 0.0, 0.0, np.sin(yaw / 2)])  # about the asset's up axis
    return {"center": list(center), "size": list(size), "rotation": product(upright, turn).tolist(), "corners": None}


def product(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of quaternions: first b, then a."""
    return np.array([a[0] * b[0] - a[1:] @ b[1:], *(a[0] * b[1:] + b[0] * a[1:] + np.cross(a[1:], b[1:]))])


def records() -> list[dict[str, Any]]:
    rng = np.random.default_rng(5)
    out = []
    for frame in range(6):
        annotations = [
            annotation(rng, frame * 10_000 + i + 1, frame, CATEGORIES[i % 2]) for i in range(0 if frame == 3 else 3)
        ]
        clip, time = divmod(frame, CLIP)
        for place, item in enumerate(annotations, start=1):
            item["track_id"] = 1000 * clip + place
        image = {
            "id": frame,
            "file_name": f"{frame:012d}.jpg",
            "width": WIDTH,
            "height": HEIGHT,
            "camera": {"K": [[50.0, 0.0, 32.0], [0.0, 50.0, 24.0], [0.0, 0.0, 1.0]]},
            "parameters": {},
            "placed": len(annotations),
            "hidden": [],
            "video_id": clip,
            "frame_index": time,
            "seconds": time / FPS,
        }
        out.append({"image": image, "annotations": annotations})
    return out


def write(
    folder: Path,
    items: list[dict[str, Any]],
    splits: dict[str, tuple[int, ...]] | None = None,
    categories: tuple[str, ...] = CATEGORIES,
) -> Path:
    """A dataset's folder as a run leaves it."""
    (folder / "annotations").mkdir(parents=True)
    (folder / "images").mkdir()
    info = {"description": "Synthetic pictures", "version": "0", "asset_licences": [{"origin": "us", "licence": None}]}
    rng = np.random.default_rng(6)
    for item in items:
        pixels = rng.integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
        Image.fromarray(pixels).save(folder / "images" / item["image"]["file_name"], "JPEG")
    write_dataset(folder / "annotations" / "instances.json", items, info, categories)
    for name, frames in (splits or {}).items():
        part = [item for item in items if item["image"]["id"] in frames]
        write_dataset(folder / "annotations" / f"instances_{name}.json", part, info, categories)
    return folder


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six pictures in two splits. Do not change it."""
    return write(tmp_path_factory.mktemp("formats") / "dataset", records(), SPLITS)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The same without splits, to be changed."""
    return write(tmp_path / "own", records())


@pytest.fixture(scope="session")
def coco(dataset: Path) -> dict[str, Any]:
    """What the dataset says."""
    content: dict[str, Any] = json.loads((dataset / "annotations" / "instances.json").read_text())
    return content


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two pictures with one of each of ``KINDS``: three skeletons, one shared by two of them; the last has none."""
    rng = np.random.default_rng(7)
    items = records()[:2]
    for item in items:
        first = item["annotations"][0]
        bare = {key: value for key, value in first.items() if key not in ("keypoints", "num_keypoints")}
        item["annotations"] = [
            {**bare, "id": first["id"] + place, "instance_id": place + 1, "category": name, **keypoints(rng, name)}
            for place, name in enumerate(KINDS)
        ]
    return write(tmp_path / "mixed", items, {"train": (0,), "val": (1,)}, KINDS)


def keypoints(rng: np.random.Generator, category: str) -> dict[str, Any]:
    """Labelled points anywhere in the picture, where the category has some."""
    count = len(SKELETONS[category].names) if category in SKELETONS else 0
    triples = [[*rng.uniform(0, [WIDTH, HEIGHT]).round(2).tolist(), int(rng.integers(1, 3))] for _ in range(count)]
    return {"keypoints": [value for triple in triples for value in triple], "num_keypoints": count} if count else {}
