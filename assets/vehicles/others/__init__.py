"""What is neither car, van, bus, truck nor two-wheeler: three-wheelers, tractors, caravans."""

from assets.vehicles.others.caravan import caravan
from assets.vehicles.others.rickshaw import RICKSHAWS, rickshaw
from assets.vehicles.others.tractor import tractor

__all__ = ["RICKSHAWS", "caravan", "rickshaw", "tractor"]
