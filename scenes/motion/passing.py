"""Traffic that comes by in a clip: vehicles that are in the picture before or after its middle, and not then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assets import Asset
from assets.environments.sites import Site
from assets.random import stream
from assets.vehicles.cycles.pedalling import BIKES, Pedals
from assets.vehicles.rolling import Wheel, on_wheels
from scenes.camera import PinholeCamera
from scenes.motion.drive import Drive, Ride
from scenes.motion.rows import ABOVE_M, BODY_M, HEADWAY_S, SLOWEST_MPS, Car, Plan, footprint, meet, whim
from scenes.motion.speed import Speed
from scenes.motion.traffic import CLOSE, Moved, car_in, lanes_at
from scenes.placement import footprints
from scenes.pose import Float64
from scenes.rigs import TWO_WHEELS
from scenes.sight import in_picture, in_sight
from scenes.spec import Placed
from scenes.stands import Body, Stands, put, seen
from scenes.wanted import Wanted

MOST = 12  # in one clip
TRIES = 120  # moments and places, of one vehicle
SMALLEST = 0.06  # of the picture's shorter side: its height or width at the moment at which it is surely seen
NEAR_MPS, NEAR_PER_S = 3.0, 2.0  # who passes a camera goes that fast at most, and as many times its distance more
BORDER = 0.02  # of the picture's sides, around it, that counts as the picture
PROUD_M = 0.1  # that wheels stand out of a box which steer, and the lugs of a tractor's

type Wish = Callable[[np.random.Generator, int], Wanted]


def with_passing(
    rng: np.random.Generator,
    moved: Moved,
    site: Site,
    stands: Stands,
    camera: PinholeCamera,
    wish: Wish,
    count: int,
) -> Moved:
    """The same traffic, and up to ``count`` vehicles more, of instance ids that follow. Who finds no gap stays away.

    Each is in the picture at some moment of the clip, and outside of it at the middle.

    Args:
        stands: of the site.
        camera: of the picture that was asked for.
        wish: what a vehicle that drives is to be, by its stream and its place in the traffic.
    """
    placed, movers = list(moved.placed), dict(moved.movers)
    plan = moved.plan
    cameras = [moved.seen_by(camera, moment) for moment in plan.moments.tolist()]
    search = _Search(plan, site, stands, cameras, moved.seen_by(camera, plan.middle_s))
    for number in range(min(count, MOST) if plan.paths else 0):
        own = stream(rng, f"vehicle {number}")
        found = search.comer(own, wish(stream(own, "wanted"), len(placed)), len(placed))
        if found is not None:
            thing, movers[len(placed)] = found
            placed.append(thing)
    return replace(moved, placed=placed, movers=movers)


@dataclass(frozen=True, eq=False)
class _Search:
    """Attributes:
    plan, site, stands: as ``with_passing`` has them.
    cameras: at each of the plan's moments; ``middle`` at the middle of the clip.
    """

    plan: Plan
    site: Site
    stands: Stands
    cameras: Sequence[PinholeCamera]
    middle: PinholeCamera

    def comer(self, rng: np.random.Generator, want: Wanted, index: int) -> tuple[Placed, Drive] | None:
        """A vehicle, the ``index``-th of the traffic, that comes by; None where it finds no gap."""
        body, built = want.body(), None
        for attempt in range(TRIES):
            own = stream(rng, f"attempt {attempt}")
            found = self._way(own, body, built[1] if built else (), index)
            if found is None:
                continue
            if built is None:  # only now, for it is what costs
                built = on_wheels(want.build())
                body = replace(body, size=built[0].size, center=built[0].center)
                found = self._way(own, body, built[1], index)
                if found is None:
                    continue
            car, ride = found
            self.plan.rides[index] = ride
            self.plan.taken.append(footprint(self.plan, car, ride))
            return self._driven(want, *built, ride, index)
        return None

    def _driven(
        self, want: Wanted, asset: Asset, wheels: tuple[Wheel, ...], ride: Ride, index: int
    ) -> tuple[Placed, Drive]:
        bike = want.type in BIKES and want.model is None
        pedalled = Pedals.of(want.rng, asset) if bike and wheels else None
        asset, pedals = (asset, None) if pedalled is None else pedalled
        drive = Drive.of(ride, asset, wheels, pedals)
        return Placed(asset, drive.pose(self.plan.middle_s), index + 1), drive

    def _way(
        self, rng: np.random.Generator, body: Body, wheels: Sequence[Wheel], index: int
    ) -> tuple[Car, Ride] | None:
        """One that leads through a place that the camera sees at one moment, and not at the middle; None: no such."""
        number = _moment(rng, len(self.plan.moments))
        moment, camera = float(self.plan.moments[number]), self.cameras[number]
        could = np.flatnonzero(self.stands.suits(body.category, "driving"))
        could = could[seen(camera, body, self.stands.place[could], SMALLEST)]
        if not len(could):
            return None
        weight = 1.0 / camera.to_camera(self.stands.place[could, :3])[:, 2].clip(3.0) ** 2  # near ones are soon gone
        place = put(rng, self.stands, [rng.choice(could, p=weight / weight.sum())], body)[0]
        lanes = lanes_at(place[:2], float(place[3]), self.site.lanes, self.plan.paths)
        lanes = [found for found in lanes if found[0] < lanes[0][0] + CLOSE]  # one stretch of road may be of several
        if not lanes:
            return None
        _, lane, at_m, aside = lanes[int(rng.integers(len(lanes)))]
        car = car_in(index, (lane, at_m, aside), float(place[2]), body.category, body.size, body.center, wheels)
        away = float(np.linalg.norm(camera.pose.translation - place[:3]))
        speed = self._speed(rng, car, away)
        car = replace(car, at_m=at_m - speed.way(moment))
        ride = Ride(self.plan.paths[lane], speed, car.at_m, aside, car.axles, car.z)
        fits = self._comes_by(body, car, ride, place, camera)
        return (car, ride) if fits else None

    def _speed(self, rng: np.random.Generator, car: Car, away_m: float) -> Speed:
        """As the others in its lane go, a moment earlier or later; where it is alone, as its driver would."""
        path = self.plan.paths[car.lane]
        others = [ride.speed for ride in self.plan.rides.values() if ride.path is path]
        if others:
            return others[int(rng.integers(len(others)))].later(float(rng.uniform(-0.4, 0.4)))
        usual = self.site.lanes[car.lane].speed_mps * float(np.clip(rng.normal(0.95, 0.15), 0.6, 1.3))
        most = min(car.most_mps * float(rng.uniform(0.6, 1.0)), NEAR_MPS + NEAR_PER_S * away_m)
        return whim(rng, self.plan, max(SLOWEST_MPS, min(usual, most)))

    def _comes_by(self, body: Body, car: Car, ride: Ride, place: Float64, camera: PinholeCamera) -> bool:
        """Whether it is out of sight at the middle, seen at ``place``, on its lane while it is seen, and in nobody's
        way, with the distance that drivers keep."""
        fastest = float(ride.speed.speeds.max())
        if fastest > car.most_mps or _shows(self.middle, body, ride, self.plan.middle_s):
            return False
        in_view = in_sight(self.site, camera.pose.translation[None], place[None], body.size)[0]
        if not in_view or self._over_the_camera(car):
            return False
        places = np.array([ride.place(moment) for moment in self.plan.moments.tolist()])
        longer = (car.size[0] + HEADWAY_S * fastest, *car.size[1:])
        room = footprints(places, longer, car.center)
        if any(meet(room, other) for other in self.plan.taken):
            return False
        length = self.site.lanes[car.lane].length
        for moment, seen_by in zip(self.plan.moments.tolist(), self.cameras, strict=True):
            gone = ride.speed.way(moment)
            on_lane = car.behind_m + gone >= 0.0 and car.ahead_m + gone <= length
            if not on_lane and _shows(seen_by, body, ride, moment):
                return False
        return True

    def _over_the_camera(self, car: Car) -> bool:
        """Whether its way leads through whoever holds the camera, be it before the clip or after it."""
        x, y, z = self.middle.pose.translation.tolist()
        if z > ABOVE_M or None in self.plan.rides:
            return False
        aside = self.plan.paths[car.lane].nearest(np.array([x, y]))[1] - car.aside_m
        return bool(abs(aside) < car.size[1] / 2.0 + BODY_M[1])


def _moment(rng: np.random.Generator, count: int) -> int:
    """One of ``count`` moments of a clip, rather an early or a late one: more can happen between it and the middle."""
    away = 0.5 * float(np.sqrt(rng.uniform()))
    share = 0.5 + (away if rng.uniform() < 0.5 else -away)
    return round(share * (count - 1))


def _shows(camera: PinholeCamera, body: Body, ride: Ride, seconds: float) -> bool:
    """Whether anything of a body is in the picture, or just beside it."""
    pose = ride.pose(seconds, body.category in TWO_WHEELS)
    return in_picture(camera, pose, np.array(body.size) + 2.0 * PROUD_M, body.center, BORDER)
