"""What becomes of a place that holds a run already."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reuse:
    """Attributes:
    overwrite: the run that is there goes, once a frame of the new one is there; nothing else does.
    allow_upgrade: go on with a run that another version of the program began.
    verify: look at each finished frame's files, byte for byte, and render those anew that are damaged.
    """

    overwrite: bool = False
    allow_upgrade: bool = False
    verify: bool = False
