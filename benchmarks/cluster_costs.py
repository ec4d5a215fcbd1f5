"""What a run on a cluster is told to be for the simulation (``benchmarks.cluster_model``), and what its parts cost."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """What is rendered.

    Attributes:
        cpu_s: seconds of one core that a frame takes, render calls without the card's own included.
        gpu_s: seconds of a whole card.
        start_s: seconds until a new process renders, with a core to itself.
        recycle_frames: as ``--recycle``.
        files: that a frame uploads.
    """

    frames: int = 100_000_000
    shard_frames: int = 512
    cpu_s: float = 1.45
    gpu_s: float = 0.15
    start_s: float = 8.0
    recycle_frames: int = 2000
    files: int = 1
    picture_bytes: float = 43e3
    record_bytes: float = 9.4e3


@dataclass(frozen=True)
class Machines:
    """What it is rendered on.

    Attributes:
        workers: slots that share a GPU.
        cores: of the CPU, for each GPU.
        per_machine: GPUs.
        lost_per_hour: how often a machine goes, on average.
        noticed_s: seconds until Ray gives its tasks to others; ``back_s`` until another one is there.
        slow_share: of machines, on which all takes ``slow_factor`` times as long.
        scatter: of a task's seconds around their mean, as a share of it.
    """

    gpus: int = 1
    workers: int = 8
    cores: float = 16.0
    per_machine: int = 8
    lost_per_hour: float = 0.05
    noticed_s: float = 30.0
    back_s: float = 300.0
    slow_share: float = 0.02
    slow_factor: float = 1.5
    scatter: float = 0.05


@dataclass(frozen=True)
class Around:
    """What is beside them.

    Attributes:
        task_s: seconds of the driver for a task, ``event_s`` for each frame of it.
        gap_s: seconds between two tasks of a slot.
        latency_s: of a request to the store; ``at_once`` of a task's are under way together.
        puts_per_s: that the store takes from all machines together.
        upload_mb_s: of one task.
        merge: plain, tree or none.
        merge_mb_s: of records that one core merges; ``join_mb_s`` of COCO files that are joined.
        group_frames: of a task of the merge.
    """

    task_s: float = 0.0015
    event_s: float = 24e-6
    gap_s: float = 0.02
    latency_s: float = 0.05
    at_once: int = 32
    puts_per_s: float = 3500.0
    upload_mb_s: float = 50.0
    merge: str = "tree"
    merge_mb_s: float = 16.0
    join_mb_s: float = 300.0
    group_frames: int = 65_536


PERFECT = Around(0.0, 0.0, 0.0, 0.0, 32, math.inf, math.inf, "none")  # takes no time


def slot_s(work: Work, machines: Machines) -> float:
    """Seconds that a frame takes in one slot: its own, or its turn at the card or the cores, whichever is longest."""
    turns = max(work.gpu_s, work.cpu_s / machines.cores)
    return max(work.cpu_s + work.gpu_s, machines.workers * turns)


def merge_s(work: Work, machines: Machines, around: Around) -> float:
    """Seconds of the merge: on one core, or in groups on all and then joined."""
    megabytes = work.frames * work.record_bytes / 1e6
    if around.merge == "none":
        return 0.0
    if around.merge == "plain" or work.frames <= around.group_frames:
        return megabytes / around.merge_mb_s
    groups = math.ceil(work.frames / around.group_frames)
    rounds = math.ceil(groups / max(1, int(machines.gpus * machines.cores)))
    return rounds * megabytes / groups / around.merge_mb_s + megabytes / around.join_mb_s
