"""Marks in a picture's file that say that it is synthetic, and how it was made. docs/provenance.md tells what they are.

Pixels never change, and equal arguments give equal bytes: no date, no name of a machine and nothing drawn by lot.
"""

from annotate.marks.packet import COMPOSITE, RENDERED, Marks, xmp
from annotate.marks.pictures import bare, mark, read

__all__ = ["COMPOSITE", "RENDERED", "Marks", "bare", "mark", "read", "xmp"]
