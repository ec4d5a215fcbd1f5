"""What a camera does: to linear light (film, lens, weather before it) and to finished frames (sensor, augmentation)."""
