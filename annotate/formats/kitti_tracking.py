"""KITTI's tracking benchmark: the labels of ``annotate.formats.kitti`` with frames and tracks, a text file a clip.

Source: the development kit's readme, https://www.cvlibs.net/datasets/kitti/eval_tracking.php.
"""

from collections.abc import Mapping

from annotate.formats.clips import clips
from annotate.formats.kitti import calibration, count_lost, kitti_names, label_row
from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target, is_ignored
from annotate.formats.walk import Entry

CUT = (0.15, 0.5)  # shares outside the picture from which on a thing is "partly" (1) and "largely" (2) truncated


def write(dataset: Dataset, target: Target) -> None:
    names, number = kitti_names(dataset), 0
    for split in dataset.splits:
        seqmap = "training" if split == "train" else split
        with target.lines(f"training/evaluate_tracking.seqmap.{seqmap}") as members:
            for clip in clips(dataset, split):
                sequence = f"{number:04d}"
                number += 1
                suffix = clip.records[0].file_name.removeprefix(clip.records[0].stem)
                matrix = calibration(clip.records[0])
                target.text(f"training/calib/{sequence}.txt", matrix)
                with target.lines(f"training/label_02/{sequence}.txt") as lines:
                    for place, record in enumerate(clip.records):
                        target.picture(record, f"training/image_02/{sequence}/{place:06d}{suffix}")
                        lines.writelines(rows(record, place, names))
                        count_lost(record, target)
                        if calibration(record) != matrix:
                            target.note("pictures have another camera matrix than their clip's first, which calib has")
                members.write(f"{sequence} empty {0:06d} {len(clip.records):06d}\n")
    target.note("calib has no place for where the camera is: take that from the dataset's own file", 0)


def rows(record: Record, place: int, names: Mapping[int, str]) -> list[str]:
    """A picture's lines of its clip's label file: the frame from 0, the track, and KITTI's 15 words."""
    return [
        f"{place} {-1 if is_ignored(item) else item['track_id']} {label_row(item, record, names, cut_level)}\n"
        for item in record.annotations
    ]


def cut_level(annotation: Entry) -> str:
    """0 whole, 1 partly, 2 largely outside the picture; -1 for unknown."""
    share = annotation.get("truncation")
    return "-1" if share is None else str(sum(share >= edge for edge in CUT))


FORMAT = Format("kitti-tracking", "KITTI's tracking benchmark, 2D and 3D", write)
