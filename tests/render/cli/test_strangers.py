"""A dataset of a stranger's is looked at: nothing of it runs, nothing outside it is read, nothing waits."""

import os
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image

from scenes import registry
from tests.calling import call

SCENE = Path("examples/boxes.py").read_text()
SECRET = b"somebody's own"
LOOKS = (
    ["check"],
    ["stats"],
    ["draw", "--out", "drawn"],
    *(["export", "--to", kind, "--out", f"out-{kind}"] for kind in ("yolo", "webdataset", "hf", "croissant", "kitti")),
)

pytestmark = pytest.mark.usefixtures("impatience")  # what waits for a pipe fails


@pytest.fixture
def prelabel(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """``prelabel`` in a folder of its own: exit code, and what it said."""
    monkeypatch.setattr(registry, "_scripts", {})  # another file registers its name
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        capfd.readouterr()
        code, said = call(*arguments), capfd.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def theirs(prelabel: Callable[..., tuple[int, str]], tmp_path: Path) -> Path:
    """Two frames with masks, and a file of the user's own beside the folder."""
    (tmp_path / "boxes.py").write_text(SCENE)
    command = ("render", "boxes.py", "--count", "2", "--size", "64x48", "--workers", "0", "--passes", "masks")
    assert prelabel(*command, "--out", "theirs")[0] == 0
    (tmp_path / "secret").write_bytes(SECRET)
    return tmp_path / "theirs"


def replaced(path: Path, by: Callable[[Path], object]) -> None:
    path.unlink()
    by(path)


def as_link(path: Path) -> None:
    path.symlink_to(path.parents[2] / "secret")


def as_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def as_postscript(path: Path) -> None:
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 48\n%%EndComments\n(ran) (w) file\n%%EOF\n")


def as_another_kind(path: Path) -> None:
    out = BytesIO()
    Image.new("RGB", (64, 48)).save(out, "TIFF")
    path.write_bytes(out.getvalue())


INTRUDERS = [as_link, os.mkfifo, as_device]


def test_looking_runs_nothing(prelabel: Callable[..., tuple[int, str]], theirs: Path) -> None:
    Path("boxes.py").write_text("from pathlib import Path\nPath('ran').touch()")
    for look in LOOKS:
        code, said = prelabel(look[0], "theirs", *look[1:])
        assert code == 0, said
    assert not Path("ran").exists()


@pytest.mark.parametrize(
    "command",
    [["check", "theirs", "--deep"], ["render", "--config", "theirs/run.yaml", "--workers", "0", "--out", "b"]],
)
def test_what_runs_their_files_says_so_and_asks(
    prelabel: Callable[..., tuple[int, str]], theirs: Path, command: list[str]
) -> None:
    code, said = prelabel(*command)
    assert code == 0 and "run.yaml (yours) has the Python file" in said  # the user's own
    Path("boxes.py").write_text(f"from pathlib import Path\nPath('ran').touch()\n{SCENE}")
    settings = yaml.safe_load(Path("theirs/run.yaml").read_text())
    Path("theirs/run.yaml").write_text(yaml.safe_dump({**settings, "scripts": {}}))
    code, said = prelabel(*command)
    assert code == 2 and said.startswith("error: ") and said.count("\n") == 1 and "--trust" in said
    assert not Path("ran").exists()
    prelabel(*command, "--trust")
    assert Path("ran").exists()


@pytest.mark.parametrize("intruder", [*INTRUDERS, as_postscript, as_another_kind])
def test_a_picture_is_one_of_the_dataset(
    prelabel: Callable[..., tuple[int, str]], theirs: Path, intruder: Callable[[Path], None]
) -> None:
    replaced(theirs / "images" / "000000000001.jpg", intruder)
    code, said = prelabel("check", "theirs")
    assert code == 1 and "000000000001.jpg" in said.replace("\n", "")
    code, said = prelabel("draw", "theirs", "--out", "drawn")
    assert code == 1 and said.startswith("error: image 1: ")
    if intruder in INTRUDERS:
        for look in LOOKS[3:]:
            code, said = prelabel(look[0], "theirs", *look[1:])
            assert code == 1 and said.startswith("error: image 1: "), said
            assert not Path(look[-1]).exists()


def test_pictures_of_a_folder_that_is_a_link_are_not_taken_along(
    prelabel: Callable[..., tuple[int, str]], theirs: Path
) -> None:
    (theirs / "images").rename("mine")
    (theirs / "images").symlink_to(Path("mine").absolute())
    for look in LOOKS[2:]:
        assert prelabel(look[0], "theirs", *look[1:])[0] == 1
    assert prelabel("check", "theirs")[0] == 1


def test_links_within_a_dataset_are_exported_as_what_they_lead_to(
    prelabel: Callable[..., tuple[int, str]], theirs: Path
) -> None:
    picture = theirs / "images" / "000000000001.jpg"
    data = picture.read_bytes()
    picture.rename(theirs / "images" / "real.jpg")
    picture.symlink_to("real.jpg")
    assert prelabel("export", "theirs", "--to", "webdataset", "--out", "tars")[0] == 0
    assert prelabel("export", "theirs", "--to", "yolo", "--out", "linked", "--link")[0] == 0
    with tarfile.open(next(Path("tars").glob("*.tar"))) as tar:
        file = tar.extractfile("000000000001.jpg")
        assert file is not None and file.read() == data
    (linked,) = Path("linked").rglob("000000000001.jpg")
    assert not linked.is_symlink() and linked.read_bytes() == data


@pytest.mark.parametrize("intruder", INTRUDERS)
@pytest.mark.parametrize("name", ["annotations/instances.json", "run.yaml", "masks/000000000000.png"])
def test_nothing_else_is_waited_for(
    prelabel: Callable[..., tuple[int, str]], theirs: Path, name: str, intruder: Callable[[Path], None]
) -> None:
    (theirs.parent.parent / "secret").write_bytes(SECRET)  # of what lies in the dataset's own folder
    replaced(theirs / name, intruder)
    code, said = prelabel("check", "theirs")
    assert code == 1 and SECRET.decode() not in said
    for look in LOOKS[1:]:
        code, said = prelabel(look[0], "theirs", *look[1:])
        assert SECRET.decode() not in said and "it waited" not in said


@pytest.mark.parametrize("intruder", INTRUDERS)
@pytest.mark.parametrize(
    "name", ["records/shard-00000.jsonl", "records/shard-00001.jsonl", ".lock-owner", ".lock", "summary.json"]
)
def test_a_run_writes_into_its_own_folder_alone(
    prelabel: Callable[..., tuple[int, str]], theirs: Path, name: str, intruder: Callable[[Path], None]
) -> None:
    (theirs.parent.parent / "secret").write_bytes(SECRET)
    (theirs / name).unlink(missing_ok=True)
    intruder(theirs / name)
    command = ("render", "boxes.py", "--count", "3", "--size", "64x48", "--workers", "0", "--passes", "masks")
    _, said = prelabel(*command, "--out", "theirs")
    assert "it waited" not in said and "Traceback" not in said
    for secret in (theirs.parent / "secret", theirs.parent.parent / "secret"):
        assert secret.read_bytes() == SECRET


@pytest.mark.parametrize("name", ["records", "images", "annotations", "masks"])
def test_a_run_writes_into_no_folder_that_is_a_link(
    prelabel: Callable[..., tuple[int, str]], theirs: Path, name: str
) -> None:
    (theirs / name).rename("mine")
    before = sorted(Path("mine").iterdir())
    (theirs / name).symlink_to(Path("mine").absolute())
    command = ("render", "boxes.py", "--count", "3", "--size", "64x48", "--workers", "0", "--passes", "masks")
    code, said = prelabel(*command, "--out", "theirs")
    assert code == 1 and "expected a folder, got a link" in said
    assert sorted(Path("mine").iterdir()) == before


def test_a_mask_of_gigabytes_is_a_sentence(prelabel: Callable[..., tuple[int, str]], theirs: Path) -> None:
    path = theirs / "annotations" / "instances.json"
    text = path.read_text().replace('"width":64,"height":48', '"width":65536,"height":65536')
    path.write_text(text)
    code, said = prelabel("check", "theirs")
    assert code == 1 and "65536×65536" in said.replace("\n", "").replace(" ", "")


def test_names_of_a_dataset_do_not_reach_the_terminal(prelabel: Callable[..., tuple[int, str]], theirs: Path) -> None:
    path = theirs / "annotations" / "instances.json"
    path.write_text(path.read_text().replace('"000000000001.jpg"', r'"\u001b[2J:car:[red].jpg"'))
    (theirs / "images" / "\x1b]0;a\x07.jpg").touch()
    for look in LOOKS:
        _, said = prelabel(look[0], "theirs", *look[1:])
        assert "\x1b" not in said and "\x07" not in said
        assert look[0] == "stats" or r"\x1b[2J:car:[red].jpg" in said.replace("\n", "").replace(" ", "") or not said
