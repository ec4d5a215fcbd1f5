"""What a task asks Ray for where several share a GPU."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets import ConfigError
from render.cluster.driver import ClusterOptions, run_on_cluster
from render.cluster.share import task_share
from render.progress.events import Event, FrameDone, RunStarted, WorkerStarted
from render.settings.config import make_config
from render.stream.stream import Stream

FAKE = "render.run.fake:fake_renderer"
HEAD = {"Alive": True, "Resources": {"CPU": 8.0, "memory": 1e9}}


def node(cpus: float, gpus: float, alive: bool = True) -> dict[str, Any]:
    return {"Alive": alive, "Resources": {"CPU": cpus, "GPU": gpus}}


@pytest.mark.parametrize(
    ("nodes", "workers", "share"),
    [
        ([node(16.0, 1.0)], 4, (4.0, 0.25)),
        ([node(16.0, 1.0)], 1, (16.0, 1.0)),
        ([HEAD, node(32.0, 4.0)], 3, (2.0, 0.3333)),  # whole CPUs: 2.67 would leave no more of them to others
        ([node(32.0, 4.0), node(8.0, 4.0)], 2, (1.0, 0.5)),  # on the node with the fewest
        ([node(32.0, 4.0), node(1.0, 4.0, alive=False)], 2, (4.0, 0.5)),
        ([node(4.0, 1.0)], 6, (0.6666, 0.1666)),
    ],
)
def test_a_task_asks_for_its_share_of_a_gpu_and_of_the_cores(
    nodes: list[dict[str, Any]], workers: int, share: tuple[float, float]
) -> None:
    assert task_share(nodes, workers) == share


@pytest.mark.parametrize("workers", range(1, 65))
def test_so_many_tasks_fit_a_gpu_and_no_more(workers: int) -> None:
    _, gpus = task_share([node(16.0, 1.0)], workers)
    units = round(gpus * 10_000)  # as Ray counts
    assert units * workers <= 10_000 < units * (workers + 1)


def test_a_cluster_without_gpus_is_told_what_else_to_ask_for() -> None:
    with pytest.raises(ConfigError, match=r"the cluster has no GPU; .* --task-gpus 0\.25 --task-cpus N"):
        task_share([HEAD, node(16.0, 1.0, alive=False)], 4)


@pytest.mark.parametrize("twice", [{"gpus": 0.5}, {"cpus": 2.0}])
def test_what_a_task_takes_is_said_once(twice: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=r"--workers-per-gpu 2, .* or --task-cpus and --task-gpus, got both"):
        ClusterOptions(workers_per_gpu=2, **twice)  # type: ignore[arg-type]


def test_the_cpu_is_no_gpu_on_a_cluster_either() -> None:
    one = make_config({"scenes": ["examples/boxes.py"], "device": "cpu"}, ())
    with pytest.raises(ConfigError, match="--workers-per-gpu 2: --device cpu renders on no GPU"):
        run_on_cluster(one, "s3://frames/none", "auto", ClusterOptions(workers_per_gpu=2))
    with pytest.raises(ConfigError, match="--workers-per-gpu 2: --device cpu renders on no GPU"):
        Stream(one, cluster="auto", workers_per_gpu=2)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"cluster": "auto", "workers_per_gpu": 0}, "expected workers_per_gpu from 1, got 0"),
        ({"workers": 4, "workers_per_gpu": 2}, "workers=N take turns at the GPUs of this machine"),
    ],
)
def test_a_stream_takes_it_for_a_cluster_alone(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        Stream(make_config({"scenes": ["examples/boxes.py"]}, ()), **options)


@pytest.fixture(scope="module")
def one_gpu() -> Iterator[Any]:
    """A Ray of six cores and one GPU, which is none: Ray counts what it is told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
        import ray

        ray.init("local", num_cpus=6, num_gpus=1, include_dashboard=False, log_to_driver=False)
        yield ray
        ray.shutdown()


def test_tasks_of_a_run_share_a_gpu_and_the_cores(one_gpu: Any, tmp_path: Path) -> None:
    events: list[Event] = []
    config = make_config({"scenes": ["examples/boxes.py"], "size": (64, 48), "count": 8, "shard_frames": 2}, ())
    options = ClusterOptions(FAKE, workers_per_gpu=3)
    assert run_on_cluster(config, str(tmp_path), "auto", options, on_event=events.append) is None
    assert [event.workers for event in events if isinstance(event, RunStarted)] == [3]
    assert {event.threads for event in events if isinstance(event, WorkerStarted)} == {2}
    assert sorted(event.frame for event in events if isinstance(event, FrameDone)) == list(range(8))


def test_frames_of_a_stream_share_a_gpu_and_the_cores(one_gpu: Any) -> None:
    config = make_config({"scenes": ["examples/boxes.py"], "size": (64, 48)}, ())
    stream = Stream(config, stop=4, cluster="auto", workers_per_gpu=3, factory=FAKE)
    assert next(stream).number == 0
    assert (stream._source._ahead, stream._source._threads) == (6, 2)  # type: ignore[union-attr]
    assert [frame.number for frame in stream] == [1, 2, 3]
