"""Where things of a moving picture have been: a trail of places behind each track, a frame at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

type Entry = Mapping[str, Any]

LONGEST = 24  # frames that a trail goes back


class Trails:
    """Trails of the clip that is looked at; frames are told in the order of time."""

    def __init__(self) -> None:
        self._clip: object = None
        self._frame = -1
        self._places: dict[int, list[tuple[int, list[float]]]] = defaultdict(list)

    def follow(self, image: Entry, annotations: Iterable[Entry]) -> list[dict[str, Any]]:
        """The annotations of the next frame, each of a track with its ``trail``: [x, y] pixels, the oldest first.

        A place is the middle of a box's lower side, where a thing stands. A trail begins anew with a clip, and ends
        where frames were left out.
        """
        clip, frame = image.get("video_id"), image.get("frame_index", 0)
        if clip != self._clip or frame != self._frame + 1:
            self._places.clear()
        self._clip, self._frame = clip, frame
        out = []
        for item in annotations:
            number = item.get("track_id")
            if clip is None or number is None:
                out.append(dict(item))
                continue
            x, y, w, h = item["bbox"]
            places = [place for place in self._places[number] if place[0] > frame - LONGEST]
            places.append((frame, [x + w / 2.0, y + h]))
            self._places[number] = places
            out.append({**item, "trail": [place for _, place in places]})
        return out
