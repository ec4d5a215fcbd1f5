"""Runs on a Ray cluster of three nodes on this machine, into an S3 on this machine, and what is done to both."""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from moto.server import ThreadedMotoServer

from assets import ConfigError, RenderError, StorageError
from render.cluster.driver import ClusterOptions, run_on_cluster
from render.cluster.merging import merge_run
from render.progress.events import Event, FrameDone, FrameSetAside, RunEnded, RunStarted, WorkerStarted
from render.settings.config import RunConfig
from render.stores import Store, groups, open_store
from render.stores.reuse import Reuse
from render.stores.storage import RunFolder
from render.stream.stream import Stream
from tests.render.cluster.cluster_renderers import BAD

Make = Callable[..., RunConfig]
Read = Callable[[Store], dict[str, bytes]]
Undisturbed = Callable[[RunConfig], dict[str, bytes]]
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Nodes:
    """Attributes:
    cluster: a ``ray.cluster_utils.Cluster``; this process is connected to its head.
    others: nodes that may be killed.
    """

    cluster: Any
    others: list[Any]


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    """Three nodes with a CPU each, whose processes find the tests' renderers and an empty S3."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "PYTHONPATH": str(HERE),
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_EC2_METADATA_DISABLED": "true",
            "RAY_AUTH_MODE": "disabled",  # or Ray puts a token into the home folder
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
        }.items():
            patch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket="frames")
        client.close()
        import ray
        from ray.cluster_utils import Cluster

        one: dict[str, Any] = {"num_cpus": 1, "include_log_monitor": False}
        cluster: Any = Cluster(initialize_head=True, head_node_args={**one, "include_dashboard": False})
        others = [cluster.add_node(**one) for _ in range(2)]
        ray.init(cluster.address, log_to_driver=False, logging_level=logging.ERROR)
        yield Nodes(cluster, others)
        ray.shutdown()
        cluster.shutdown()
    server.stop()


@dataclass
class Heard:
    """Keeps all events, and does something once when enough frames are done."""

    events: list[Event]
    frames: int = 0
    act: Callable[[], object] | None = None

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        if self.act is not None and len(self.of(FrameDone)) >= self.frames:
            act, self.act = self.act, None
            act()

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


def render(config: RunConfig, out: str, renderer: str, heard: Heard) -> int | None:
    options = ClusterOptions(f"cluster_renderers:{renderer}", gpus=0.0)
    return run_on_cluster(config, out, "auto", options, on_event=heard)


def test_a_stream_reads_frames_that_the_cluster_renders(nodes: Nodes, config: Make) -> None:
    stream = Stream(config(), start=1, stop=8, step=2, cluster="auto", factory="cluster_renderers:failing")
    here = Stream(config(), start=1, stop=8, step=2, factory="render.run.fake:fake_renderer")
    for other in here:
        if other.number == BAD:
            with pytest.raises(RenderError, match="the card fell off the bus"):
                next(stream)
            continue
        one = next(stream)
        assert (one.image, one.annotations) == (other.image, other.annotations)
        assert (one.rgb == other.rgb).all()
    assert list(stream) == []


@pytest.mark.parametrize("out", ["s3://frames/old", "folder"])
def test_a_dataset_outlives_a_run_in_its_place_that_renders_nothing(
    nodes: Nodes, config: Make, dataset: Read, tmp_path: Path, out: str
) -> None:
    store = open_store(str(tmp_path) if out == "folder" else out)
    render(config(), store.place, "good", Heard([]))
    before = dataset(store)
    options = ClusterOptions("cluster_renderers:absent", gpus=0.0)
    with pytest.raises(RenderError, match="expected a graphics card"):
        run_on_cluster(config(seed=5), store.place, "auto", options, Reuse(overwrite=True))
    assert dataset(store) == before
    options = ClusterOptions("cluster_renderers:good", gpus=0.0)
    run_on_cluster(config(seed=5), store.place, "auto", options, Reuse(overwrite=True))
    assert dataset(store).keys() == before.keys()
    assert dataset(store) != before


def test_a_folder_that_a_run_writes_into_is_refused(nodes: Nodes, config: Make, tmp_path: Path) -> None:
    with RunFolder(tmp_path, config()), pytest.raises(StorageError, match=r"another run .* is writing into it"):
        run_on_cluster(config(seed=5), str(tmp_path), "auto", ClusterOptions(gpus=0.0), Reuse(overwrite=True))


def test_a_node_that_is_lost_in_mid_run_costs_nothing(
    nodes: Nodes, config: Make, undisturbed: Undisturbed, dataset: Read
) -> None:
    run = config(count=20, split={"train": 0.5, "val": 0.5})
    victim = nodes.others.pop()
    heard = Heard([], 4, lambda: nodes.cluster.remove_node(victim, allow_graceful=False))
    assert render(run, "s3://frames/lost", "slow", heard) is None
    assert heard.act is None
    assert heard.of(RunStarted) == [RunStarted("s3://frames/lost", 20, 0, 3)]
    assert sorted(event.frame for event in heard.of(FrameDone)) == list(range(20))
    assert heard.of(RunEnded) == [RunEnded("complete")]
    assert dataset(open_store("s3://frames/lost")) == undisturbed(run)


def test_tasks_merge_to_the_bytes_of_one_machine_and_groups_stay(
    nodes: Nodes, config: Make, undisturbed: Undisturbed, dataset: Read
) -> None:
    run = config(count=12, split={"train": 0.5, "val": 0.5})
    options = ClusterOptions("cluster_renderers:good", gpus=0.0, group_shards=2)
    assert run_on_cluster(run, "s3://frames/groups", "auto", options) is None
    found, expected = dataset(open_store("s3://frames/groups")), undisturbed(run)
    assert {name: found[name] for name in expected} == expected
    assert {name for name in found if name not in expected} == {
        f"annotations/group-0000{number}{split}.json" for number in range(3) for split in ("", "_train", "_val")
    }
    assert [image["frame"] for image in json.loads(found["annotations/group-00001.json"])["images"]] == [4, 5, 6, 7]


def test_records_alone_are_merged_later_by_the_cluster(
    nodes: Nodes, config: Make, undisturbed: Undisturbed, dataset: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store("s3://frames/later")
    options = ClusterOptions("cluster_renderers:good", gpus=0.0, merge=False)
    assert run_on_cluster(config(), store.place, "auto", options) is None
    assert store.sizes("annotations") == {}
    monkeypatch.setattr(groups, "GROUP_FRAMES", 4)  # in this process, which makes the groups
    assert merge_run(config(), store.place, "auto") == 0
    assert dataset(store) == undisturbed(config())


def test_what_a_merge_trips_over_is_one_sentence(nodes: Nodes, config: Make) -> None:
    store = open_store("s3://frames/torn")
    options = ClusterOptions("cluster_renderers:good", gpus=0.0, merge=False)
    run_on_cluster(config(), store.place, "auto", options)
    store.write("records/shard-00002.jsonl", b"{}\n" * 2)
    with pytest.raises(StorageError, match=r"^s3://frames/torn/records/shard-00002.jsonl: expected a record a line"):
        merge_run(config(), store.place, "auto", group_shards=1)
    assert store.sizes("annotations").keys().isdisjoint({"annotations/instances.json", "annotations/group-00002.json"})


def test_a_frame_that_kills_every_process_is_set_aside_alone(
    nodes: Nodes, config: Make, undisturbed: Undisturbed, dataset: Read
) -> None:
    store = open_store("s3://frames/deadly")
    heard = Heard([])
    assert render(config(), store.place, "deadly", heard) is None
    assert sorted(event.frame for event in heard.of(FrameDone)) == [0, 1, 2, 3, 4, 6, 7]
    assert [(event.frame, event.seed, event.attempts) for event in heard.of(FrameSetAside)] == [(5, 0, 3)]
    assert heard.events[-1] == RunEnded("incomplete")
    again = Heard([])
    assert render(config(), store.place, "good", again) is None
    assert [event.frame for event in again.of(FrameDone)] == [5]
    assert dataset(store) == undisturbed(config())


def test_ctrl_c_stops_the_tasks_and_the_same_command_continues(
    nodes: Nodes, config: Make, undisturbed: Undisturbed, dataset: Read, tmp_path: Path
) -> None:
    run, out = config(count=16), str(tmp_path / "run")
    heard = Heard([], 4, lambda: os.kill(os.getpid(), signal.SIGINT))
    assert render(run, out, "slow", heard) == signal.SIGINT
    assert heard.events[-1] == RunEnded("stopped")
    there = len(heard.of(FrameDone))
    again = Heard([])
    assert render(run, out, "good", again) is None
    started = again.of(RunStarted)[0]
    assert there <= started.already_there < 16
    assert len(again.of(FrameDone)) == 16 - started.already_there
    assert {(event.threads, event.device) for event in again.of(WorkerStarted)} == {(1, "")}
    assert dataset(open_store(out)) == undisturbed(run)


def test_a_run_that_cannot_start_says_why_and_leaves_nothing(nodes: Nodes, config: Make) -> None:
    heard = Heard([])
    with pytest.raises(RenderError, match=r"^expected a graphics card, found none$"):
        render(config(), "s3://frames/absent", "absent", heard)
    assert heard.events[-1] == RunEnded("failed", "expected a graphics card, found none")
    assert open_store("s3://frames/absent").sizes("") == {}


def test_without_ray_one_sentence_says_how_to_get_it(
    config: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"pip install 'prelabel\[cluster\]'$"):
        run_on_cluster(config(), str(tmp_path), "local", ClusterOptions())
