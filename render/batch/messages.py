"""What a worker says to the supervisor, beside ``FrameDone``; numbers of frames go the other way, None at last."""

from dataclasses import dataclass

from assets import PrelabelError


@dataclass(frozen=True)
class Ready:
    """The renderer has started; ``device`` is what it renders on."""

    device: str


@dataclass(frozen=True)
class Rendered:
    """The renderer has done with a frame, which is now labelled and written unless it failed; the next may come."""

    frame: int


@dataclass(frozen=True)
class Failed:
    """A frame could not be made, and others may be."""

    frame: int
    error: PrelabelError


@dataclass(frozen=True)
class Hopeless:
    """No frame can be made: the disk is full, the device is not there, the settings are wrong."""

    error: PrelabelError
