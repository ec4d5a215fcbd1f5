"""What came of a run: ``summary.json`` for machines, a few sentences and a table for people.

``summary.json`` describes the last run into a folder, whether it rendered everything, a part or nothing; it is no part
of the dataset.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from render.progress.log import utc_now
from render.progress.tally import Tally
from render.progress.terminal import say
from render.stores.claims import SUMMARY_FILE

COUNTS = ("annotations", "hidden", "filtered", "ignored", "rejected_scenes")
NAMED = 20  # frames set aside that the terminal names; the file names all


def summary_json(tally: Tally, config_hash: str, directory: str | None, now: Callable[[], datetime] = utc_now) -> bytes:
    """The text of ``summary.json``, to be written whole or not at all.

    Args:
        config_hash: ``RunConfig.content_hash()``.
        directory: that the run was started in, relative to the dataset's folder; None where that says nothing.
    """
    return (json.dumps(summary(tally, config_hash, directory, now()), indent=2, ensure_ascii=False) + "\n").encode()


def summary(tally: Tally, config_hash: str, directory: str | None, ended: datetime) -> dict[str, Any]:
    """All figures of a run. Seconds by stage are added up over workers; ``wall_seconds`` passed on a steady clock."""
    wall = tally.elapsed_seconds()
    return {
        "config": config_hash,
        "directory": directory,
        "how": tally.how,
        "error": tally.error,
        "started": _iso(ended - timedelta(seconds=wall)),
        "ended": _iso(ended),
        "frames": tally.frames,
        "already_there": tally.already_there,
        "rendered": tally.done,
        **{name: tally.counts[name] for name in COUNTS},
        "wall_seconds": round(wall, 3),
        "frames_per_second": round(tally.mean_rate(), 4),
        "seconds": {
            stage: {"wall": round(seconds.wall, 3), "cpu": round(seconds.cpu, 3)}
            for stage, seconds in tally.seconds.items()
        },
        "workers": tally.planned_workers,
        "devices": tally.devices,
        "peak_rss_bytes": tally.peak_rss_bytes,
        "retries": tally.retries,
        "workers_taken_back": tally.taken_back,
        "workers_replaced": dict(sorted(tally.ends.items())),
        "set_aside": [
            {"frame": frame.frame, "seed": frame.seed, "attempts": frame.attempts, "reason": frame.reason}
            for frame in sorted(tally.set_aside, key=lambda frame: frame.frame)
        ],
    }


def print_summary(console: Console, tally: Tally) -> None:
    """Say how a run went."""
    for sentence in sentences(tally):
        say(console, sentence)
    if tally.done:
        console.print(seconds_table(tally))


def sentences(tally: Tally) -> tuple[str, ...]:
    """What was made, what went wrong on the way, and how to go on where something is missing."""
    return (_made(tally), *_troubles(tally), *_set_aside(tally), *_how_to_go_on(tally))


def seconds_table(tally: Tally) -> Table:
    """Seconds a frame by stage, added up over workers: what one worker spends on one frame."""
    table = Table(box=None, header_style="dim")
    for heading in ("stage", "CPU s a frame", "wall s a frame"):
        table.add_column(heading, justify="left" if heading == "stage" else "right")
    for stage, seconds in tally.seconds.items():
        table.add_row(stage, f"{seconds.cpu / tally.done:.3f}", f"{seconds.wall / tally.done:.3f}")
    return table


def _made(tally: Tally) -> str:
    counts = tally.counts
    parts = [f"{tally.out}: {tally.done} frames rendered"]
    if tally.already_there:
        parts.append(f"{tally.already_there} were there")
    parts.append(f"{counts['annotations']} annotations")
    if counts["hidden"]:
        parts.append(f"{counts['hidden']} instances wholly hidden")
    if counts["filtered"]:
        parts.append(f"{counts['filtered']} filtered out (too small or too little visible)")
    if counts["ignored"]:
        parts.append(f"{counts['ignored']} of them to be ignored")
    if counts["rejected_scenes"]:
        parts.append(f"{counts['rejected_scenes']} scenes sampled again")
    return ", ".join(parts)


def _troubles(tally: Tally) -> tuple[str, ...]:
    parts = []
    if tally.retries:
        parts.append(f"{_count(tally.retries, 'frame')} tried again")
    if tally.ends:
        reasons = ", ".join(f"{count} {reason}" for reason, count in tally.ends.most_common())
        parts.append(f"{_count(tally.ends.total(), 'worker')} replaced ({reasons})")
    if tally.taken_back:
        went_on = f"the run went on with {tally.planned_workers}"
        parts.append(f"{_count(tally.taken_back, 'worker')} taken back for want of GPU memory, {went_on}")
    return (", ".join(parts),) if parts else ()


def _set_aside(tally: Tally) -> tuple[str, ...]:
    frames = sorted(tally.set_aside, key=lambda frame: frame.frame)
    lines = [
        f"frame {frame.frame} (seed {frame.seed}) set aside after {_count(frame.attempts, 'attempt')}: {frame.reason}"
        for frame in frames[:NAMED]
    ]
    if len(frames) > NAMED:
        lines.append(f"{len(frames) - NAMED} more frames set aside; {SUMMARY_FILE} names them all")
    return tuple(lines)


def _how_to_go_on(tally: Tally) -> tuple[str, ...]:
    if tally.how in {"stopped", "failed"} and tally.there:
        return (f"{tally.how}: {tally.there} of {tally.frames} frames are there; the same command continues",)
    if tally.how == "stopped":
        return ("stopped before the first frame was finished; the same command starts anew",)
    if tally.set_aside:
        return (
            f"incomplete: {tally.there} of {tally.frames} frames are there; the same command tries the others again",
        )
    return ()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
