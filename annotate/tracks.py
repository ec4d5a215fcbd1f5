"""What a moving picture's labels say beside a still one's: which clip, which track, how fast, coming or going."""

from collections.abc import Mapping
from typing import Any

from annotate.moving import Moving
from assets import SceneError
from scenes import SceneSpec

TRACKS_PER_CLIP = 100_000  # track ids of a clip start at its number times this
LABELS_PER_THING = 10  # an instance's tracks start there at its id times this
MOST_INSTANCE = TRACKS_PER_CLIP // LABELS_PER_THING - 1


def track_id(clip: int, instance_id: int, label: int = 0) -> int:
    """Of one label of one instance: constant within a clip, unique in a dataset.

    Args:
        label: its place among the labels of the instance's asset: a head and its face are two tracks.

    Raises:
        SceneError: no id is left for it.
    """
    if not 0 < instance_id <= MOST_INSTANCE or not 0 <= label < LABELS_PER_THING:
        raise SceneError(
            f"track: expected instance ids of 1 to {MOST_INSTANCE} in clips, and at most "
            f"{LABELS_PER_THING} labels each, got instance {instance_id}, label {label + 1}"
        )
    return clip * TRACKS_PER_CLIP + instance_id * LABELS_PER_THING + label


def frame_of(clip_of: tuple[int, int], spec: SceneSpec) -> dict[str, Any]:
    """What an image's entry says of its place in a clip: the clip's number, and the frame's within it."""
    return {"video_id": clip_of[0], "frame_index": clip_of[1], "seconds": round(spec.seconds, 6)}


def tracks(spec: SceneSpec, clip_of: tuple[int, int] | None, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an annotation says of its motion; nothing in a still picture.

    Args:
        spec: the scene at the annotation's moment.
        clip_of: number of the clip, and of the frame within it.
        entry: of an annotation, or of something hidden: ``instance_id`` and ``category``, perhaps ``truncation``.
    """
    if clip_of is None or spec.motion is None:
        return {}
    place = next(i for i, placed in enumerate(spec.placed) if placed.instance_id == entry["instance_id"])
    labels = [label.category for label in spec.placed[place].asset.labels]
    number = track_id(clip_of[0], entry["instance_id"], labels.index(entry["category"]))
    moving = Moving(spec, spec.motion, place)
    since = {"occluded_since": moving.occluded_since(clip_of[1])}
    if "bbox" not in entry:
        return {"track_id": number, **since}
    return {"track_id": number, **moving.velocities(), **since, **moving.crossing(float(entry["truncation"]))}
