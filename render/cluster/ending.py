"""How tasks are ended that nobody waits for any more."""

from collections.abc import Collection
from types import ModuleType
from typing import Any

SETTLE_S = 1.0


def end(ray: ModuleType, results: Collection[Any]) -> None:
    """Stop the tasks of these results that still run, or wait for a place.

    A task that ends in the very moment in which it is cancelled brings the whole driver down: Ray 2.60 aborts where it
    "tried to complete task that was not pending". Tasks that trip over the same thing do so at about the same
    time, so what is ending is given a moment, and what has ended is left alone.
    """
    if not results:
        return
    _, running = ray.wait(list(results), num_returns=len(results), timeout=SETTLE_S)
    for result in running:
        ray.cancel(result, force=True)
