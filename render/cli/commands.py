"""What the commands do, once their options are read. Imports Blender only where a picture is rendered."""

import os
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from annotate import check
from assets import StorageError
from render.batch.run import Batch, run_batch
from render.cli.stats import balance_lines
from render.progress.display import progress
from render.progress.events import Event, Sink
from render.progress.log import json_log
from render.progress.stopwatch import Stopwatch
from render.progress.summary import print_summary, summary_json
from render.progress.tally import Tally
from render.progress.terminal import as_it_is, say
from render.run.deep import Again, render_again, run_config
from render.run.frames import Renderer
from render.run.here import run
from render.run.pipeline import leave_records, merge
from render.run.signing import check_signer
from render.run.start import BLENDER, start_renderer
from render.settings.config import RunConfig, load_yaml
from render.settings.whereabouts import home_of, working_in
from render.stores import is_url, open_store
from render.stores.claims import RUN_FILE, SUMMARY_FILE
from render.stores.reuse import Reuse
from render.stores.verify import local_copy, record_rows, settings_of

RENDERER = BLENDER
INCOMPLETE, SIGNALLED = 1, 128  # exit codes; the second is added to the signal's number, as shells do


@dataclass(frozen=True)
class Cluster:
    """Attributes:
    address: as ``render.cluster.driver.run_on_cluster`` takes it.
    cpus, gpus: that each task takes; None is what ``ClusterOptions`` has.
    group_shards: of a group that gets COCO files of its own; None makes none.
    """

    address: str
    cpus: float | None = None
    gpus: float | None = None
    group_shards: int | None = None


def render_dataset(
    config: RunConfig,
    out: str,
    reuse: Reuse,
    batch: Batch,
    log: Path | None,
    quiet: bool,
    console: Console,
    cluster: Cluster | None = None,
) -> int:
    """Render a run into ``out``, show how far it is, and say what came of it; returns the exit code.

    Args:
        out: a folder or a URL.
        cluster: where to render in place of this machine's workers.
    """
    check_signer(config, cluster is not None)
    tally = Tally()
    try:
        with _listeners(tally, log, quiet, console) as tell:
            signal = None
            if cluster is not None:
                signal = _on_cluster(config, out, cluster, batch, reuse, tell)
            elif batch.workers == 0:
                merging = merge if batch.merge else leave_records
                run(config, Path(out), lambda watch: start_renderer(RENDERER, config, 0, watch), reuse, tell, merging)
            else:
                say_it = partial(say, console)
                signal = run_batch(config, Path(out), replace(batch, factory=RENDERER), reuse, tell, say_it)
    finally:
        _sum_up(tally, out, config, console)
    if not batch.merge:
        say(console, f"{out}: COCO files were not written; prelabel merge {out} does")
    elif not signal and not is_url(out):
        say(console, *balance_lines(Path(out.removeprefix("file://")), config))
    return SIGNALLED + signal if signal else INCOMPLETE if tally.set_aside else 0


@contextmanager
def _listeners(tally: Tally, log: Path | None, quiet: bool, console: Console) -> Iterator[Sink]:
    """All that hear what happens in a run, as one."""
    with ExitStack() as stack:
        sinks: list[Sink] = [tally, stack.enter_context(progress(console, quiet))]
        if log is not None:
            sinks.append(stack.enter_context(json_log(log, console)))

        def tell(event: Event) -> None:
            for sink in sinks:
                sink(event)

        yield tell


def _sum_up(tally: Tally, out: str, config: RunConfig, console: Console) -> None:
    if tally.there:
        with suppress(StorageError):  # where the disk is full, that is said already
            open_store(out).write(SUMMARY_FILE, summary_json(tally, config.content_hash(), started_in(out)))
    if tally.there or tally.how == "stopped":
        print_summary(console, tally)


def _on_cluster(config: RunConfig, out: str, cluster: Cluster, batch: Batch, reuse: Reuse, tell: Sink) -> int | None:
    from render.cluster.driver import ClusterOptions, run_on_cluster

    limits = batch.limits
    cpus = ClusterOptions.cpus if cluster.cpus is None else cluster.cpus
    options = ClusterOptions(
        *(RENDERER, cpus, cluster.gpus, limits.frame_s, limits.recycle_frames, batch.workers_per_gpu, batch.merge),
        group_shards=cluster.group_shards,
    )
    return run_on_cluster(config, out, cluster.address, options, reuse, tell)


def merge_dataset(
    place: str, console: Console, cluster: str | None, group_shards: int | None, allow_upgrade: bool, trust: bool
) -> bool:
    """Write the COCO files of a run; True where all of its frames are there.

    Args:
        place: a folder or a URL.
        trust: see ``check_dataset``.
    """
    from render.cluster.merging import merge_run

    with settings_of(place, "merge") as run, working_in(home_of(run, load_yaml(run))):
        config = run_config(run.parent, None, trust, lambda text: say(console, text))
        at = place if is_url(place) else str(run.parent)
        missing = merge_run(config, at, cluster, group_shards, allow_upgrade)
    there = config.count - missing
    more = "; the same render command renders the others" if missing else ""
    say(console, f"{place}: {there} of {config.count} frames merged{more}")
    return not missing


def preview(config: RunConfig, out: Path | None, what: Collection[str], quiet: bool, console: Console) -> None:
    """``render.cli.previewing.preview_scene`` with this process's renderer."""
    from render.cli.previewing import preview_scene

    preview_scene(config, out, what, quiet, console, _renderer)


def check_dataset(
    place: str,
    printer: Console,
    console: Console,
    sample: int = 0,
    device: str | None = None,
    trust: bool = False,
) -> bool:
    """Print what ``check`` finds in a dataset; True where all is right.

    Args:
        place: a folder or a URL.
        sample: how many frames to render again and compare.
        device: where to; the run's own by default.
        trust: run the Python files that ``run.yaml`` names for it, whoever wrote them.
    """
    with local_copy(place) as folder:
        rows, notes = (*check(folder).rows, *record_rows(folder)), tuple[str, ...]()
        if sample:
            again = _rendered_again(folder.absolute(), console, sample, device, trust)
            rows, notes = (*rows, *again.rows), again.notes
    table = Table(box=None, header_style="dim")
    for heading in ("check", "looked at", "wrong", "which"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(row.name, str(row.checked), str(len(row.failures)), as_it_is("; ".join(row.failures[:10])))
    printer.print(table)
    say(printer, *notes)
    ok = not any(row.failures for row in rows)
    say(printer, f"{place}: {'all right' if ok else 'NOT right'}")
    return ok


def _rendered_again(folder: Path, console: Console, sample: int, device: str | None, trust: bool) -> Again:
    """In the folder that the run was started in, at which its relative paths begin."""
    run = folder / RUN_FILE
    with working_in(home_of(run, load_yaml(run))):
        config = run_config(folder, device, trust, lambda text: say(console, text))
        console.print(f"frames rendered again: {min(sample, config.count)}", highlight=False)
        return render_again(folder, config, sample, lambda watch: _renderer(config, watch, console))


def started_in(out: str) -> str | None:
    """This process's working folder, relative to that of a dataset; None where it is no folder."""
    return None if is_url(out) else os.path.relpath(Path.cwd(), out.removeprefix("file://"))


def _renderer(config: RunConfig, stopwatch: Stopwatch, console: Console) -> Renderer:
    """A renderer in this process; says which device was found where the user left the choice open."""
    renderer = start_renderer(RENDERER, config, 0, stopwatch)
    if config.device == "auto":
        console.print(f"device: {getattr(renderer, 'device', '')}", highlight=False)
    return renderer
