"""Ids that a file cannot hold are refused before anything is rendered."""

from collections.abc import Callable

import pytest

from annotate.frame import Frame
from assets import Material, SceneError
from assets.primitives import box
from render.progress.stopwatch import Stopwatch
from render.run.fake import FakeRenderer
from render.run.frames import Job, expose, finish, frame_files
from render.settings.config import make_config
from scenes import PinholeCamera, Placed, Pose, SceneParams, SceneSpec, World, look_at, scene


class Numbers(SceneParams):
    pass


CRATE = box((1.0, 1.0, 1.0), Material("grey"), category="box")
VIEW = look_at((-6.0, 0.0, 2.0), (0.0, 0.0, 0.5))


def spec(*ids: int) -> SceneSpec:
    placed = tuple(Placed(CRATE, Pose.at(y=1.5 * place), number) for place, number in enumerate(ids))
    return SceneSpec(placed, PinholeCamera.from_fov((32, 24), 0.9, VIEW), World("courtyard"))


@scene("numbers-that-fit", params=Numbers, categories=("box",), parts=("box",))
def fitting(rng, params):
    """As large as 16 bits hold."""
    return spec(1, 65_535)


@scene("numbers-that-do-not", params=Numbers, categories=("box",), parts=("box",))
def too_large(rng, params):
    """One more."""
    return spec(1, 65_536)


class Never:
    def expose(self, spec: SceneSpec) -> Callable[[], Frame]:
        raise AssertionError("rendered")


def job(name: str, *passes: str) -> Job:
    return Job.of(make_config({"scenes": [name], "size": (32, 24), "passes": passes}))


def test_an_id_above_16_bits_is_refused_with_masks_before_the_render() -> None:
    with pytest.raises(SceneError, match=r"frame 0: expected instance ids of 65535 at most.*masks.*got 65536"):
        expose(job("numbers-that-do-not", "masks"), Never(), Stopwatch(), 0)


@pytest.mark.parametrize(("name", "passes"), [("numbers-that-fit", ("masks", "parts")), ("numbers-that-do-not", ())])
def test_what_fits_or_needs_no_file_goes_through(name: str, passes: tuple[str, ...], tmp_path) -> None:
    made = job(name, *passes)
    exposed = expose(made, FakeRenderer(), Stopwatch(), 0)
    finished = finish(made, exposed, Stopwatch())
    numbers = [item["instance_id"] for item in finished.labels.annotations]
    assert numbers == [placed.instance_id for placed in exposed.sampled.spec.placed]
    written = [file for file, _ in frame_files(made, 0, finished, tmp_path)]
    assert [file.split("/")[0] for file in written] == ["images", *passes]


def test_no_id_is_larger_than_readers_hold() -> None:
    with pytest.raises(SceneError, match="expected instance ids of 2147483647 at most, got 2147483648"):
        spec(2**31)
