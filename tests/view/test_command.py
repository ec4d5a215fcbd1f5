"""``prelabel view`` as it is called: the address that it prints, what it refuses, and how it ends."""

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from rich.console import Console

from assets import ConfigError
from render.cli import viewing
from render.cli.viewing import show


def call(*places: Path, predictions: Path | None = None, port: int = 0) -> None:
    show(places, predictions, (), "boxes", port, True, False, Console())


def test_it_prints_an_address_that_answers_and_ends_by_ctrl_c(folder: Path) -> None:
    # A shell's background jobs are deaf to SIGINT, and so are their children: this one is to hear it.
    hear = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    run = f"{hear}; from runpy import run_module; run_module('prelabel', run_name='__main__', alter_sys=True)"
    command = [sys.executable, "-c", run, "view", str(folder), "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = [process.stderr.readline().strip() for _ in range(3)]
        assert (said[0], said[2]) == (f"{folder}: 12 pictures, 18 things", "Ctrl-C ends it")
        address = said[1]
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", address)
        with urllib.request.urlopen(address.replace("/?", "/api/view?"), timeout=60) as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(address.partition("?")[0], timeout=60)
        refused.value.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert "Traceback" not in process.stderr.read()


def test_without_the_extra_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "find_spec", lambda name: None if name == "duckdb" else object())
    with pytest.raises(ConfigError, match=r"^view needs duckdb: pip install 'prelabel\[view\]'$"):
        call(folder)


def test_a_port_that_is_taken_is_one_sentence(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        with pytest.raises(ConfigError, match=f"^--port {port}: cannot listen there"):
            call(folder, port=port)


def test_what_is_not_there_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^view: expected 1 to 8 sets, got 9$"):
        call(*[folder] * 9)
    with pytest.raises(ConfigError, match="expected a dataset's folder or a COCO file"):
        call(tmp_path / "nothing")
    with pytest.raises(ConfigError, match=r"--predictions .*: expected COCO's results"):
        call(folder, predictions=tmp_path / "nothing.json")
