"""A run on one machine: worker processes, each with its own Blender, and one supervisor that outlives them."""
