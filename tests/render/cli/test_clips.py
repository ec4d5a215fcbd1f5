"""``draw --video`` and ``stats`` of moving pictures."""

import io
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence
from rich.console import Console

from assets import ConfigError, StorageError
from render.cli import video
from render.cli.overlays import draw_dataset
from render.cli.stats import show_stats
from render.cli.video import Video
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config
from tests.calling import call

BOXES = str(Path(__file__).parents[3] / "examples" / "moving_boxes.py")


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clips of three frames. Do not change it."""
    out = tmp_path_factory.mktemp("video") / "clips"
    config = make_config({"scenes": [BOXES], "size": (95, 71), "count": 6, "sequence": 3, "fps": 5.0})
    run(config, out, lambda watch: FakeRenderer())
    return out


def frames(path: Path) -> tuple[list[np.ndarray], float]:
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(stream)], float(stream.average_rate or 0)


def test_a_video_shows_the_drawn_pictures_at_the_clips_speed(clips: Path, tmp_path: Path) -> None:
    what = frozenset({"boxes", "tracks"})
    assert draw_dataset(clips, None, what, tmp_path / "drawn", tmp_path / "new" / "clips.mp4") == 6
    shown, rate = frames(tmp_path / "new" / "clips.mp4")
    assert (len(shown), rate) == (6, 5.0)
    for index, path in enumerate(sorted((tmp_path / "drawn").iterdir())):
        drawn = np.asarray(Image.open(path)).astype(float)
        height, width = drawn.shape[:2]
        assert shown[index].shape[:2] == (height + height % 2, width + width % 2)
        assert np.abs(shown[index][:height, :width] - drawn).mean() < 4.0


def test_the_same_pictures_give_the_same_bytes(clips: Path, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        draw_dataset(clips, [range(2)], frozenset({"boxes"}), None, tmp_path / name)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "b.mp4"]


def test_one_of_both_is_needed_and_a_video_is_an_mp4(clips: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="draw: expected --out for pictures, --video for a video, or both"):
        draw_dataset(clips, None, frozenset(), None)
    with pytest.raises(ConfigError, match=r"expected the name of an \.mp4 file"):
        draw_dataset(clips, None, frozenset(), None, tmp_path / "clips.avi")
    with pytest.raises(ConfigError, match="expected a file outside the dataset"):
        draw_dataset(clips, None, frozenset(), None, clips / "clips.mp4")


def test_without_the_extra_one_sentence_says_how_to_get_it(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(video, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"draw --video needs av: pip install 'prelabel\[video\]'"):
        draw_dataset(clips, None, frozenset(), None, tmp_path / "clips.mp4")


def test_the_command_starts_without_the_extra() -> None:
    assert "import av\n" not in Path(video.__file__).read_text().replace("        import av\n", "")
    assert sys.modules["render.cli.video"] is video


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StorageError, match=r"--video .*cannot write"),
        Video(tmp_path / "file" / "clip.mp4", 12.0) as film,
    ):
        film.add(np.zeros((8, 8, 3), np.uint8))


def test_a_video_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected pictures of one size"), Video(tmp_path / "clip.mp4", 12.0) as film:
        film.add(np.zeros((8, 8, 3), np.uint8))
        film.add(np.zeros((8, 16, 3), np.uint8))
    assert list(tmp_path.iterdir()) == []


def test_stats_tell_of_tracks(clips: Path) -> None:
    out = io.StringIO()
    show_stats(clips, None, Console(file=out, width=120), trust=True)
    lines = out.getvalue().splitlines()
    begin = next(index for index, line in enumerate(lines) if line.startswith("moving_boxes:") and "tracks" in line)
    told = {line.split()[0]: line.split()[1:] for line in lines[begin + 1 :] if line.strip()}
    assert told["track_category"][0] == "box"
    assert told["track_frames"][0] == "3" and told["track_gaps"][0] == "0"
    lowest, *_, highest = (float(told["track_speed_mps"][index]) for index in (0, 4))
    assert 0.5 <= lowest <= highest <= 2.0, "as the scene draws them"
    assert told["track_s"][0] == "0.6" or float(told["track_s"][0]) == pytest.approx(0.6)


def preview(path: Path, *arguments: str) -> int:
    return call("preview", BOXES, "--size", "64x48", "--quiet", "--out", str(path), *arguments)


def test_preview_shows_clips_as_a_film(tmp_path: Path) -> None:
    arguments = ("--sequence", "3", "--fps", "5", "--count", "2", "--no-labels")
    assert preview(tmp_path / "a.mp4", *arguments) == 0
    shown, rate = frames(tmp_path / "a.mp4")
    assert (len(shown), rate, shown[0].shape) == (6, 5.0, (48, 64, 3))
    assert preview(tmp_path / "a.gif", *arguments) == 0
    with Image.open(tmp_path / "a.gif") as gif:
        assert (sum(1 for _ in ImageSequence.Iterator(gif)), gif.size, gif.info["duration"], gif.info["loop"]) == (
            6,
            (64, 48),
            200,
            0,
        )


def test_preview_shows_a_clip_as_a_strip_in_the_order_of_time(tmp_path: Path) -> None:
    sizes = {}
    for count in ("1", "2"):
        sheet = tmp_path / f"{count}.png"
        arguments = ("--sequence", "4", "--count", count, "--what", "boxes,tracks")
        assert preview(sheet, *arguments) == 0
        with Image.open(sheet) as picture:
            sizes[count] = picture.size
    assert sizes["1"][0] == sizes["2"][0] >= 4 * 64
    assert sizes["1"][1] < sizes["2"][1] < 2 * sizes["1"][1]


def test_preview_draws_where_things_have_been(tmp_path: Path) -> None:
    drawn = []
    for what in ("boxes", "boxes,tracks"):
        assert preview(tmp_path / "a.png", "--sequence", "4", "--what", what) == 0
        drawn.append(np.asarray(Image.open(tmp_path / "a.png")).astype(int))
    assert (drawn[0] != drawn[1]).any()


@pytest.mark.parametrize(
    ("name", "arguments", "complaint"),
    [
        ("a.mp4", (), "a.mp4: expected the name of a .png file, or --sequence for clips"),
        ("a.png", ("--fps", "5"), "fps: expected --sequence with it"),
        ("a.png", ("--sequence", "0"), "--sequence"),
    ],
)
def test_what_preview_cannot_show_is_told(
    name: str,
    arguments: tuple[str, ...],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    assert preview(tmp_path / name, *arguments) == 2
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_preview_says_what_an_mp4_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(video, "NEEDED", "no_such_module")
    assert preview(tmp_path / "a.mp4", "--sequence", "2") == 2
    assert "preview --out needs no_such_module: pip install 'prelabel[video]'" in capsys.readouterr().err
