"""Clips of a run: ``--count`` counts them where ``--sequence`` is given, and a run counts frames."""

from collections.abc import Collection, Mapping
from typing import Any

from assets import ConfigError

CLIPS = 8  # of a run that does not say how many
FPS = 12.0
SHARD_FRAMES = 16  # or more, so that no clip is cut


def usual(sequence: int) -> dict[str, Any]:
    """What a run has that asks for clips of so many frames, and says no more: whole clips in each shard."""
    if sequence < 1:
        return {}
    return {"count": CLIPS * sequence, "fps": FPS, "shard_frames": sequence * -(-SHARD_FRAMES // sequence)}


def in_frames(said: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a run, whose frames are counted, from what a user said, who counts clips.

    Args:
        said: by the user; of its ``count`` and ``start`` each is a frame where no sequence is asked for.
        values: the same over those of a config, whose own count and start are frames.
    """
    out = dict(values)
    frames = out.get("sequence")
    if not isinstance(frames, int):
        return out
    for key in ("count", "start"):
        if isinstance(said.get(key), int):
            out[key] = said[key] * frames
    return out


def check_clips(sequence: int | None, fps: float | None, views: int, passes: Collection[str]) -> None:
    """Raises:
    ValueError: what a run is told of clips does not fit together.
    """
    if sequence is None:
        if fps is not None:
            raise ValueError("fps: expected --sequence with it, which says how many frames a clip has")
        flow = next((name for name in passes if "flow" in name), None)
        if flow is not None:
            raise ValueError(f"passes: expected --sequence with {flow}, which is from one frame of a clip to another")
        return
    if views > 1:
        raise ValueError(f"sequence: expected one view of each scene, got {views}")


def check_still(augmentation: bool, suite: bool) -> None:
    """Raises:
    ConfigError: a run of clips is asked for what only single pictures have.
    """
    if suite:
        raise ConfigError("sequence: expected no suite, whose cells are single pictures")
    if augmentation:
        raise ConfigError("sequence: expected an augmentation that leaves things in their places, got a geometric one")
