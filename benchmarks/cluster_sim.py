"""How far a run scales over GPUs, and what it costs: ``python -m benchmarks cluster_sim``.

A simulation (``benchmarks.cluster_model``), not a measurement. Seconds of a frame are those of docs/performance.md, and
``--check`` compares the simulation with real runs of Ray on this machine, whose frames are asleep for a known time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Annotated

import typer

from assets import ConfigError
from benchmarks.cluster_costs import Around, Machines, Work, merge_s, slot_s
from benchmarks.cluster_model import Outcome, simulate
from benchmarks.report import Cell, JsonFile, Quick, Report, show

GPUS = (1, 3, 10, 30, 100, 200, 300, 500, 700, 1000)
SCALES = 0.9  # of what a run's GPUs could render: below it, it no longer scales
WIDTH = 60  # letters of a bar
LETTERS = {
    "uploads": "u",
    "starts": "s",
    "slow machines": "w",
    "lost machines": "l",
    "driver": "d",
    "last tasks": "t",
    "merge": "m",
}
LIMITS = {"uploads": "store", "last tasks": "shards", "slow machines": "machines", "lost machines": "machines"}


def curve(
    work: Work, machines: Machines, around: Around, gpus: Iterable[int], run_frames: int, seed: int
) -> dict[int, Outcome]:
    """By GPUs; runs of at most ``run_frames``, one after the other."""
    found = {}
    for count in gpus:
        here = replace(machines, gpus=count)
        parts = [min(run_frames, work.frames - first) for first in range(0, work.frames, run_frames)]
        found[count] = _together(
            [simulate(replace(work, frames=part), here, around, seed + index) for index, part in enumerate(parts)]
        )
    return found


def _together(runs: Sequence[Outcome]) -> Outcome:
    """Runs one after the other; shares by what was paid for each."""
    paid = sum(run.paid_gpu_s for run in runs)

    def mean(values: Iterable[float]) -> float:
        return sum(value * run.paid_gpu_s for value, run in zip(values, runs, strict=True)) / paid

    return Outcome(
        sum(run.wall_s for run in runs),
        paid,
        mean(run.useful for run in runs),
        mean(run.busy for run in runs),
        {name: mean(run.losses[name] for run in runs) for name in runs[0].losses},
        sum(run.tasks for run in runs),
    )


def rows(found: dict[int, Outcome], frames: int, usd_per_hour: float) -> list[dict[str, Cell]]:
    return [
        {
            "GPUs": gpus,
            "hours": run.wall_s / 3600.0,
            "frames/s": frames / run.wall_s,
            "slots idle or lost, %": 100.0 * (1.0 - run.useful),
            "card idle, %": 100.0 * (1.0 - run.busy),
            "USD": run.paid_gpu_s / 3600.0 * usd_per_hour,
            "USD a million": run.paid_gpu_s / 3600.0 * usd_per_hour / frames * 1e6,
            "most is taken by": f"{run.worst[0]}, {100.0 * run.worst[1]:.1f} %",
        }
        for gpus, run in found.items()
    ]


def bars(found: dict[int, Outcome]) -> list[str]:
    """A line for each number of GPUs: what their time went into."""
    lines = []
    for gpus, run in found.items():
        ends, text = 0.0, ""
        for share, letter in ((run.useful, "#"), *((run.losses[name], letter) for name, letter in LETTERS.items())):
            ends += share
            text += letter * (round(ends * WIDTH) - len(text))
        lines.append(f"{gpus:5} |{text}| {100.0 * run.useful:.0f} %")
    told = ", ".join(f"{letter} {name}" for name, letter in LETTERS.items())
    return [f"GPUs, and what their time went into: # frames, {told}", *lines]


def stops(found: dict[int, Outcome]) -> str:
    """Where it stops to scale, and what stops it."""
    for gpus, run in found.items():
        if run.useful < SCALES:
            name, share = run.worst
            limit = LIMITS.get(name, name)
            return (
                f"stops scaling at {gpus} GPUs ({100 * run.useful:.0f} % useful): {limit} ({name} {100 * share:.0f} %)"
            )
    last = max(found)
    return f"scales to {last} GPUs: {100 * found[last].useful:.0f} % of their time is useful"


def _checked(text: str) -> tuple[int, ...]:
    numbers = tuple(int(item) if item.strip().isdecimal() else 0 for item in text.split(","))
    if not all(numbers):
        raise ConfigError(f"--gpus {text}: expected numbers from 1 between commas, such as 1,10,100")
    return tuple(sorted(set(numbers)))


def main(
    gpus: Annotated[str, typer.Option(metavar="N,...", help="How many GPUs.")] = ",".join(map(str, GPUS)),
    frames: Annotated[int, typer.Option(min=1, help="Frames.")] = Work.frames,
    run_frames: Annotated[int, typer.Option(min=1, help="Frames of one run; runs follow each other.")] = Work.frames,
    shard_frames: Annotated[int, typer.Option(min=1, help="Frames of a shard.")] = Work.shard_frames,
    cpu_s: Annotated[float, typer.Option(min=0.0, help="Seconds of one core a frame.")] = Work.cpu_s,
    gpu_s: Annotated[float, typer.Option(min=0.0, help="Seconds of a card a frame.")] = Work.gpu_s,
    start_s: Annotated[float, typer.Option(min=0.0, help="Seconds of a process's start.")] = Work.start_s,
    files: Annotated[int, typer.Option(min=1, help="Files of a frame: its picture and passes.")] = Work.files,
    workers_per_gpu: Annotated[int, typer.Option(min=1, help="Tasks that share a GPU.")] = Machines.workers,
    cores_per_gpu: Annotated[float, typer.Option(min=0.1, help="CPU cores beside a GPU.")] = Machines.cores,
    lost_per_hour: Annotated[float, typer.Option(min=0.0, help="Losses of a machine.")] = Machines.lost_per_hour,
    slow_share: Annotated[float, typer.Option(min=0.0, max=1.0, help="Of slow machines.")] = Machines.slow_share,
    slow_factor: Annotated[float, typer.Option(min=1.0, help="How slow they are.")] = Machines.slow_factor,
    latency_s: Annotated[float, typer.Option(min=0.0, help="Of a request to the store.")] = Around.latency_s,
    puts_per_s: Annotated[float, typer.Option(min=1.0, help="That the store takes in all.")] = Around.puts_per_s,
    task_s: Annotated[float, typer.Option(min=0.0, help="Seconds of the driver a task.")] = Around.task_s,
    event_s: Annotated[float, typer.Option(min=0.0, help="Seconds of the driver a frame.")] = Around.event_s,
    merge: Annotated[str, typer.Option(help="tree, plain or none.")] = Around.merge,
    join_mb_s: Annotated[float, typer.Option(min=1.0, help="MB/s that the tree's root copies.")] = Around.join_mb_s,
    usd_per_hour: Annotated[float, typer.Option(min=0.0, help="Price of a GPU hour.")] = 2.0,
    seed: Annotated[int, typer.Option(min=0, help="Of what is drawn by chance.")] = 0,
    check: Annotated[bool, typer.Option("--check", help="Against real runs of Ray here, some minutes.")] = False,
    json: JsonFile = None,
    quick: Quick = False,
) -> None:
    """Wall time, idle share and cost of a run over 1 to 1,000 GPUs, simulated."""
    if check:
        from benchmarks.cluster_check import compare

        show(compare((1,) if quick else (1, 4, 16), 8.0 if quick else 40.0), json)
        return
    if merge not in ("tree", "plain", "none"):
        raise ConfigError(f"--merge {merge}: expected tree, plain or none")
    work = Work(1_000_000 if quick else frames, shard_frames, cpu_s, gpu_s, start_s, files=files)
    machines = Machines(
        workers=workers_per_gpu,
        cores=cores_per_gpu,
        lost_per_hour=lost_per_hour,
        slow_share=slow_share,
        slow_factor=slow_factor,
    )
    around = replace(
        Around(task_s, event_s), latency_s=latency_s, puts_per_s=puts_per_s, merge=merge, join_mb_s=join_mb_s
    )
    found = curve(work, machines, around, (1, 10) if quick else _checked(gpus), run_frames, seed)
    most = max(found)
    merging = {
        how: merge_s(work, replace(machines, gpus=most), replace(around, merge=how)) for how in ("plain", "tree")
    }
    notes = [
        *bars(found),
        stops(found),
        f"a slot: {slot_s(work, machines):.2f} s a frame; the merge of one such run on {most} GPUs: "
        + ", ".join(f"{how} {seconds / 3600:.2f} h" for how, seconds in merging.items()),
    ]
    settings = {**asdict(work), **asdict(machines), **asdict(around), "run_frames": run_frames, "seed": seed}
    show(Report("cluster_sim", rows(found, work.frames, usd_per_hour), notes, settings), json)
