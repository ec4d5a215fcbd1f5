"""Benchmarks: what they report adds up, and they wrap what is there: they go stale where a function is renamed."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from benchmarks import gpu, identities, labels, peer, quality, scaling, soak, storms, stream, stream_driver
from benchmarks.__main__ import COMMANDS, app
from benchmarks.clock import Cost, cost_of_command, interleaved, typical
from benchmarks.report import Report, show
from measure.card.recognised import Recognised
from render.run.sampling import sample_frame
from render.settings.config import make_config, scene_params
from render.settings.presets import PRESETS, STANDARD

BURN = "import time\nwhile time.process_time() < 0.4: pass"


def test_every_stage_is_made_of_functions_that_are_there() -> None:
    assert [f"{owner.__name__}.{name}" for parts in labels.STAGES.values() for owner, name in parts] == [
        *("Coverage.mask", "Coverage.parts_of", "annotate.labels.silhouette", "annotate.masks.polygons"),
        *("annotate.masks.box", "annotate.labels._fractions", "annotate.labels._keypoints", "annotate.labels.written"),
        *("annotate.labels._attributes", "annotate.recording.record", "json.dumps"),
    ]
    assert all(callable(getattr(owner, name)) for parts in labels.STAGES.values() for owner, name in parts)


def test_clocks_are_taken_off_again() -> None:
    before = time.sleep
    with labels._clocked({"nap": ((time, "sleep"),)}) as spent:
        time.sleep(0.0)
    assert time.sleep is before
    assert list(spent) == ["nap"]


def test_the_table_adds_up() -> None:
    cost = labels.Cost("faces", 1, render=10.0, stages={"decode": 0.1, "polygons": 0.02})
    assert cost.share == 0.012
    assert labels.table([cost]).row_count == 4


@pytest.mark.parametrize("command", COMMANDS)
def test_every_benchmark_says_how_it_is_used(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


def test_a_report_is_a_table_and_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show(
        Report("tiny", [{"way": "bare", "CPU s": 1.25}, {"way": "ours", "CPU s": None}], ["and a note"]), tmp_path / "t"
    )
    said = capsys.readouterr().out
    assert "bare" in said
    assert "1.25" in said
    assert "and a note" in said
    written = json.loads((tmp_path / "t").read_text())
    assert written["rows"][0] == {"way": "bare", "CPU s": 1.25}
    assert set(written["machine"]) == {"at", "cores", "cpu", "load", "system", "versions"}


def test_rounds_are_interleaved() -> None:
    calls: list[str] = []
    found = interleaved({name: lambda name=name: calls.append(name) or len(calls) for name in "ab"}, 2)  # type: ignore[misc, func-returns-value]
    assert calls == ["a", "b", "b", "a"]
    assert found == {"a": [1, 4], "b": [2, 3]}
    assert typical([Cost(1.0, 5.0), Cost(9.0, 2.0), Cost(3.0, 3.0)]) == Cost(3.0, 3.0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans over")
def test_processes_that_outlive_a_command_count() -> None:
    orphan = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-S', '-c', {BURN!r}])"
    with subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE) as ours:  # is left alone
        assert cost_of_command([sys.executable, "-S", "-c", orphan]).cpu > 0.4
        assert ours.poll() is None
        ours.communicate(b"\n")
    with pytest.raises(RuntimeError, match="exit 3"):
        cost_of_command([sys.executable, "-S", "-c", "raise SystemExit(3)"])


def test_error_is_measured_against_the_reference() -> None:
    grey = np.full((8, 8, 3), 100, np.uint8)
    assert quality.psnr(grey, grey) == float("inf")
    assert quality.psnr(grey + np.uint8(10), grey) == pytest.approx(28.13, abs=0.01)
    boxes = {"car 1": (10.0, 10.0, 5.0, 5.0)}
    assert quality._off({"car 1": (10.0, 9.0, 5.0, 8.0)}, boxes) == 2.0
    assert quality._off({}, boxes) == float("inf")


def test_settings_change_one_thing_of_the_standard() -> None:
    assert {variant.preset for variant in quality.GROUPS["preset"].values()} == set(PRESETS.values())
    for group, variants in quality.GROUPS.items():
        if group not in {"preset", "samples", "plain", "adaptive", "peer"}:
            for variant in variants.values():
                assert variant.preset.samples == PRESETS[STANDARD].samples
                assert variant != quality.Variant() or group in {"bounces", "clamp", "denoiser"}


def test_ways_are_compared_round_by_round() -> None:
    slow = [scaling.Way(Cost(1.0, 1.0), Cost(2.0, cpu)) for cpu in (2.2, 4.2, 6.6)]
    bare = [scaling.Way(Cost(1.0, 1.0), Cost(2.0, cpu)) for cpu in (2.0, 4.0, 6.0)]
    assert scaling._percent(slow, bare, "cpu") == pytest.approx(10.0)
    rows = scaling._rows({scaling.BARE: bare, scaling.ONE: slow})
    assert [row["frames/s"] for row in rows] == [0.5, 0.5]


def test_identities_are_told_from_the_distances_of_all_pairs() -> None:
    numbers = np.array([[0.0], [0.1], [1.0], [1.2], [0.55]])
    faces = Recognised(numbers, np.array(["a", "a", "b", "b", "c"]), np.array([True] * 4 + [False]))
    told = identities.figures(faces)
    assert (told["faces"], told["people"], told["found"]) == (5, 3, 0.8)
    assert told["within"] == 0.15
    assert told["between"] == 0.775
    assert (told["AUC"], told["EER"]) == (1.0, 0.0)
    assert (told["same below 0.6"], told["others below 0.6"]) == (1.0, 0.375)
    assert told["nearest others"] == 0.45
    mixed = identities.figures(Recognised(numbers, np.array(["a", "b", "a", "b", "c"]), faces.found))
    assert float(mixed["AUC"] or 0.0) < 0.5
    with pytest.raises(typer.BadParameter, match="several pictures of each"):
        identities.figures(Recognised(numbers, np.array(list("abcde")), faces.found))


def test_a_soak_tells_memory_and_handles_along_the_way() -> None:
    report = soak.measure("examples/boxes.py", ("count=1",), 4, recycle=2, points=4, factory=peer.FAKE)
    assert [row["frames"] for row in report.rows] == [1, 2, 3, 4]
    assert {row["process"] for row in report.rows} == {1, 2}
    assert all(int(row["worker MiB"] or 0) > 10 and int(row["worker handles"] or 0) > 2 for row in report.rows)


def test_a_storm_kills_a_run_and_compares_what_comes_after_it() -> None:
    (row,) = storms.measure({"plain": 1, "ray": 0}, frames=12).rows
    assert (row["place"], row["storms"], row["differing"]) == ("plain", 1, 0)
    assert int(row["processes killed"] or 0) >= 1


def test_a_file_that_differs_after_a_storm_is_counted() -> None:
    found = [storms.Storm(0, 3, ()), storms.Storm(5, 4, ("images/000000000003.jpg",)), storms.Storm(12, 1, ())]
    row = storms._row("plain", found, 12)
    assert (row["storms"], row["processes killed"], row["killed in mid-run"], row["differing"]) == (3, 8, 1, 1)


def test_a_stream_is_compared_with_a_run_of_the_same_workers() -> None:
    found = {"run, 1 worker": [Cost(1.0, 2.0), Cost(1.0, 4.0)], "stream, 1 worker": [Cost(1.0, 2.1), Cost(1.0, 4.2)]}
    row = stream._cpu_row("run, 1 worker", "stream, 1 worker", found, found)
    assert row["CPU over the run, %"] == pytest.approx(5.0)
    assert stream._cpu_row("run, 1 worker", "run, 1 worker", found, found)["CPU over the run, %"] is None


def test_runs_and_streams_take_turns_here_and_by_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def frame(kind: str, workers: int, *_: object) -> Cost:
        calls.append((kind, workers))
        return Cost(1.0, 2.0 if kind == "run" else 2.02)

    monkeypatch.setattr(stream, "_frame", frame)
    report = stream.cpu("vehicles", (), (32, 24), 1, (1, 3), 1, 1)
    assert calls == 2 * [("run", 0), ("stream", 0), ("run", 1), ("stream", 1)]  # the second time next to nothing
    assert [row["way"] for row in report.rows] == [
        *("run, this process", "stream, this process", "run, 1 worker", "stream, 1 worker")
    ]
    assert "stream, 1 worker, over a run: CPU +1.0 %" in report.notes[1]


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("kind", stream.KINDS)
def test_runs_are_written_and_streams_are_not(kind: str, workers: int, tmp_path: Path) -> None:
    values = {"scenes": ["examples/boxes.py"], "size": (32, 24), "count": 2, "device": "cpu"}
    stream_driver.render(kind, workers, values, [], peer.FAKE, str(tmp_path))
    assert len(list(tmp_path.glob("images/*.jpg"))) == (2 if kind == "run" else 0)


def test_a_first_frame_is_told_apart_from_the_start() -> None:
    report = stream.first(("examples/boxes.py",), (32, 24), 1, peer.FAKE)
    assert [row["caches"] for row in report.rows] == ["empty", "warm"]
    empty, warm = (float(row["beyond it"] or 0.0) for row in report.rows)
    assert 0.0 < float(report.rows[1]["import prelabel"] or 0.0) < warm < empty  # bytecode was left on the disk


def test_a_long_stream_tells_memory_and_how_many_frames_wait() -> None:
    report = stream.memory("examples/boxes.py", ("count=1",), 80, 0.02, peer.FAKE)
    here, fast, slow = report.rows
    assert [row["frames"] for row in report.rows] == [80, 80, 8]
    assert here["worker, last, MiB"] == 0
    assert min(float(row[f"{who}, last, MiB"] or 0) for row in (fast, slow) for who in ("consumer", "worker")) > 10
    assert 2 <= int(slow["frames alive, at most"] or 0) <= 5  # four ahead, and the one that is looked at


def test_memory_that_grows_is_told() -> None:
    marks = [{"frames": index, "own": (100 + index) << 20, "workers": 0, "alive": 1} for index in range(1, 41)]
    row = stream._memory_row("this process", marks)
    assert (row["consumer, 2nd quarter, MiB"], row["consumer, last, MiB"]) == (115.5, 135.5)
    assert row["consumer, change, %"] == pytest.approx(17.3, abs=0.05)
    assert row["worker, change, %"] is None


def test_without_a_gpu_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "gpus", lambda device: ())
    done = CliRunner().invoke(app, ["gpu"])
    assert (done.exit_code, done.stderr) == (2, "this machine has no GPU that Blender could render on\n")


def test_the_peer_gets_all_of_a_scene() -> None:
    config = make_config({"scenes": [peer.SCENE], "size": (64, 48)})
    spec = sample_frame(0, [scene_params(config, peer.SCENE)], 0).spec
    arrays = peer._arrays(spec)
    assert arrays["count"] == sum(len(placed.asset.meshes) for placed in spec.placed)
    assert {arrays[f"{index}/instance"] for index in range(arrays["count"])} == set(range(7))
    assert len(arrays["0/colours"]) == len(arrays["0/rough"])
