"""Building blocks for scenes of one's own: ``from scenes.blocks import scatter, orbit, sunny``.

| what | names |
| --- | --- |
| places | ``Area``, ``scatter``, ``line_up``, ``along``, ``overlap`` |
| cameras | ``look_from``, ``orbit``, ``watching``, ``dash``, ``shared`` for several that see one moment,
  ``further`` for several pictures of a scene |
| light | ``sunny``, ``sample_conditions`` (time of day, sky and weather), ``lamp``, ``three_point``, ``ceiling``,
  ``street_lamps``, ``head_lamps`` |
| surroundings | ``scenery`` of a built-in place, ``hall``, ``backdrop``, ``pedestrians``, ``distractors`` |
| a whole picture | ``turntable`` with its parameters ``Turntable``: one asset from all sides |

Solids are in ``assets.primitives``, ``assets.compose`` puts them together, grounds and walls are in
``assets.environments.surfaces``, whole places in ``assets.environments.sites``.
"""

from scenes.blocks.areas import Area, along, line_up, scatter
from scenes.blocks.cameras import dash, look_from, orbit, watching
from scenes.blocks.lights import ceiling, lamp, sunny, three_point
from scenes.blocks.rig import shared
from scenes.blocks.surroundings import backdrop, hall, scenery
from scenes.blocks.turntable import Turntable, turntable
from scenes.further import further
from scenes.lamps import head_lamps, street_lamps
from scenes.passers import distractors, pedestrians
from scenes.placement import overlap
from scenes.skies import Conditions, sample_conditions

__all__ = [
    "Area",
    "Conditions",
    "Turntable",
    "along",
    "backdrop",
    "ceiling",
    "dash",
    "distractors",
    "further",
    "hall",
    "head_lamps",
    "lamp",
    "line_up",
    "look_from",
    "orbit",
    "overlap",
    "pedestrians",
    "sample_conditions",
    "scatter",
    "scenery",
    "shared",
    "street_lamps",
    "sunny",
    "three_point",
    "turntable",
    "watching",
]
