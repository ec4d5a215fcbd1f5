"""The way from a scene to a dataset: command line, config, the frame loop, storage, and Blender."""
