"""Further cameras of a scene that has one: where several pictures of each scene are asked for."""

from collections.abc import Callable, Sequence

import numpy as np

from assets import SceneError
from assets.random import stream
from scenes.camera import PinholeCamera
from scenes.params import SceneParams
from scenes.spec import Placed, View

TRIES = 40  # cameras tried for each view
SMALL_M = 12.0  # things that are larger, such as halls, may have cameras in their boxes


def further(
    rng: np.random.Generator,
    params: SceneParams,
    camera: Callable[[np.random.Generator], PinholeCamera | View],
    placed: Sequence[Placed],
) -> tuple[View, ...]:
    """As many cameras as ``params.views`` asks for beside the first: for ``SceneSpec(..., views=...)``.

    Each has a random stream of its own, and is sampled again until something labelled is in its picture and it stands
    in no thing; nor does one count for which ``camera`` raises ``SceneError``.

    Args:
        camera: samples one, as the first was sampled; what else it draws goes into a ``View``.
        placed: what is in the scene.

    Raises:
        SceneError: no camera was found for one of the views.
    """

    def sound(own: np.random.Generator, lenience: float) -> View:
        found = camera(own)
        view = found if isinstance(found, View) else View(found)
        check_view(view.camera, placed)
        return view

    return tried(rng, params.views, sound)


def tried[T](rng: np.random.Generator, views: int, sample: Callable[[np.random.Generator, float], T]) -> tuple[T, ...]:
    """Views 1 to ``views - 1``, each from its own stream of ``rng`` and in as many tries as it takes.

    Args:
        sample: raises ``SceneError`` for a view that is none; the second argument, from 0 to 1, grows from try to try
            and asks for less and less.

    Raises:
        SceneError: ``TRIES`` gave none for one of them.
    """
    return tuple(_one(stream(rng, f"view {number}"), sample) for number in range(1, views))


def _one[T](rng: np.random.Generator, sample: Callable[[np.random.Generator, float], T]) -> T:
    for attempt in range(TRIES):
        try:
            return sample(stream(rng, f"attempt {attempt}"), attempt / (TRIES - 1))
        except SceneError as error:
            last = error
    raise last


def check_view(camera: PinholeCamera, placed: Sequence[Placed]) -> None:
    """Raises:
    SceneError: no labelled thing has its middle in the picture, or the camera stands in a thing.
    """
    middles = [item.pose.apply(item.asset.center) for item in placed if item.instance_id]
    if not middles or not camera.shows(camera.project(np.array(middles))).any():
        raise SceneError("view: expected a camera that sees something labelled")
    for item in placed:
        half = np.array(item.asset.size) / 2.0
        away = np.abs(item.pose.inverse().apply(camera.pose.translation) - np.array(item.asset.center))
        if half.max() < SMALL_M / 2.0 and (away < half).all():
            raise SceneError(f"view: expected a camera outside of things, got one in '{item.asset.name}'")
