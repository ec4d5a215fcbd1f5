"""What only pictures tell: a camera's film, from photographs alone; light, weather and the like, by small renders."""

from measure.fit.pictures.darkroom import Develop
from measure.fit.pictures.descent import Aim, Descent, Render, Step, descend
from measure.fit.pictures.joined import film_alone, nothing_yet, with_descent, with_film
from measure.fit.pictures.twin import ROUNDS, Twin, camera_twin

__all__ = [
    "ROUNDS",
    "Aim",
    "Descent",
    "Develop",
    "Render",
    "Step",
    "Twin",
    "camera_twin",
    "descend",
    "film_alone",
    "nothing_yet",
    "with_descent",
    "with_film",
]
