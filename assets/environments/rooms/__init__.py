"""Rooms as they show behind people: walls, what hangs on them and what stands before them."""

from assets.environments.rooms.room import Seen, room

__all__ = ["Seen", "room"]
