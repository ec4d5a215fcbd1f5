"""Trucks: round-cornered cabs, with or without a bonnet, on frames that carry boxes, tanks, tubs and trailers."""

from assets.vehicles.trucks.truck import TRUCK_TYPES, truck

__all__ = ["TRUCK_TYPES", "truck"]
