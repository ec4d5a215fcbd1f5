"""The promise of a suite in pixels: another paint changes a vehicle, what mirrors it, and nothing far from it."""

import numpy as np
from numpy.typing import NDArray

from annotate.masks import box
from render.blender.renderer import BlenderRenderer
from render.run.frames import Job
from render.run.sampling import sample_frame
from render.settings.config import make_config
from render.settings.presets import PRESETS

GROWN = 0.75  # of the vehicle's own width and height around it: the ground that it shades and lights
SIZE = (128, 96)


def test_red_and_white_differ_at_the_vehicle_alone(renderer: BlenderRenderer) -> None:
    suite = {"factors": {"color": ["red", "white"]}, "repeat": 1}
    settings = [
        "count=1",
        "type=sedan",  # most of which is paint
        "place=open",
        "camera=closeup",
        "light=day",
        "weather=clear",
        "fill=0.4",
        "blur=0",
        "film=linear",
    ]
    job = Job.of(make_config({"scenes": ["vehicles"], "size": SIZE, "suite": suite}, settings))
    specs = [sample_frame(number, job.scenes, 0, plan=job.plan).spec for number in (0, 1)]
    before = renderer.preset
    try:
        renderer.use(PRESETS["draft"], denoise=False)  # which gives every pixel as many paths, of its own
        red, white = (renderer.render(spec) for spec in specs)
    finally:
        renderer.use(before)
    here, there = (frame.coverage.labelled() > 0.0 for frame in (red, white))
    assert np.array_equal(here, there)
    assert abs(white.exposure / red.exposure - 1.0) < 0.02
    far = ~_around(here)
    assert far.mean() > 0.3
    off = np.abs(red.rgb.astype(int) - white.rgb.astype(int)).max(axis=2)
    assert np.percentile(off[far], 99.0) <= 2  # what bounces off the vehicle, and the meter that sees that
    assert np.median(off[here]) > 20


def _around(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask's box, and as much around it as ``GROWN`` says."""
    x, y, w, h = box(mask)
    rows, columns = np.mgrid[: mask.shape[0], : mask.shape[1]] + 0.5
    out: NDArray[np.bool_] = (columns > x - GROWN * w) & (columns < x + (1.0 + GROWN) * w)
    return out & (rows > y - GROWN * h) & (rows < y + (1.0 + GROWN) * h)
