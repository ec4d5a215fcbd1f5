"""The simulation of a cluster: where nothing is in the way it is arithmetic, and what it says adds up."""

import math
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from assets import ConfigError
from benchmarks import cluster_check, cluster_sim, dispatch
from benchmarks.__main__ import app
from benchmarks.clock import Cost
from benchmarks.cluster_costs import PERFECT, Around, Machines, Work, merge_s, slot_s
from benchmarks.cluster_model import LOSSES, simulate

QUIET = Machines(lost_per_hour=0.0, slow_share=0.0, scatter=0.0)
WORK = Work(frames=100_000, shard_frames=100, start_s=0.0)


def test_one_slot_in_a_perfect_world_takes_frames_times_seconds() -> None:
    run = simulate(WORK, replace(QUIET, workers=1), PERFECT)
    assert run.wall_s == pytest.approx(100_000 * (1.45 + 0.15))
    assert run.useful == pytest.approx(1.0)
    assert run.busy == pytest.approx(0.15 / 1.6)
    assert run.paid_gpu_s == run.wall_s
    assert run.tasks == 1000


@pytest.mark.parametrize(
    ("workers", "cores", "expected"),
    [(1, 16.0, 1.6), (8, 16.0, 1.6), (16, 16.0, 2.4), (4, 2.0, 2.9), (1, 0.5, 2.9)],
)
def test_a_slot_has_its_share_of_card_and_cores(workers: int, cores: float, expected: float) -> None:
    assert slot_s(WORK, Machines(workers=workers, cores=cores)) == pytest.approx(expected)


@pytest.mark.parametrize("gpus", [1, 5, 25, 125])
def test_where_nothing_is_in_the_way_gpus_share_the_work_evenly(gpus: int) -> None:
    run = simulate(WORK, replace(QUIET, gpus=gpus), PERFECT)
    assert run.wall_s == pytest.approx(100_000 * 1.6 / (8 * gpus))
    assert run.useful == pytest.approx(1.0)


def test_the_last_round_of_tasks_is_what_is_left_over() -> None:
    run = simulate(WORK, replace(QUIET, gpus=75), PERFECT)  # 1000 tasks in 600 slots
    assert run.wall_s == pytest.approx(2 * 100 * 1.6)
    assert run.losses["last tasks"] == pytest.approx(200 / 1200)


def test_more_gpus_are_never_slower_and_never_cheaper_without_losses() -> None:
    runs = [simulate(WORK, replace(QUIET, gpus=gpus), replace(Around(), merge="none")) for gpus in (1, 3, 10, 30, 100)]
    walls, paid = [run.wall_s for run in runs], [run.paid_gpu_s for run in runs]
    assert walls == sorted(walls, reverse=True)
    assert paid == sorted(paid)


@pytest.mark.parametrize("gpus", [1, 20, 300])
def test_what_gpus_did_adds_up(gpus: int) -> None:
    machines = Machines(gpus=gpus, lost_per_hour=2.0, slow_share=0.2, scatter=0.0)
    run = simulate(replace(WORK, frames=400_000), machines, Around(puts_per_s=500.0))
    assert run.useful + sum(run.losses.values()) == pytest.approx(1.0)
    assert set(run.losses) == set(LOSSES) == set(cluster_sim.LETTERS)
    assert all(share >= 0.0 for share in run.losses.values())
    assert run.losses["lost machines"] > 0.01


def test_the_same_seed_gives_the_same_run() -> None:
    machines = Machines(gpus=20, lost_per_hour=1.0)
    first, again, other = (simulate(WORK, machines, Around(), seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_lost_machines_cost_what_a_plan_reckons() -> None:
    """Half a task on average, lost as often as a machine is: docs/scale.md."""
    work = replace(WORK, frames=8_000_000, shard_frames=500)
    lost = simulate(work, replace(QUIET, gpus=80, per_machine=1, lost_per_hour=0.5), PERFECT)
    assert lost.losses["lost machines"] == pytest.approx(0.5 * 500 * 1.6 / 7200, rel=0.25)
    assert lost.tasks > 16_000


def test_a_shard_that_is_always_lost_is_halved_until_it_gets_through() -> None:
    work = replace(WORK, frames=8000, shard_frames=2000)  # 53 minutes each
    run = simulate(work, replace(QUIET, workers=1, per_machine=1, lost_per_hour=4.0, back_s=1.0), PERFECT)
    assert run.tasks > 12
    assert math.isfinite(run.wall_s)


def test_a_store_takes_only_so_many_requests() -> None:
    run = simulate(WORK, replace(QUIET, gpus=125), replace(PERFECT, puts_per_s=200.0))
    assert run.wall_s == pytest.approx(100_000 / 200, rel=0.35)
    assert run.worst[0] == "uploads"
    assert run.wall_s > 100_000 / 200


def test_a_driver_hands_out_only_so_many_tasks() -> None:
    run = simulate(WORK, replace(QUIET, gpus=125), replace(PERFECT, task_s=1.0))
    assert run.wall_s == pytest.approx(1000 * 1.0 + 160.0)
    assert run.worst[0] == "driver"


def test_a_tree_merges_on_all_cores_and_joins_on_one() -> None:
    work, machines = Work(frames=655_360, record_bytes=10_000), Machines(gpus=1, cores=4.0)
    assert merge_s(work, machines, Around(merge="none")) == 0.0
    assert merge_s(work, machines, Around(merge="plain", merge_mb_s=16.0)) == pytest.approx(6553.6 / 16)
    tree = Around(merge="tree", merge_mb_s=16.0, join_mb_s=300.0)
    assert merge_s(work, machines, tree) == pytest.approx(3 * 655.36 / 16 + 6553.6 / 300)
    assert merge_s(replace(work, frames=1000), machines, tree) == pytest.approx(10 / 16)


def test_runs_that_follow_each_other_cost_their_sum() -> None:
    machines = replace(QUIET, gpus=3)
    (one,) = cluster_sim.curve(WORK, QUIET, PERFECT, [3], 100_000, 0).values()
    (four,) = cluster_sim.curve(replace(WORK, frames=400_000), QUIET, PERFECT, [3], 100_000, 0).values()
    assert one == simulate(WORK, machines, PERFECT)
    assert (four.wall_s, four.tasks) == (pytest.approx(4 * one.wall_s), 4 * one.tasks)
    assert four.useful == pytest.approx(one.useful)


def test_it_says_where_scaling_stops_and_why() -> None:
    found = cluster_sim.curve(WORK, QUIET, replace(PERFECT, merge="plain"), [1, 10, 125], 100_000, 0)
    assert cluster_sim.stops(found) == "stops scaling at 125 GPUs (73 % useful): merge (merge 27 %)"
    assert cluster_sim.stops({1: found[1]}) == "scales to 1 GPUs: 100 % of their time is useful"
    assert cluster_sim.bars(found)[3] == f"  125 |{'#' * 44}{'m' * 16}| 73 %"
    assert [row["USD"] for row in cluster_sim.rows(found, 100_000, 3.6)] == [
        pytest.approx(run.paid_gpu_s / 1000.0) for run in found.values()
    ]


def test_the_command_prints_it_and_refuses_what_it_does_not_know() -> None:
    done = CliRunner().invoke(app, ["cluster_sim", "--quick"])
    assert done.exit_code == 0
    assert "scales to 10 GPUs" in done.stdout
    for arguments, sentence in ((["--gpus", "1,x"], "--gpus 1,x: expected"), (["--merge", "bush"], "expected tree,")):
        refused = CliRunner().invoke(app, ["cluster_sim", *arguments])
        assert isinstance(refused.exception, ConfigError)
        assert sentence in str(refused.exception)


def test_a_run_of_sleepers_takes_about_as_long_as_is_predicted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    predicted, measured = cluster_check.predicted_s(2, 32, 0.005, 1.2), cluster_check.measured(2, 32).wall
    assert 16 * cluster_check.FRAME_S < predicted < 1.1 * measured
    assert measured < 3.0 * predicted  # of a short run on a machine that has other work


def test_one_slot_tells_what_more_of_them_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a world where starts and frames share this machine's cores just as the simulation has it."""

    def world(slots: int, frames: int) -> Cost:
        crowded = max(1.0, slots / cluster_check.cores())
        return Cost(3.0 * crowded + frames / slots * (cluster_check.FRAME_S + 0.02), 0.02 * frames)

    monkeypatch.setattr(cluster_check, "measured", world)
    rows = cluster_check.compare((1, 4, 16), 40.0).rows
    assert [row["frames"] for row in rows] == [80, 320, 1280]
    assert [float(row["error, %"] or 0.0) for row in rows] == pytest.approx([0.0] * 3, abs=0.2)  # uploads, the driver


def test_a_driver_that_only_hands_out_says_what_a_task_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    cost = dispatch.measure(slots=10, frames_a_task=3, tasks=20)
    assert cost.tasks == 20
    assert 0.0 < cost.cpu / cost.tasks < 0.1
    assert 0 < dispatch.memory_bytes(1000) < 1_000_000
