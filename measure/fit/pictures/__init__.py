"""What only pictures tell: a camera's film from photographs alone."""

from measure.fit.pictures.darkroom import Develop
from measure.fit.pictures.joined import film_alone, with_film
from measure.fit.pictures.twin import ROUNDS, Twin, camera_twin

__all__ = ["ROUNDS", "Develop", "Twin", "camera_twin", "film_alone", "with_film"]
