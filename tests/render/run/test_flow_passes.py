"""The passes of flow: files of a run, arrays of a stream, a frame alone, refusals, and what ``check`` says of them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import prelabel
from annotate import check
from annotate.flow import encode_flo, encode_kitti, painted, read_flo, read_kitti
from annotate.flow.flows import Flow
from assets import ConfigError, DatasetError
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.run.frames import Job
from render.run.here import run
from render.run.labelled import make_frame
from render.settings.config import make_config

BOXES = str(Path(__file__).parents[3] / "examples" / "moving_boxes.py")
FLOWS = ("flow", "flow_backward", "scene_flow")
CLIPS = {"scenes": [BOXES], "size": (96, 72), "count": 6, "sequence": 3, "fps": 10.0, "passes": FLOWS}


def render(out: Path, **values: Any) -> Path:
    run(make_config({**CLIPS, **values}), out, lambda watch: FakeRenderer())
    return out


def files(folder: Path) -> dict[str, bytes]:
    return {f"{name}/{path.name}": path.read_bytes() for name in FLOWS for path in sorted((folder / name).iterdir())}


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clips of three frames. Do not change it."""
    return render(tmp_path_factory.mktemp("flow") / "clips")


def test_each_frame_has_its_files(clips: Path) -> None:
    ends = {"flow": ("flo", "png"), "flow_backward": ("flo", "png"), "scene_flow": ("exr",)}
    assert set(files(clips)) == {
        f"{name}/{k:012d}.{end}" for name, them in ends.items() for end in them for k in range(6)
    }


def test_a_frame_alone_has_the_bytes_of_the_run(clips: Path, tmp_path: Path) -> None:
    whole = files(clips)
    for number in (1, 5):
        alone = files(render(tmp_path / str(number), start=number, count=1))
        assert len(alone) == 5
        assert alone.items() <= whole.items()


def test_opencv_reads_the_middlebury_file(clips: Path) -> None:
    path = clips / "flow" / "000000000001.flo"
    got, ours = cv2.readOpticalFlow(str(path)), read_flo(path.read_bytes())
    known = np.isfinite(ours).all(axis=-1)
    assert known.sum() > 300 and np.array_equal(got[known], ours[known])
    assert (np.abs(got[~known]) > 1e9).all()


def test_kittis_file_holds_what_its_devkit_computes(clips: Path) -> None:
    """u = (R - 2^15) / 64, v = (G - 2^15) / 64, valid = B."""
    data = (clips / "flow" / "000000000001.png").read_bytes()
    blue, green, red = (
        cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED).astype(np.float64).transpose(2, 0, 1)
    )
    exact = read_flo((clips / "flow" / "000000000001.flo").read_bytes())
    valid = blue > 0
    assert set(np.unique(blue)) == {0.0, 1.0}
    assert np.abs((red - 2**15) / 64 - exact[..., 0])[valid].max() <= 1 / 128
    assert np.abs((green - 2**15) / 64 - exact[..., 1])[valid].max() <= 1 / 128
    assert valid.sum() > 300


def test_the_ends_of_a_clip_lead_nowhere(clips: Path) -> None:
    for name, ends, others in (("flow", (2, 5), (0, 1, 3, 4)), ("flow_backward", (0, 3), (1, 2, 4, 5))):
        known = [np.isfinite(read_flo((clips / name / f"{k:012d}.flo").read_bytes())).any() for k in range(6)]
        assert not any(known[k] for k in ends) and all(known[k] for k in others)


def test_scene_flow_is_the_way_in_space_whose_picture_is_flow(clips: Path) -> None:
    stored = prelabel.open(clips)[1]
    k, depth = np.array(stored.image["camera"]["K"]), stored.truth_of("scene_flow")
    after = prelabel.open(clips)[2]
    assert after.image["camera"]["K"] == stored.image["camera"]["K"]
    u, v, seen = stored.flow.transpose(2, 0, 1)
    rows, columns = np.nonzero(seen > 0)
    assert len(rows) > 300
    # Of each pixel the scene flow and the flow say where its point is: on its ray, so far that the next one meets it.
    ray = np.stack([(columns + 0.5 - k[0, 2]) / k[0, 0], (rows + 0.5 - k[1, 2]) / k[1, 1], np.ones(len(rows))], axis=1)
    way = depth[rows, columns, :3]
    x = (columns + 0.5 + u[rows, columns] - k[0, 2]) / k[0, 0]
    z = (x * way[:, 2] - way[:, 0]) / (ray[:, 0] - x)  # from (z ray + way) projected to u
    point = ray * z[:, None] + way
    sure = np.abs(ray[:, 0] - x) > 3e-3
    assert sure.sum() > 100
    y = point[sure, 1] / point[sure, 2] * k[1, 1] + k[1, 2]
    assert np.abs(y - (rows + 0.5 + v[rows, columns])[sure]).max() < 0.1
    assert np.array_equal(depth[..., 3], stored.flow[..., 2])


def test_a_stream_hands_over_the_arrays_of_the_files(clips: Path) -> None:
    job = Job.of(make_config(CLIPS))
    frame, stored = make_frame(job, FakeRenderer(), Stopwatch(), 4), prelabel.open(clips)[4]
    for name in FLOWS:
        assert np.array_equal(frame.truth_of(name), stored.truth_of(name), equal_nan=True)
    assert frame.flow.shape == (72, 96, 3) and frame.scene_flow.shape == (72, 96, 4)
    assert frame.flow_backward[..., 2].any()


def test_check_is_content(clips: Path) -> None:
    rows = {row.name: row for row in check(clips).rows}
    assert not any(row.failures for row in rows.values())
    assert rows["flow leads to the same thing and back"].checked == 12
    assert rows["clips are those of videos"].checked == 6
    assert rows["tracks go on"].checked > 2


def spoilt(clips: Path, out: Path, change: Callable[[dict[str, Any]], None]) -> list[str]:
    """What ``check`` finds of a dataset whose COCO file was changed."""
    shutil.copytree(clips, out)
    path = out / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    return [failure for row in check(out).rows for failure in row.failures]


def swap(content: dict[str, Any]) -> None:
    mine = [item for item in content["annotations"] if item["image_id"] == 1]
    mine[0]["track_id"], mine[1]["track_id"] = mine[1]["track_id"], mine[0]["track_id"]


def drop(content: dict[str, Any]) -> None:
    content["annotations"].remove(next(item for item in content["annotations"] if item["image_id"] == 1))


def repeat(content: dict[str, Any]) -> None:
    mine = [item for item in content["annotations"] if item["image_id"] == 1]
    mine[0]["track_id"] = mine[1]["track_id"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (swap, "is of instance 1 and 2"),
        (drop, "image 1 does not say where it is, nor that it is hidden"),
        (repeat, "comes more than once"),
        (lambda content: content["annotations"][0].pop("track_id"), "has no 'track_id'"),
        (lambda content: content["videos"].pop(), "there is no video 1"),
        (lambda content: content["images"][4].update(seconds=3.0), "image 4: expected 0.1 seconds, got 3.0"),
        (
            lambda content: content["images"][5].update(frame_index=3),
            "image 5: expected a frame_index of 0 to 3 less 1",
        ),
    ],
)
def test_check_finds_broken_tracks(
    clips: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    assert any(sentence in failure for failure in spoilt(clips, tmp_path / "run", change))


def test_check_finds_flow_that_leads_astray(clips: Path, tmp_path: Path) -> None:
    shutil.copytree(clips, tmp_path / "run")
    path = tmp_path / "run" / "flow" / "000000000000.flo"
    pixels, (_, valid) = read_flo(path.read_bytes()), read_kitti(path.with_suffix(".png").read_bytes())
    wrong = Flow(pixels + np.float32(9.0), np.zeros((*valid.shape, 3), np.float32), valid)
    path.write_bytes(encode_flo(wrong))
    path.with_suffix(".png").write_bytes(encode_kitti(wrong))
    failures = [failure for row in check(tmp_path / "run").rows for failure in row.failures]
    assert any(failure.startswith("image 0: flow leads") for failure in failures)
    assert any(failure.startswith("image 0: of") and "do not come back" in failure for failure in failures)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("000000000001.flo", b"PIEH", "expected a .flo file"),
        ("000000000001.png", b"", "expected a PNG of three channels of 16 bits"),
        ("000000000001.png", encode_kitti(Flow.unknown(7, 5)), "expected 96×72 pixels"),
    ],
)
def test_check_and_readers_name_a_damaged_file(
    clips: Path, tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    shutil.copytree(clips, tmp_path / "run")
    (tmp_path / "run" / "flow" / name).write_bytes(data)
    failures = [failure for row in check(tmp_path / "run").rows for failure in row.failures]
    assert any("image 1: flow/000000000001" in failure and sentence in failure for failure in failures)
    with pytest.raises(DatasetError):
        prelabel.open(tmp_path / "run")[1].truth_of("flow")


def test_the_two_files_must_agree(clips: Path, tmp_path: Path) -> None:
    shutil.copytree(clips, tmp_path / "run")
    shutil.copy(clips / "flow" / "000000000004.png", tmp_path / "run" / "flow" / "000000000001.png")
    failures = [failure for row in check(tmp_path / "run").rows for failure in row.failures]
    assert any("its two files differ" in failure for failure in failures)


def test_overwrite_knows_both_files(clips: Path, tmp_path: Path) -> None:
    from render.stores.claims import Claim

    claim = Claim.of((clips / "run.yaml").read_bytes(), "run.yaml")
    names = [str(path.relative_to(clips)) for name in FLOWS for path in (clips / name).iterdir()]
    assert len(names) == 30 and list(claim.mine(names)) == names
    assert not claim.holds("flow/000000000001.exr") and not claim.holds("flow/000000000099.flo")


@pytest.mark.parametrize("name", FLOWS)
def test_single_pictures_have_no_flow(name: str) -> None:
    with pytest.raises(ConfigError, match=f"passes: expected --sequence with {name}"):
        make_config({"scenes": [BOXES], "passes": (name,)})


def test_a_file_that_is_none_is_refused() -> None:
    huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (2**31 - 1).to_bytes(4, "big") * 2 + bytes(9)
    for data in (b"", b"no png", huge):
        with pytest.raises(DatasetError):
            read_kitti(data)
    with pytest.raises(DatasetError):
        read_flo(b"\0" * 20)


def test_far_motion_is_not_valid_in_kittis_numbers() -> None:
    pixels = np.array([[[511.9, 0.0], [512.1, 0.0], [np.nan, np.nan]]], np.float32)
    flow = Flow(pixels, np.zeros((1, 3, 3), np.float32), np.array([[True, True, False]]))
    got, valid = read_kitti(encode_kitti(flow))
    assert valid.tolist() == [[True, False, False]]
    assert got[0, 0].tolist() == pytest.approx([511.9, 0.0], abs=1 / 128)


def test_the_colour_wheel_is_middleburys() -> None:
    ways = np.array([[[1.0, 0.0], [-1.0, 0.0], [0.0, 0.0], [np.nan, 0.0]]])
    right, left, still, unknown = painted(ways, longest=1.0)[0].tolist()
    assert right[0] == 255 and right[1] < 10 and right[2] < 60, "red to the right"
    assert left[0] < 60 and left[2] == 255, "blue and cyan to the left"
    assert still == [255, 255, 255] and unknown == [0, 0, 0]
