"""Two sets of pictures as a network sees them that was trained on photographs."""
