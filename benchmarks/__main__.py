"""``python -m benchmarks NAME``: one benchmark a file, each prints a table and can write it as JSON."""

from collections.abc import Callable, Mapping

import typer

from benchmarks import (
    cluster_sim,
    dispatch,
    fleet,
    gpu,
    identities,
    labels,
    merge,
    night,
    overhead,
    peer,
    planted,
    quality,
    scaling,
    soak,
    storms,
    stream,
    views,
)

COMMANDS: Mapping[str, Callable[..., None]] = {
    "overhead": overhead.main,
    "quality": quality.main,
    "peer": peer.main,
    "planted": planted.main,
    "gpu": gpu.main,
    "scaling": scaling.main,
    "soak": soak.main,
    "storms": storms.main,
    "stream": stream.main,
    "labels": labels.main,
    "merge": merge.main,
    "views": views.main,
    "identities": identities.main,
    "fleet": fleet.main,
    "dispatch": dispatch.main,
    "cluster_sim": cluster_sim.main,
}

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(night.app, name="night")

if __name__ == "__main__":
    app()
