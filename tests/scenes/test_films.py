"""Films as parameters of scenes: what is drawn, from where, and for whom."""

from typing import Any

import numpy as np
import pytest

from assets import ConfigError, Material
from assets.primitives import box
from scenes import (
    Distribution,
    Film,
    Filmed,
    PinholeCamera,
    Placed,
    Pose,
    SceneParams,
    SceneSpec,
    World,
    find_scene,
    integer,
    look_at,
    name,
    sample,
)
from scenes.balance import balanced, read_balance
from scenes.film import BOUNDS, PLAIN
from scenes.films import FILMS, LINEAR, law, sample_film
from scenes.registry import BUILT_IN, SceneScript
from scenes.spec import View

SOLID = box((1.0, 1.0, 1.0), Material("grey"), "box")


class Crates(Filmed):
    count: Distribution = integer(1, 1, 9, help="crates")
    hour: Distribution = name({"day": 1, "night": 1}, ("day", "night"), help="when")


class Plain(SceneParams):
    """Somebody's own, without films, but with a name that films have, too."""

    contrast: Distribution = name("high", ("high", "low"))


def crates(rng: np.random.Generator, params: Any) -> SceneSpec:
    pose = look_at((-3.0, 0.0, 1.0), (0.0, 0.0, 0.0))
    cameras = [PinholeCamera.from_fov(params.size, np.radians(50.0), pose) for _ in range(params.views)]
    hour = params.name(rng, "hour") if "hour" in type(params).model_fields else "day"
    further = tuple(View(camera) for camera in cameras[1:])
    return SceneSpec((Placed(SOLID, Pose.at(), 1),), cameras[0], World("city"), (), {"hour": hour}, views=further)


def script(params: type[SceneParams] = Crates) -> SceneScript:
    return SceneScript("crates", crates, params, ("box",), ("box",), "", find_scene("studio").source)


def drawn(frame: int = 0, views: int = 1, own: type[SceneParams] = Crates, **values: object) -> SceneSpec:
    params = own.read(values, "crates").with_size((32, 24)).with_views(views)
    return sample(script(own), params, np.random.default_rng(np.random.SeedSequence(3, spawn_key=(frame,))))[0]


def test_every_built_in_scene_has_films() -> None:
    for scene in BUILT_IN:
        params = find_scene(scene).params
        assert issubclass(params, Filmed)
        assert {"film", *BOUNDS} <= set(params.model_fields)
        assert (str(params.model_fields["film"].default) == LINEAR) == (scene not in ("vehicles", "plates", "faces"))
        for key in BOUNDS:
            assert params.domain(key) == Filmed.domain(key), f"{scene} has a {key} of its own"
    assert drawn().camera.film is PLAIN
    assert drawn().parameters == {"hour": drawn().parameters["hour"], "film": LINEAR}


def test_training_pictures_of_vehicles_are_as_their_cameras_would_give_them() -> None:
    """`vehicles` has films by default: it is what detectors are trained on. (`plates` has its cameras' own.)"""
    vehicles = find_scene("vehicles")
    films = {"closeup": set[str](), "cctv": set[str](), "dash": set[str]()}
    for camera, found in films.items():
        params = vehicles.params.read({"camera": camera}, "vehicles")
        for seed in range(40):
            params_of = params.for_picture(seed)
            params_of.name(np.random.default_rng(seed), "camera")
            found.add(str(sample_film(np.random.default_rng(seed), params_of)[1]["film"]))
    assert films["cctv"] == {"cctv"} and films["dash"] == {"dashcam"}
    assert {"camera", "phone", "press"} <= films["closeup"] and not films["closeup"] & {"cctv", "dashcam"}


def test_scenes_without_films_stay_as_they_are() -> None:
    spec = drawn(own=Plain)
    assert spec.camera.film is PLAIN
    assert spec.parameters == {"hour": "day"}


@pytest.mark.parametrize("film", [name for name in FILMS if name != LINEAR])
def test_a_name_draws_every_number_within_bounds_and_tells_it(film: str) -> None:
    assert FILMS[film].keys() <= BOUNDS.keys()
    specs = [drawn(frame, film=film) for frame in range(30)]
    assert len({spec.camera.film for spec in specs}) == 30
    for spec in specs:
        told = {key: value for key, value in spec.parameters.items() if key in BOUNDS}
        assert told == pytest.approx(spec.camera.film.numbers(), rel=1e-5)
        assert spec.parameters["film"] == film


def test_a_number_of_ones_own_takes_the_films_place_and_moves_no_other() -> None:
    for frame in range(5):
        before = drawn(frame, film="phone").camera.film
        after = drawn(frame, film="phone", saturation=1.3, contrast="normal(1.3, 0.1)").camera.film
        assert after.saturation == 1.3
        assert after.contrast != before.contrast
        assert {k: v for k, v in after.numbers().items() if k not in ("saturation", "contrast")} == {
            k: v for k, v in before.numbers().items() if k not in ("saturation", "contrast")
        }


def test_a_number_works_without_a_name() -> None:
    assert drawn(saturation=1.3).camera.film.numbers() == {**Film().numbers(), "saturation": 1.3}


def test_a_condition_looks_at_what_the_scene_drew_and_at_the_film() -> None:
    by_hour = [drawn(frame, iso="given(hour, {night: 3200, day: 100})") for frame in range(20)]
    assert {(spec.parameters["hour"], spec.camera.film.iso) for spec in by_hour} == {("night", 3200), ("day", 100)}
    mixed = "choice({phone: 1, old: 1})"
    by_film = [drawn(frame, film=mixed, jpeg="given(film, {old: 40, else: auto})") for frame in range(20)]
    assert {spec.parameters["film"] for spec in by_film} == {"phone", "old"}
    assert all((spec.camera.film.jpeg == 40) == (spec.parameters["film"] == "old") for spec in by_film)


def test_films_are_balanced_as_all_parameters_are() -> None:
    params = Crates.read({"film": "choice({phone: 9, old: 1})"}, "crates")
    request = read_balance(["film"], {"crates": Crates})["crates"]
    dealt = balanced(params, request, 0, "crates").with_size((32, 24))
    rngs = [np.random.default_rng(np.random.SeedSequence(3, spawn_key=(frame,))) for frame in range(10)]
    found = [sample(script(), dealt.for_picture(n), rng)[0].parameters["film"] for n, rng in enumerate(rngs)]
    assert found.count("phone") == found.count("old") == 5


def test_each_view_has_a_film_of_its_own_and_the_first_that_of_a_single_picture() -> None:
    several = drawn(views=3, film="camera")
    assert several.camera.film == drawn(film="camera").camera.film
    seen = [several.seen_in(view) for view in range(3)]
    assert len({spec.camera.film for spec in seen}) == 3
    for spec in seen:
        assert spec.parameters["contrast"] == pytest.approx(spec.camera.film.contrast, rel=1e-5)


def test_what_is_no_film_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"crates.film: expected one of linear, .* got 'fone' .did you mean 'phone'"):
        Crates.read({"film": "fone"}, "crates")
    with pytest.raises(ConfigError, match=r"crates.jpeg: expected a value in 5..100 . auto, got 0"):
        Crates.read({"jpeg": 0}, "crates")


def test_a_plain_films_laws_are_the_plain_numbers() -> None:
    assert {key: law(LINEAR, key).support() for key in BOUNDS} == {k: (v,) for k, v in Film().numbers().items()}
