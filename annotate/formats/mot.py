"""MOTChallenge: a folder for each clip, with its pictures, a text file of boxes and one of what the clip is.

Source: "MOT16: A Benchmark for Multi-Object Tracking", arXiv 1603.00831, tables 6 and 7. Frames, ids and pixels count
from 1: the picture's top left corner is at (1, 1).
"""

from collections.abc import Mapping

from annotate.formats.clips import Clip, clips
from annotate.formats.source import Dataset, Record
from annotate.formats.target import Format, Target, is_ignored

CLASSES = {"person": 1, "car": 3, "bicycle": 4, "motorcycle": 5}  # where MOTChallenge means the same
FIRST_OWN = 14  # MOTChallenge's own end with 13


def write(dataset: Dataset, target: Target) -> None:
    numbers = class_numbers(dataset)
    for split in dataset.splits:
        with target.lines(f"seqmaps/{split}.txt") as members:
            members.write("name\n")
            for clip in clips(dataset, split):
                suffix = clip.records[0].file_name.removeprefix(clip.records[0].stem)
                folder = f"{split}/{clip.name}"
                target.text(f"{folder}/seqinfo.ini", sequence_info(clip, suffix))
                with target.lines(f"{folder}/gt/gt.txt") as boxes:
                    for place, record in enumerate(clip.records, start=1):
                        target.picture(record, f"{folder}/img1/{place:06d}{suffix}")
                        boxes.writelines(rows(record, place, numbers))
                members.write(f"{clip.name}\n")
    named = {number: dataset.categories[category]["name"] for category, number in numbers.items()}
    target.text("labels.txt", "".join(f"{number} {named[number]}\n" for number in sorted(named)))
    if max(numbers.values()) >= FIRST_OWN:
        target.note("categories that MOTChallenge has no number for got numbers of their own: see labels.txt", 0)


def rows(record: Record, place: int, numbers: Mapping[int, int]) -> list[str]:
    """A picture's lines of gt.txt: frame, id, left, top, width, height, whether it counts, class, visible share.

    Args:
        place: the frame's number, from 1.
        numbers: class by category id.
    """
    out = []
    for item in record.annotations:
        x, y, w, h = item["bbox"]
        box = ",".join(f"{round(float(value), 2):.2f}" for value in (x + 1.0, y + 1.0, w, h))
        visible = float(item.get("visible_fraction", 1.0))
        counts, kind = int(not is_ignored(item)), numbers[item["category_id"]]
        out.append(f"{place},{item['track_id']},{box},{counts},{kind},{visible:.4f}\n")
    return out


def sequence_info(clip: Clip, suffix: str) -> str:
    """seqinfo.ini."""
    width, height = clip.size
    lines = (
        f"name={clip.name}",
        "imDir=img1",
        f"frameRate={clip.fps:g}",
        f"seqLength={len(clip.records)}",
        f"imWidth={width}",
        f"imHeight={height}",
        f"imExt={suffix}",
    )
    return "[Sequence]\n" + "".join(f"{line}\n" for line in lines)


def class_numbers(dataset: Dataset) -> dict[int, int]:
    """MOTChallenge's class by category id; others are counted from ``FIRST_OWN`` on by id."""
    own = [number for number, row in dataset.categories.items() if row["name"] not in CLASSES]
    return {
        number: FIRST_OWN + own.index(number) if number in own else CLASSES[str(row["name"])]
        for number, row in dataset.categories.items()
    }


FORMAT = Format("mot", "MOTChallenge: boxes with tracks, a folder for each clip", write)
