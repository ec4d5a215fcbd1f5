"""Commands that read a run: ``draw`` and ``export``, of some of its pictures, and of one that was stopped."""

from pathlib import Path

import pytest
from PIL import Image

from annotate import Frame
from render.run.fake import FakeRenderer
from scenes import SceneSpec
from tests.render.cli.conftest import BOXES, call


def test_draw_writes_the_pictures_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out, drawn = str(tmp_path / "d"), tmp_path / "drawn"
    split = ["--split", "train=0.5,val=0.5"]
    assert call("render", BOXES, "--count", "4", "--size", "96x72", *split, "--out", out) == 0
    draw = ["draw", out, "--what", "boxes,cuboids", "--out", str(drawn)]
    assert call(*draw, "--ids", "0,2-3") == 0
    assert [path.name for path in sorted(drawn.iterdir())] == [f"{number:012d}.png" for number in (0, 2, 3)]
    with Image.open(drawn / "000000000000.png") as picture:
        assert picture.size == (13 * 96, 13 * 72)
    capsys.readouterr()
    assert call(*draw, "--ids", "3-9") == 2
    assert "has no image 4" in capsys.readouterr().err
    (tmp_path / "d" / "images" / "000000000001.jpg").unlink()
    assert call(*draw) == 1
    assert "image 1: " in capsys.readouterr().err


def test_export_writes_what_a_format_reads(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out, exported = str(tmp_path / "d"), tmp_path / "yolo"
    assert call("render", BOXES, "--count", "2", "--size", "96x72", "--out", out) == 0
    capsys.readouterr()
    assert call("export", out, "--to", "yolo", "--out", str(exported)) == 0
    assert "2 pictures" in capsys.readouterr().err
    assert len(list(exported.rglob("*.jpg"))) == 2
    assert call("export", out, "--to", "yolo9", "--out", str(tmp_path / "b")) == 2
    assert "--to yolo9: expected one of yolo, yolo-seg" in capsys.readouterr().err


def test_export_and_draw_take_the_pictures_of_a_tag(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "d"
    assert call("render", BOXES, "--count", "4", "--size", "96x72", "--out", str(out)) == 0
    (out / "tags.json").write_text('{"tags": {"good": [0, 2, 3], "bad": [3]}}')

    def exported(name: str, *options: str) -> list[int]:
        assert call("export", str(out), "--to", "yolo", "--out", str(tmp_path / name), *options) == 0
        return sorted(int(path.stem) for path in (tmp_path / name).rglob("*.jpg"))

    assert exported("some", "--ids", "1-2") == [1, 2]
    assert exported("good", "--ids", "tag:good") == [0, 2, 3]
    assert exported("better", "--ids", "tag:good", "--ignore", "tag:bad") == [0, 2]
    assert exported("rest", "--ignore", "0,2-3") == [1]
    assert call("draw", str(out), "--ids", "tag:bad", "--out", str(tmp_path / "drawn")) == 0
    assert [path.stem for path in (tmp_path / "drawn").iterdir()] == ["000000000003"]
    capsys.readouterr()
    yolo = ("export", str(out), "--to", "yolo", "--out", str(tmp_path / "e"))
    assert call(*yolo, "--ids", "tag:god") == 2
    assert "tag 'god': no picture of" in capsys.readouterr().err
    assert call(*yolo, "--ids", "17") == 2
    assert "among those that are asked for, got none" in capsys.readouterr().err
    assert not (tmp_path / "e").exists()


def test_a_run_that_was_stopped_is_named_by_all_that_read_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """By Ctrl-C in the fourth frame. Its scene's file is not run again, and the same command goes on."""
    scene, out = tmp_path / "mine.py", str(tmp_path / "d")
    scene.write_text(Path(BOXES).read_text().replace('scene("boxes"', 'scene("stopped"'))
    render, shots = FakeRenderer.render, iter(range(100))

    def interrupted(self: FakeRenderer, spec: SceneSpec) -> Frame:
        if next(shots) == 3:
            raise KeyboardInterrupt
        return render(self, spec)

    command = ["render", str(scene), "--count", "5", "--size", "96x72", "--out", out]
    with monkeypatch.context() as patch:
        patch.setattr(FakeRenderer, "render", interrupted)
        assert call(*command) == 130
    text = scene.read_text()
    scene.write_text("raise SystemExit('it was run')")
    for reads in (["check"], ["stats"], ["export", "--to", "yolo"], ["draw"]):
        capsys.readouterr()
        more = ["--out", str(tmp_path / "new")] if reads[0] in ("export", "draw") else []
        assert call(reads[0], out, *reads[1:], *more) == 1
        said = capsys.readouterr().err
        assert said == f"error: {out}: unfinished run: 3 of 5 frames; the same render command continues it\n"
        assert not (tmp_path / "new").exists()
    scene.write_text(text)
    assert call(*command) == 0
    assert call("check", out) == 0
