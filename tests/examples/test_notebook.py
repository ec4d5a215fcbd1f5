"""The notebook, run from top to bottom by a kernel of its own, as a reader would; then a cell of it once more."""

import base64
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from PIL import Image

FILE = Path(__file__).parents[2] / "examples" / "notebook.ipynb"
SIZE = (96, 64)
MARK = "PRELABEL_NOTEBOOK_UNDER_TEST"  # a variable that the kernel and all of its processes have


def read() -> Any:
    return nbformat.read(FILE, as_version=4)


def test_it_is_stored_without_outputs_and_paths() -> None:
    notebook = read()
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) >= 10
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert not [path for path in (Path.home(), FILE.parents[1], tempfile.gettempdir()) if str(path) in FILE.read_text()]


def test_every_cell_runs(executed: Any) -> None:
    assert not [output for output in outputs(executed) if output.output_type == "error"]
    assert not [output.text for output in outputs(executed) if output.get("name") == "stderr"]


def test_a_frame_a_drawing_and_a_picture_of_the_dataset_are_shown(executed: Any) -> None:
    for start in ("frames = ", "Image.fromarray", 'next(prelabel.stream("balls"', "dataset[2]"):
        (picture,) = pictures(cell(executed, start))
        assert picture.size == SIZE
        assert len(picture.convert("RGB").getcolors(SIZE[0] * SIZE[1])) > 20


def test_the_bar_counts_in_its_place_and_what_came_of_the_run_follows(executed: Any) -> None:
    bar, summary, *_ = cell(executed, "written = ").outputs
    assert bar.output_type == "display_data"
    assert bar.data["text/plain"].startswith("3/3 frames, ")
    assert "<progress max='3' value='3'" in bar.data["text/html"]
    assert summary.data["text/plain"].startswith("balls: 3 frames rendered, ")


def test_workers_give_the_frames_in_order(executed: Any) -> None:
    text = "".join(output.text for output in cell(executed, "for frame in ").outputs)
    assert [line.split()[:2] for line in text.splitlines()] == [["<frame", str(number)] for number in range(4)]


def test_a_scene_whose_cell_is_run_again_takes_the_place_of_the_one_before(executed: Any) -> None:
    """One ball in place of two to five."""
    assert "96x64, 1 ball>" in executed.cells[-2].outputs[0].data["text/plain"]


def test_no_process_of_it_is_left(executed: Any) -> None:
    """Neither while it stood open after the last loop, nor now."""
    assert executed.cells[-1].outputs[0].data["text/plain"] == "[]"
    left = []
    for process in psutil.process_iter():
        try:
            if MARK in process.environ() and process.pid != os.getpid():
                left.append(process.cmdline())
        except psutil.Error:
            continue  # another user's, or gone meanwhile
    assert not left


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The notebook with its outputs, and three cells more: a scene changed, shown, and which processes there are.

    No port is opened: the kernel is spoken to through sockets in a folder.
    """
    notebook, folder = read(), tmp_path_factory.mktemp("notebook")
    scene, show = cell(notebook, "class Balls").source, cell(notebook, 'next(prelabel.stream("balls"').source
    more = (scene.replace("uniform(2, 5)", "1"), show, "import psutil; psutil.Process().children(recursive=True)")
    assert more[0] != scene
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in more]
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as sockets:  # whose path is short
        patch.setenv("JUPYTER_PLATFORM_DIRS", "1")
        patch.setenv("JUPYTER_RUNTIME_DIR", sockets)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(folder / name))
        kernel = AsyncKernelManager(transport="ipc", ip=f"{sockets}/kernel")
        out = folder / "out"
        out.mkdir()
        client = NotebookClient(notebook, kernel, timeout=240, resources={"metadata": {"path": str(out)}})
        with client.setup_kernel(cleanup_kc=True, env={**os.environ, MARK: "1"}):
            for index, item in enumerate(notebook.cells):
                client.execute_cell(item, index)
    yield notebook


def cell(notebook: Any, start: str) -> Any:
    """The first cell whose code begins so."""
    return next(cell for cell in notebook.cells if cell.source.startswith(start))


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def pictures(shown: Any) -> list[Image.Image]:
    """What a cell shows as PNG."""
    found = [output.data["image/png"] for output in shown.outputs if "image/png" in output.get("data", {})]
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in found]
