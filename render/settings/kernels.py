"""Cycles' CUDA kernel for cards that Blender's wheel has no binary of it for, compiled ahead.

Such a card's driver compiles it when it first renders: 439 s on an H100 (compute capability 9.0), again on every new
machine. The same compiler, ``ptxas``, needs no card: 5.5 CPU minutes and 1.4 GB once, while an image is built. What it
writes lies beside the binaries of the wheel, where Cycles looks first.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from assets import ConfigError, RenderError, StorageError

# No extra of ours: none may bring CUDA's libraries along.
TOOLS = "pip install zstandard nvidia-cuda-nvcc-cu12"
SECONDS = 3600.0


def folder() -> Path:
    """Where Blender's wheel keeps kernels.

    Raises:
        RenderError: Blender is not installed, or has none.
    """
    spec = importlib.util.find_spec("bpy")
    for root in (spec.submodule_search_locations or ()) if spec else ():
        for found in Path(root).glob("*/scripts/addons_core/cycles/lib"):
            return found
    raise RenderError("expected Blender's wheel (bpy) with Cycles' kernels, found none")


def is_ready(capability: str) -> bool:
    """Whether there is a binary for cards of that compute capability, such as ``9.0``; one of a lower minor will do."""
    major, _, minor = capability.partition(".")
    binaries = (re.fullmatch(rf"kernel_sm_{major}(\d)\.cubin\.zst", path.name) for path in folder().iterdir())
    return any(int(match[1]) <= int(minor) for match in binaries if match)


def compile_kernel(architecture: str, tell: Callable[[str], None] = lambda text: None) -> Path:
    """Compile the kernel for cards of an architecture and lay it where Cycles finds it.

    Args:
        architecture: ``sm_90`` for compute capability 9.0.
        tell: is told before the wait.

    Raises:
        ConfigError: that is no architecture, or the compiler is not installed.
        RenderError: the compiler refused.
        StorageError: Blender's folder cannot be written to.
    """
    if not re.fullmatch(r"sm_\d{2,3}[a-z]?", architecture):
        raise ConfigError(f"expected an architecture such as sm_90, got '{architecture}'")
    try:
        import zstandard
    except ModuleNotFoundError as error:
        raise ConfigError(f"compiling a kernel needs zstandard: {TOOLS}") from error
    place = folder()
    source = min(place.glob("kernel_compute_*.ptx.zst"), default=None)
    if source is None:
        raise RenderError(f"expected Cycles' kernel as PTX, found none in {place}")
    out = place / f"kernel_{architecture}.cubin.zst"
    with tempfile.TemporaryDirectory() as scratch:
        ptx, cubin = Path(scratch) / "kernel.ptx", Path(scratch) / "kernel.cubin"
        with source.open("rb") as packed, ptx.open("wb") as plain:
            zstandard.ZstdDecompressor().copy_stream(packed, plain)
        compiler = _compiler()
        tell("compiling Cycles' kernel: 5 to 10 minutes of one core, 1.4 GB of memory")
        _run([compiler, f"-arch={architecture}", "-O3", str(ptx), "-o", str(cubin)])
        unfinished = out.with_name(f".{out.name}.{os.getpid()}")
        try:
            unfinished.write_bytes(zstandard.ZstdCompressor(level=10).compress(cubin.read_bytes()))
            unfinished.replace(out)
        except OSError as error:
            raise StorageError(f"{out}: {error.strerror}") from error
    return out


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout or "").strip().splitlines()
        raise RenderError(f"ptxas could not compile the kernel: {said[0] if said else 'it says nothing'}") from error
    except subprocess.TimeoutExpired as error:
        raise RenderError(f"ptxas did not compile the kernel within {SECONDS / 60.0:.0f} minutes") from error


def _compiler() -> str:
    """The ``ptxas`` on the path, of a CUDA toolkit, or of NVIDIA's wheel.

    Raises:
        ConfigError: there is none.
    """
    toolkits = [Path(os.environ[name]) / "bin" for name in ("CUDA_HOME", "CUDA_PATH") if os.environ.get(name)]
    spec = importlib.util.find_spec("nvidia")
    roots = (spec.submodule_search_locations or ()) if spec else ()
    wheels = [found for root in roots for found in Path(root).glob("*/bin")]
    for place in (None, *toolkits, *wheels):
        found = shutil.which("ptxas", path=None if place is None else str(place))
        if found:
            return found
    raise ConfigError(f"compiling a kernel needs NVIDIA's ptxas: a CUDA toolkit, or {TOOLS}")
