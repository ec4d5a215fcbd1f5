"""Tasks that nobody waits for any more: what ends by itself is left alone, the rest is stopped."""

from collections.abc import Sequence
from types import SimpleNamespace

from render.cluster.ending import SETTLE_S, end


def ended(results: Sequence[str], ready: Sequence[str]) -> tuple[list[str], list[float]]:
    """What is cancelled of results, where some get ready in time, and how long that is."""
    cancelled, waited = list[str](), list[float]()

    def wait(of: list[str], *, num_returns: int, timeout: float) -> tuple[list[str], list[str]]:
        assert num_returns == len(of) == len(set(of))
        waited.append(timeout)
        return [each for each in of if each in ready], [each for each in of if each not in ready]

    def cancel(result: str, *, force: bool) -> None:
        assert force, "a renderer does not hear of an exception"
        cancelled.append(result)

    end(SimpleNamespace(wait=wait, cancel=cancel), results)  # type: ignore[arg-type]
    return cancelled, waited


def test_what_is_ending_is_left_alone_and_the_rest_is_stopped() -> None:
    """Ray aborts the driver where a task is cancelled in the moment in which it ends."""
    assert ended(["a", "b", "c"], ready=["b"]) == (["a", "c"], [SETTLE_S])
    assert ended(["a", "b"], ready=["a", "b"]) == ([], [SETTLE_S])


def test_nothing_is_waited_for_where_nothing_runs() -> None:
    assert ended([], ready=[]) == ([], [])
