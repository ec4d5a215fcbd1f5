"""What a task of a cluster takes where several share a GPU."""

from collections.abc import Iterable, Mapping
from typing import Any

from assets import ConfigError

GRAIN = 10_000  # Ray counts a resource in ten-thousandths, and rounds to the nearest


def task_share(nodes: Iterable[Mapping[str, Any]], workers_per_gpu: int) -> tuple[float, float]:
    """CPUs and GPUs that a task asks for, so that ``workers_per_gpu`` of them fit each GPU and its machine's cores.

    Args:
        nodes: as ``ray.nodes()`` tells them; the one with the fewest cores a GPU decides.

    Returns:
        Whole CPUs where there is one for each task, else a part of one.

    Raises:
        ConfigError: no machine has a GPU.
    """
    there = [node["Resources"] for node in nodes if node["Alive"]]
    shares = [each.get("CPU", 0.0) / each["GPU"] / workers_per_gpu for each in there if each.get("GPU", 0.0) > 0.0]
    gpus = GRAIN // workers_per_gpu / GRAIN  # rounded down, or the last one would not fit
    if not shares:
        raise ConfigError(
            f"--workers-per-gpu {workers_per_gpu}: the cluster has no GPU; where one is yet to come, "
            f"--task-gpus {gpus:g} --task-cpus N asks for the same"
        )
    cpus = min(shares)
    return float(int(cpus)) if cpus >= 1.0 else int(cpus * GRAIN) / GRAIN, gpus
