"""What goes behind something is not seen, and what drives in front of something hides it."""

import numpy as np

from annotate.flow.depths import pixel_centres
from tests.annotate.flow.moving import between, cube, going, scene, shown, wall


def test_what_goes_behind_something_is_not_seen() -> None:
    """A cube goes behind a wider one, which stands still: its pixels are known, and no longer visible."""
    things = [(cube(), going(10.0, 1.6, 1.2, (0.0, -16.0, 0.0))), (cube(), going(5.0, 0.0, 1.5, (0.0, 0.0, 0.0)))]
    _, then, frame, got = between(scene(things))
    gone, stays = frame.coverage.owner == 1, frame.coverage.owner == 2
    assert gone.sum() > 50 and np.isfinite(got.pixels[gone]).all()
    where = np.floor(pixel_centres(then.camera)[gone] + got.pixels[gone]).astype(int)
    hidden = shown(then).coverage.owner[where[:, 1], where[:, 0]] == 2
    assert hidden.any()
    assert not got.visible[gone][hidden].any()
    assert got.visible[stays].all()


def test_scenery_that_something_drives_in_front_of_is_not_seen() -> None:
    spec = scene([(cube((1.0, 1.0, 1.0)), going(8.0, 2.0, 1.2, (0.0, -5.0, 0.0)))], scenery=(wall(),))
    _, then, frame, got = between(spec)
    covered = (frame.coverage.owner == 0) & (shown(then).coverage.owner == 1)
    assert covered.sum() > 50
    assert not got.visible[covered].any()
    assert (got.pixels[covered] == 0.0).all()
    assert got.visible[(frame.coverage.owner == 0) & ~covered].mean() > 0.999
