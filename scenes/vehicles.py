"""The scene ``vehicles``: the mixture of all vehicle scenes, and what detectors are trained on."""

import numpy as np

from assets.vehicles import CATEGORIES, PARTS
from scenes.distributions import Distribution
from scenes.films import FILMS
from scenes.params import integer, name, number
from scenes.places import SITES
from scenes.registry import scene
from scenes.rigs import RIGS
from scenes.skies import LIGHT_SHARES
from scenes.spec import SceneSpec
from scenes.traffic import BUILT_UP, PLAIN, Auto, Traffic, picture

PLACE_SHARES = {
    **{
        "street": 0.25,
        "junction": 0.10,
        "highway": 0.11,
        "parking_lot": 0.08,
        "open": 0.06,
        "court": 0.06,
        "studio": 0.02,
    },
    **{"yard": 0.09, "hall": 0.06, "country_road": 0.06, "lawn": 0.05, "forecourt": 0.03, "race_track": 0.03},
}
GREEN = Auto(LIGHT_SHARES, {"forest": 0.8, "sunrise": 0.1, "sunset": 0.1})  # no city behind fields
AUTOS = {"open": PLAIN, "court": PLAIN, "studio": PLAIN, "country_road": GREEN, "lawn": GREEN}
# Photographs of vehicles are of one or two large ones more often than of six: see docs/vehicles.md, "What transfers".
CAMERA_SHARES = {"pedestrian": 0.16, "dash": 0.09, "cctv": 0.125, "closeup": 0.61, "drone": 0.015}
COUNT_SHARES = {1: 10, 2: 5, 3: 3, 4: 1.5, 5: 0.8, 6: 0.5, 8: 0.5}

# What fixed cameras and windscreens give, and what people put on the web. It helps a little: see docs/vehicles.md.
FILM = (
    "given(camera, {cctv: cctv, dash: dashcam, "
    "else: choice({camera: 4, phone: 3, press: 3, vivid: 1.5, neutral: 1, old: 1, linear: 0.5})})"
)


class Vehicles(Traffic):
    place: Distribution = name(PLACE_SHARES, tuple(SITES), help="where")
    count: Distribution = integer(f"choice({COUNT_SHARES})", 1, 14, help="vehicles in the picture")
    alike: Distribution = number(
        0.12, 0, 1, help="share of pictures whose vehicles are all of one category, side by side"
    )
    camera: Distribution = name(CAMERA_SHARES, tuple(RIGS), help="who looks")
    film: Distribution = name(FILM, tuple(FILMS), help="rendering of light; linear: the plain curve")


@scene("vehicles", params=Vehicles, categories=CATEGORIES, parts=PARTS)
def vehicles(rng: np.random.Generator, params: Vehicles) -> SceneSpec:
    """Everything on wheels, everywhere: streets, highways, car parks, forecourts, yards, halls, country, lawns."""

    place = params.name(rng, "place")
    return picture(rng, params, SITES[place], AUTOS.get(place, BUILT_UP))
