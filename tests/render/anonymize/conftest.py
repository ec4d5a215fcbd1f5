"""Pictures of noise with boxes on them: what is outside a mask can be told bit by bit."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from render.cli import app


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs ``prelabel anonymize``: the exit code, and all that it said, on one line each."""

    def run(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["prelabel", "anonymize", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as stopped:
            app.main()
        said = capsys.readouterr()
        code = stopped.value.code
        return (code if isinstance(code, int) else 0), said.out + said.err

    return run


def noise(width: int = 64, height: int = 48, channels: int = 3, seed: int = 0) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """(H, W, C) soft noise, so that neighbours differ."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (height, width, channels), np.uint8)


def write_coco(path: Path, images: dict[str, tuple[int, int]], boxes: dict[str, list[list[float]]]) -> Path:
    """A COCO file with faces, and a tree in each picture that is nobody's business."""
    document: dict[str, Any] = {"info": {"year": 2001}, "images": [], "annotations": []}
    document["categories"] = [{"id": 5, "name": "face"}, {"id": 9, "name": "tree"}]
    for number, (name, (width, height)) in enumerate(images.items(), 1):
        document["images"].append({"id": number, "file_name": name, "width": width, "height": height})
        for box in [*boxes.get(name, []), None]:
            category, where = (9, [0, 0, 3, 3]) if box is None else (5, box)
            own = {"id": len(document["annotations"]) + 10, "image_id": number, "category_id": category}
            document["annotations"].append(own | {"bbox": where, "area": 1.5, "iscrowd": 0, "mine": [1, {"a": 2}]})
    path.write_text(json.dumps(document))
    return path


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two PNGs and their boxes, in ``photos`` and ``boxes.json``."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number, name in enumerate(("a.png", "b.png")):
        Image.fromarray(noise(seed=number)).save(folder / name)
    write_coco(
        tmp_path / "boxes.json", {"a.png": (64, 48), "b.png": (64, 48)}, {"a.png": [[10, 8, 20, 24], [40, 8, 18, 20]]}
    )
    return folder


@pytest.fixture
def coco() -> Callable[..., Path]:
    """Writes a COCO file."""
    return write_coco
