"""Paint colours of cars: linear RGB ranges of the twelve names, and how often they drive about."""

from collections.abc import Mapping

import numpy as np

from assets import AssetError
from assets.materials import Colour, Material
from assets.names import nearest
