"""Pictures as an MP4 file, by ffmpeg's library out of PyPI's ``av``."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from assets import ConfigError, StorageError

NEEDED, REMEDY = "av", "pip install 'prelabel[video]'"
USUAL_FPS = 12.0  # of pictures that are no clips
QUALITY = "18"  # x264's constant rate factor; lower is better and larger
MOST_FPS = 1000.0

type Picture = NDArray[np.uint8]


def check_video(path: Path, option: str = "draw --video") -> None:
    """Args:
        option: by which it was asked for, after its command.

    Raises:
    ConfigError: no video can be written there.
    """
    if path.suffix.lower() != ".mp4":
        raise ConfigError(f"{option.rsplit(maxsplit=1)[-1]} {path}: expected the name of an .mp4 file")
    if find_spec(NEEDED) is None:
        raise ConfigError(f"{option} needs {NEEDED}: {REMEDY}")


class Video:
    """An MP4 file (H.264) that pictures are added to. It appears under its name when the block ends well.

    Args:
        path: of the file; its folder is made where it is missing.
        fps: pictures a second.
        option: by which it was asked for.

    Raises:
        StorageError: it cannot be written.
    """

    def __init__(self, path: Path, fps: float, option: str = "--video") -> None:
        self._where = f"{option} {path}"
        self._path, self._part = path, path.with_name(f".{path.name}.part")
        self._rate = Fraction(min(fps, MOST_FPS)).limit_denominator(1001)
        self._stream: Any = None

    def __enter__(self) -> Self:
        import av

        with self._told():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._container = av.open(str(self._part), "w", format="mp4")
        return self

    def add(self, picture: Picture) -> None:
        """A picture (H, W, 3) of the first one's size, which H.264 wants even: an odd side gets its last line twice."""
        import av

        height, width = picture.shape[:2]
        even = np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        with self._told():
            if self._stream is None:
                self._stream = self._container.add_stream("libx264", rate=self._rate)
                self._stream.width, self._stream.height, self._stream.pix_fmt = even.shape[1], even.shape[0], "yuv420p"
                self._stream.options = {"crf": QUALITY, "threads": "1"}  # more would not always give the same bytes
            if even.shape[:2] != (self._stream.height, self._stream.width):
                expected, got = f"{self._stream.width}×{self._stream.height}", f"{even.shape[1]}×{even.shape[0]}"
                raise ConfigError(f"{self._where}: expected pictures of one size, got {expected} and {got}")
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(even), format="rgb24")
            for packet in self._stream.encode(frame):
                self._container.mux(packet)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            with self._told():
                if self._stream is not None:
                    for packet in self._stream.encode():
                        self._container.mux(packet)
                self._container.close()
                if kind is None and self._stream is not None:
                    self._part.replace(self._path)
        finally:
            self._part.unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:  # which ffmpeg's errors are, too
            raise StorageError(f"{self._where}: cannot write, {error.strerror or error}") from error
