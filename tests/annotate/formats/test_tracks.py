"""Formats of tracks, read back by TrackEval; and by the standards of each, word by word."""

import configparser
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trackeval
from numpy.typing import NDArray

from annotate.formats import export
from annotate.formats.kitti_tracking import cut_level
from assets import DatasetError

from .conftest import CLIP, FPS, HEIGHT, WIDTH, write
from .tracker import follow

FRAMES, THINGS = 24, 5


def moving(person: bool = True) -> list[dict[str, Any]]:
    """Two clips in which things drive across the picture at their own speeds, each half as high as it is wide."""
    rng = np.random.default_rng(11)
    out = []
    for clip in range(2):
        place, speed = rng.uniform([2, 2], [30, 34], (THINGS, 2)), rng.uniform(-0.8, 0.8, (THINGS, 2))
        for time in range(FRAMES):
            number = clip * FRAMES + time
            annotations = []
            for thing in range(THINGS):
                x, y = place[thing] + time * speed[thing]
                box = [max(x, 0.0), max(y, 0.0), min(x + 12, WIDTH) - max(x, 0.0), min(y + 6, HEIGHT) - max(y, 0.0)]
                if min(box[2:]) >= 2.0:
                    annotations.append({
                        "id": number * 10_000 + thing + 1,
                        "image_id": number,
                        "category": "person" if person else "car",
                        "bbox": [round(value, 2) for value in box],
                        "area": 10,
                        "track_id": 100 * clip + thing,
                        "truncation": round(1.0 - box[2] * box[3] / 72.0, 4),
                        "occlusion": 0.0,
                        "visible_fraction": 0.75,
                    })  # fmt: skip
            image = {"id": number, "file_name": f"{number:012d}.jpg", "width": WIDTH, "height": HEIGHT}
            image |= {"camera": {"K": [[50.0, 0, 32.0], [0, 50.0, 24.0], [0, 0, 1.0]]}}
            image |= {"video_id": clip, "frame_index": time, "seconds": time / FPS}
            out.append({"image": image, "annotations": annotations})
    return out


def corners(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], axis=1)


def judged(dataset: Any, kind: str) -> dict[str, Any]:
    """What TrackEval says of a tracker's results on a dataset: its CLEAR metrics over all clips."""
    settings = {"USE_PARALLEL": False, "PRINT_RESULTS": False, "PRINT_CONFIG": False, "TIME_PROGRESS": False}
    silent = {**settings, "OUTPUT_SUMMARY": False, "OUTPUT_DETAILED": False, "PLOT_CURVES": False}
    metric = trackeval.metrics.CLEAR({"PRINT_CONFIG": False})
    results, messages = trackeval.Evaluator({**silent, "BREAK_ON_ERROR": True}).evaluate([dataset], [metric])
    assert messages[dataset.get_name()]["kalman"] == "Success"
    out: dict[str, Any] = results[dataset.get_name()]["kalman"]["COMBINED_SEQ"][kind]["CLEAR"]
    return out


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    return write(tmp_path / "clips", moving(), categories=("person",))


def test_trackeval_reads_motchallenge_and_a_kalman_filter_follows_its_boxes(clips: Path, tmp_path: Path) -> None:
    summary = export(clips, "mot", tmp_path / "mot")
    assert (summary.images, summary.annotations) == (2 * FRAMES, sum(len(item["annotations"]) for item in moving()))
    out = tmp_path / "trackers" / "kalman" / "data"
    out.mkdir(parents=True)
    for clip in ("000000", "000001"):
        truth = np.loadtxt(tmp_path / "mot" / "train" / clip / "gt" / "gt.txt", delimiter=",", ndmin=2)
        frames = [truth[truth[:, 0] == number, 2:6] for number in range(1, FRAMES + 1)]
        rows = []
        for number, (boxes, found) in enumerate(zip(frames, follow([corners(b) for b in frames]), strict=True), 1):
            rows += [
                f"{number},{who},{','.join(f'{value:.2f}' for value in box)},1,-1,-1,-1"
                for box, who in zip(boxes.tolist(), found, strict=True)
            ]
        (out / f"{clip}.txt").write_text("\n".join(rows) + "\n")
    dataset = trackeval.datasets.MotChallenge2DBox(
        {
            "GT_FOLDER": str(tmp_path / "mot" / "train"),
            "TRACKERS_FOLDER": str(tmp_path / "trackers"),
            "SEQMAP_FILE": str(tmp_path / "mot" / "seqmaps" / "train.txt"),
            "SKIP_SPLIT_FOL": True,
            "PRINT_CONFIG": False,
        }
    )
    clear = judged(dataset, "pedestrian")
    assert clear["MOTA"] >= 0.9
    assert clear["CLR_FN"] == clear["CLR_FP"] == 0, "boxes are those that it was given"
    assert clear["CLR_Frames"] == 2 * FRAMES


def test_motchallenge_counts_from_1_and_says_what_a_clip_is(clips: Path, tmp_path: Path) -> None:
    export(clips, "mot", tmp_path / "mot")
    first = (tmp_path / "mot" / "train" / "000000" / "gt" / "gt.txt").read_text().splitlines()[0].split(",")
    x, y, w, h = moving()[0]["annotations"][0]["bbox"]
    assert first[:2] == ["1", "0"]
    assert list(map(float, first[2:6])) == pytest.approx([x + 1, y + 1, w, h], abs=0.005)
    assert first[6:] == ["1", "1", "0.7500"]
    info = configparser.ConfigParser()
    info.read(tmp_path / "mot" / "train" / "000000" / "seqinfo.ini")
    assert dict(info["Sequence"]) == {
        **{"name": "000000", "imdir": "img1", "framerate": "10", "seqlength": str(FRAMES)},
        **{"imwidth": str(WIDTH), "imheight": str(HEIGHT), "imext": ".jpg"},
    }
    names = sorted(path.name for path in (tmp_path / "mot" / "train" / "000001" / "img1").iterdir())
    assert names == [f"{number:06d}.jpg" for number in range(1, FRAMES + 1)]


def test_categories_that_motchallenge_lacks_get_numbers_of_their_own(own: Path, tmp_path: Path) -> None:
    summary = export(own, "mot", tmp_path / "mot")
    assert (tmp_path / "mot" / "labels.txt").read_text() == "3 car\n14 traffic cone\n"
    assert any("labels.txt" in note for note in summary.notes)


def test_what_is_ignored_does_not_count(own: Path, tmp_path: Path) -> None:
    path = own / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    content["annotations"][0]["ignore"] = 1
    path.write_text(json.dumps(content))
    export(own, "mot", tmp_path / "mot")
    rows = (tmp_path / "mot" / "train" / "000000" / "gt" / "gt.txt").read_text().splitlines()
    assert [row.split(",")[6] for row in rows[:2]] == ["0", "1"]
    export(own, "kitti-tracking", tmp_path / "kitti")
    row = (tmp_path / "kitti" / "training" / "label_02" / "0000.txt").read_text().splitlines()[0].split()
    assert row[:3] == ["0", "-1", "DontCare"]
    assert export(own, "tao", tmp_path / "tao").annotations == len(content["annotations"]) - 1


def test_trackeval_reads_kittis_tracks(tmp_path: Path) -> None:
    dataset = write(tmp_path / "clips", moving(person=False), categories=("car",))
    export(dataset, "kitti-tracking", tmp_path / "kitti")
    root = tmp_path / "kitti" / "training"
    assert (root / "evaluate_tracking.seqmap.training").read_text() == (
        f"0000 empty 000000 {FRAMES:06d}\n0001 empty 000000 {FRAMES:06d}\n"
    )
    out = tmp_path / "trackers" / "kalman" / "data"
    out.mkdir(parents=True)
    for sequence in ("0000", "0001"):  # the truth as a tracker would hand it in
        lines = (root / "label_02" / f"{sequence}.txt").read_text().splitlines()
        assert all(len(line.split()) == 17 for line in lines)
        (out / f"{sequence}.txt").write_text("".join(f"{line} 1.0\n" for line in lines))
    reader = trackeval.datasets.Kitti2DBox(
        {
            **{"GT_FOLDER": str(root), "TRACKERS_FOLDER": str(tmp_path / "trackers")},
            **{"CLASSES_TO_EVAL": ["car"], "PRINT_CONFIG": False},
        }
    )
    raw = reader.get_raw_seq_data("kalman", "0000")
    boxes = [item["bbox"] for item in moving()[0]["annotations"]]
    assert raw["gt_dets"][0] == pytest.approx(corners(np.array(boxes)) - 0.5, abs=0.51)
    assert raw["gt_ids"][0].tolist() == [item["track_id"] for item in moving()[0]["annotations"]]
    assert len(list((root / "image_02" / "0001").iterdir())) == FRAMES
    assert (root / "calib" / "0001.txt").read_text().startswith("P0: ")


@pytest.mark.parametrize(("share", "level"), [(None, "-1"), (0.1, "0"), (0.15, "1"), (0.5, "2")])
def test_kittis_truncation_is_a_level(share: float | None, level: str) -> None:
    assert cut_level({} if share is None else {"truncation": share}) == level


def test_trackeval_reads_taos_tracks(clips: Path, tmp_path: Path) -> None:
    export(clips, "tao", tmp_path / "tao")
    content = json.loads((tmp_path / "tao" / "annotations" / "train.json").read_text())
    data = tmp_path / "trackers" / "kalman" / "data"
    data.mkdir(parents=True)
    keys = ("image_id", "category_id", "bbox", "track_id", "video_id")
    rows = [{key: item[key] for key in keys} | {"score": 1.0} for item in content["annotations"]]
    (data / "results.json").write_text(json.dumps(rows))
    dataset = trackeval.datasets.TAO(
        {
            **{"GT_FOLDER": str(tmp_path / "tao" / "annotations"), "TRACKERS_FOLDER": str(tmp_path / "trackers")},
            "PRINT_CONFIG": False,
        }
    )
    clear = judged(dataset, "person")
    assert clear["MOTA"] == 1.0 and clear["CLR_TP"] == len(rows) > 100


def test_coco_vid_has_videos_frames_and_tracks(dataset: Path, tmp_path: Path, coco: dict[str, Any]) -> None:
    export(dataset, "coco-vid", tmp_path / "vid")
    content = json.loads((tmp_path / "vid" / "annotations" / "train.json").read_text())
    (video,) = content["videos"]
    assert video == {"id": 0, "name": "000000", "width": WIDTH, "height": HEIGHT, "fps": FPS, "length": CLIP}
    assert [image["frame_id"] for image in content["images"]] == [0, 1, 2, 3]
    assert {image["video_id"] for image in content["images"]} == {0}
    assert all((tmp_path / "vid" / "images" / image["file_name"]).is_file() for image in content["images"])
    own = {item["id"]: item for item in coco["annotations"]}
    for item in content["annotations"]:
        assert item["instance_id"] == item["track_id"] == own[item["id"]]["track_id"]
        assert (item["bbox"], item["attributes"]) == (own[item["id"]]["bbox"], own[item["id"]]["attributes"])
    assert [track["id"] for track in content["tracks"]] == [1, 2, 3]
    assert {(track["video_id"]) for track in content["tracks"]} == {0}
    second = json.loads((tmp_path / "vid" / "annotations" / "val.json").read_text())
    assert [image["frame_id"] for image in second["images"]] == [0, 1]


@pytest.mark.parametrize("to", ["mot", "kitti-tracking", "coco-vid", "tao"])
@pytest.mark.parametrize(
    ("kind", "key", "sentence"),
    [
        ("images", "video_id", "image 0: expected 'video_id' of a clip, as prelabel render --sequence gives it"),
        ("images", "frame_index", "image 0: expected 'frame_index' of a clip"),
        ("annotations", "track_id", "annotation 1: expected a 'track_id'"),
        ("images", "seconds", "image 0: expected clip 0 to have 'fps'"),
    ],
)
def test_a_dataset_of_stills_is_refused(own: Path, tmp_path: Path, to: str, kind: str, key: str, sentence: str) -> None:
    path = own / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    for item in content[kind]:
        del item[key]
    path.write_text(json.dumps(content))
    with pytest.raises(DatasetError, match=sentence):
        export(own, to, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_clips_with_gaps_are_refused(own: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="image 3: expected frame 2 of clip 0, got 3"):
        export(own, "mot", tmp_path / "out", wanted=lambda number: number != 2)
    export(own, "mot", tmp_path / "tail", wanted=lambda number: number in (1, 2))
    assert (tmp_path / "tail" / "train" / "000000" / "gt" / "gt.txt").read_text().startswith("1,")


def test_clips_are_called_and_timed_as_the_dataset_says(own: Path, tmp_path: Path) -> None:
    path = own / "annotations" / "instances.json"
    content = json.loads(path.read_text())
    content["videos"] = [{"id": 0, "name": "street-7", "fps": 12}, {"id": 1, "name": "../elsewhere", "fps": 12.5}]
    path.write_text(json.dumps(content))
    export(own, "mot", tmp_path / "out")
    names = {path.name for path in (tmp_path / "out" / "train").iterdir()}
    assert names == {"street-7", "000001"}, "a folder is called by plain names alone"
    assert "frameRate=12\n" in (tmp_path / "out" / "train" / "street-7" / "seqinfo.ini").read_text()
    assert "frameRate=12.5\n" in (tmp_path / "out" / "train" / "000001" / "seqinfo.ini").read_text()
