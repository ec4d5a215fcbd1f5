"""One asset before a plain ground, from all sides: how one looks at what one has just made."""

import numpy as np

from assets import Asset, Material
from assets.environments import BUILT_IN
from assets.primitives import floor
from scenes.blocks.cameras import orbit
from scenes.blocks.lights import three_point
from scenes.distributions import Distribution
from scenes.further import further
from scenes.params import SceneParams, name, number
from scenes.pose import Pose
from scenes.spec import Placed, SceneSpec, View, World

FOV_DEG = 35.0
ROOM = 1.05  # around the asset in the picture


class Turntable(SceneParams):
    azimuth_deg: Distribution = number("uniform(0, 360)", 0, 360, "deg", help="of the camera about z, 0 before it")
    elevation_deg: Distribution = number("uniform(15, 50)", -10, 89, "deg", help="of the camera above its middle")
    hdri: Distribution = name("studio", BUILT_IN, open=True, help="environment")


def turntable(rng: np.random.Generator, params: Turntable, asset: Asset) -> SceneSpec:
    """A picture that the asset fills, whatever its size."""
    radius = float(np.linalg.norm(asset.size)) / 2.0
    narrow = np.radians(FOV_DEG) / 2.0 * min(params.size) / max(params.size)

    def seen(own: np.random.Generator) -> View:
        azimuth, elevation = params.number(own, "azimuth_deg"), params.number(own, "elevation_deg")
        camera = orbit(params.size, asset.center, ROOM * radius / np.sin(narrow), azimuth, elevation, FOV_DEG)
        return View(camera, {"azimuth_deg": azimuth, "elevation_deg": elevation})

    first = seen(rng)
    ground = floor(200.0 * radius, Material("ground", base_color=(0.35, 0.35, 0.35), roughness=0.9))
    lowest = asset.center[2] - asset.size[2] / 2.0
    placed = (Placed(ground, Pose.at(z=lowest)), Placed(asset, Pose.at(), 1 if asset.labels else 0))
    lamps = three_point(rng, first.camera, asset.center, 4.0 * radius, irradiance=2.0)
    world = World(params.name(rng, "hdri"), strength=0.6)
    views = further(rng, params, seen, placed)
    return SceneSpec(placed, first.camera, world, lamps, first.parameters, views=views)
