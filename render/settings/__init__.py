"""What a run is told: its config, presets of quality, and the devices of a machine."""
