"""``draw --video`` and ``stats`` of moving pictures."""

import io
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from assets import ConfigError, StorageError
from render.cli import video
from render.cli.overlays import draw_dataset
from render.cli.stats import show_stats
from render.cli.video import Video
from render.run.fake import FakeRenderer
from render.run.here import run
from render.settings.config import make_config

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
