"""Sets of pictures in the formats that others use, as streams of one kind of item."""

from measure.readers.finding import open_source

__all__ = ["open_source"]
