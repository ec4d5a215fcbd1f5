"""Small sets of pictures with labels, made of a few numbers each, so that a test can move one of them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

WIDTH, HEIGHT = 160, 120
COLORS: Mapping[str, tuple[int, int, int]] = {"red": (190, 60, 50), "blue": (60, 80, 180), "white": (210, 208, 200)}
FIVE = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")


@dataclass(frozen=True)
class Recipe:
    """Of a set: how it is drawn.

    Attributes:
        seed: of its own stream.
        count, size, place: mean number of things, their sides by the picture's, how far right they lie.
        categories, colors: shares by name.
        yaw: mean, in degrees.
        brightness, saturation: factors.
        blur, noise: deviation in pixels, in grey levels.
    """

    seed: int = 0
    pictures: int = 200
    count: float = 3.0
    size: float = 0.25
    place: float = 0.5
    categories: Mapping[str, float] = field(default_factory=lambda: {"car": 0.6, "truck": 0.3, "bus": 0.1})
    colors: Mapping[str, float] = field(default_factory=lambda: {"red": 0.4, "blue": 0.3, "white": 0.3})
    yaw: float = 0.0
    brightness: float = 1.0
    saturation: float = 1.0
    blur: float = 0.0
    noise: float = 2.0


def draw(recipe: Recipe, things: list[dict[str, Any]], rng: np.random.Generator) -> NDArray[np.uint8]:
    """(H, W, 3) RGB: textured ground with a box of its colour for each thing."""
    coarse = rng.uniform(60, 170, (6, 8, 3)).mean(axis=2, keepdims=True) + rng.uniform(-45, 45, 3)
    image = cv2.resize(coarse.astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    edges = cv2.resize(
        rng.uniform(-18, 18, (30, 40)).astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_NEAREST
    )
    image += edges[..., None]
    for thing in things:
        x, y, w, h = (round(value) for value in thing["bbox"])
        image[y : y + h, x : x + w] = COLORS[thing["attributes"]["color"]]
        image[y + h // 3 : y + h // 2, x : x + w] *= 0.35
    grey = image.mean(axis=2, keepdims=True)
    image = (grey + (image - grey) * recipe.saturation) * recipe.brightness * rng.uniform(0.85, 1.15)
    if recipe.blur:
        image = cv2.GaussianBlur(image, (0, 0), recipe.blur)
    image += rng.normal(0, recipe.noise * rng.uniform(0.8, 1.2), image.shape)
    return np.clip(np.round(image), 0, 255).astype(np.uint8)


def label(recipe: Recipe, rng: np.random.Generator) -> dict[str, Any]:
    side = float(np.clip(rng.lognormal(np.log(recipe.size), 0.35), 0.06, 0.8))
    aspect = float(np.exp(rng.normal(0.2, 0.2)))
    w, h = min(side * HEIGHT * aspect**0.5, WIDTH - 2), min(side * HEIGHT / aspect**0.5, HEIGHT - 2)
    x = float(np.clip(rng.normal(recipe.place, 0.2), 0, 1)) * (WIDTH - w)
    y = float(rng.beta(4, 3)) * (HEIGHT - h)
    names, shares = zip(*recipe.categories.items(), strict=True)
    colors, of = zip(*recipe.colors.items(), strict=True)
    yaw = float(np.clip(rng.normal(recipe.yaw, 25), -170, 170))
    points = [value for k in range(5) for value in (x + w * (0.2 + 0.15 * k), y + h / 2, int(rng.integers(1, 3)))]
    return {
        "category": str(rng.choice(names, p=shares)),
        "bbox": [x, y, w, h],
        "area": w * h,
        "iscrowd": 0,
        "attributes": {"color": str(rng.choice(colors, p=of)), "yaw_deg": yaw},
        "keypoints": points,
        "num_keypoints": 5,
    }


def make(folder: Path, recipe: Recipe) -> Path:
    """A COCO file of another tool's layout, and pictures."""
    (folder / "images").mkdir(parents=True)
    rng = np.random.default_rng(recipe.seed)
    images, annotations = [], []
    names = sorted(recipe.categories)
    for number in range(recipe.pictures):
        things = [label(recipe, rng) for _ in range(1 + rng.poisson(recipe.count - 1))]
        name = f"{recipe.seed}_{number:05d}.png"
        cv2.imwrite(str(folder / "images" / name), draw(recipe, things, rng)[..., ::-1])
        images.append({"id": number, "file_name": name, "width": WIDTH, "height": HEIGHT})
        for thing in things:
            category = names.index(thing.pop("category")) + 1
            annotations.append({"id": len(annotations) + 1, "image_id": number, "category_id": category, **thing})
    categories = [{"id": i, "name": name, "keypoints": list(FIVE)} for i, name in enumerate(names, 1)]
    write(folder, {"images": images, "annotations": annotations, "categories": categories})
    return folder


def write(folder: Path, content: Mapping[str, Any]) -> None:
    (folder / "coco.json").write_text(json.dumps(content))


type Make = Callable[..., Path]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A set by its recipe's fields; equal ones are made once. Do not change what it gives."""
    cache: dict[str, Path] = {}

    def get(**fields: Any) -> Path:
        key = repr(sorted(fields.items()))
        if key not in cache:
            cache[key] = make(tmp_path_factory.mktemp("set") / "set", Recipe(**fields))
        return cache[key]

    return get


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Six pictures, to be changed."""
    return make(tmp_path / "own", Recipe(seed=5, pictures=6))


def content_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "coco.json").read_text())
    return found


@pytest.fixture
def change() -> Callable[[Path, Callable[[dict[str, Any]], object]], None]:
    """Changes a set's COCO file in place."""

    def do(folder: Path, how: Callable[[dict[str, Any]], object]) -> None:
        content = content_of(folder)
        how(content)
        write(folder, content)

    return do
