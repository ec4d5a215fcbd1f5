"""What the renderer cannot do is refused where it is described, in one sentence with what was expected and got."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from assets import AssetError, ConfigError, Curves, Material, SceneError
from render.settings.config import make_config
from scenes import DepthOfField, Distortion, Light, PinholeCamera, Pose, SceneSpec, Sky, World
from scenes.limits import WIDEST_VIEW
from scenes.spec import Weather

NAN, INFINITE = math.nan, math.inf
AT = Pose.at()


def camera(width: int = 40, height: int = 30, focal: float = 20.0, **more: object) -> PinholeCamera:
    return PinholeCamera(width, height, focal, **{"cx": 20.0, "cy": 15.0, "pose": AT, **more})  # type: ignore[arg-type]


def light(kind: str = "point", power: float = 1.0, size: float = 0.1, **more: object) -> Light:
    return Light(kind, AT, more.pop("color", (1.0, 1.0, 1.0)), power, size, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: camera(width=3), "a picture of 4×4 to 65536×65536, got 3×30"),
        (lambda: camera(height=1), "got 40×1"),
        (lambda: camera(width=65_537), "got 65537×30"),
        (lambda: camera(focal=1.1), "a picture 173.6° wide at most, .* got 173.7°; a Fisheye sees more"),
        (lambda: camera(focal=NAN), "a focal length above 0 px, got nan"),
        (lambda: camera(focal=INFINITE), "a focal length above 0 px, got inf"),
        (lambda: camera(cx=NAN), "finite cx, cy and exposure_ev, got nan"),
        (lambda: camera(exposure_ev=INFINITE), "finite cx, cy and exposure_ev"),
        (lambda: PinholeCamera.from_fov((640, 480), 3.1, AT), "173.6° wide at most, .* got 177.6°"),
        (lambda: camera(focal=1.12, distortion=Distortion(-5e-5)), "173.6° wide at most"),
        (lambda: DepthOfField(NAN, 1.0), "above 0"),
        (lambda: DepthOfField(2.8, INFINITE), "above 0"),
        (lambda: light(power=NAN), "power ≥ 0"),
        (lambda: light(power=INFINITE), "power ≥ 0"),
        (lambda: light(size=NAN), "size > 0"),
        (lambda: light(color=(1.0, NAN, 1.0)), "a colour of three numbers ≥ 0"),
        (lambda: light(color=(1.0, -1.0, 1.0)), "a colour of three numbers ≥ 0"),
        (lambda: light("sun", size=4.0), "a sun of 3.142 rad at most, got 4"),
        (lambda: light("spot", cone_rad=0.01), "1° to 180°.* got 0.01"),
        (lambda: light("spot", cone_rad=3.2), "1° to 180°.* got 3.2"),
        (lambda: light("spot", even_m=NAN), "even_m ≥ 0"),
        (lambda: World("city", strength=NAN), "a strength ≥ 0"),
        (lambda: World("city", strength=-1.0), "a strength ≥ 0"),
        (lambda: World("city", rotation_rad=INFINITE), "a rotation"),
        (lambda: Sky("clear", 2.0), "a sun within 90° of the horizon"),
        (lambda: Sky("clear", NAN), "a sun within 90° of the horizon"),
        (lambda: Weather(snow=NAN), "shares in 0..1"),
        (
            lambda: SceneSpec((), camera(pose=Pose.at(2e5)), World("city")),
            "within 100 km .* got camera at 200000, 0, 0 m",
        ),
        (lambda: Weather(fog_per_m=INFINITE), "fog_per_m of 0 or more"),
    ],
)
def test_what_no_picture_can_have(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(SceneError, match=sentence):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Material("m", base_color=(NAN, 0.0, 0.0)),
        lambda: Material("m", emission_strength=INFINITE),
        lambda: Material("m", ior=NAN),
        lambda: Curves("c", np.zeros((1, 2, 3), np.float32), np.full((1, 2), -1, np.float32), Material("m"), "hair"),
        lambda: Curves("c", np.zeros((1, 2, 3), np.float32), np.full((1, 2), NAN, np.float32), Material("m"), "hair"),
    ],
)
def test_what_no_thing_can_have(make: Callable[[], object]) -> None:
    with pytest.raises(AssetError, match="expected"):
        make()


def test_the_bounds_themselves_are_fine() -> None:
    assert camera(width=4, height=4, focal=4 / WIDEST_VIEW).focal_px > 0.0
    assert PinholeCamera.from_fov((640, 480), 2.0 * math.atan(WIDEST_VIEW / 2.0), AT).width == 640
    assert PinholeCamera.from_fov((640, 480), 1e-6, AT).focal_px > 1e8
    assert light("spot", cone_rad=math.pi).kind == light("spot", cone_rad=math.radians(1.0)).kind == "spot"
    assert light("sun", size=math.pi).size == math.pi
    assert Sky("night", math.pi / 2.0).kind == "night"


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (3, 480), (16_385, 480), (0, 0)])
def test_a_run_is_told_so_before_it_begins(size: tuple[int, int]) -> None:
    with pytest.raises(ConfigError, match=f"sides in 4..16384, got {size[0]}x{size[1]}"):
        make_config({"scenes": ["vehicles"], "size": size})
