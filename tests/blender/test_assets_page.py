"""Every command of docs/assets.md, as written, in order; pictures come from the renderer without Blender."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from annotate import schema
from render.cli import app as cli
from render.cli import commands

PAGE = (Path(__file__).parents[2] / "docs" / "assets.md").read_text()
SKY = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 32 +X 64\n" + bytes([90, 120, 160, 128]) * (64 * 32)


def prelabel(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["prelabel", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return stopped.value.code


def test_every_command_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "RENDERER", "render.run.fake:fake_renderer")
    monkeypatch.setattr("annotate.schema._schemas", dict(schema._schemas))
    monkeypatch.delenv("PRELABEL_LIBRARY", raising=False)
    monkeypatch.chdir(tmp_path)
    make, use = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    subprocess.run([sys.executable, "-c", make], check=True, capture_output=True, timeout=300)
    (tmp_path / "street.hdr").write_bytes(SKY)
    Image.new("RGB", (64, 48), (90, 60, 30)).save(tmp_path / "kitchen.jpg")
    written = [shlex.split(line) for line in re.findall(r"^ {4}prelabel (.*)$", PAGE, re.M)]
    assert len(written) >= 10
    for arguments in written:
        small = ["--count", "2", "--size", "96x72", "--workers", "1"] if arguments[0] == "render" else []
        if arguments[:2] == ["assets", "remove"]:
            exec(use, {})
        assert not prelabel(monkeypatch, *arguments, *small), (arguments, capsys.readouterr().err)
    told = json.loads((tmp_path / "trucks" / "annotations" / "instances.json").read_text())
    assert {"origin": "my-truck: truck.glb", "licence": "CC0-1.0"} in told["info"]["asset_licences"]
    assert any(item["attributes"].get("asset") == "my-truck" for item in told["annotations"])
    assert (tmp_path / "asset-my-truck.png").is_file()
    # Without its assets a run is refused in one sentence.
    assert prelabel(monkeypatch, "render", "--config", "trucks/run.yaml", "--out", "again") == 2
    assert "got 'my-truck'" in capsys.readouterr().err
