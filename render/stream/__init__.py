"""Frames on demand, in memory: one after the other for as long as somebody asks."""
