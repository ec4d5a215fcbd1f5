"""What is measured: of labels, of pixels, of both together."""
