"""Ray, and the connection to a cluster of it."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from assets import ConfigError

OBJECT_STORE_BYTES = 128 * 2**20  # tasks return a few kB; the memory is Blender's


@contextmanager
def connected(ray: ModuleType, address: str) -> Iterator[None]:
    """Ray for the time of the block; a connection that was there before stays.

    Raises:
        ConfigError: there is no such cluster.
    """
    if ray.is_initialized():
        yield
        return
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address == "local":
            ray.init("local", include_dashboard=False, object_store_memory=OBJECT_STORE_BYTES, **quiet)
        else:
            ray.init(address, **quiet)
    except Exception as error:  # Ray raises its own, Python's and bare ones
        reason = str(error).strip().partition("\n")[0]
        raise ConfigError(
            f"--cluster {address}: expected a Ray cluster, as `ray start --head` starts one, or local; {reason}"
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def import_ray() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it reports to nobody
    # Under `uv run`, Ray would build an environment of its own for each worker, from the network.
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    try:
        import ray
    except ImportError as error:
        raise ConfigError("--cluster needs Ray, which is not installed: pip install 'prelabel[cluster]'") from error
    return ray
