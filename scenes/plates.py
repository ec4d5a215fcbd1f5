"""The scene ``plates``: barriers and CCTV at plate-camera settings."""

import numpy as np

from assets.vehicles import CATEGORIES, FLEET, PARTS
from assets.vehicles.plates.mounting import CATEGORY
from scenes.distributions import Distribution
from scenes.films import FILMS
from scenes.params import integer, name, number
from scenes.places import SITES
from scenes.plate_cameras import KINDS, MODES, plate_picture
from scenes.plated import LABELLED, OFF
from scenes.registry import scene
from scenes.skies import LIGHT_NAMES, WEATHER_NAMES
from scenes.spec import SceneSpec
from scenes.traffic import Traffic

PLACE_SHARES = {"parking_lot": 4, "street": 3, "yard": 1.5, "hall": 1.5}
TYPE_SHARES = {
    **{"sedan": 0.16, "hatchback": 0.17, "estate": 0.08, "coupe": 0.04, "suv": 0.14, "crossover": 0.10},
    **{"minivan": 0.06, "pickup": 0.06, "panel_van": 0.06, "minibus": 0.02, "city_bus": 0.01, "box_truck": 0.03},
    **{"motorcycle": 0.04, "scooter": 0.03},
}
FILM = "given(mode, {ir: infrared, color: choice({cctv: 2, neutral: 3, camera: 2, linear: 1})})"


class Plates(Traffic):
    place: Distribution = name(PLACE_SHARES, tuple(SITES), help="where")
    mode: Distribution = name({"color": 6, "ir": 4}, MODES, help="ir: black and white by an infrared lamp")
    plate_width_px: Distribution = number("loguniform(80, 250)", 20, 4000, "px", help="of the first vehicle's plate")
    plates: Distribution = name(LABELLED, (OFF, LABELLED), help="labelled: plates have a text that is labelled")
    camera: Distribution = name({"barrier": 5, "pole": 5}, tuple(KINDS), help="who looks")
    count: Distribution = integer(1, 1, 1, help="vehicles in the picture")
    type: Distribution = name(TYPE_SHARES, tuple(FLEET), help="kind of body of each vehicle")
    light: Distribution = name({"day": 7, "dusk": 1, "night": 2}, LIGHT_NAMES, help="where light comes from")
    weather: Distribution = name({"clear": 5, "cloudy": 3, "overcast": 3, "rain": 1}, WEATHER_NAMES, help="of the air")
    dirt: Distribution = number("beta(1.2, 5)", 0, 1, help="on each vehicle")
    film: Distribution = name(FILM, tuple(FILMS), help="rendering of light; linear: the plain curve")
    pedestrians: Distribution = integer(0, 0, 20, help="people on foot")
    blur: Distribution = number(0.15, 0, 1, help="share of pictures whose shutter is open while traffic moves")


@scene("plates", params=Plates, categories=(*CATEGORIES, CATEGORY), parts=PARTS)
def plates(rng: np.random.Generator, params: Plates) -> SceneSpec:
    """Barriers and CCTV at plate-camera settings: narrow lens, day or infrared, plates 80 to 250 px wide."""
    return plate_picture(rng, params, SITES[params.name(rng, "place")], params.name(rng, "mode"))
