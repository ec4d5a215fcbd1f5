"""What a dataset's tracks are like: how long they are, how fast things go, how often they are lost from sight."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from annotate.entries import NUMBER
from annotate.formats.source import Dataset
from assets import AttributeValue

type Values = dict[str, AttributeValue]


@dataclass
class _Track:
    scene: str
    category: str
    clip: int
    frames: list[int] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    px_speeds: list[float] = field(default_factory=list)

    def values(self, fps: float | None) -> Values:
        gaps = sum(after > before + 1 for before, after in pairwise(self.frames))
        out: Values = {"track_category": self.category, "track_frames": len(self.frames), "track_gaps": gaps}
        if fps:
            out["track_s"] = (self.frames[-1] - self.frames[0] + 1) / fps
        if self.speeds:
            out["track_speed_mps"] = math.fsum(self.speeds) / len(self.speeds)
            out["track_top_speed_mps"] = max(self.speeds)
        if self.px_speeds:
            out["track_speed_px"] = math.fsum(self.px_speeds) / len(self.px_speeds)
        return out


def track_values(dataset: Dataset) -> dict[str, list[Values]]:
    """By scene, what there is to say of each track. Nothing of still pictures.

    ``track_category``; ``track_frames`` in which it is labelled; ``track_gaps``, how often it is not in between;
    ``track_s``, seconds from its first frame to the end of its last; mean and highest speed in m/s, and mean speed in
    pixels a second.

    Raises:
        DatasetError: it cannot be read.
    """
    tracks: dict[tuple[object, int], _Track] = {}
    for split in dataset.splits:
        for record in dataset.records(split):
            clip, frame = record.image.get("video_id"), record.image.get("frame_index")
            if not isinstance(clip, int) or not isinstance(frame, int):
                continue
            for item in record.annotations:
                number = item.get("track_id")
                if isinstance(number, int):
                    name = str(dataset.categories[item["category_id"]]["name"])
                    new = _Track(str(record.image.get("scene", "")), name, clip)
                    _add(tracks.setdefault((clip, number), new), frame, item)
    out: dict[str, list[Values]] = {}
    for track in tracks.values():
        track.frames.sort()
        out.setdefault(track.scene, []).append(track.values(_fps(dataset.videos.get(track.clip, {}))))
    return out


def _add(track: _Track, frame: int, item: Mapping[str, Any]) -> None:
    track.frames.append(frame)
    for values, key, axes in ((track.speeds, "velocity", 3), (track.px_speeds, "velocity_px", 2)):
        found = item.get(key)
        if isinstance(found, list) and len(found) == axes and all(NUMBER[1](value) for value in found):
            values.append(math.hypot(*found))


def _fps(video: Mapping[str, Any]) -> float | None:
    said = video.get("fps")
    return float(said) if isinstance(said, int | float) and NUMBER[1](said) and said > 0.0 else None
