"""Blender does not survive a fork: that is said, where it would hang for ever."""

import subprocess
import sys

FORK = """
import os
from assets import RenderError
from render.progress.stopwatch import Stopwatch
from render.run.start import BLENDER, start_renderer
from render.settings.config import make_config

def start():
    return start_renderer(BLENDER, make_config({"scenes": ["examples/boxes.py"], "device": "cpu"}), 1, Stopwatch())

ours = start()
if os.fork() == 0:
    try:
        start()
    except RenderError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
ours.close()
os._exit(0)
"""


def test_a_process_that_was_forked_after_the_first_frame_is_told_so() -> None:
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, timeout=120, check=True)
    assert "Blender cannot start in a process that was forked from one in which it runs" in done.stdout
    assert "multiprocessing_context='spawn'" in done.stdout
