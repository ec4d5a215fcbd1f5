"""How far two sets of pictures are from each other, and one set of two: datasets in, figures out. Never Blender."""
