"""A picture of traffic as the middle of a clip: who walks, how vehicles go, and who comes by before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assets.environments.sites import Site
from assets.random import stream
from assets.vehicles.cycles.pedalling import BIKES
from scenes.camera import PinholeCamera
from scenes.motion.clip import Clip
from scenes.motion.motion import Motion, Mover, Rider
from scenes.motion.passing import with_passing
from scenes.motion.traffic import Moved, in_motion, moments_of
from scenes.motion.walk import Walk
from scenes.params import SceneParams
from scenes.passers import strollers
from scenes.skies import Conditions
from scenes.spec import Placed
from scenes.stands import Stands
from scenes.wanted import Wanted, wanted

EVERY_S = 0.5  # a moving camera is asked that often what stands in its way


@dataclass(frozen=True, eq=False)
class Going:
    """Attributes:
    clip: what it lasts for.
    people: on foot; ``ways``, by their place among them, of those who walk.
    moved: the vehicles: those of the picture, then those that come by.
    """

    clip: Clip
    people: list[Placed]
    ways: dict[int, Walk]
    moved: Moved

    def cameras(self, camera: PinholeCamera) -> list[PinholeCamera]:
        """A moving camera every half second; nothing of one that stands."""
        if self.moved.camera is None:
            return []
        moments = np.linspace(0.0, self.clip.seconds, int(self.clip.seconds / EVERY_S) + 2).tolist()
        return [self.moved.seen_by(camera, moment) for moment in moments]

    def motion(self, person: int, vehicle: int, beams: dict[int, Rider]) -> Motion:
        """Of a scene whose first person and first vehicle have these places, and whose beams are these."""
        movers: dict[int, Mover] = {vehicle + n: mover for n, mover in self.moved.movers.items()}
        movers |= {person + n: walk for n, walk in self.ways.items()}
        return Motion(self.clip, movers, self.moved.camera, beams)


def going(
    rng: np.random.Generator,
    clip: Clip,
    params: SceneParams,
    site: Site,
    sky: Conditions,
    stands: Stands,
    kind: str,
    camera: PinholeCamera,
    placed: Sequence[Placed],
    fleet: Sequence[Wanted],
    things: Sequence[Placed],
) -> Going:
    """The picture's vehicles ``placed``, and what was wanted of each, on their way; people; and who comes by.

    Args:
        params: have ``pedestrians``, ``passing_per_min`` and what ``scenes.wanted`` asks for.
        kind: of the camera, a key of ``RIGS``.
        things: what else nobody may touch.
    """
    moments = moments_of(clip)
    many = params.integer(rng, "pedestrians")
    people, ways = strollers(stream(rng, "people"), many, site, camera, list(placed), moments)
    still = [*(person for n, person in enumerate(people) if n not in ways), *things]
    taken = [walk.footprint(moments) for walk in ways.values()]
    driving = [each.role == "driving" for each in fleet]
    cycles = {n: each.rng for n, each in enumerate(fleet) if each.type in BIKES and each.model is None}
    moved = in_motion(stream(rng, "motion"), clip, site, kind, camera, placed, driving, still, taken, cycles)
    comers = stream(rng, "passing")
    mean = params.number(rng, "passing_per_min") * clip.seconds / 60.0

    def wish(own: np.random.Generator, index: int) -> Wanted:
        return wanted(own, params.undealt().of(index), site, sky, "driving").on_its_way()

    moved = with_passing(comers, moved, site, stands, camera, wish, int(comers.poisson(mean)))
    return Going(clip, people, ways, moved)
