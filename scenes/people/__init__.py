"""What all scenes of people share: parameters, who they are, where they stand, light, and kinds of shots."""

from scenes.people.params import People
from scenes.people.picture import picture
from scenes.people.shots import SHOTS

__all__ = ["SHOTS", "People", "picture"]
