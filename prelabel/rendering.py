"""What the command ``prelabel render`` does, from Python."""

import signal
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Unpack

from rich.console import Console

from prelabel import dataset
from prelabel._options import Options, run_config
from prelabel.dataset import Dataset
from render.batch.limits import Limits
from render.batch.run import Batch
from render.cli.commands import SIGNALLED, Cluster, render_dataset
from render.stores import is_url, place_of
from render.stores.reuse import Reuse


def render(
    *scenes: str | Path,
    out: str | Path = "dataset",
    count: int | None = None,
    start: int | None = None,
    set: Mapping[str, Any] | None = None,
    overwrite: bool = False,
    allow_upgrade: bool = False,
    verify: bool = False,
    workers: int | None = None,
    workers_per_gpu: int | None = None,
    cluster: str | None = None,
    config: str | Path | None = None,
    quiet: bool = False,
    **options: Unpack[Options],
) -> Dataset | None:
    """Render a labelled dataset into a folder or a URL; the same call continues a run that was stopped.

    >>> written = render("examples/boxes.py", count=2, size=(64, 48), samples=1, out=folder, workers=0, quiet=True)
    >>> len(written)
    2

    Args:
        scenes: names, or paths to Python files; several take turns.
        count, start: how many frames, and the number of the first; 8 and 0 unless told otherwise. Of clips, where
            ``sequence`` is given.
        set: scene parameters: values, distributions or their notation, by ``key`` or ``scene.key``.
        overwrite: remove the run that the folder holds, once a frame of this one is there.
        allow_upgrade: continue a run that another version of the program began.
        verify: read every file that is there, and render damaged ones anew.
        workers: processes in all; 0 renders in this one. Unless told otherwise one for each core, or as many as the
            GPUs have time and room for.
        workers_per_gpu: processes for each GPU, in place of ``workers``.
        cluster: render on a Ray cluster: ``auto``, ``ray://HOST:PORT``, or ``local`` for one on this machine.
        config: a ``run.yaml`` to start from.
        quiet: plain lines in place of a bar.
        options: see ``Options``.

    Returns:
        The dataset; None where ``out`` is a URL.

    Raises:
        PrelabelError: see the tree; what was written before stays, whole, and the same call continues.
        KeyboardInterrupt: Ctrl-C, or a notebook's stop; frames under way were finished.
    """
    values = {key: value for key, value in {"count": count, "start": start, **options}.items() if value is not None}
    settings = run_config(scenes, set, config, values)
    place = place_of(str(out))
    address = cluster or ("local" if is_url(place) else None)
    where = Cluster(address) if address else None
    batch = Batch(workers, limits=Limits(), workers_per_gpu=workers_per_gpu)
    code = render_dataset(
        settings, place, Reuse(overwrite, allow_upgrade, verify), batch, None, quiet, Console(stderr=True), where
    )
    if code == SIGNALLED + signal.SIGINT:
        raise KeyboardInterrupt
    if code:
        warnings.warn(f"{out}: not all frames are there; the same call continues", stacklevel=2)
    return None if is_url(place) else dataset.open(place)
