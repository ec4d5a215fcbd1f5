"""Whole runs through Blender: equal bytes, no growth, and the built-in scenes end to end."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO

from annotate import check
from assets.vehicles import CATEGORIES
from render.blender.renderer import BlenderRenderer
from render.run.here import run
from render.settings.config import make_config
from render.stream.stream import Stream
from scenes import find_scene, sample

PAGE_BYTES = 4096
NO_DATA = {"summary.json", ".lock"}


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES


def prelabel(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "render", *arguments], check=False, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """Of the dataset; the summary tells of the run that made it. Workers append records in the order they finish."""
    paths = [
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in {"summary.json", ".lock"}
    ]
    contents = {path: path.read_bytes() for path in paths}
    return {
        str(path.relative_to(folder)): b"".join(sorted(data.splitlines())) if path.suffix == ".jsonl" else data
        for path, data in contents.items()
    }


def test_both_scenes_in_one_dataset_the_same_in_two_processes_and_in_two_parts(tmp_path: Path) -> None:
    """One run of frames 0-3 against 0-1 and 2-3 in processes of their own: images, masks and labels, byte for byte."""
    common = [
        "render",
        "vehicles",
        "faces",
        "--seed",
        "7",
        "--size",
        "96x72",
        "--samples",
        "2",
        "--passes",
        "masks,parts",
    ]
    prelabel(*common, "--count", "4", "--out", str(tmp_path / "whole"))
    prelabel(*common, "--count", "2", "--out", str(tmp_path / "parts"))
    prelabel(*common, "--start", "2", "--count", "2", "--out", str(tmp_path / "parts"))
    assert files(tmp_path / "whole") == files(tmp_path / "parts")
    report = check(tmp_path / "whole")
    assert report.ok, [row for row in report.rows if row.failures]
    coco = COCO(tmp_path / "whole" / "annotations" / "instances.json")
    assert {category["name"] for category in coco.cats.values()} == {*CATEGORIES, "face", "person_head"}
    assert all(coco.annToMask(annotation).sum() == annotation["area"] for annotation in coco.anns.values())


def test_frame_200_takes_no_more_memory_than_frame_20(renderer: BlenderRenderer) -> None:
    script = find_scene("vehicles")
    # One environment: the eight that a longer run keeps are no leak, but come when they are drawn.
    values = {"count": 1, "place": {"open": 9, "street": 1}, "hdri": "city"}
    params = script.params.read(values, "vehicles").with_size((32, 24))
    levels = {}
    for number in range(1, 201):
        spec, _ = sample(script, params, np.random.default_rng(number))
        renderer.render(spec)
        levels[number] = resident_bytes()
    assert levels[200] <= 1.1 * levels[20], levels


def test_both_scenes_render_in_this_process_too(renderer: BlenderRenderer, tmp_path: Path) -> None:
    config = make_config({"scenes": ["faces", "vehicles"], "count": 2, "size": (64, 48), "seed": 3})
    summary = run(config, tmp_path / "d", lambda watch: renderer)
    assert summary.done == 2
    assert check(tmp_path / "d").ok


def test_a_device_that_is_not_there_is_one_sentence_and_leaves_no_folder(tmp_path: Path) -> None:
    absent = "hip" if sys.platform == "darwin" else "metal"
    arguments = ["render", "examples/boxes.py", "--device", absent, "--out", str(tmp_path / "d")]
    done = subprocess.run([sys.executable, "-m", "render", *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"--device {absent}: this machine has no {absent.upper()} device; use --device cpu or auto" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "d").exists()


def test_workers_start_beside_a_blender_that_runs_in_this_process(renderer: BlenderRenderer) -> None:
    """As in a notebook that has rendered frames itself: Blender has put folders of its own on the path by then."""
    config = make_config({"scenes": ["examples/boxes.py"], "size": (32, 24), "samples": 1})
    (frame,) = Stream(config, workers=1, stop=1)
    assert frame.rgb.std() > 1.0
