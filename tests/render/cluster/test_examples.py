"""The manifest and the script for clusters: as valid as can be told without one."""

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml
from typer.main import get_command

from render.cli.app import app

FOLDER = Path("examples/cluster")
KUBERNETES = "1.31"


@pytest.fixture
def job() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "rayjob.yaml").read_text())
    return loaded


def groups(job: dict[str, Any]) -> list[dict[str, Any]]:
    cluster = job["spec"]["rayClusterSpec"]
    return [cluster["headGroupSpec"], *cluster["workerGroupSpecs"]]


def options(command: list[str]) -> set[str]:
    return {word.partition("=")[0] for word in command if word.startswith("--")}


def test_every_pod_of_the_ray_job_is_one_that_kubernetes_accepts(job: dict[str, Any]) -> None:
    assert (job["apiVersion"], job["kind"]) == ("ray.io/v1", "RayJob")
    for group in groups(job):
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"}, **group["template"]}
        kubernetes_validate.validate(pod, KUBERNETES, strict=True)
        mounted = {mount["name"] for item in pod["spec"]["containers"] for mount in item["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["spec"]["volumes"]}
        assert all(isinstance(value, str) for value in group["rayStartParams"].values())


def test_secrets_are_referred_to_and_all_pods_run_the_same_image(job: dict[str, Any]) -> None:
    containers = [item for group in groups(job) for item in group["template"]["spec"]["containers"]]
    assert all(item["envFrom"] == [{"secretRef": {"name": "prelabel-s3"}}] for item in containers)
    assert len({item["image"] for item in containers}) == 1


def test_the_slurm_script_is_sound() -> None:
    subprocess.run(["bash", "-n", FOLDER / "slurm.sh"], check=True)
    subprocess.run([Path(sys.executable).with_name("shellcheck"), FOLDER / "slurm.sh"], check=True)


def test_their_commands_have_only_options_that_there_are(job: dict[str, Any]) -> None:
    known = {name for param in get_command(app).commands["render"].params for name in param.opts}  # type: ignore[attr-defined]
    script = (FOLDER / "slurm.sh").read_text()
    for command in (job["spec"]["entrypoint"], script[script.index("prelabel render") :]):
        words = shlex.split(command)
        assert words[:2] == ["prelabel", "render"]
        assert options(words) - known == set()
