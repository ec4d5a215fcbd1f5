"""``--marks`` and ``prelabel again``: from a picture's own mark back to its bytes."""

import shlex
from pathlib import Path

import pytest

import prelabel
from annotate import check
from annotate.marks import RENDERED, bare, mark, read, xmp
from render.stream.stream import Stream
from tests.calling import call

FAKE = "render.run.fake:fake_renderer"
BOXES = Path(__file__).parents[3] / "examples" / "boxes.py"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def rendered(out: str, *more: str, scenes: tuple[str, ...] = ("vehicles", "faces")) -> tuple[str, ...]:
    return ("render", *scenes, "--count", "4", "--size", "64x48", "--workers", "0", "--quiet", "--out", out, *more)


PICTURE = "run/images/000000000002.jpg"


def test_every_picture_says_what_it_is_and_of_which_run(tmp_path: Path) -> None:
    assert call(*rendered("run", "--seed", "5")) == 0
    found = [read(path) for path in sorted((tmp_path / "run" / "images").iterdir())]
    assert [(each.number("frame"), each.number("seed"), each.source_type) for each in found if each] == [
        (frame, 5, RENDERED) for frame in range(4)
    ]
    assert len({each.fields["dataset"] for each in found if each}) == 1
    assert {each.software for each in found if each} == {f"Prelabel {prelabel.__version__}"}


@pytest.mark.parametrize("format", ["jpg", "png"])
def test_without_marks_the_bytes_are_the_encoder_s(format: str, tmp_path: Path) -> None:
    for marks in ("none", "iptc"):
        call(*rendered(marks, "--marks", marks, "--format", format))
    for plain in sorted((tmp_path / "none" / "images").iterdir()):
        marked = (tmp_path / "iptc" / "images" / plain.name).read_bytes()
        assert read(plain) is None
        assert bare(marked) == plain.read_bytes()
        assert len(marked) - len(plain.read_bytes()) <= 2_000


def test_two_runs_and_a_stream_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for out in ("run", "again"):
        call(*rendered(out))
    monkeypatch.setitem(Stream.__init__.__kwdefaults__, "factory", FAKE)
    streamed = [frame.encoded() for frame in prelabel.stream("vehicles", "faces", size=(64, 48), stop=4)]
    for number, data in enumerate(streamed):
        first, second = (tmp_path / out / f"images/{number:012d}.jpg" for out in ("run", "again"))
        assert first.read_bytes() == second.read_bytes() == data


def test_a_run_goes_on_only_with_the_marks_that_it_has(capsys) -> None:
    call(*rendered("run"))
    assert call(*rendered("run", "--marks", "none")) == 2
    assert "holds a run with another marks" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (bare, "image 2: it has no mark"),
        (lambda data: mark(data, xmp(RENDERED, "x", {"frame": 3})), "image 2: its mark says frame 3, its entry 2"),
        (lambda data: mark(data, xmp(RENDERED, "x", {"seed": 7})), "image 2: its mark says seed 7, its entry 0"),
        (lambda data: mark(data, xmp(RENDERED, "x", {"dataset": "f"})), "image 2: its mark is of dataset f, this is"),
        (lambda data: mark(data, xmp("digitalCapture", "x", {})), "image 2: its mark does not say that it is synth"),
        (lambda data: mark(data, b"<a"), "its marks are not XML"),
    ],
)
def test_check_names_pictures_whose_marks_lie(change, complaint: str, tmp_path: Path) -> None:
    call(*rendered("run"))
    row = {each.name: each for each in check(tmp_path / "run").rows}["marks say what pictures are"]
    assert (row.checked, row.failures) == (4, ())
    path = tmp_path / PICTURE
    path.write_bytes(change(path.read_bytes()))
    row = {each.name: each for each in check(tmp_path / "run").rows}["marks say what pictures are"]
    assert len(row.failures) == 1
    assert complaint in row.failures[0]


# --- again


@pytest.mark.parametrize("place", [PICTURE, "lone.jpg"])
def test_the_printed_command_renders_the_same_bytes(place: str, tmp_path: Path, capsys) -> None:
    """With the ``run.yaml`` above it, and from the mark alone."""
    settings = ("--set", "vehicles.count=uniform(2,4)", "--balance", "type,color", "--augment", "camera", "--seed", "9")
    call(*rendered("run", *settings))
    data = (tmp_path / PICTURE).read_bytes()
    (tmp_path / "lone.jpg").write_bytes(data)
    capsys.readouterr()
    assert call("again", place) == 0
    command = shlex.split(capsys.readouterr().out)
    assert command[:2] == ["prelabel", "render"]
    assert command[3].endswith("run.yaml" if place == PICTURE else "lone.jpg")
    assert call(*command[1:], "--workers", "0", "--quiet") == 0
    assert (tmp_path / "frame-2/images/000000000002.jpg").read_bytes() == data


@pytest.mark.parametrize("place", [PICTURE, "lone.jpg"])
def test_render_writes_the_picture(place: str, tmp_path: Path, capsys) -> None:
    call(*rendered("run"))
    (tmp_path / "lone.jpg").write_bytes((tmp_path / PICTURE).read_bytes())
    assert call("again", place, "--render", "--out", "out.jpg") == 0
    assert (tmp_path / "out.jpg").read_bytes() == (tmp_path / PICTURE).read_bytes()
    assert f"byte for byte {place}" in " ".join(capsys.readouterr().err.split())


def test_a_suite_s_frame_comes_again(tmp_path: Path) -> None:
    suite = ("vary", "vehicles", "--factor", "yaw_deg=0:90:45", "--repeat", "2", "--size", "64x48", "--workers", "0")
    assert call(*suite, "--quiet", "--out", "suite") == 0
    before = tmp_path / "suite/images/000000000004.jpg"
    (tmp_path / "lone.jpg").write_bytes(before.read_bytes())
    assert call("again", "lone.jpg", "--render", "--out", "out.jpg") == 0
    assert (tmp_path / "out.jpg").read_bytes() == before.read_bytes()


def test_a_script_of_the_user_s_needs_the_run_yaml(tmp_path: Path, capsys) -> None:
    """Its path is no part of a mark, which must not tell of this machine."""
    (tmp_path / "mine.py").write_text(BOXES.read_text().replace('scene("boxes"', f'scene("{tmp_path.name}"'))
    call(*rendered("run", scenes=("mine.py",)))
    data = (tmp_path / PICTURE).read_bytes()
    assert b"mine.py" not in data
    (tmp_path / "lone.jpg").write_bytes(data)
    assert call("again", "lone.jpg") == 2
    assert "its mark does not hold the settings" in " ".join(capsys.readouterr().err.split())
    assert call("again", "lone.jpg", "--config", "run/run.yaml", "--render") == 0
    assert (tmp_path / "lone-again.jpg").read_bytes() == data


def test_a_mark_cannot_have_a_stranger_s_file_run(tmp_path: Path, capsys) -> None:
    (tmp_path / "evil.py").write_text("from pathlib import Path\nPath('run-by-a-mark').touch()\n")
    call(*rendered("run"))
    fields = {"dataset": "0" * 16, "frame": 0, "settings": '{"scenes":["evil.py"]}'}
    (tmp_path / "lone.jpg").write_bytes(mark((tmp_path / PICTURE).read_bytes(), xmp(RENDERED, "x", fields)))
    assert call("again", "lone.jpg") == 2
    assert "would run with your rights" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "run-by-a-mark").exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["plain.jpg"], "expected a picture with the mark of a run, it has none"),
        (["anonymised.jpg"], "expected a picture with the mark of a run, made by Somebody 1"),
        (["other.jpg"], "expected the settings of dataset 1234, got those of"),
        (["text.jpg"], "expected a JPEG or PNG picture"),
        (["missing.jpg"], "missing.jpg: cannot be read"),
        ([PICTURE, "--config", "other.yaml"], "expected the settings of dataset"),
        ([PICTURE, "--render", "--out", "a.png"], "expected a name that ends in .jpg"),
        ([PICTURE, "--render", "--out", "no/where.jpg"], "expected a folder that is there"),
        ([PICTURE, "--render", "--device", "abacus"], "device: Input should be"),
    ],
)
def test_what_cannot_be_made_again_is_one_sentence(arguments, complaint: str, tmp_path: Path, capsys):
    call(*rendered("run"))
    data = bare((tmp_path / PICTURE).read_bytes())
    (tmp_path / "plain.jpg").write_bytes(data)
    (tmp_path / "anonymised.jpg").write_bytes(mark(data, xmp(RENDERED, "Somebody 1", {})))
    other = {"dataset": "1234", "frame": 0, "settings": '{"scenes":["faces"]}'}
    (tmp_path / "other.jpg").write_bytes(mark(data, xmp(RENDERED, "x", other)))
    (tmp_path / "text.jpg").write_text("no picture")
    (tmp_path / "other.yaml").write_text("scenes: [faces]\n")
    capsys.readouterr()
    assert call("again", *arguments) != 0
    said = capsys.readouterr().err
    assert complaint in " ".join(said.split())
    assert "Traceback" not in said
