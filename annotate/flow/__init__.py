"""Optical flow and scene flow, computed from what a frame shows and what its scene does: docs/sequences.md."""

from annotate.flow.colours import painted
from annotate.flow.files import encode_flo, encode_kitti, encode_scene, read_flo, read_kitti
from annotate.flow.flows import Flow, flow
from annotate.flow.points import Seen

__all__ = [
    "Flow",
    "Seen",
    "encode_flo",
    "encode_kitti",
    "encode_scene",
    "flow",
    "painted",
    "read_flo",
    "read_kitti",
]
