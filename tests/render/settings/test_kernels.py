"""Cycles' kernel compiled ahead: which cards need it, and what stands in the way; the compiler is a script here."""

import stat
import sys
from pathlib import Path

import pytest
import zstandard

from assets import ConfigError, RenderError
from render.settings import kernels

PTX = b".version 7.4\n.target sm_75\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the wheel's: binaries for 7.5, 8.6 and 12.0, and the kernel as PTX."""
    folder = tmp_path / "lib"
    folder.mkdir()
    for name in ("sm_75", "sm_86", "sm_120"):
        (folder / f"kernel_{name}.cubin.zst").touch()
    (folder / "kernel_compute_75.ptx.zst").write_bytes(zstandard.ZstdCompressor().compress(PTX))
    monkeypatch.setattr(kernels, "folder", lambda: folder)
    return folder


def compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """A ptxas of Python, found as that of a toolkit."""
    script = tmp_path / "toolkit" / "bin" / "ptxas"
    script.parent.mkdir(parents=True)
    script.write_text(f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\n{code}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CUDA_HOME", str(script.parents[1]))


@pytest.mark.parametrize(
    ("capability", "ready"),
    [("7.5", True), ("8.6", True), ("8.9", True), ("12.0", True), ("8.0", False), ("9.0", False), ("7.0", False)],
)
def test_a_binary_serves_its_own_cards_and_later_ones_of_the_same_major(
    place: Path, capability: str, ready: bool
) -> None:
    assert kernels.is_ready(capability) is ready


def test_the_kernel_is_compiled_to_where_cycles_looks(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "arch, _, ptx, _, out = sys.argv[1:]\nPath(out).write_bytes(arch.encode() + Path(ptx).read_bytes())"
    compiler(tmp_path, monkeypatch, code)
    out = kernels.compile_kernel("sm_90")
    assert out == place / "kernel_sm_90.cubin.zst"
    assert zstandard.ZstdDecompressor().decompress(out.read_bytes()) == b"-arch=sm_90" + PTX
    assert kernels.is_ready("9.0")
    assert not [path for path in place.iterdir() if path.name.startswith(".")]


def test_what_the_compiler_says_is_passed_on(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiler(tmp_path, monkeypatch, "sys.exit('ptxas fatal: sm_99 is not known')")
    with pytest.raises(RenderError, match="sm_99 is not known"):
        kernels.compile_kernel("sm_99")
    assert not (place / "kernel_sm_99.cubin.zst").exists()


def test_without_a_compiler_the_package_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels.shutil, "which", lambda name, path=None: None)
    with pytest.raises(ConfigError, match="nvidia-cuda-nvcc-cu12"):
        kernels.compile_kernel("sm_90")


@pytest.mark.parametrize("name", ["90", "sm_", "sm_90; rm -rf /", "compute_90"])
def test_an_architecture_has_a_form(place: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="expected an architecture such as sm_90"):
        kernels.compile_kernel(name)


def test_the_wheel_has_kernels() -> None:
    assert list(kernels.folder().glob("kernel_compute_*.ptx.zst"))
