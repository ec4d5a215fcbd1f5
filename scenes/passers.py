"""What is in a picture beside vehicles: people on foot, and solids that hang in the air to distract."""

import numpy as np

from assets.environments.distractors import distractor
from assets.environments.sites import Lane, Site
from assets.people import pedestrian
from assets.people.walker import Walker
from assets.random import stream
from assets.standins import labels_only
from scenes.camera import PinholeCamera
from scenes.motion.rows import ABOVE_M, BODY_M, standing, still
from scenes.motion.walk import Walk, furniture, strolling
from scenes.placement import overlap
from scenes.pose import Float64, Pose
from scenes.spec import Placed

TRIES = 12
NEAREST_M, FURTHEST_M = 3.0, 45.0
SOLID_M = (2.5, 22.0)  # how far from the camera solids hang


def pedestrians(
    rng: np.random.Generator, count: int, site: Site, camera: PinholeCamera, placed: list[Placed]
) -> list[Placed]:
    """People on the site's pavements in view, up to ``count``; where there are none, on open ground."""
    return [person for _, person in _people(rng, count, site, camera, placed)]


def strollers(
    rng: np.random.Generator,
    count: int,
    site: Site,
    camera: PinholeCamera,
    placed: list[Placed],
    moments: Float64,
) -> tuple[list[Placed], dict[int, Walk]]:
    """The people of ``pedestrians`` at the middle of a clip, and how those of them go who walk, by their place.

    Who has no room to walk is left out.

    Args:
        moments: (N,) as ``scenes.motion.traffic.moments_of`` has them.
    """
    found = [(Walker.of(body), body, person) for body, person in _people(rng, count, site, camera, placed)]
    lanes = [lane for lane in site.lanes if lane.kind == "walk"]
    stand = [person for walker, _, person in found if walker is None]
    taken = [standing(item, len(moments)) for item in (*placed, *stand)] + furniture(site.props, len(moments))
    if camera.pose.translation[2] < ABOVE_M:
        taken.append(still(camera.pose.translation, BODY_M, (0.0, 0.0, 0.9), len(moments)))
    out, ways = list[Placed](), dict[int, Walk]()
    for walker, body, person in found:
        if walker is not None:
            walk = strolling(stream(body, "way"), walker, person, lanes, moments, taken)
            if walk is None:
                continue
            ways[len(out)] = walk
            taken.append(walk.footprint(moments))
        out.append(person)
    return out, ways


def _people(
    rng: np.random.Generator, count: int, site: Site, camera: PinholeCamera, placed: list[Placed]
) -> list[tuple[np.random.Generator, Placed]]:
    """Each with the stream that their body was made from."""
    walks = [lane for lane in site.lanes if lane.kind == "walk"]
    out: list[tuple[np.random.Generator, Placed]] = []
    if labels_only() or not (walks or site.free):  # they have no labels
        return out
    for index in range(count):
        own = stream(rng, f"person {index}")
        body = pedestrian(stream(own, "body"))
        for _ in range(TRIES):
            x, y, yaw, z = _anywhere(own, site) if site.free else _along(own, walks)
            if not _in_view(camera, np.array([x, y, z + 1.0])):
                continue
            person = Placed(body, Pose.at(x, y, z, yaw))
            if not any(overlap(person, other, 0.25) for other in (*placed, *(known for _, known in out))):
                out.append((stream(own, "body"), person))
                break
    return out


def _along(rng: np.random.Generator, walks: list[Lane]) -> tuple[float, float, float, float]:
    lane = walks[int(rng.integers(len(walks)))]
    s, aside = float(rng.uniform(0.25, 0.75)) * lane.length, float(rng.uniform(-0.4, 0.4)) * lane.width
    x, y, yaw = lane.at(s, aside).tolist()
    turn = float(rng.normal(0.0, 0.15)) if rng.uniform() < 0.8 else float(rng.uniform(-np.pi, np.pi))
    return x, y, yaw + turn, lane.z


def _anywhere(rng: np.random.Generator, site: Site) -> tuple[float, float, float, float]:
    x, y = rng.uniform(site.room.min(axis=0), site.room.max(axis=0)) * 0.8
    return float(x), float(y), float(rng.uniform(-np.pi, np.pi)), 0.0


def _in_view(camera: PinholeCamera, point: Float64) -> bool:
    depth = float(camera.distance(camera.to_camera(point)))
    if not NEAREST_M < depth < FURTHEST_M:
        return False
    u, v = camera.project(point)
    return bool(-0.05 * camera.width < u < 1.05 * camera.width and 0.0 < v < camera.height)


def distractors(rng: np.random.Generator, count: int, camera: PinholeCamera, placed: list[Placed]) -> list[Placed]:
    """Random solids in the camera's view, as domain randomization has them. They hide things, and get no label."""
    out: list[Placed] = []
    for index in range(0 if labels_only() else count):
        own = stream(rng, f"solid {index}")
        depth = float(np.exp(own.uniform(*np.log(SOLID_M))))
        u, v = own.uniform(0.0, 1.0, 2) * [camera.width, camera.height]
        ray = camera.rays(np.array([u, v]))
        place = camera.pose.apply(ray * depth)
        if not place[2] >= 0.3:  # NaN outside a fisheye's image circle
            continue
        solid = distractor(stream(own, "shape"))
        out.append(Placed(solid, Pose(_turn(own), place)))
    return out


def _turn(rng: np.random.Generator) -> Float64:
    """A rotation, all equally likely."""
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    return np.asarray(q * np.linalg.det(q) if np.linalg.det(q) < 0 else q)
