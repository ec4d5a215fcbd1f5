"""A run begun by ``render`` or ``vary``: options over a config, and where it renders."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from assets import ConfigError
from render.batch.run import Batch
from render.cli.commands import Cluster, render_dataset
from render.progress.terminal import say
from render.run.grouped import check_merging
from render.run.signing import VARIABLE as SIGNER
from render.settings.config import RunConfig, make_config
from render.settings.marking import settings_from
from render.settings.trust import trusted
from render.settings.whereabouts import anchored, home_of, working_in
from render.stores import is_url, place_of
from render.stores.reuse import Reuse


@dataclass(frozen=True)
class How:
    """Attributes:
    batch, reuse, log_json, quiet, console: as ``render_dataset`` takes them.
    cluster: the address of one; None renders on this machine.
    task_cpus, task_gpus, group_shards: as ``Cluster`` has them.
    trust: run the Python files that a config names, whoever wrote them.
    signer: ``cert.pem:key.pem``, that signs pictures with ``--marks c2pa``.
    """

    batch: Batch
    reuse: Reuse
    log_json: Path | None
    quiet: bool
    console: Console
    cluster: str | None = None
    task_cpus: float | None = None
    task_gpus: float | None = None
    group_shards: int | None = None
    trust: bool = False
    signer: str | None = None


def start_run(
    options: Mapping[str, Any],
    settings: Sequence[str],
    out: str,
    config: Path | None,
    how: How,
    before: Callable[[RunConfig], bool] = lambda run: True,
) -> int:
    """Render what options and a config say; returns the exit code.

    Args:
        options: fields of ``RunConfig``; None leaves a field to the config. ``suite`` adds to that of the config.
        settings: ``key=value``, of ``--set``.
        out: a folder or a URL.
        before: is told the run before anything is rendered, and says whether that shall be.

    Raises:
        PrelabelError: see the tree.
    """
    out, log_json = place_of(out), how.log_json
    values: dict[str, Any] = settings_from(config) if config else {}
    home = home_of(config, values) if config else None
    said, settings = dict(options), list(settings)
    if home is not None:  # paths of the command line are this folder's
        here = Path.cwd()
        said, settings = anchored(said, here), anchored(settings, here)
        out, log_json = (out if is_url(out) else str(here / out)), (log_json and here / log_json)
    if said.get("suite") is not None:
        given = values.get("suite")
        said["suite"] = (given if isinstance(given, dict) else {}) | said["suite"]
        if "factors" not in said["suite"]:
            raise ConfigError("vary: expected --factor KEY=VALUES, such as yaw_deg=0:345:15, or a suite in --config")
    values.update({key: value for key, value in said.items() if value is not None})
    if "scenes" not in values:
        raise ConfigError("expected a scene, such as vehicles or faces, or --config FILE")
    if how.signer is not None:
        os.environ[SIGNER] = ":".join(str(Path(name).absolute()) if name else "" for name in how.signer.split(":", 1))
    check_merging(how.batch.merge, how.group_shards)
    where = _cluster(out, how)
    permit = None
    if config and not options.get("scenes"):
        permit = trusted(config.absolute(), how.trust, lambda text: say(how.console, text))
    with working_in(home):
        run = make_config(values, settings, *([permit] if permit else []))
        if not before(run):
            return 0
        return render_dataset(run, out, how.reuse, how.batch, log_json, how.quiet, how.console, where)


def _cluster(out: str, how: How) -> Cluster | None:
    """Raises:
    ConfigError: groups of shards are asked for, and there is no cluster that would make them.
    """
    address = how.cluster or ("local" if is_url(out) else None)  # shards go to a URL whole, as tasks send them
    if how.group_shards is not None and address is None:
        raise ConfigError(
            f"expected --cluster with --group-shards {how.group_shards}; "
            f"prelabel merge {out} --group-shards {how.group_shards} does it after a run on this machine"
        )
    return Cluster(address, how.task_cpus, how.task_gpus, how.group_shards) if address else None
