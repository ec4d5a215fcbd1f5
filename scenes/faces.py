"""The scene ``faces``: the mixture of all scenes of people, and what face detectors are trained on."""

import numpy as np

from assets.faces import GARMENTS, PARTS
from scenes.distributions import Distribution, parse
from scenes.film import BOUNDS
from scenes.films import FILMS
from scenes.params import integer, name, number
from scenes.people import SHOTS, People, picture
from scenes.people.params import GARMENT_WEIGHTS, MOST_PEOPLE
from scenes.registry import scene
from scenes.spec import SceneSpec

COUNT_SHARES = {1: 52, 2: 14, 3: 9, 4: 6, 5: 4.5, 6: 3.5, 8: 3, 12: 3, 16: 2, 24: 1, 40: 0.3}
# By how many are in the picture: up to so many, shares of shots.
SHOT_SHARES = (
    (1, {"portrait": 38, "webcam": 7, "faces_cctv": 4, "passport": 2, "street": 25, "sport": 10, "stage": 14}),
    (2, {"group": 22, "webcam": 5, "faces_cctv": 5, "street": 42, "sport": 12, "stage": 14}),
    (6, {"group": 20, "faces_cctv": 6, "street": 38, "sport": 10, "stage": 10, "march": 16}),
    (MOST_PEOPLE, {"crowd": 15, "faces_cctv": 7, "march": 78}),
)
# On their feet people look everywhere, heads lean, and cameras take whoever passes.
YAW_DEG = "given(shot, {street: {n}, sport: {n}, stage: {n}, march: {n}, else: 'truncnormal(0, 28, -90, 90)'})".replace(
    "{n}", "'truncnormal(0, 42, -100, 100)'"
)
# Who plays wears a shirt.
KIT = "choice({t_shirt: 9, vest: 1, hoodie: 0.7, jacket: 0.7})"
USUAL = str(GARMENT_WEIGHTS).replace("'", "")
GARMENT = f"given(shot, {{sport: '{KIT}', else: 'choice({USUAL})'}})"
# What people put on the web, and what fixed cameras and calls give.
FILM = (
    "given(shot, {faces_cctv: 'choice({cctv: 3, phone: 1})', webcam: 'choice({call: 3, phone: 2, camera: 1})', "
    "passport: 'choice({neutral: 2, camera: 1})', "
    "else: 'choice({camera: 3.5, phone: 2.5, press: 3.5, vivid: 0.5, neutral: 2, old: 1, mono: 0.8, linear: 0.5})'})"
)
# Cameras know skin, and what light it is in: beside photographs ours were half as colourful again, and yellow.
SPARE_SKIN = "given(film, {linear: 0, mono: 0, else: 'truncnormal(0.8, 0.15, 0, 1)'})"
AWB = "given(film, {linear: 0, mono: 0, else: 'beta(4, 2)'})"


class Faces(People):
    count: Distribution = integer(COUNT_SHARES, 1, MOST_PEOPLE, help="people in the picture")
    shot: Distribution = name("auto", tuple(SHOTS), help="kind of picture; auto: by how many are in it", auto=True)
    film: Distribution = name(FILM, tuple(FILMS), help="rendering of light; linear: the plain curve")
    spare_skin: Distribution = number(SPARE_SKIN, *BOUNDS["spare_skin"], help="as cameras spare it", auto=True)
    awb: Distribution = number(AWB, *BOUNDS["awb"], help="automatic white balance", auto=True)
    garment: Distribution = name(GARMENT, GARMENTS, help="by the shot")
    yaw_deg: Distribution = number(YAW_DEG, -120, 120, "deg", help="head turned to the person's left")


@scene("faces", params=Faces, categories=("face", "person_head"), parts=PARTS)
def faces(rng: np.random.Generator, params: Faces) -> SceneSpec:
    """People's faces: portraits, groups, streets, sport, stages, crowds, from webcams, in passports, from above."""
    count = params.integer(rng, "count")
    shares = next(shares for most, shares in SHOT_SHARES if count <= most)
    return picture(rng, params, params.name_or(rng, "shot", parse(shares)))
