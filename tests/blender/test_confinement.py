"""What the process that reads a stranger's file can reach, and what becomes of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from render.blender import confine, importing
from render.blender.confine import Choice, Means, choose
from render.blender.confined import CODE, GIVEN, MADE
from render.blender.importing import import_model

HERE = Path(__file__).parents[2]
CHOICE = choose(confine.means())  # of this machine
CHOICES = [CHOICE, *([Choice("namespace", "namespace")] if confine._namespaces() else [])]

# Tries what a file could have the process do, and says what went through.
ATTEMPTS = """
import json, os, pathlib, socket, sys, threading
from render.blender.confined import CODE, GIVEN, MADE, readable
from render.blender.confine import Choice, confine
scratch, secret, files, calls, pid = sys.argv[1:]
place = pathlib.Path(scratch)
confine(Choice(files, calls), list(readable(place)), place / MADE)
done = {}
def attempt(name, act):
    try:
        act()
        done[name] = True
    except (OSError, RuntimeError):
        done[name] = False
home = pathlib.Path(secret).parent
attempt("read the model", (place / GIVEN / "model.obj").read_bytes)
attempt("write its own folder", lambda: (place / MADE / "a").write_text("a"))
attempt("start a thread", lambda: threading.Thread(target=int).start())
attempt("read a secret", pathlib.Path(secret).read_bytes)
attempt("list its folder", lambda: os.listdir(home))
attempt("read through a link", (place / GIVEN / "link").read_bytes)
attempt("read passwords", pathlib.Path("/etc/passwd").read_bytes)
attempt("read another process", pathlib.Path("/proc/1/environ").read_bytes)
attempt("write over the secret", lambda: open(secret, "a"))
attempt("write beside it", lambda: (home / "new").write_text("a"))
attempt("write the model", lambda: (place / GIVEN / "model.obj").write_text("a"))
attempt("cut the secret", lambda: os.truncate(secret, 0))
attempt("change its rights", lambda: os.chmod(secret, 0o777))
attempt("change its times", lambda: os.utime(secret, (0, 0)))
attempt("remove it", lambda: os.remove(secret))
attempt("rename it", lambda: os.rename(secret, place / MADE / "b"))
attempt("link to it", lambda: os.link(secret, place / MADE / "c"))
attempt("connect", lambda: socket.create_connection(("127.0.0.1", int(pid)), 5))
attempt("send a datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"a", ("127.0.0.1", 9)))
attempt("connect to a socket file", lambda: socket.socket(socket.AF_UNIX).connect(str(home / "door")))
attempt("start a program", lambda: os.posix_spawn("/bin/true", ["true"], {}))
attempt("make a process", lambda: os.fork() or os._exit(0))
attempt("signal another process", lambda: os.kill(os.getppid(), 0))
sys.stdout.write(json.dumps(done))
sys.stdout.flush()
os._exit(0)
"""
ALLOWED = {"read the model", "write its own folder", "start a thread"}
FILTERED = {"start a program", "make a process", "signal another process"}


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    for name in (GIVEN, MADE, CODE):
        (tmp_path / "scratch" / name).mkdir(parents=True)
    for name in importing.PACKAGES:
        (tmp_path / "scratch" / CODE / name).symlink_to(HERE / name)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret").write_text("somebody's own")
    (tmp_path / "scratch" / GIVEN / "link").symlink_to(tmp_path / "home" / "secret")
    (tmp_path / "scratch" / GIVEN / "model.obj").write_text("f 1 2 3")
    return tmp_path / "scratch"


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_a_confined_process_reaches_its_own_alone(
    scratch: Path, port: int, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = scratch.parent / "home" / "secret"
    monkeypatch.chdir(secret.parent)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("door")
        door.listen()
        command = [
            sys.executable,
            "-P",
            "-c",
            ATTEMPTS,
            str(scratch),
            str(secret),
            choice.files,
            choice.calls,
            str(port),
        ]
        environment = {**importing._environment(scratch), "HOME": "/"}
        out = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True).stdout
    done = json.loads(out)
    assert len(done) == 23
    reached = {name for name, went in done.items() if went}
    beyond = set() if choice.calls == "filter" else FILTERED | {"send a datagram"}
    assert ALLOWED <= reached <= ALLOWED | beyond
    assert secret.read_text() == "somebody's own" and secret.stat().st_mtime > 10**9


def test_this_machine_confines() -> None:
    """Where it cannot, the other tests here say little: then a note says so."""
    assert bool(CHOICE.note()) == ("open" in (CHOICE.files, CHOICE.calls))


@pytest.mark.parametrize(
    ("means", "choice", "note"),
    [
        (Means(7, True, True), Choice("landlock", "filter"), ""),
        (Means(1, True, False), Choice("landlock", "filter"), ""),
        (Means(0, True, True), Choice("namespace", "filter"), ""),
        (Means(0, False, True), Choice("namespace", "namespace"), ""),
        (Means(3, False, True), Choice("landlock", "namespace"), ""),
        (Means(4, False, False), Choice("landlock", "landlock"), ""),
        (Means(3, False, False), Choice("landlock", "open"), "from the network"),
        (Means(0, True, False), Choice("open", "filter"), "from your files;"),
        (Means(0, False, False), Choice("open", "open"), "from your files and the network"),
    ],
)
def test_the_best_of_what_a_kernel_has_is_taken(means: Means, choice: Choice, note: str) -> None:
    assert choose(means) == choice
    assert note in choice.note() and bool(choice.note()) == bool(note)


def test_a_process_with_threads_is_not_confined(scratch: Path) -> None:
    """The kernel would confine one of them only."""
    code = (
        f"import numpy, threading, time, pathlib\nfrom render.blender.confine import Choice, confine\n"
        "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n"
        f"confine(Choice('landlock', 'filter'), [], pathlib.Path({str(scratch / MADE)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=HERE, timeout=60, check=False)
    assert b"one thread" in done.stderr


IMPORTER = '''
import sys
from pathlib import Path
from render.blender import importing
importing.PROGRAM = """
import time
from render.blender import confined
confined.confine = lambda *arguments: time.sleep(600)
confined.main()
"""
importing.import_model(Path(sys.argv[1]))
'''


def test_the_process_ends_with_its_parent_and_its_folder_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scratch").mkdir()
    path = tmp_path / "car.stl"
    path.write_bytes(bytes(80) + (1).to_bytes(4, "little") + np.eye(4, 3, dtype="<f4").tobytes() + bytes(2))
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch")}
    parent = subprocess.Popen([sys.executable, "-c", IMPORTER, str(path)], cwd=HERE, env=environment)
    made = within(30, lambda: next((tmp_path / "scratch").glob("prelabel-*"), None))
    child = within(30, lambda: next(iter(processes_at(str(made))), None))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    within(30, lambda: None if Path(f"/proc/{child}").exists() else True)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    import_model(path)
    assert list((tmp_path / "scratch").iterdir()) == []


def within[T](seconds: float, look: Callable[[], T | None]) -> T:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def processes_at(folder: str) -> list[int]:
    """Those whose order names a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and folder.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found
