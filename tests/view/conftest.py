"""A small labelled set, and a page over it that is asked without a network."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from view.sets.opened import View
from view.web.app import make_app

HOST = "127.0.0.1:8000"
WIDTH, HEIGHT = 64, 48
COLORS = ("red", "blue", "white")


def content(pictures: int = 12) -> dict[str, Any]:
    """COCO: picture k has k mod 4 things; of two categories, three colours, and an occlusion that rises."""
    images = [
        {
            "id": k,
            "file_name": f"{k:03d}.png",
            "width": WIDTH,
            "height": HEIGHT,
            "parameters": {"light": "night" if k % 3 else "day"},
        }
        for k in range(pictures)
    ]
    annotations: list[dict[str, Any]] = []
    for image in images:
        for number in range(image["id"] % 4):
            x, y, w, h = 4 + 12 * number, 6, 10, 20
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image["id"],
                    "category_id": 1 + number % 2,
                    "bbox": [x, y, w, h],
                    "area": w * h,
                    "iscrowd": 0,
                    "occlusion": round(len(annotations) / 20, 3),
                    "segmentation": [[x, y, x + w, y, x + w, y + h, x, y + h]],
                    "attributes": {"color": COLORS[number % 3], "brake": number == 0, "yaw_deg": 30.0 * number},
                }
            )
    categories = [{"id": 1, "name": "car"}, {"id": 2, "name": "bus"}]
    return {"images": images, "annotations": annotations, "categories": categories}


def write(folder: Path, coco: dict[str, Any]) -> Path:
    (folder / "images").mkdir(parents=True)
    (folder / "annotations").mkdir()
    for number, image in enumerate(coco["images"]):
        pixels = np.full((HEIGHT, WIDTH, 3), (20 * number % 256, 120, 200), np.uint8)
        cv2.imwrite(str(folder / "images" / image["file_name"]), pixels)
    (folder / "annotations" / "instances.json").write_text(json.dumps(coco))
    return folder


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test looks at, or leaves anything in, the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "set", content())


type Ask = Callable[..., TestClient]


@pytest.fixture
def page(folder: Path) -> TestClient:
    """A browser of this page, without a token."""
    return client(View((folder,)))


def client(view: View, token: str | None = None) -> TestClient:
    return TestClient(
        make_app(view, token, (HOST, "localhost:8000")), base_url=f"http://{HOST}", follow_redirects=False
    )
