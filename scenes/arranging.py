"""Vehicles and a camera on a site, so that the camera sees a place for every one of them."""

from dataclasses import replace

import numpy as np

from assets import Asset, SceneError
from assets.environments.sites import Site
from assets.random import stream
from scenes.camera import PinholeCamera
from scenes.params import SceneParams
from scenes.pose import Float64, Pose
from scenes.rows import nearness, of_kind, row_places
from scenes.skies import Conditions
from scenes.spec import Placed, View
from scenes.stands import TRIES, Body, Standing, Stands, free, put, seen, stands_of
from scenes.views import look
from scenes.wanted import Wanted, wanted

CROWDS = 2  # sets of vehicles tried on a site
CAMERAS = 40  # cameras tried for a set of vehicles
SMALLEST = 0.09  # of the picture's shorter side: a vehicle's height or width
HIDDEN = 0.6  # of a vehicle's width that nearer ones may cover


def arranged(
    rng: np.random.Generator, params: SceneParams, site: Site, sky: Conditions
) -> tuple[View, list[Placed], list[Wanted]]:
    """A camera on the site, as many vehicles as asked before it, and what was wanted of each; others, where the first
    do not fit.

    Args:
        params: have ``camera``, ``count``, ``alike`` and what ``scenes.wanted`` and ``scenes.views.look`` ask for.

    Raises:
        SceneError: none of ``CROWDS`` fits.
    """
    stands = stands_of(stream(rng, "stands"), site)
    # Both once, lest what finds places easily comes out more often.
    kind, count = params.name(rng, "camera"), params.integer(rng, "count")
    for crowd in range(CROWDS):
        own = stream(rng, f"crowd {crowd}")
        alike = count > 1 and stream(own, "alike").uniform() < params.number(rng, "alike")
        fleet = _fleet(own, params, site, sky, count, alike)
        if params.clip is not None:
            fleet = [each.on_its_way() for each in fleet]
        try:
            view, placed = _arrange(own, params, kind, site, stands, fleet, alike)
            return view, placed, fleet
        except SceneError as error:
            failure = error
    raise failure


def _fleet(
    rng: np.random.Generator, params: SceneParams, site: Site, sky: Conditions, count: int, alike: bool
) -> list[Wanted]:
    """As many vehicles as asked; those that are ``alike`` are of the first one's category and do what it does."""
    own = [stream(rng, f"vehicle {index}") for index in range(count)]
    first = wanted(own[0], params.of(0), site, sky) if count else None
    if not alike or first is None:
        return [wanted(each, params.of(index), site, sky) for index, each in enumerate(own)]
    category = first.body().category
    others = [
        wanted(of_kind(each, params.of(index), category), params.of(index), site, sky, first.role)
        for index, each in enumerate(own[1:], 1)
    ]
    return [first, *others]


def _arrange(
    rng: np.random.Generator,
    params: SceneParams,
    kind: str,
    site: Site,
    stands: Stands,
    fleet: list[Wanted],
    alike: bool,
) -> tuple[View, list[Placed]]:
    """A camera of a kind, and every vehicle in its place.

    Other cameras are tried before giving up, and asked for less and less, lest full pictures come out rare. Vehicles
    are built once a camera sees places for such as them, and then placed again as they are.

    Raises:
        SceneError: no camera of ``CAMERAS`` sees a place for every vehicle.
    """
    bodies, assets = [each.body() for each in fleet], list[Asset]()

    def stood(attempt: int) -> tuple[View, list[Standing]]:
        lenience = min(1.0, 2.0 * attempt / CAMERAS)
        return _stood(stream(rng, f"camera {attempt}"), params, kind, site, stands, bodies, lenience, alike)

    for attempt in range(CAMERAS):
        try:
            view, standing = stood(attempt)
            if not assets:
                assets = [each.build() for each in fleet]
                bodies = [replace(body, size=a.size, center=a.center) for body, a in zip(bodies, assets, strict=True)]
                view, standing = stood(attempt)
        except SceneError as error:
            failure = error
        else:
            at = [Pose.at(*item.place.tolist()) for item in standing]
            return view, [Placed(asset, pose, n) for n, (asset, pose) in enumerate(zip(assets, at, strict=True), 1)]
    raise failure


def _stood(
    rng: np.random.Generator,
    params: SceneParams,
    kind: str,
    site: Site,
    stands: Stands,
    bodies: list[Body],
    lenience: float,
    alike: bool,
) -> tuple[View, list[Standing]]:
    """One camera of a kind, and a place in its view for every vehicle.

    Raises:
        SceneError: there is none for one of them.
    """
    view, standing = look(rng, params, kind, site, stands, bodies[0], lenience)
    for index in range(len(standing), len(bodies)):
        own = stream(rng, f"vehicle {index}")
        place = _place(own, view.camera, stands, bodies[index], standing, lenience, alike)
        standing.append(Standing.at(view.camera, bodies[index], place))
    return view, standing


def _place(
    rng: np.random.Generator,
    camera: PinholeCamera,
    stands: Stands,
    body: Body,
    others: list[Standing],
    lenience: float,
    alike: bool,
) -> Float64:
    """A place (4,) in the camera's view where the vehicle neither touches nor hides behind the others.

    Args:
        lenience: 0..1: lets vehicles be smaller and hide each other more.
        alike: it goes beside the first of the others, which hides it more than strangers do.

    Raises:
        SceneError: none found in ``TRIES``.
    """
    smallest, most = SMALLEST * (1.0 - 0.5 * lenience), HIDDEN + 0.15 * max(lenience, float(alike))
    first = others[0] if alike and others else None
    if first is not None and body.role == "free":
        places = row_places(rng, first, body, stands)
    else:
        could = np.flatnonzero(stands.suits(body.category, body.role))
        could = could[seen(camera, body, stands.place[could], smallest)]
        if len(could):
            # Near ones first: far lanes hold many more stands.
            depth = camera.to_camera(stands.place[could, :3])[:, 2]
            weight = nearness(first, stands.place[could]) if first is not None else 1.0 / depth.clip(3.0) ** 1.3
            could = rng.choice(could, size=min(TRIES, len(could)), replace=False, p=weight / weight.sum())
        places = put(rng, stands, could, body)
    places = free(camera, body, places[seen(camera, body, places)], others, most)
    if not len(places):
        raise SceneError(f"traffic: found no free place in view for vehicle {len(others) + 1}")
    return np.asarray(places[0])
