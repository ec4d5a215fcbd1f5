"""COCO-VID: COCO with ``videos``, as MMTracking and its successors read it; and TAO's JSON, which is nearly that.

Sources: MMTracking's CocoVID (https://github.com/open-mmlab/mmtracking, mmtrack/datasets/parsers/coco_video_parser.py)
and TAO's API (https://github.com/TAO-Dataset/tao). Frames count from 0 there, as in a run.

A file is written from two walks through the dataset, images first, so that tracks are all that is in memory.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from annotate.formats.clips import Clip, clips, frame_index
from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target, is_ignored

type Row = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """In what the two formats differ.

    Attributes:
        video: what a clip's entry has besides id, name and size.
        image: an image's besides id, file and size.
        annotation: an annotation's besides COCO's own and its track.
        category: a category's entry.
        keeps_ignored: whether annotations can be marked as ignored.
    """

    video: Callable[[Clip], Row]
    image: Callable[[Clip, Record], Row]
    annotation: Callable[[Clip, Row], Row]
    category: Callable[[Row], Row]
    keeps_ignored: bool


@dataclass
class _Tracks:
    """What was seen of the tracks so far, by id."""

    rows: dict[int, Row] = field(default_factory=dict)

    def add(self, clip: Clip, annotation: Row) -> None:
        number, category = annotation["track_id"], annotation["category_id"]
        self.rows.setdefault(number, {"id": number, "category_id": category, "video_id": clip.number})


def write_file(dataset: Dataset, target: Target, split: str, name: str, layout: Layout) -> None:
    """One split's JSON and pictures, which go to ``images/SPLIT/CLIP/``."""
    tracks, videos = _Tracks(), list[Row]()
    with target.lines(name) as file:
        file.write(f'{{"info":{_json(dict(dataset.info))},\n')
        file.write(f'"categories":{_json([layout.category(row) for row in dataset.categories.values()])},\n')
        images = _List(file, "images")
        for clip in clips(dataset, split):
            width, height = clip.size
            videos.append(
                {"id": clip.number, "name": clip.name, "width": width, "height": height, **layout.video(clip)}
            )
            for record in clip.records:
                place = f"{split}/{clip.name}/{record.file_name}"
                target.picture(record, f"images/{place}")
                images.add({"id": record.image["id"], "video_id": clip.number, "file_name": place, "width": width}
                           | {"height": height} | layout.image(clip, record))  # fmt: skip
                for annotation in record.annotations:
                    if layout.keeps_ignored or not is_ignored(annotation):
                        tracks.add(clip, annotation)
                    else:
                        target.left_out("are to be ignored, which the format has no word for")
        images.end()
        annotations = _List(file, "annotations")
        for clip in clips(dataset, split):
            for record in clip.records:
                for annotation in record.annotations:
                    if layout.keeps_ignored or not is_ignored(annotation):
                        annotations.add(_annotation(clip, annotation) | layout.annotation(clip, annotation))
        annotations.end()
        file.write(f'"tracks":{_json(sorted(tracks.rows.values(), key=lambda row: int(row["id"])))},\n')
        file.write(f'"videos":{_json(videos)}}}\n')


def _annotation(clip: Clip, annotation: Row) -> Row:
    box = annotation["bbox"]
    return {
        "id": annotation["id"],
        "image_id": annotation["image_id"],
        "video_id": clip.number,
        "track_id": annotation["track_id"],
        "category_id": annotation["category_id"],
        "bbox": box,
        "area": annotation.get("area", box[2] * box[3]),
        "segmentation": annotation.get("segmentation", []),
        "iscrowd": annotation.get("iscrowd", 0),
    }


@dataclass
class _List:
    """A list of a JSON file, an entry a line."""

    file: TextIO
    name: str
    separator: str = "\n"

    def __post_init__(self) -> None:
        self.file.write(f'"{self.name}":[')

    def add(self, row: Row) -> None:
        self.file.write(f"{self.separator}{_json(row)}")
        self.separator = ",\n"

    def end(self) -> None:
        self.file.write("\n],\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write(dataset: Dataset, target: Target) -> None:
    for split in dataset.splits:
        write_file(dataset, target, split, f"annotations/{split}.json", COCO_VID)


def _more(row: Mapping[str, Any], without: Iterable[str]) -> Row:
    return {key: value for key, value in row.items() if key not in without}


# MMTracking calls a track's number ``instance_id``; what a run says of a thing stays, but for that name.
COCO_VID = Layout(
    video=lambda clip: {"fps": clip.fps, "length": len(clip.records)},
    image=lambda clip, record: {
        "frame_id": frame_index(record) - frame_index(clip.records[0]),
        **_more(record.image, ("id", "video_id", "file_name", "width", "height")),
    },
    annotation=lambda clip, item: {**_more(item, ("instance_id",)), "instance_id": item["track_id"]},
    category=dict,
    keeps_ignored=True,
)
FORMAT = Format("coco-vid", "COCO with videos and tracks, as MMTracking reads it", write)
