"""Sets of strangers are looked at: nothing outside is read or taken along, nothing waits, one sentence says why."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from annotate.formats import export
from assets import DatasetError, PrelabelError
from measure.comparing import compare
from measure.mixing import plan_mix, write_mix

type Make = Callable[..., Path]
type Change = Callable[[Path, Callable[[dict[str, Any]], object]], None]
NAME = "5_00002.png"

pytestmark = pytest.mark.usefixtures("impatience")  # what waits for a pipe fails


@pytest.fixture
def secret(tmp_path: Path, made: Make) -> Path:
    """A picture of somebody's own, beside the set's folder."""
    return Path(
        shutil.copy(made(seed=6, pictures=6, categories={"sedan": 1.0}) / "images" / "6_00000.png", tmp_path / "s.png")
    )


def link_out(own: Path, secret: Path, change: Change) -> None:
    (own / "images" / NAME).unlink()
    (own / "images" / NAME).symlink_to(secret)


def name_out(own: Path, secret: Path, change: Change) -> None:
    change(own, lambda content: content["images"][2].update(file_name="../../s.png"))


def pipe(own: Path, secret: Path, change: Change) -> None:
    (own / "images" / NAME).unlink()
    os.mkfifo(own / "images" / NAME)


@pytest.mark.parametrize("trick", [link_out, name_out, pipe])
def test_pictures_outside_are_neither_read_nor_taken_along(
    own: Path, secret: Path, made: Make, change: Change, trick: Callable[..., None], tmp_path: Path
) -> None:
    trick(own, secret, change)
    with pytest.raises(DatasetError, match="this picture cannot be read"):
        compare(own, made(seed=2))
    with pytest.raises(DatasetError, match="this picture cannot be read"):
        write_mix(plan_mix(own, made(seed=5, pictures=6)), tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own", "s.png"]


@pytest.mark.parametrize("kind", ["link", "pipe"])
@pytest.mark.parametrize(("to", "name"), [("", "coco.json"), ("yolo", "data.yaml"), ("voc", "Annotations/5_00000.xml")])
def test_labels_outside_are_not_read(own: Path, made: Make, to: str, name: str, kind: str, tmp_path: Path) -> None:
    home = own
    if to:
        (own / "annotations").mkdir()
        (own / "coco.json").rename(own / "annotations" / "instances.json")
        home = tmp_path / to
        export(own, to, home)
    path = home / name
    outside = path.rename(tmp_path / "outside")
    if kind == "link":
        path.symlink_to(outside)
    else:
        os.mkfifo(path)
    with pytest.raises(PrelabelError) as refused:
        plan_mix(home, made(seed=5, pictures=6))
    assert "\n" not in str(refused.value)


def test_a_photograph_on_its_side_is_looked_at_upright(tmp_path: Path, made: Make, own: Path) -> None:
    """Cameras write pixels as the sensor had them, and say in EXIF data how they are to be turned."""
    pictures = own / "images"
    labels = tmp_path / "yolo" / "labels"
    shutil.copytree(pictures, tmp_path / "yolo" / "images")
    labels.mkdir()
    for path in sorted((tmp_path / "yolo" / "images").iterdir()):
        pixels = np.asarray(Image.open(path).convert("RGB"))
        path.unlink()
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.fromarray(np.rot90(pixels)).save(path.with_suffix(".jpg"), exif=exif, quality=95)
        (labels / f"{path.stem}.txt").write_text("0 0.5 0.5 0.5 0.5\n")
    report = compare(tmp_path / "yolo", made(seed=2), {"class 0": "car"})
    (size, aspect) = (report[key].rows[0]["median"] for key in ("size", "aspect"))
    assert size == 0.5
    assert aspect == pytest.approx(160 / 120)
